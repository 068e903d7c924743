import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'

/** A snapshot that a row names: it belongs to the database as an attachment does. */
export interface NamedSnapshot {
  readonly deliveryId: string
  /** Of its manifest.json. */
  readonly sha256: string
}

/** Of deliveries loaded into the register, and of those that were uploaded and imported. */
export async function readNamedSnapshots(tx: Tx): Promise<NamedSnapshot[]> {
  const { rows } = await sql<{ id: string; sha256: string }>`
    select id, sha256
    from (
      select delivery_id as id, manifest_sha256 as sha256, loaded_at as at
      from app.delivery
      union all
      select upload_id, manifest_sha256, imported_at
      from app.delivery_upload
      where state = 'IMPORTED'
    ) as named
    order by at, id
  `.execute(tx)
  return rows.map(({ id, sha256 }) => ({ deliveryId: id, sha256 }))
}
