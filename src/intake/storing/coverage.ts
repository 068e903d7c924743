import type { DuckDBConnection } from '@duckdb/node-api'
import { formatMonth } from '#base/calendar-math.ts'
import { selectRows } from '#platform/duckdb.ts'
import type { Manifest } from '#standard/manifest.ts'
import type { Table } from '#standard/table.ts'
import { getColumn } from '#standard/tables.ts'

type Coverage = Pick<Manifest['tables'][number], 'first_date' | 'last_date' | 'missing_months'>

const missingMonthsMax = 24

/** From when to when the events of a table reach, over all its dated columns; `rows` is what SQL selects from. */
export async function readCoverage(
  connection: DuckDBConnection,
  table: Table,
  rows: string,
): Promise<Coverage> {
  const columns = (table.dated_by ?? []).map((name) => getColumn(table, name))
  if (columns.length === 0) return { first_date: null, last_date: null, missing_months: [] }
  const isMonthly = columns.every((column) => column.type === 'month')
  const months = columns
    .map(
      (column) =>
        `select ${column.type === 'month' ? column.name : `${column.name}_month`} as month from ${rows}`,
    )
    .join(' union all ')
  const found = await selectRows(
    connection,
    `select distinct month from (${months}) where month is not null order by month`,
  )
  const present = found.map((row) => row.month as number)
  const [first, last] = [present[0], present.at(-1)]
  if (first === undefined || last === undefined)
    return { first_date: null, last_date: null, missing_months: [] }
  const missing: string[] = []
  const isPresent = new Set(present)
  for (let month = first; month <= last && missing.length < missingMonthsMax; month += 1) {
    if (!isPresent.has(month)) missing.push(formatMonth(month))
  }
  if (isMonthly)
    return { first_date: formatMonth(first), last_date: formatMonth(last), missing_months: missing }
  const days = columns.map((column) => `select ${column.name}::date as day from ${rows}`).join(' union all ')
  const [range] = await selectRows(
    connection,
    `select min(day)::varchar as first_day, max(day)::varchar as last_day from (${days})`,
  )
  return {
    first_date: range!.first_day as string,
    last_date: range!.last_day as string,
    missing_months: missing,
  }
}
