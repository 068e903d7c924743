import { createHash } from 'node:crypto'
import type { OnProgress } from '#base/progress.ts'
import { Refusal } from '#base/refusal.ts'
import type { MasterKey } from '#records/attachments/content-cipher.ts'
import { decryptContent } from '#records/attachments/content-cipher.ts'
import type { GetSigner } from '#trail/keys/key-files.ts'
import { type GetPartKey, keysOfBackup } from './keys/part-keys.ts'
import type { RecoveryPrivateKey } from './keys/recovery-key.ts'
import { type Manifest, partsOf, readManifest, type TablePart } from './manifest.ts'
import { unpackContents } from './parts/content-pack.ts'
import { decompressed, readPart } from './parts/part-file.ts'
import { brokenPart, foreignSignature, otherMasterKey, otherRecoveryKey } from './sentences.ts'
import { filesByName } from './snapshots/place-snapshots.ts'
import { SnapshotIndex } from './snapshots/snapshot-index.ts'
import { type Steps, stepsOf } from './steps.ts'

/** A backup that can be read: its manifest is signed by a key of ours, and the recovery key is the right one. */
export interface OpenedBackup {
  readonly folder: string
  readonly manifest: Manifest
  /** Of the key that signed it: one of ours. That it is the trail's is seen when the trail is there. */
  readonly signedBy: string
  readonly getPartKey: GetPartKey
}

export interface OpenBackupOptions {
  readonly folder: string
  readonly recoveryKey: RecoveryPrivateKey
  /** Of our key folder: whose private half lies there is ours (platform.md 13). */
  readonly getSigner: GetSigner
}

export async function openBackup({
  folder,
  recoveryKey,
  getSigner,
}: OpenBackupOptions): Promise<OpenedBackup> {
  const { manifest, key } = await readManifest(folder)
  await getSigner(key).catch((error: unknown) => {
    throw error instanceof Refusal ? foreignSignature(key.keyId, error.text) : error
  })
  const { keyId } = recoveryKey.publicHalf
  if (manifest.recoveryKey !== keyId) throw otherRecoveryKey(manifest.recoveryKey, keyId)
  const { backupId } = manifest
  const ephemeral = Buffer.from(manifest.ephemeral, 'base64')
  return {
    folder,
    manifest,
    signedBy: key.keyId,
    getPartKey: keysOfBackup(recoveryKey, { ephemeral, backupId }),
  }
}

export interface CheckOptions {
  /** To see that it opens what is stored; null: not looked at. */
  readonly masterKeys: readonly MasterKey[] | null
  readonly signal: AbortSignal
  readonly onProgress: OnProgress
}

/** Reads every part to its end: hash, every chunk's authenticity, compression, and the number of rows. */
export async function checkParts(backup: OpenedBackup, options: CheckOptions): Promise<void> {
  const { manifest } = backup
  const total = partsOf(manifest).reduce((sum, { bytes }) => sum + bytes, 0)
  const steps = stepsOf('read', total, options.onProgress)
  for (const table of manifest.tables) await checkTable(backup, table, { ...options, steps })
  await checkContents(backup, { ...options, steps })
  if (manifest.snapshots !== null) await checkSnapshots(backup, manifest.snapshots, { ...options, steps })
}

interface Checking extends CheckOptions {
  readonly steps: Steps
}

async function checkTable(backup: OpenedBackup, table: TablePart, options: Checking): Promise<void> {
  let rows = 0
  for await (const chunk of tableText(backup, table, options)) rows += linesIn(chunk)
  if (rows !== table.rows) throw brokenPart(table.part.file)
}

/** COPY's text form has one line a row: what is in a value is escaped. */
const newline = 0x0a

function linesIn(chunk: Buffer): number {
  let lines = 0
  for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) lines += 1
  return lines
}

interface Reading {
  readonly signal: AbortSignal
  readonly steps: Steps
}

/** The rows of a table, as COPY takes them. */
export function tableText(
  { folder, getPartKey }: OpenedBackup,
  { table, part }: TablePart,
  { signal, steps }: Reading,
): AsyncGenerator<Buffer> {
  const onBytes = (bytes: number): void => steps.advance(bytes, table)
  return decompressed(readPart(part, { folder, key: getPartKey(part.file), signal, onBytes }))
}

/** The stored files of attachments, one after the other. */
export function contentsOf(backup: OpenedBackup, reading: Reading): ReturnType<typeof unpackContents> {
  return unpackContents(partBytes(backup, backup.manifest.contents.part, reading))
}

type SnapshotParts = NonNullable<Manifest['snapshots']>

/** The files of snapshots, one after the other. */
export function snapshotFilesOf(
  backup: OpenedBackup,
  { part }: SnapshotParts,
  reading: Reading,
): ReturnType<typeof unpackContents> {
  return unpackContents(partBytes(backup, part, reading))
}

export async function readSnapshotIndex(
  backup: OpenedBackup,
  { index, deliveries }: SnapshotParts,
  reading: Reading,
): Promise<SnapshotIndex> {
  const pieces: Buffer[] = []
  for await (const piece of partBytes(backup, index, reading)) pieces.push(piece)
  const parsed = SnapshotIndex.safeParse(JSON.parse(Buffer.concat(pieces).toString('utf8')))
  if (!parsed.success || parsed.data.length !== deliveries) throw brokenPart(index.file)
  return parsed.data
}

function partBytes(
  { folder, getPartKey }: OpenedBackup,
  part: SnapshotParts['part'],
  { signal, steps }: Reading,
): AsyncGenerator<Buffer> {
  const onBytes = (bytes: number): void => steps.advance(bytes, part.file)
  return readPart(part, { folder, key: getPartKey(part.file), signal, onBytes })
}

/** The first is opened, too: whether the master key is the right one is better known before than after. */
async function checkContents(backup: OpenedBackup, options: Checking): Promise<void> {
  const { contents } = backup.manifest
  let files = 0
  let bytes = 0
  for await (const content of contentsOf(backup, options)) {
    const first: Buffer[] = []
    for await (const chunk of content.stream) if (files === 0) first.push(chunk)
    if (files === 0) refuseOtherMasterKey(Buffer.concat(first), options.masterKeys)
    files += 1
    bytes += content.bytes
  }
  if (files !== contents.files || bytes !== contents.bytes) throw brokenPart(contents.part.file)
}

function refuseOtherMasterKey(stored: Buffer, masterKeys: readonly MasterKey[] | null): void {
  if (masterKeys === null) return
  try {
    decryptContent(stored, masterKeys)
  } catch {
    throw otherMasterKey()
  }
}

/** Every file of the index is there with the bytes of its digest. */
async function checkSnapshots(
  backup: OpenedBackup,
  snapshots: SnapshotParts,
  reading: Reading,
): Promise<void> {
  const index = await readSnapshotIndex(backup, snapshots, reading)
  const wanted = filesByName(index)
  let files = 0
  let bytes = 0
  for await (const content of snapshotFilesOf(backup, snapshots, reading)) {
    const hash = createHash('sha256')
    for await (const chunk of content.stream) hash.update(chunk)
    if (hash.digest('hex') === wanted.get(content.sha256)?.sha256) wanted.delete(content.sha256)
    files += 1
    bytes += content.bytes
  }
  const isWhole = wanted.size === 0 && files === snapshots.files && bytes === snapshots.bytes
  if (!isWhole) throw brokenPart(snapshots.part.file)
}
