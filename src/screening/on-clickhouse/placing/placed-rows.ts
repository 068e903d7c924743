import type { DuckDBConnection } from '@duckdb/node-api'
import { runSql } from '#platform/duckdb.ts'
import { snapshotColumns } from '#standard/snapshot.ts'
import { getTable, type TableName } from '#standard/tables.ts'
import type { Rule } from '../../rule.ts'
import { leadsTo } from './homes.ts'
import { type Joined, type Placement, placementOf, placements } from './placement.ts'

function placedAtDesks(name: TableName, shards: number): string {
  const columns = new Set(snapshotColumns(getTable(name)).map((column) => column.name))
  const sides = (['staff', 'account'] as const).filter((side) => columns.has(`${side}_id`))
  const joins = sides.map(
    (side) => `left join desk as by_${side} on by_${side}.name = '${side} ' || source.${side}_id`,
  )
  // Who never worked under another number is not among the desks.
  const alone = sides.map((side) => leadsTo(`'${side} ' || source.${side}_id`, shards))
  const shard = [...sides.map((side) => `by_${side}.shard`), ...alone, '0'].join(', ')
  return `select source.*, coalesce(${shard}) as shard from ${name} as source ${joins.join(' ')}`
}

function placed(key: Rule['key'], name: TableName, placement: Placement, shards: number): string {
  if (placement === 'everywhere') {
    return `
      select source.*, place.shard
      from ${name} as source
      cross join (select unnest(range(${shards}))::integer as shard) as place`
  }
  if ('by' in placement) {
    return `select source.*, ${leadsTo(`coalesce(source.${placement.by}, '')`, shards)} as shard from ${name} as source`
  }
  if ('home' in placement) {
    if (placement.home === 'desk') return placedAtDesks(name, shards)
    return `
      select source.*, coalesce(home.shard, ${leadsTo("coalesce(source.person_id, '')", shards)}) as shard
      from ${name} as source
      left join person_home as home on home.person_id = source.person_id`
  }
  const { column, to } = placement.with
  return `
    select source.*, lead_there.shard
    from ${name} as source
    join ${leadName(key, placement.with)} as lead_there on lead_there.${to} = source.${column}`
}

/** Where the rows are that others go with. */
const leadName = (key: Rule['key'], { table, to }: Joined): string => `lead_${key}_${table}_${to}`

function leadsOf(key: Rule['key']): Joined[] {
  const found = new Map<string, Joined>()
  for (const placement of Object.values(placements[key])) {
    if (typeof placement === 'string' || !('with' in placement)) continue
    found.set(leadName(key, placement.with), placement.with)
  }
  return [...found.values()]
}

/** Once for a key: tables that go with others read them. */
export async function createLeads(
  connection: DuckDBConnection,
  key: Rule['key'],
  shards: number,
): Promise<void> {
  for (const lead of leadsOf(key)) {
    const { table, to } = lead
    await runSql(
      connection,
      `create or replace table ${leadName(key, lead)} as
      select distinct ${to}, shard
      from (${placedRows(key, table, shards)})`,
    )
  }
}

export async function dropLeads(connection: DuckDBConnection, key: Rule['key']): Promise<void> {
  for (const lead of leadsOf(key)) await runSql(connection, `drop table ${leadName(key, lead)}`)
}

/**
 * A select of the rows of a table with `shard`, the one each goes to; a row for each where it goes to several.
 * Reads the tables of homes.ts.
 */
export function placedRows(key: Rule['key'], name: TableName, shards: number): string {
  return placed(key, name, placementOf(key, name), shards)
}
