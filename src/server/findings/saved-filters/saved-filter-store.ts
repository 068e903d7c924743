import { sql } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'

export interface SavedFilter {
  readonly saved_filter_id: string
  readonly list: string
  readonly name: string
  /** Of the page's address, without a question mark. */
  readonly query: string
}

/** More than a person finds again in a menu. */
const filtersMax = 30

const tooMany = new Refusal('conflict', {
  zh: `每个列表最多保存 ${filtersMax} 个筛选条件；请先删除不用的。`,
  en: `At most ${filtersMax} filters are kept for a list; delete one first.`,
})

export async function listSavedFilters(
  tx: Tx,
  { staffId, list }: { readonly staffId: string; readonly list: string },
): Promise<SavedFilter[]> {
  const { rows } = await sql<SavedFilter>`
    select saved_filter_id, list, name, query
    from app.saved_filter
    where staff_id = ${staffId}
      and list = ${list}
    order by name
    limit ${filtersMax}
  `.execute(tx)
  return rows
}

/** Under a name that the person has used before, it takes the place of the earlier one. */
export async function saveFilter(
  tx: Tx,
  filter: SavedFilter & { readonly staffId: string },
): Promise<SavedFilter> {
  const { staffId, list, name } = filter
  // One person at two windows must not pass the limit together.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`saved_filter ${staffId} ${list}`}, 0))`.execute(
    tx,
  )
  const known = await listSavedFilters(tx, { staffId, list })
  if (known.length >= filtersMax && !known.some((each) => each.name === name)) throw tooMany
  const { rows } = await sql<SavedFilter>`
    insert into app.saved_filter as kept (saved_filter_id, staff_id, list, name, query, saved_at)
    values (${filter.saved_filter_id}, ${staffId}, ${list}, ${name}, ${filter.query}, clock_timestamp())
    on conflict (staff_id, list, name) do update
    set query = excluded.query, saved_at = excluded.saved_at
    returning kept.saved_filter_id, kept.list, kept.name, kept.query
  `.execute(tx)
  return rows[0]!
}

/** Of somebody else's nothing happens, as of none. */
export async function removeFilter(
  tx: Tx,
  { staffId, savedFilterId }: { readonly staffId: string; readonly savedFilterId: string },
): Promise<void> {
  await sql`
    delete from app.saved_filter
    where saved_filter_id = ${savedFilterId}
      and staff_id = ${staffId}
  `.execute(tx)
}
