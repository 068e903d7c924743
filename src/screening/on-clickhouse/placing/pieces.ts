import type { DuckDBConnection } from '@duckdb/node-api'
import { selectRows } from '#platform/duckdb.ts'
import { type SnapshotColumn, snapshotColumns } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'
import type { SelectedRow } from '../../engine/engine.ts'
import type { Node } from '../node.ts'

/** Of placements and types of columns: what was loaded otherwise is shared with nothing. */
export const loadVersion = 1

/**
 * What of a table goes to a shard: its rows of one month, or all where the table is not of months. Two snapshots that
 * have a piece in common share it on the shard, and a month that was added or replaced is all that travels.
 */
export interface Piece {
  readonly shard: number
  /** Year × 12 + month − 1; 0 where the table is not of months. */
  readonly month: number
  readonly rows: number
  /** The same rows, in whatever order, have the same. */
  readonly digest: string
  /** Of each column how many values, and what they add up to. */
  readonly sums: SelectedRow
}

/** The month that a table's rows are of; pieces of a year lie together on the shard. */
export function monthColumn(table: Table): string | null {
  const column = table.columns.find(
    ({ name, type, required }) =>
      type === 'month' && required === true && ['pay_month', 'period'].includes(name),
  )
  return column?.name ?? null
}

export const yearOf = (month: number): number => Math.floor(month / 12)

/** Both engines say it in the same words, but for the length of a text in bytes and the name of its type. */
function sums(columns: readonly SnapshotColumn[], bytes: string, text: string): string {
  return columns
    .flatMap(({ name, sqlType }) => [
      `count(${name}) as count_${name}`,
      ...(['BIGINT', 'INTEGER'].includes(sqlType)
        ? [`cast(coalesce(sum(${name}), 0) as ${text}) as sum_${name}`]
        : []),
      ...(sqlType === 'VARCHAR'
        ? [`cast(coalesce(sum(${bytes}(${name})), 0) as ${text}) as sum_${name}`]
        : []),
    ])
    .join(', ')
}

/** Pieces of what a select of placed rows gives. */
export async function piecesOf(connection: DuckDBConnection, table: Table, placed: string): Promise<Piece[]> {
  const columns = snapshotColumns(table)
  const rows = await selectRows(
    connection,
    `select
      shard,
      ${monthColumn(table) ?? '0'} as piece_month,
      count(*) as piece_rows,
      cast(sum(cast(hash(${columns.map(({ name }) => name).join(', ')}) as hugeint)) as varchar) as digest,
      ${sums(columns, 'strlen', 'varchar')}
    from (${placed})
    group by all`,
  )
  return rows.map(({ shard, piece_month, piece_rows, digest, ...rest }) => ({
    shard: Number(shard),
    month: Number(piece_month),
    rows: Number(piece_rows),
    digest: `${loadVersion} ${String(piece_rows)} ${String(digest)}`,
    sums: rest,
  }))
}

/** The columns in which what stands on a shard differs from the pieces it was made of: of one year, or of a table. */
export async function differences(
  node: Node,
  table: Table,
  pieces: readonly Piece[],
  year: number | null,
): Promise<string[]> {
  const month = monthColumn(table)
  const found = await node.select(
    `select ${month ?? '0'} as piece_month, count(*) as piece_rows, ${sums(snapshotColumns(table), 'length', 'String')}
    from ${table.name}
    ${month === null || year === null ? '' : `where ${month} between ${year * 12} and ${year * 12 + 11}`}
    group by piece_month`,
  )
  const differing = new Set<string>()
  if (found.length !== pieces.length) differing.add(month ?? 'rows')
  for (const row of found) {
    const piece = pieces.find((each) => each.month === Number(row.piece_month))
    if (piece === undefined || piece.rows !== Number(row.piece_rows)) differing.add('rows')
    for (const [name, value] of Object.entries(piece?.sums ?? {})) {
      if (String(value) !== String(row[name])) differing.add(name.replace(/^(sum|count)_/, ''))
    }
  }
  return [...differing]
}
