import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { keyset } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'

export interface EntryRow {
  readonly entry_id: string
  readonly leaf_index: bigint
  readonly leaf: string
  readonly leaf_hash: Buffer
  readonly cursor_value: string
  readonly cursor_id: string
}

export interface EntryFilter {
  readonly actor: string | null
  readonly function: string | null
  readonly kind: string | null
  readonly record: string | null
  readonly outcome: string | null
  readonly from: Date | null
  readonly to: Date | null
  /** On `agency.region`, the region of the actor's agency. */
  readonly visible: RawBuilder<SqlBool>
}

/** Entries of somebody who is no member of staff, or of a job, belong to the whole: to whoever sees the province. */
const source = sql`
  app.trail_leaf
  join app.trail_entry on trail_entry.entry_id = trail_leaf.entry_id
  cross join lateral (select trail_entry.leaf::jsonb as leaf) as said
  left join app.staff_member on staff_member.staff_id = said.leaf ->> 'actor'
  left join app.agency as own_agency on own_agency.agency_id = staff_member.agency_id
  cross join lateral (
    select coalesce(own_agency.region, (select region from app.region where parent is null order by region limit 1))
      as region
  ) as agency
`

function conditionOf(filter: EntryFilter): RawBuilder<SqlBool> {
  const equal = (field: string, value: string | null): RawBuilder<SqlBool>[] =>
    value === null ? [] : [sql<SqlBool>`said.leaf ->> ${sql.lit(field)} = ${value}`]
  const at = sql`(said.leaf ->> 'at')::timestamptz`
  const conditions = [
    filter.visible,
    ...equal('actor', filter.actor),
    ...equal('function', filter.function),
    ...equal('kind', filter.kind),
    ...equal('record', filter.record),
    ...equal('outcome', filter.outcome),
    ...(filter.from === null ? [] : [sql<SqlBool>`${at} >= ${filter.from}`]),
    ...(filter.to === null ? [] : [sql<SqlBool>`${at} < ${filter.to}`]),
  ]
  return sql<SqlBool>`(${sql.join(conditions, sql` and `)})`
}

/** In the order of the log, the newest first unless asked otherwise. */
export async function listEntries(
  tx: Tx,
  request: ListRequest<'index'>,
  filter: EntryFilter,
): Promise<EntryRow[]> {
  const columns = { index: { expression: sql`trail_leaf.leaf_index`, type: 'bigint' as const } }
  const page = keyset(request, columns, sql<string>`trail_leaf.entry_id`)
  const { rows } = await sql<EntryRow>`
    select
      trail_leaf.entry_id,
      trail_leaf.leaf_index,
      trail_entry.leaf,
      trail_leaf.leaf_hash,
      ${page.position}
    from ${source}
    where
      ${conditionOf(filter)}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export interface FoundEntry {
  readonly leaf: string
  /** Null: erased under an approved retention act. */
  readonly payload: string | null
}

export async function findEntry(
  tx: Tx,
  { entryId, visible }: { entryId: string; visible: RawBuilder<SqlBool> },
): Promise<FoundEntry | null> {
  const { rows } = await sql<FoundEntry>`
    select
      trail_entry.leaf,
      trail_payload.payload
    from ${source}
    left join app.trail_payload on trail_payload.entry_id = trail_entry.entry_id
    where
      trail_leaf.entry_id = ${entryId}
      and ${visible}
    order by trail_leaf.leaf_index
  `.execute(tx)
  return rows[0] ?? null
}

export interface CheckpointRow {
  readonly epoch: number
  readonly tree_size: bigint
  readonly root: Buffer
  readonly key_id: string
  readonly note: string
  readonly signed_at: Date
  readonly cursor_value: string
  readonly cursor_id: string
}

export async function listCheckpoints(tx: Tx, request: ListRequest<'signed_at'>): Promise<CheckpointRow[]> {
  const columns = { signed_at: { expression: sql`signed_at`, type: 'timestamptz' as const } }
  // As fixed-width text: the id of a page's order is a text.
  const id = sql<string>`(lpad(epoch::text, 10, '0') || '-' || lpad(tree_size::text, 19, '0'))`
  const page = keyset(request, columns, id)
  const { rows } = await sql<CheckpointRow>`
    select
      epoch,
      tree_size,
      root,
      key_id,
      note,
      signed_at,
      ${page.position}
    from app.trail_checkpoint
    where ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}
