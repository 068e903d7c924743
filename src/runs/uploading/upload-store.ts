import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { keyset } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'

export const uploadStates = ['RECEIVING', 'CLOSED', 'IMPORTED', 'DISCARDED'] as const
export type UploadState = (typeof uploadStates)[number]

export interface Upload {
  readonly upload_id: string
  readonly agency_id: string
  readonly region: string
  readonly title: string
  readonly base_snapshot_id: string | null
  readonly state: UploadState
  readonly opened_by: string
  readonly opened_at: Date
  readonly closed_at: Date | null
  readonly imported_at: Date | null
  readonly manifest_sha256: string | null
  readonly rows_loaded: bigint | null
  readonly rows_rejected: bigint | null
}

export interface UploadFile {
  readonly name: string
  readonly bytes: bigint
  readonly received: bigint
}

const uploadColumns = sql.join(
  [
    ...['upload_id', 'agency_id', 'region', 'title', 'base_snapshot_id', 'state', 'opened_by', 'opened_at'],
    ...['closed_at', 'imported_at', 'manifest_sha256', 'rows_loaded', 'rows_rejected'],
  ].map((name) => sql.ref(`delivery_upload.${name}`)),
)

/** False: there is one with this id. */
export async function insertUpload(
  tx: Tx,
  upload: Pick<Upload, 'upload_id' | 'agency_id' | 'region' | 'title' | 'base_snapshot_id' | 'opened_by'>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into app.delivery_upload (
      upload_id, agency_id, region, title, base_snapshot_id, state, opened_by, opened_at
    )
    values (
      ${upload.upload_id}, ${upload.agency_id}, ${upload.region}, ${upload.title}, ${upload.base_snapshot_id},
      'RECEIVING', ${upload.opened_by}, clock_timestamp()
    )
    on conflict (upload_id) do nothing
  `.execute(tx)
  return numAffectedRows === 1n
}

/** Null: not there, or not in the scope. `isLocked`: nobody else changes it until the transaction ends. */
export async function findUpload(
  tx: Tx,
  given: {
    readonly uploadId: string
    readonly visible: RawBuilder<SqlBool>
    readonly isLocked?: boolean
  },
): Promise<Upload | null> {
  const { rows } = await sql<Upload>`
    select ${uploadColumns}
    from app.delivery_upload
    where delivery_upload.upload_id = ${given.uploadId}
      and ${given.visible}
    order by delivery_upload.upload_id
    ${given.isLocked === true ? sql`for update` : sql``}
  `.execute(tx)
  return rows[0] ?? null
}

/** One whose files are whole and whose snapshot has not been made. */
export async function findUploadToImport(tx: Tx, uploadId: string): Promise<Upload | null> {
  return findUpload(tx, { uploadId, visible: sql<SqlBool>`delivery_upload.state = 'CLOSED'` })
}

export interface UploadFilter {
  readonly states: readonly string[] | null
  readonly agencyId: string | null
  /** On `delivery_upload.region`. */
  readonly visible: RawBuilder<SqlBool>
}

export async function listUploads(
  tx: Tx,
  request: ListRequest<'opened_at'>,
  { states, agencyId, visible }: UploadFilter,
): Promise<(Upload & { readonly cursor_value: string; readonly cursor_id: string })[]> {
  const columns = { opened_at: { expression: sql`delivery_upload.opened_at`, type: 'timestamptz' as const } }
  const page = keyset(request, columns, sql<string>`delivery_upload.upload_id`)
  const { rows } = await sql<Upload & { cursor_value: string; cursor_id: string }>`
    select ${uploadColumns}, ${page.position}
    from app.delivery_upload
    where ${visible}
      and ${states === null ? sql`true` : sql`delivery_upload.state = any(${[...states]}::text[])`}
      and ${agencyId === null ? sql`true` : sql`delivery_upload.agency_id = ${agencyId}`}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export async function listUploadFiles(tx: Tx, uploadId: string): Promise<UploadFile[]> {
  const { rows } = await sql<UploadFile>`
    select name, bytes, received
    from app.delivery_upload_file
    where upload_id = ${uploadId}
    order by name
  `.execute(tx)
  return rows
}

export async function saveUploadFile(
  tx: Tx,
  { uploadId, name, bytes, received }: UploadFile & { readonly uploadId: string },
): Promise<void> {
  await sql`
    insert into app.delivery_upload_file (upload_id, name, bytes, received)
    values (${uploadId}, ${name}, ${bytes}, ${received})
    on conflict (upload_id, name) do update
    set received = excluded.received
  `.execute(tx)
}

/** False: there is none of this name. */
export async function removeUploadFile(
  tx: Tx,
  { uploadId, name }: { readonly uploadId: string; readonly name: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from app.delivery_upload_file
    where upload_id = ${uploadId}
      and name = ${name}
  `.execute(tx)
  return numAffectedRows === 1n
}

export async function markUpload(
  tx: Tx,
  { uploadId, state }: { readonly uploadId: string; readonly state: 'CLOSED' | 'DISCARDED' | 'RECEIVING' },
): Promise<void> {
  await sql`
    update app.delivery_upload
    set state = ${state}, closed_at = case when ${state} = 'RECEIVING' then null else clock_timestamp() end
    where upload_id = ${uploadId}
  `.execute(tx)
}

export async function markImported(
  tx: Tx,
  given: {
    readonly uploadId: string
    readonly manifestSha256: string
    readonly rowsLoaded: number
    readonly rowsRejected: number
  },
): Promise<void> {
  await sql`
    update app.delivery_upload
    set
      state = 'IMPORTED',
      imported_at = clock_timestamp(),
      manifest_sha256 = ${given.manifestSha256},
      rows_loaded = ${given.rowsLoaded},
      rows_rejected = ${given.rowsRejected}
    where upload_id = ${given.uploadId}
      and state = 'CLOSED'
  `.execute(tx)
}

export async function findMapping(tx: Tx, agencyId: string): Promise<string | null> {
  const { rows } = await sql<{ mapping: string }>`
    select mapping
    from app.delivery_mapping
    where agency_id = ${agencyId}
    order by agency_id
  `.execute(tx)
  return rows[0]?.mapping ?? null
}

export async function saveMapping(
  tx: Tx,
  { agencyId, mapping, by }: { readonly agencyId: string; readonly mapping: string; readonly by: string },
): Promise<void> {
  await sql`
    insert into app.delivery_mapping (agency_id, mapping, saved_by, saved_at)
    values (${agencyId}, ${mapping}, ${by}, clock_timestamp())
    on conflict (agency_id) do update
    set mapping = excluded.mapping, saved_by = excluded.saved_by, saved_at = excluded.saved_at
  `.execute(tx)
}
