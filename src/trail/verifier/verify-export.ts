import path from 'node:path'
import type { Bilingual } from '#base/bilingual.ts'
import { hashLength_bytes, leafHash } from '#base/merkle.ts'
import { isIncluded } from '#base/merkle-proof.ts'
import { isSignedBy } from '../log/checkpoint.ts'
import { isCommitted, isSystemFunction, parseLeaf } from '../log/leaf.ts'
import type { VerifierKey } from '../log/verifier-key.ts'
import { edited, forged, forked, nothingLeft, wrongPayload } from './audit-sentences.ts'
import { type Problem, problemsMax, type Verdict, verdictOf } from './problem.ts'
import {
  type ExportedEntry,
  type ExportManifest,
  exportFiles,
  readCheckpoints,
  readEntries,
  readManifest,
} from './read-export.ts'
import { readSideBySide } from './read-lines.ts'
import { readWitnesses } from './read-witnesses.ts'
import { badSystemEntry, type History, keyAt, readHistory } from './system-history.ts'
import { openTreeAudit, type TreeAudit, type Witness } from './tree-audit.ts'

/**
 * The verifier for an outsider: it reads an export and, if given, checkpoints that were written outside, and believes
 * nothing else. It imports `base` and Node only; a test holds it to that.
 */
export interface VerifyOptions {
  readonly folder: string
  /** Folders of checkpoints that were written while the trail grew. */
  readonly outsideFolders: readonly string[]
  /** The first key, as the verifying person knows it from elsewhere. */
  readonly trustedKey: VerifierKey | null
}

interface Case {
  readonly folder: string
  readonly manifest: ExportManifest
  readonly entries: readonly ExportedEntry[]
  readonly history: History | null
  readonly outside: readonly Witness[]
  readonly problems: Problem[]
  readonly notices: Bilingual[]
}

export async function verifyExport({ folder, outsideFolders, trustedKey }: VerifyOptions): Promise<Verdict> {
  const manifest = await readManifest(folder)
  const entries = await readEntries(folder)
  const system = entries.filter(({ leaf }) => isSystemFunction(leaf.function))
  const { history, problems } = readHistory(
    system.map(({ index, leaf, payload, nonce }) => ({
      index,
      leaf,
      payload: payload ?? '',
      nonce: nonce ?? Buffer.alloc(0),
    })),
    trustedKey,
  )
  const outside = await readWitnesses(outsideFolders)
  problems.push(...outside.problems, ...judgePayloads(manifest, entries))
  const facts = { folder, manifest, entries, history, outside: outside.witnesses, problems, notices: [] }
  const notices = noticesOf(facts, trustedKey)
  const verdict = manifest.kind === 'leaves' ? await verifyLeaves(facts) : verifyEntries(facts)
  return { ...verdict, notices: [...verdict.notices, ...notices] }
}

function noticesOf({ outside, history }: Case, trustedKey: VerifierKey | null): Bilingual[] {
  const notices: Bilingual[] = []
  if (outside.length === 0) {
    notices.push({
      zh: '没有给出外部检查点（--checkpoints）：最新条目是否齐全、是否全部重写过，无法证明。',
      en: 'No checkpoints from outside were given (--checkpoints): that the newest entries are all here, and that nobody with the key rewrote everything, is not shown.',
    })
  }
  if (trustedKey === null && history !== null) {
    const { text } = history.keys[0]!.key
    notices.push({
      zh: `没有给出首个公钥（--key）：请与安装时记录的公钥核对：${text}`,
      en: `The first key was not given (--key): compare it with the one noted at installation: ${text}`,
    })
  }
  return notices
}

function judgePayloads({ algorithm }: ExportManifest, entries: readonly ExportedEntry[]): Problem[] {
  return entries
    .filter(({ leaf, payload, nonce }) => {
      const isErased = payload === null || nonce === null
      return !isErased && !isCommitted(algorithm, leaf, { payload, nonce })
    })
    .map(({ index, leaf }) => wrongPayload(index, leaf.id))
}

/** Leaves alone: the whole tree is grown again. */
async function verifyLeaves(facts: Case): Promise<Verdict> {
  const { folder, manifest, history, outside, problems } = facts
  const inside = [...(await readCheckpoints(folder)), manifest.checkpoint].map(
    (note): Witness => ({ note, source: exportFiles.checkpoints, isOutside: false }),
  )
  const audit = history === null ? null : openTreeAudit(history, [...inside, ...outside])
  const size = await readLeaves(facts, audit)
  const tree = audit?.finish()
  if (tree === undefined) {
    const largest = outside.toSorted((a, b) => a.note.checkpoint.size - b.note.checkpoint.size).at(-1)
    if (largest !== undefined) problems.push(nothingLeft(largest))
  }
  return verdictOf({
    size,
    root: tree?.root ?? null,
    checkpoints: tree?.checkpoints ?? 0,
    problems: [...problems, ...(tree?.problems ?? [])],
    notices: tree?.notices ?? [],
  })
}

/** Only such a line is parsed: the rest is bytes with a hash. */
const systemMark = Buffer.from('"function":"TRAIL_')

async function readLeaves({ folder, manifest, entries, problems }: Case, audit: TreeAudit | null) {
  const { algorithm } = manifest
  const named = new Map(entries.map((entry) => [entry.index, leafHash(algorithm, entry.text)]))
  const add = (problem: Problem): void => {
    if (problems.length < problemsMax) problems.push(problem)
  }
  const [leaves, hashes] = [path.join(folder, exportFiles.leaves), path.join(folder, exportFiles.hashes)]
  const stated = Buffer.alloc(hashLength_bytes)
  let index = 0
  for await (const pairs of readSideBySide(leaves, hashes)) {
    for (const [leaf, hashLine] of pairs) {
      if (leaf === null || hashLine === null) {
        add(cutOff(index))
        return index
      }
      const actual = leafHash(algorithm, leaf)
      const isWhole = stated.write(hashLine.toString('latin1'), 'hex') === hashLength_bytes
      const isSame = isWhole && hashLine.length === 2 * hashLength_bytes && stated.equals(actual)
      const isNamedSame = named.get(index)?.equals(actual) ?? true
      if (!isSame || !isNamedSame) add(edited(index, parseLeaf(leaf.toString('utf8'))?.id ?? null))
      if (leaf.includes(systemMark) && !named.has(index)) {
        const name = parseLeaf(leaf.toString('utf8'))?.function ?? ''
        if (isSystemFunction(name)) add(badSystemEntry(index, name))
      }
      // The stated one: if the tree of the stated hashes is the signed one, it is this line that was edited.
      audit?.add(isSame || !isWhole ? actual : Buffer.from(stated))
      index += 1
    }
  }
  return index
}

function cutOff(index: number): Problem {
  return {
    kind: 'deleted',
    firstEntry: index,
    text: {
      zh: `${exportFiles.leaves} 与 ${exportFiles.hashes} 的行数不同：从第 ${index} 条起缺失。`,
      en: `${exportFiles.leaves} and ${exportFiles.hashes} differ in length: entries from ${index} on are missing from one.`,
    },
  }
}

/** Named entries: each is proved to be in the tree of one signed checkpoint. */
function verifyEntries({ manifest, entries, history, outside, problems }: Case): Verdict {
  const { algorithm, checkpoint: note } = manifest
  const { size, root, epoch } = note.checkpoint
  const witness: Witness = { note, source: exportFiles.manifest, isOutside: false }
  if (history !== null && !isSignedBy(note, keyAt(history, size))) problems.push(forged(witness))
  for (const { index, text, leaf, proof } of entries) {
    const claim = {
      algorithm,
      index,
      leaf: leafHash(algorithm, text),
      range: { start: 0, end: size },
      root,
      proof,
    }
    if (!isIncluded(claim)) problems.push(edited(index, leaf.id))
  }
  const contradicting = outside.filter(({ note: { checkpoint: other } }) => {
    return other.epoch === epoch && other.size === size && !other.root.equals(root)
  })
  problems.push(...contradicting.map((other) => forked(witness, other)))
  const completeness: Bilingual = {
    zh: '本导出只含指定条目：证明它们在签名的留痕中，不证明没有其他条目。',
    en: 'This export holds named entries only: it shows that they are in the signed trail, not that there are no others.',
  }
  return verdictOf({
    size: entries.length,
    root: root.toString('base64'),
    checkpoints: 1,
    problems,
    notices: [completeness],
  })
}
