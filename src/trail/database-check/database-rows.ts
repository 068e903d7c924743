import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'

export interface DatabaseRow {
  readonly leaf_index: bigint
  readonly entry_id: string
  readonly leaf_hash: Buffer
  /** Null: the entry is gone. */
  readonly leaf: string | null
  readonly payload: string | null
  readonly nonce: Buffer | null
  /** What the full tile over it says stands at this index; null while the tile is not full. */
  readonly tile_hash: Buffer | null
}

const rowsAtOnce = 5_000

/** By index; two rows with one index come one after the other, if an owner has dropped the key that forbids it. */
export async function* readRows(tx: Tx): AsyncGenerator<DatabaseRow[]> {
  await sql`
    declare trail_row no scroll cursor for
    select
      l.leaf_index, l.entry_id, l.leaf_hash, e.leaf, p.payload, p.nonce,
      substring(t.hashes from (l.leaf_index % 256)::integer * 32 + 1 for 32) as tile_hash
    from app.trail_leaf as l
    left join app.trail_entry as e on e.entry_id = l.entry_id
    left join app.trail_payload as p on p.entry_id = l.entry_id
    left join app.trail_tile as t on t.level = 0 and t.tile_index = l.leaf_index / 256
    order by l.leaf_index, l.entry_id`.execute(tx)
  for (;;) {
    const { rows } = await sql<DatabaseRow>`fetch ${sql.raw(String(rowsAtOnce))} from trail_row`.execute(tx)
    if (rows.length === 0) break
    yield rows
  }
  await sql`close trail_row`.execute(tx)
}

interface SystemRow {
  readonly leaf_index: bigint
  readonly leaf: string
  readonly payload: string | null
  readonly nonce: Buffer | null
}

/** Entries of the trail about itself, as its tables name them; the walk over all rows finds those they do not. */
export async function readSystemRows(tx: Tx): Promise<SystemRow[]> {
  const { rows } = await sql<SystemRow>`
    with system_entry as (
      select entry_id from app.trail_key
      union
      select entry_id from app.trail_epoch
    )
    select l.leaf_index, e.leaf, p.payload, p.nonce
    from system_entry as s
    join app.trail_leaf as l on l.entry_id = s.entry_id
    join app.trail_entry as e on e.entry_id = s.entry_id
    left join app.trail_payload as p on p.entry_id = s.entry_id
    order by l.leaf_index`.execute(tx)
  return rows
}
