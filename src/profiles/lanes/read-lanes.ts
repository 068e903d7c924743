import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import type { TableName } from '#standard/tables.ts'
import type { Lane, LaneRow, Values } from '../profile.ts'
import { type LaneSource, laneQuery, laneRowsMax, monthText, valuesOf } from './lane-source.ts'

interface StoredRow {
  readonly lane: string
  readonly table_name: TableName
  readonly from: string | null
  readonly to: string | null
  readonly values: Values
}

const placeOf = ({ from }: { readonly from: string | null }): string => from ?? ''

/** All lanes in one statement, each of its newest rows; empty ones, too. */
export async function readLanes(tx: Tx, sources: readonly LaneSource[]): Promise<Lane[]> {
  if (sources.length === 0) return []
  const { rows } = await sql<StoredRow>`
    ${sql.join(sources.map(laneQuery), sql` union all `)}
  `.execute(tx)
  const found = rows.map(
    (row): LaneRow => ({
      lane: row.lane,
      table: row.table_name,
      from: monthText(row.from),
      to: monthText(row.to),
      values: valuesOf(row.table_name, row.values),
    }),
  )
  return lanesOf(
    sources.map(({ lane }) => lane),
    found,
  )
}

/** Rows by lane, the newest first, at most as many as are shown. */
export function lanesOf(names: readonly string[], rows: readonly LaneRow[]): Lane[] {
  return [...new Set(names)].map((lane) => {
    const own = rows
      .filter((row) => row.lane === lane)
      .sort((one, other) => (placeOf(one) < placeOf(other) ? 1 : placeOf(one) > placeOf(other) ? -1 : 0))
    return { lane, rows: own.slice(0, laneRowsMax), hasMore: own.length > laneRowsMax }
  })
}
