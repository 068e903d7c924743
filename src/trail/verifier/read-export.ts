import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type HashAlgorithm, hashAlgorithms } from '#base/merkle.ts'
import { parseJson } from '#base/parse-json.ts'
import { Refusal } from '#base/refusal.ts'
import { type Note, parseNote } from '../log/checkpoint.ts'
import { type Leaf, parseLeaf } from '../log/leaf.ts'
import { readLines } from './read-lines.ts'

/**
 * What `fangxian trail export` writes:
 *
 * - `manifest.json`: what kind it is, and the signed checkpoint it belongs to.
 * - `entries.jsonl`: entries with payload and nonce: the trail's own, and those that were named; in an export of kind
 *   `entries` each with its proof of inclusion.
 * - of kind `leaves` also `leaves.jsonl` (line i is leaf i, the bytes that were hashed), `hashes.txt` (line i is its
 *   hash in hex) and `checkpoints.jsonl` (signed notes as JSON texts).
 */
export const exportFiles = {
  manifest: 'manifest.json',
  entries: 'entries.jsonl',
  leaves: 'leaves.jsonl',
  hashes: 'hashes.txt',
  checkpoints: 'checkpoints.jsonl',
} as const

export const exportFormat = 'fangxian-trail-1'

export interface ExportManifest {
  readonly kind: 'leaves' | 'entries'
  readonly algorithm: HashAlgorithm
  /** Its size is that of the export. */
  readonly checkpoint: Note
}

export interface ExportedEntry {
  readonly index: number
  /** The bytes that were hashed. */
  readonly text: string
  readonly leaf: Leaf
  /** Null where it was erased under a retention act. */
  readonly payload: string | null
  readonly nonce: Buffer | null
  readonly proof: readonly Buffer[]
}

export async function readManifest(folder: string): Promise<ExportManifest> {
  const file = path.join(folder, exportFiles.manifest)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Refusal('unreadable_input', {
      zh: `无法读取 ${file}（${error.code ?? error.message}）；请给出 trail export 写出的文件夹。`,
      en: `${file} cannot be read (${error.code ?? error.message}); name a folder that trail export wrote.`,
    })
  })
  const { format, kind, hash, checkpoint: noteText } = membersOf(parseJson(text))
  const algorithm = hashAlgorithms.find((each) => each === hash)
  const checkpoint = typeof noteText === 'string' ? parseNote(noteText) : null
  const isKnown = format === exportFormat && (kind === 'leaves' || kind === 'entries')
  if (!isKnown || algorithm === undefined || checkpoint === null) throw notOurs(file)
  return { kind, algorithm, checkpoint }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

export function notOurs(file: string): Refusal {
  return new Refusal('unreadable_input', {
    zh: `${file} 不是 trail export 写出的文件，或已损坏；请重新导出或索取原件。`,
    en: `${file} was not written by trail export, or is damaged; export again or ask for the original.`,
  })
}

export async function readEntries(folder: string): Promise<ExportedEntry[]> {
  const file = path.join(folder, exportFiles.entries)
  const entries: ExportedEntry[] = []
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      const entry = parseEntry(line.toString('utf8'))
      if (entry === null) throw notOurs(file)
      entries.push(entry)
    }
  }
  return entries
}

function parseEntry(line: string): ExportedEntry | null {
  const { index, leaf: text, payload, nonce, proof } = membersOf(parseJson(line))
  if (!Number.isSafeInteger(index) || typeof text !== 'string' || !Array.isArray(proof)) return null
  const leaf = parseLeaf(text)
  const isErased = payload === null && nonce === null
  if (leaf === null || !(isErased || (typeof payload === 'string' && typeof nonce === 'string'))) return null
  return {
    index: index as number,
    text,
    leaf,
    payload: isErased ? null : (payload as string),
    nonce: isErased ? null : Buffer.from(nonce as string, 'hex'),
    proof: proof.map((each) => Buffer.from(String(each), 'base64')),
  }
}

export async function readCheckpoints(folder: string): Promise<Note[]> {
  const file = path.join(folder, exportFiles.checkpoints)
  const notes: Note[] = []
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      const text = parseJson(line.toString('utf8'))
      const note = typeof text === 'string' ? parseNote(text) : null
      if (note === null) throw notOurs(file)
      notes.push(note)
    }
  }
  return notes
}
