import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { type Database, openDatabase } from '#platform/postgres/database.ts'
import { type TestDatabase, testDatabase } from '#platform/postgres/test-database.ts'
import { encryptContent, type MasterKey } from '#records/attachments/content-cipher.ts'
import { listKeys } from '#trail/keys/key-files.ts'
import { openTestTrail, type TestTrail, temporaryFolder } from '#trail/test-trail.ts'
import { pathIn } from './database/read-contents.ts'
import { listTables, quotedColumns, quotedTable } from './database/table-list.ts'
import {
  makeRecoveryKey,
  type RecoveryPrivateKey,
  type RecoveryPublicKey,
  readRecoveryPrivateKey,
} from './keys/recovery-key.ts'
import { type RestoreOptions, type RestoreResult, restoreBackup } from './restore-backup.ts'
import { type BackupOptions, type BackupResult, writeBackup } from './write-backup.ts'

/** An installation with a trail, attachments and a recovery key, to be backed up and restored. */
export interface TestInstallation {
  readonly trail: TestTrail
  readonly attachments: string
  readonly snapshots: string
  readonly masterKey: MasterKey
  readonly publicKey: RecoveryPublicKey
  readonly privateKey: RecoveryPrivateKey
  /** A new folder for each call. */
  readonly backUp: (changes?: Partial<BackupOptions>) => Promise<BackupResult & { readonly folder: string }>
  readonly restore: (
    target: TestDatabase,
    folder: string,
    changes?: Partial<RestoreOptions>,
  ) => Promise<RestoreResult>
}

const operator = { actorId: 'console:test', host: 'test', osUser: 'test' }
const sources = { newId: randomUUID, randomBytes, operator, onProgress: () => undefined }

export async function openTestInstallation(): Promise<TestInstallation> {
  const trail = await openTestTrail()
  await trail.checkpoint()
  const folder = temporaryFolder()
  const attachments = path.join(folder, 'attachments')
  const snapshots = path.join(folder, 'snapshots')
  await mkdir(attachments)
  const masterKey = { version: 1, key: randomBytes(32) }
  const publicKey = await makeRecoveryKey(path.join(folder, 'recovery'))
  const privateKey = await readRecoveryPrivateKey(path.join(folder, 'recovery'))
  const places = {
    getSigner: trail.getSigner,
    checkpointFolders: [trail.outside],
    attachmentsFolder: attachments,
    snapshotsFolder: snapshots,
    signal: new AbortController().signal,
    ...sources,
  }
  const backUp: TestInstallation['backUp'] = async (changes) => {
    const target = path.join(temporaryFolder(), 'backup')
    const result = await writeBackup({
      url: trail.database.url,
      folder: target,
      recoveryKey: publicKey,
      program: 'test',
      ...places,
      ...changes,
    })
    return { ...result, folder: target }
  }
  const restore: TestInstallation['restore'] = (target, from, changes) =>
    restoreBackup({
      ownerUrl: target.ownerUrl,
      folder: from,
      recoveryKey: privateKey,
      masterKeys: [masterKey],
      trustedKey: trail.key,
      listKeys: (logId) => listKeys(trail.keyFolder, logId),
      actionTables: [],
      ...places,
      ...changes,
    })
  return { trail, attachments, snapshots, masterKey, publicKey, privateKey, backUp, restore }
}

/** A stored content and the row that names it; `isHeld`: a record has it. */
export async function addAttachment(
  { trail, attachments, masterKey }: TestInstallation,
  content: Buffer,
  { isHeld = true }: { readonly isHeld?: boolean } = {},
): Promise<string> {
  const sha256 = createHash('sha256').update(content).digest('hex')
  const file = pathIn(attachments, sha256)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, encryptContent(content, masterKey, randomBytes(16)))
  const [attachmentId, recordId] = [randomUUID(), randomUUID()]
  await sql`
    insert into app.attachment (
      attachment_id, sha256, size_bytes, content_type, name, scan_result, uploaded_by, uploaded_at
    )
    values (
      ${attachmentId}, ${sha256}, ${Math.max(content.length, 1)}, 'TXT', '附件.txt', 'CLEAN', 'staff-7', now()
    )`.execute(trail.database.owner)
  if (!isHeld) return sha256
  await addRecord(trail.database.owner, recordId)
  await sql`
    insert into app.record_attachment (attachment_id, record_id, version, purpose)
    values (${attachmentId}, ${recordId}, 1, 'BASIS')`.execute(trail.database.owner)
  return sha256
}

async function addImportedUpload(
  owner: Database,
  { deliveryId, digest }: { readonly deliveryId: string; readonly digest: string },
): Promise<void> {
  await sql`
    insert into app.region (region, name, level, parent, path, valid_from)
    values ('990000', '示例省', 'PROVINCE', null, '{990000}', '2000-01-01')
    on conflict do nothing`.execute(owner)
  await sql`
    insert into app.agency (agency_id, name, kind, region, parent_id, path, reviewed_by_superior)
    values ('A990000', '示例省中心', 'HANDLING', '990000', null, '{A990000}', false)
    on conflict do nothing`.execute(owner)
  await sql`
    insert into app.staff_member (staff_id, name, agency_id, status)
    values ('S-UPLOAD', '张三', 'A990000', 'ON_POST')
    on conflict do nothing`.execute(owner)
  await sql`
    insert into app.delivery_upload (
      upload_id, agency_id, region, title, state, opened_by, opened_at, imported_at, manifest_sha256
    )
    values (
      ${deliveryId}, 'A990000', '990000', '一月', 'IMPORTED', 'S-UPLOAD', now(), now(), ${digest}
    )`.execute(owner)
}

/** A snapshot as `register load` leaves one, and the row that names it; gives the delivery's id. */
export async function addSnapshot(
  { trail, snapshots }: TestInstallation,
  parts: Readonly<Record<string, Buffer>>,
  as: 'LOADED' | 'UPLOADED' = 'LOADED',
): Promise<string> {
  const deliveryId = randomUUID()
  const folder = path.join(snapshots, deliveryId)
  await mkdir(folder, { recursive: true })
  const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
  for (const [name, bytes] of Object.entries(parts)) await writeFile(path.join(folder, name), bytes)
  const named = Object.entries(parts).map(([file, bytes]) => ({ file, rows: 1, sha256: digestOf(bytes) }))
  const manifest = Buffer.from(JSON.stringify({ standard_version: 1, tables: [{ parts: named }] }))
  await writeFile(path.join(folder, 'manifest.json'), manifest)
  await writeFile(path.join(folder, 'rejects.csv'), `reason,row\r\n${deliveryId},1\r\n`)
  const { owner } = trail.database
  if (as === 'UPLOADED') await addImportedUpload(owner, { deliveryId, digest: digestOf(manifest) })
  else
    await sql`
      insert into app.delivery (delivery_id, loaded_at, manifest_sha256, rows_loaded)
      values (${deliveryId}, now(), ${digestOf(manifest)}, 1)`.execute(owner)
  return deliveryId
}

export async function addRecord(
  db: Database,
  recordId: string,
  data: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await sql`
    insert into app.record (
      record_id, kind, status, version, regions, concerned, data, is_open, entered_by, entered_at, changed_by, changed_at
    )
    values (
      ${recordId}, 'TEST_CHANGE', 'ENTERED', 1, array['990101'], '{}', ${JSON.stringify(data)}::jsonb, true,
      'staff-7', now(), 'staff-7', now()
    )`.execute(db)
}

/** Every row of every table, as text in a fixed order; what a restore adds or gives anew is left out. */
export async function canonicalDump(url: string): Promise<Map<string, string>> {
  const { db, close } = openDatabase(url, { connectionsMax: 1 })
  try {
    return await db.transaction().execute(async (tx) => {
      const dump = new Map<string, string>()
      for (const { table, columns } of await listTables(tx)) {
        const { rows } = await sql<{ text: string }>`
          select text
          from (select row(${sql.raw(quotedColumns(columns))})::text as text from ${sql.raw(quotedTable(table))}) as row_text
          order by text collate "C"`.execute(tx)
        dump.set(table, rows.map(({ text }) => text).join('\n'))
      }
      return dump
    })
  } finally {
    await close()
  }
}

/** How many rows each table has. */
export async function rowCounts(db: Database): Promise<Map<string, number>> {
  return db.transaction().execute(async (tx) => {
    const counts = new Map<string, number>()
    for (const { table } of await listTables(tx)) {
      const { rows } = await sql<{ rows: bigint }>`
        select count(*) as rows
        from ${sql.raw(quotedTable(table))}`.execute(tx)
      counts.set(table, Number(rows[0]!.rows))
    }
    return counts
  })
}

/** A copy to be damaged. */
export async function copyOf(folder: string): Promise<string> {
  const copy = path.join(temporaryFolder(), 'copy')
  await cp(folder, copy, { recursive: true })
  return copy
}

export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).sort()
}

export const emptyTarget = (): Promise<TestDatabase> => testDatabase()

/** As if the server went away: of one role, the connections with this name in this database. */
export async function endConnections(db: Database, applicationName: string): Promise<void> {
  await sql`
    select pg_terminate_backend(pid)
    from pg_stat_activity
    where application_name = ${applicationName}
      and datname = current_database()
    order by pid`.execute(db)
}
