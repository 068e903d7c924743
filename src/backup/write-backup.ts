import { mkdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import type { OnProgress } from '#base/progress.ts'
import { assert } from '#base/refusal.ts'
import { isNoSpace } from '#platform/disk-space.ts'
import { readFreeSpace, writingNeedsBytes } from '#platform/free-space.ts'
import { type Database, openDatabase, type Tx } from '#platform/postgres/database.ts'
import { readApplied } from '#platform/postgres/migrate.ts'
import { syncFolder } from '#platform/sync-folder.ts'
import { appendEntry } from '#trail/append-entry.ts'
import type { GetSigner } from '#trail/keys/key-files.ts'
import { sealEntry } from '#trail/seal-entry.ts'
import { readHead } from '#trail/sequencing/head.ts'
import { lockSequencing, readSigner, sequenceRound } from '#trail/sequencing/sequence-round.ts'
import { openRounds } from '#trail/sequencing/sequencer.ts'
import { copyTables } from './database/copy-tables.ts'
import { type OneConnection, openOneConnection, settleTransaction } from './database/one-connection.ts'
import { listContents, type NamedContent } from './database/read-contents.ts'
import { listSequences, listTables, type TableToCopy } from './database/table-list.ts'
import { keysForNewBackup } from './keys/part-keys.ts'
import type { RecoveryPublicKey } from './keys/recovery-key.ts'
import { type Manifest, partsOf, writeManifest } from './manifest.ts'
import type { Operator } from './operator.ts'
import { packContents, sizeOfContents } from './parts/content-pack.ts'
import { syncParts, writePart } from './parts/part-file.ts'
import { folderTaken, folderUnwritable, tooLittleSpace, unreadableTable } from './sentences.ts'
import { type ListedSnapshots, listSnapshots, noSnapshots } from './snapshots/list-snapshots.ts'
import { writeSnapshots } from './snapshots/pack-snapshots.ts'
import { type Steps, stepsOf } from './steps.ts'

export interface BackupOptions {
  /** The application's role suffices where it may read every table; else the owner's. */
  readonly url: string
  /** The folder to make; it must not be there. */
  readonly folder: string
  readonly recoveryKey: RecoveryPublicKey
  readonly getSigner: GetSigner
  /** Folders of checkpoints outside: the checkpoint of the moment is written there, too. */
  readonly checkpointFolders: readonly string[]
  readonly attachmentsFolder: string
  /** With a folder for each delivery, named by its id; null: snapshots are left out. */
  readonly snapshotsFolder: string | null
  /**
   * Of a database that was set back by other means, such as an archive of its log: nothing is written to its trail,
   * whose next checkpoint would contradict those outside.
   */
  readonly isAsFound?: boolean
  readonly operator: Operator
  readonly program: string
  readonly newId: () => string
  readonly randomBytes: (size: number) => Buffer
  readonly signal: AbortSignal
  readonly onProgress: OnProgress
}

export interface BackupResult {
  readonly manifest: Manifest
  /** Bytes of all parts on the disk. */
  readonly bytes: number
}

/** Written as `<folder>.<random>.part` and renamed when it is whole and on the disk: a killed backup looks like none. */
export async function writeBackup(options: BackupOptions): Promise<BackupResult> {
  const folder = path.resolve(options.folder)
  if ((await stat(folder).catch(() => null)) !== null) throw folderTaken(folder)
  const backupId = options.newId()
  const unfinished = `${folder}.${options.randomBytes(4).toString('hex')}.part`
  await mkdir(unfinished, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === undefined ? error : folderUnwritable(folder, error.code)
  })
  try {
    if (options.isAsFound !== true) await enterInTrail(options, backupId)
    const result = await fill(unfinished, { ...options, backupId })
    await syncFolder(unfinished)
    options.signal.throwIfAborted()
    // Renaming onto an empty folder would succeed.
    if ((await stat(folder).catch(() => null)) !== null) throw folderTaken(folder)
    await rename(unfinished, folder)
    await syncFolder(path.dirname(folder))
    return result
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (isNoSpace(error)) throw await spaceRefusal(path.dirname(folder), 0)
    throw error
  }
}

/** All personal data leaves: an entry first, and the checkpoint that covers it and everything committed before. */
async function enterInTrail(options: BackupOptions, backupId: string): Promise<void> {
  const { operator, recoveryKey, getSigner, checkpointFolders: folders } = options
  const database = openDatabase(options.url, { applicationName: 'fangxian backup', connectionsMax: 1 })
  const { db } = database
  const entryId = options.newId()
  try {
    await db.transaction().execute(async (tx) => {
      const { algorithm } = await readHead(tx)
      const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)
      const sealed = sealEntry(
        {
          at: rows[0]!.at,
          actorId: operator.actorId,
          function: 'BACKUP',
          recordKind: 'backup',
          recordId: backupId,
          outcome: 'EXPORTED',
          payload: { host: operator.host, osUser: operator.osUser, recoveryKey: recoveryKey.keyId },
        },
        { entryId, nonce: options.randomBytes(32), algorithm },
      )
      await appendEntry(tx, sealed)
    })
    while (!(await sequenceUpTo(db, entryId, getSigner))) options.signal.throwIfAborted()
    await openRounds({ db, getSigner, folders }).outside()
  } finally {
    await database.close()
  }
}

/**
 * One round of the sequencer; true when the entry has its index. Not until nothing is pending: on a busy server that
 * moment never comes.
 */
function sequenceUpTo(db: Database, entryId: string, getSigner: GetSigner): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    await lockSequencing(tx)
    await sequenceRound(tx, { getSigner })
    const { rows } = await sql`
      select 1
      from app.trail_leaf
      where entry_id = ${entryId}`.execute(tx)
    return rows.length > 0
  })
}

interface Filling extends BackupOptions {
  readonly backupId: string
}

async function fill(folder: string, options: Filling): Promise<BackupResult> {
  const { recoveryKey, backupId, getSigner, signal } = options
  const connection = await openOneConnection(options.url, 'fangxian backup', signal)
  const { ephemeral, getPartKey } = keysForNewBackup(recoveryKey, backupId)
  try {
    const tx = await connection.db
      .startTransaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute()
    await connection.client.query(settleTransaction)
    const moment = await readMoment(connection, tx)
    const signer = await readSigner(tx, getSigner)
    const tables = await listTables(tx)
    await refuseUnreadable(tx, tables)
    const contents = await listContents(tx, options.attachmentsFolder)
    const snapshots =
      options.snapshotsFolder === null
        ? noSnapshots
        : await listSnapshots(tx, { folder: options.snapshotsFolder, signal })
    const steps = await openSteps(folder, options, { tables, contents, snapshots })
    const copied = await copyTables(connection, tx, { folder, tables, getPartKey, signal, steps })
    await tx.commit().execute()
    const packed = await writeContents(contents, { folder, key: getPartKey(contentsFile), signal, steps })
    const packedSnapshots =
      options.snapshotsFolder === null
        ? null
        : await writeSnapshots(snapshots, { folder, getPartKey, signal, steps })
    const manifest: Manifest = {
      v: 1,
      backupId,
      program: options.program,
      recoveryKey: recoveryKey.keyId,
      ephemeral: ephemeral.toString('base64'),
      ...moment,
      ...copied,
      contents: packed,
      snapshots: packedSnapshots,
    }
    await syncParts(
      folder,
      partsOf(manifest).map(({ file }) => file),
    )
    await writeManifest(folder, manifest, signer)
    return { manifest, bytes: partsOf(manifest).reduce((sum, { bytes }) => sum + bytes, 0) }
  } finally {
    await connection.end()
  }
}

/** What the transaction sees of the whole; its first statement takes the snapshot. */
async function readMoment(
  { client }: OneConnection,
  tx: Tx,
): Promise<Pick<Manifest, 'at' | 'postgres' | 'isDemonstration' | 'logId' | 'checkpoint' | 'migrations'>> {
  const { logId, checkpoint } = await readHead(tx)
  assert(checkpoint !== null, 'an opened trail has a checkpoint')
  const { rows } = await sql<{ at: Date; postgres: string; is_demonstration: boolean }>`
    select now() as at, current_setting('server_version') as postgres, is_demonstration
    from app.installation
    order by is_the_only_row`.execute(tx)
  const { at, postgres, is_demonstration } = rows[0]!
  const applied = await readApplied(client)
  return {
    at: at.toISOString(),
    postgres,
    isDemonstration: is_demonstration,
    logId,
    checkpoint: checkpoint.note,
    migrations: applied.map(({ name, digest }) => ({ name, digest })),
  }
}

async function refuseUnreadable(tx: Tx, tables: readonly TableToCopy[]): Promise<void> {
  const sequences = await listSequences(tx)
  const unreadable =
    tables.find(({ isReadable }) => !isReadable)?.table ??
    sequences.find(({ isReadable }) => !isReadable)?.sequence
  if (unreadable === undefined) return
  const { rows } = await sql<{ me: string }>`select current_user as me`.execute(tx)
  throw unreadableTable(unreadable, rows[0]!.me)
}

async function openSteps(
  folder: string,
  { onProgress }: Pick<BackupOptions, 'onProgress'>,
  {
    tables,
    contents,
    snapshots,
  }: {
    readonly tables: readonly TableToCopy[]
    readonly contents: readonly NamedContent[]
    readonly snapshots: ListedSnapshots
  },
): Promise<Steps> {
  const tableBytes = tables.reduce((sum, { bytes }) => sum + bytes, 0)
  const contentBytes = await sizeOfContents([...contents, ...snapshots.contents])
  // Compressed, a table takes a quarter of its place on the disk at most.
  await refuseLittleSpace(path.dirname(folder), tableBytes / 4 + contentBytes)
  return stepsOf('read', tableBytes + contentBytes, onProgress)
}

async function refuseLittleSpace(folder: string, bytes: number): Promise<void> {
  const { freeBytes } = await readFreeSpace(folder)
  if (freeBytes < bytes + writingNeedsBytes) throw await spaceRefusal(folder, bytes)
}

async function spaceRefusal(folder: string, bytes: number): Promise<Error> {
  const { freeBytes } = await readFreeSpace(folder)
  return tooLittleSpace(folder, { needed: bytes + writingNeedsBytes, free: freeBytes })
}

const contentsFile = 'contents.part'

interface Writing {
  readonly folder: string
  readonly key: Buffer
  readonly signal: AbortSignal
  readonly steps: Steps
}

/** As they are stored, encrypted with the master key, which is not in the backup. */
async function writeContents(
  contents: readonly NamedContent[],
  { folder, key, signal, steps }: Writing,
): Promise<Manifest['contents']> {
  const packing = packContents(contents, (bytes) => steps.advance(bytes, contentsFile))
  const part = await writePart({ folder, file: contentsFile, key }, packing.stream, signal)
  const { files, bytes, missing } = packing.result()
  const held = new Set(contents.filter(({ isHeld }) => isHeld).map(({ sha256 }) => sha256))
  return { files, bytes, missing: missing.filter((sha256) => held.has(sha256)), part }
}
