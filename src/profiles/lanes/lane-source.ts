import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { formatMonth } from '#base/calendar-math.ts'
import { keyColumn, snapshotName } from '#standard/snapshot.ts'
import type { Column, Table } from '#standard/table.ts'
import { getTable, type TableName } from '#standard/tables.ts'
import type { Values } from '../profile.ts'

/** A table of the register as a lane of the time axis. */
export interface LaneSource {
  readonly lane: string
  readonly table: TableName
  /** Columns of the standard: a day, a month or a time. */
  readonly from: string
  readonly to?: string
  readonly values: readonly string[]
  /** On `held`, the row. */
  readonly condition: RawBuilder<SqlBool>
  /** On `held`, where thousands may match: of these only so many are looked at. */
  readonly narrow?: RawBuilder<SqlBool>
  /** Joined to `held`, where the condition looks further. */
  readonly joined?: RawBuilder<unknown>
}

/** The newest of a lane; beyond, the page says that there are more. */
export const laneRowsMax = 200
/** Of an account that a town shares, or the people of a large employer. */
export const lookedAtMax = 2_000

function columnOf(table: Table, name: string): Column {
  const column = table.columns.find((each) => each.name === name)
  if (column === undefined) throw new Error(`no column ${table.name}.${name} in the standard`)
  return column
}

/** A stored value as text, exact whatever DateStyle says; months stay numbers until `valuesOf`. */
export function columnText(table: Table, name: string): RawBuilder<string | null> {
  const column = columnOf(table, name)
  const stored = sql.ref(`held.${snapshotName(column)}`)
  if (column.type === 'date') return sql`to_char(${stored}, 'YYYY-MM-DD')`
  if (column.type === 'timestamp') return sql`to_char(${stored}, 'YYYY-MM-DD HH24:MI:SS')`
  return sql`${stored}::text`
}

/** Where it lies on the axis: a day, or a month where the standard has no day. */
function placeText(table: Table, name: string | undefined): RawBuilder<string | null> {
  if (name === undefined) return sql`null::text`
  const column = columnOf(table, name)
  if (column.type !== 'timestamp') return columnText(table, name)
  return sql`to_char(${sql.ref(`held.${column.name}`)}, 'YYYY-MM-DD')`
}

export function valuesJson(table: Table, names: readonly string[]): RawBuilder<unknown> {
  const pairs = names.map((name) => sql`${sql.lit(name)}, ${columnText(table, name)}`)
  // Not jsonb, which would put the shortest names first.
  return sql`json_build_object(${sql.join(pairs)})`
}

/** The newest rows of a source and one more, which says that there are more. */
export function laneQuery(source: LaneSource): RawBuilder<unknown> {
  const table = getTable(source.table)
  const key = sql.ref(`held.${keyColumn(table)}`)
  const place = columnOf(table, source.from)
  const from = sql.ref(`held.${snapshotName(place)}`)
  // An index is read backwards only where nothing is said of nulls.
  const newestFirst = place.required === true ? sql`${from} desc` : sql`${from} desc nulls last`
  const stored = sql.ref(`register.${source.table}`)
  const base =
    source.narrow === undefined
      ? stored
      : sql`(
        select held.*
        from ${stored} as held
        where ${source.narrow}
        order by ${newestFirst}
        limit ${lookedAtMax}
      )`
  return sql`(
    select
      ${source.lane}::text as lane,
      ${source.table}::text as table_name,
      ${placeText(table, source.from)} as "from",
      ${placeText(table, source.to)} as "to",
      ${valuesJson(table, source.values)} as values
    from ${base} as held
    ${source.joined ?? sql``}
    where ${source.condition}
    order by ${newestFirst}, ${key} desc
    limit ${laneRowsMax + 1}
  )`
}

/** Months of the register are numbers. */
export function monthText(value: string | null): string | null {
  return value !== null && /^\d{1,6}$/.test(value) ? formatMonth(Number(value)) : value
}

export function valuesOf(tableName: TableName, values: Values): Values {
  const table: Table = getTable(tableName)
  const isMonth = (name: string): boolean =>
    table.columns.find((each) => each.name === name)?.type === 'month'
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, isMonth(name) ? monthText(value) : value]),
  )
}
