import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { canonicalJson } from '#base/canonical-json.ts'
import { parseJson } from '#base/parse-json.ts'
import { writeDurably } from '#trail/keys/write-durably.ts'
import type { CheckpointSigner } from '#trail/log/checkpoint.ts'
import { isSignature, parseVerifierKey, type VerifierKey } from '#trail/log/verifier-key.ts'
import { badSignature, noBackup, otherForm } from './sentences.ts'

/**
 * What a backup holds, in the clear: names of tables, numbers and sizes, no personal data. Signed with the checkpoint
 * key of the moment; whoever has the folder can list it, only the recovery key opens the parts.
 */
export const manifestName = 'manifest.json'
export const signatureName = 'manifest.sig'
const formVersion = 1

const hex32 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0)

const Part = z.strictObject({
  // A name, never a path that leads elsewhere.
  file: z.string().regex(/^[a-z0-9_]+(\.[a-z0-9_]+)*$/),
  bytes: count,
  sha256: hex32,
})

const TablePart = z.strictObject({
  /** With its schema: `app.record`. */
  table: z.string().regex(/^(app|register)\.[a-z0-9_]+$/),
  columns: z.array(z.string().regex(/^[a-z0-9_]+$/)).min(1),
  rows: count,
  part: Part,
})
export type TablePart = z.infer<typeof TablePart>

const Sequence = z.strictObject({
  sequence: z.string().regex(/^(app|register)\.[a-z0-9_]+$/),
  lastValue: z.string().regex(/^-?\d+$/),
  isCalled: z.boolean(),
})
export type SequenceState = z.infer<typeof Sequence>

export const Manifest = z.strictObject({
  v: z.literal(formVersion),
  backupId: z.string().min(1),
  /** The database's time when the transaction began, ISO 8601 in UTC. */
  at: z.iso.datetime(),
  program: z.string(),
  postgres: z.string(),
  isDemonstration: z.boolean(),
  logId: z.string(),
  /** The newest checkpoint the transaction saw, as signed. */
  checkpoint: z.string(),
  recoveryKey: hex32,
  /** The public half of the key drawn for this backup: base64 of 32 bytes. */
  ephemeral: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
  migrations: z.array(z.strictObject({ name: z.string(), digest: hex32 })),
  tables: z.array(TablePart),
  sequences: z.array(Sequence),
  contents: z.strictObject({
    files: count,
    bytes: count,
    /** SHA-256 of contents that a record names and that were not in the folder. */
    missing: z.array(hex32),
    part: Part,
  }),
  /** Null: left out on demand. */
  snapshots: z
    .strictObject({
      /** That are whole and can be restored. */
      deliveries: count,
      files: count,
      bytes: count,
      /** Of deliveries that the rows name, and not as they were loaded: not restored. */
      unfit: z.array(
        z.strictObject({ deliveryId: z.string(), file: z.string(), is: z.enum(['MISSING', 'CHANGED']) }),
      ),
      part: Part,
      /** Which files make which snapshot. */
      index: Part,
    })
    .nullable(),
})
export type Manifest = z.infer<typeof Manifest>

/** Begins what is signed: no text of the trail begins so, and no signature of one can be taken for the other. */
const domain = 'fangxian backup 1\n'

export async function writeManifest(
  folder: string,
  manifest: Manifest,
  { key, sign }: CheckpointSigner,
): Promise<void> {
  // What could not be read back must not be called a backup.
  const text = `${canonicalJson(Manifest.parse(manifest))}\n`
  await writeDurably(path.join(folder, manifestName), text)
  await writeDurably(
    path.join(folder, signatureName),
    `${key.text}\n${sign(domain + text).toString('base64')}\n`,
  )
}

export interface SignedManifest {
  readonly manifest: Manifest
  /** Whose signature it has; whether that key is ours the caller must say. */
  readonly key: VerifierKey
}

/** Refuses what is incomplete, changed since it was signed, or of another form. */
export async function readManifest(folder: string): Promise<SignedManifest> {
  const read = (name: string): Promise<string> =>
    readFile(path.join(folder, name), 'utf8').catch(() => {
      throw noBackup(folder)
    })
  const [text, signed] = [await read(manifestName), await read(signatureName)]
  const [keyText = '', signature = '', ...rest] = signed.split('\n')
  const key = parseVerifierKey(keyText)
  if (key === null || rest.join('') !== '') throw badSignature()
  if (!isSignature(key, domain + text, Buffer.from(signature, 'base64'))) throw badSignature()
  const manifest = Manifest.safeParse(parseJson(text))
  if (!manifest.success) throw otherForm(folder)
  return { manifest: manifest.data, key }
}

/** All parts, in the order they are checked. */
export function partsOf({ tables, contents, snapshots }: Manifest): Manifest['contents']['part'][] {
  const ofSnapshots = snapshots === null ? [] : [snapshots.part, snapshots.index]
  return [...tables.map(({ part }) => part), contents.part, ...ofSnapshots]
}
