import { mkdir, stat } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Bilingual } from '#base/bilingual.ts'
import type { OnProgress } from '#base/progress.ts'
import { assert } from '#base/refusal.ts'
import { readFreeSpace, writingNeedsBytes } from '#platform/free-space.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { MasterKey } from '#records/attachments/content-cipher.ts'
import type { ActionTable } from '#trail/database-check/action-rows.ts'
import { verifyInTransaction } from '#trail/database-check/verify-database.ts'
import type { GetSigner } from '#trail/keys/key-files.ts'
import type { Note } from '#trail/log/checkpoint.ts'
import type { VerifierKey } from '#trail/log/verifier-key.ts'
import { findLostKeys } from '#trail/opening/lost-keys.ts'
import { openEpoch } from '#trail/opening/open-epoch.ts'
import { readHead } from '#trail/sequencing/head.ts'
import { findUsedFolders } from '#trail/sequencing/outside-folder.ts'
import { readSigner } from '#trail/sequencing/sequence-round.ts'
import { readWitnesses } from '#trail/verifier/read-witnesses.ts'
import {
  checkParts,
  contentsOf,
  type OpenedBackup,
  openBackup,
  readSnapshotIndex,
  snapshotFilesOf,
  tableText,
} from './check-backup.ts'
import { countTables, loadTables } from './database/load-tables.ts'
import { type OneConnection, openOneConnection, settleTransaction } from './database/one-connection.ts'
import { refuseUnfitTarget } from './database/refuse-target.ts'
import { listTables, quotedTable, type TableToCopy } from './database/table-list.ts'
import type { RecoveryPrivateKey } from './keys/recovery-key.ts'
import { type Manifest, partsOf } from './manifest.ts'
import type { Operator } from './operator.ts'
import { placeContents } from './place-contents.ts'
import { inUse, notTheTrailsKey, tooLittleSpace, trailNotIntact } from './sentences.ts'
import { placeSnapshots, refuseOtherSnapshots } from './snapshots/place-snapshots.ts'
import { type Steps, stepsOf } from './steps.ts'

export interface RestoreOptions {
  /** The role that owns the tables: the application may not write all of them. */
  readonly ownerUrl: string
  readonly folder: string
  readonly recoveryKey: RecoveryPrivateKey
  readonly getSigner: GetSigner
  /** The public halves of all checkpoint keys that we have: of a lost change of the key, too. */
  readonly listKeys: (logId: string) => Promise<readonly VerifierKey[]>
  /** Folders of checkpoints outside: the newest of them says what is lost. */
  readonly checkpointFolders: readonly string[]
  readonly attachmentsFolder: string
  readonly snapshotsFolder: string
  /** To see that they open what is stored; null where there is none. */
  readonly masterKeys: readonly MasterKey[] | null
  /** The first public key, as noted at installation; null: not compared. */
  readonly trustedKey: VerifierKey | null
  readonly actionTables: readonly ActionTable[]
  readonly operator: Operator
  readonly newId: () => string
  readonly randomBytes: (size: number) => Buffer
  readonly signal: AbortSignal
  readonly onProgress: OnProgress
}

export interface RestoreResult {
  readonly manifest: Manifest
  readonly rows: number
  readonly files: number
  /** Of the trail's verification: the change of epoch and the entries that are lost. */
  readonly notices: readonly Bilingual[]
}

/**
 * Into an empty database only, all or nothing: everything of the backup is verified before the first row, and every row
 * is in one transaction, which ends with the trail's next epoch and its verification (platform.md 12).
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreResult> {
  const { signal } = options
  const backup = await openBackup(options)
  const connection = await openOneConnection(options.ownerUrl, 'fangxian restore', signal)
  try {
    await connection.db.transaction().execute((tx) => refuseUnfitTarget(connection, tx, backup.manifest))
    await refuseLittleSpace(backup.manifest, options)
    await checkParts(backup, options)
    signal.throwIfAborted()
    const result = await load(connection, backup, options)
    // Without statistics the first queries would read everything; no row depends on it.
    await connection.client.query('analyze').catch(() => undefined)
    return result
  } finally {
    // In the middle of a transaction the server rolls it back.
    await connection.end()
  }
}

async function refuseLittleSpace(
  { contents, snapshots }: Manifest,
  { attachmentsFolder, snapshotsFolder }: RestoreOptions,
): Promise<void> {
  const places = [
    { folder: attachmentsFolder, bytes: contents.bytes },
    { folder: snapshotsFolder, bytes: snapshots?.bytes ?? 0 },
  ]
  const neededOn = new Map<number, number>()
  for (const { folder, bytes } of places) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // Both on one disk need room together.
    const { dev } = await stat(folder)
    const needed = (neededOn.get(dev) ?? writingNeedsBytes) + bytes
    neededOn.set(dev, needed)
    const { freeBytes } = await readFreeSpace(folder)
    if (freeBytes < needed) throw tooLittleSpace(folder, { needed, free: freeBytes })
  }
}

async function load(
  connection: OneConnection,
  backup: OpenedBackup,
  options: RestoreOptions,
): Promise<RestoreResult> {
  const { signal, onProgress, attachmentsFolder } = options
  const { tables, sequences } = backup.manifest
  const total = partsOf(backup.manifest).reduce((sum, { bytes }) => sum + bytes, 0)
  const steps = stepsOf('store', total, onProgress)
  const tx = await connection.db.startTransaction().execute()
  await connection.client.query(settleTransaction)
  await lockTables(connection, await listTables(tx))
  // Once more: somebody may have begun to work in it meanwhile.
  const present = await refuseUnfitTarget(connection, tx, backup.manifest)
  await loadTables(connection, tx, {
    present,
    tables,
    sequences,
    textOf: (table) => tableText(backup, table, { signal, steps }),
  })
  await countTables(connection, tables)
  const notices = await openNextEpoch(tx, backup, options)
  const files = await placeContents(contentsOf(backup, { signal, steps }), attachmentsFolder)
  await restoreSnapshots(tx, backup, { folder: options.snapshotsFolder, signal, steps })
  signal.throwIfAborted()
  connection.ignoreSignal()
  await tx.commit().execute()
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  return { manifest: backup.manifest, rows, files, notices }
}

async function restoreSnapshots(
  tx: Tx,
  backup: OpenedBackup,
  { folder, ...reading }: { readonly folder: string; readonly signal: AbortSignal; readonly steps: Steps },
): Promise<void> {
  const { snapshots } = backup.manifest
  if (snapshots === null) return
  const index = await readSnapshotIndex(backup, snapshots, reading)
  await refuseOtherSnapshots(tx, index, snapshots.index.file)
  const packFile = snapshots.part.file
  await placeSnapshots(snapshotFilesOf(backup, snapshots, reading), { folder, index, packFile })
}

const lockNotAvailable = '55P03'

async function lockTables({ client }: OneConnection, tables: readonly TableToCopy[]): Promise<void> {
  const names = tables.map(({ table }) => quotedTable(table)).join(', ')
  await client.query(`set local lock_timeout = '5s'`)
  await client.query(`lock table ${names} in access exclusive mode`).catch((error: { code?: string }) => {
    throw error.code === lockNotAvailable ? inUse() : error
  })
}

async function openNextEpoch(
  tx: Tx,
  { manifest, signedBy }: OpenedBackup,
  options: RestoreOptions,
): Promise<Bilingual[]> {
  const { operator, checkpointFolders, getSigner, trustedKey, actionTables } = options
  const { logId, checkpoint } = await readHead(tx)
  assert(checkpoint?.note === manifest.checkpoint, 'the trail ends where the manifest says')
  if ((await readSigner(tx, getSigner)).key.keyId !== signedBy) throw notTheTrailsKey()
  const outside = await readOutside(checkpointFolders)
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)
  const lostKeys = await findLostKeys(tx, { notes: outside.notes, ours: await options.listKeys(logId) })
  await openEpoch(
    tx,
    { at: rows[0]!.at, actorId: operator.actorId, outside: outside.newest, lostKeys },
    { entryId: options.newId(), nonce: options.randomBytes(32), getSigner },
  )
  // The round forces plans for a second's entries; here everything is read.
  await sql`set local enable_seqscan to default`.execute(tx)
  await sql`set local enable_hashjoin to default`.execute(tx)
  await sql`set local enable_mergejoin to default`.execute(tx)
  const verdict = await verifyInTransaction(tx, {
    outsideFolders: outside.folders,
    trustedKey,
    actionTables,
  })
  if (!verdict.isIntact) throw trailNotIntact(verdict.problems[0]!.text)
  return [...verdict.notices]
}

interface Outside {
  /** Those with checkpoints: a new machine has the folder, and nothing in it yet. */
  readonly folders: readonly string[]
  readonly notes: readonly Note[]
  /** A later epoch first, then a larger tree. Null: there is none anywhere. */
  readonly newest: Note | null
}

/** Of all files, not of `latest` alone: whoever took that away has not made the entries undone. */
async function readOutside(configured: readonly string[]): Promise<Outside> {
  const { folders } = await findUsedFolders(configured)
  const { witnesses } = await readWitnesses(folders)
  const notes = witnesses.map(({ note }) => note)
  const newest = notes.toSorted(
    (a, b) => a.checkpoint.epoch - b.checkpoint.epoch || a.checkpoint.size - b.checkpoint.size,
  )
  return { folders, notes, newest: newest.at(-1) ?? null }
}
