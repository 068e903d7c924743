import { chmod } from 'node:fs/promises'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { digestFile } from '#intake/survey-file.ts'
import { runSql, selectRows, sqlText } from '#platform/duckdb.ts'
import type { ManifestPart } from '#standard/manifest.ts'
import { snapshotColumns, sortColumns } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'
import { droppedTable } from './resolve-keys.ts'
import { columnList, quoted, type StagedFile, stagedRows, stagedRowsWithPlace } from './staging.ts'

/**
 * Rows of a bucket, which is sorted at once: a million payment lines take a third of a gigabyte. Two million at once
 * began to spill under the memory limit and took half as much time again a row (measured).
 */
export const bucketRowsWanted = 1_000_000
/** What sorting a bucket may take before it spills. */
const bucketMegabytes = 450

/** How many buckets may be sorted at a time. */
export function lanesFor(threads: number, memoryLimitMegabytes: number): number {
  return Math.max(1, Math.min(threads, Math.floor(memoryLimitMegabytes / bucketMegabytes)))
}

/** Rows whose first sort column is looked at to cut a bucket that came out too large. */
const sampleRows = 100_000

/** Of values of the first sort column, half open; null: without a bound. Nulls sort last, so they are in the last range. */
export interface Range {
  readonly from: string | null
  readonly to: string | null
}

export interface RowsToCut {
  readonly connection: DuckDBConnection
  readonly table: Table
  /** What SQL selects the rows from, and how many there are. */
  readonly source: string
  readonly rows: number
  readonly bucketRows: number
}

/** Cuts a bucket that came out much too large; sampled by hash, so that the same data give the same parts. */
export async function cutRows({ connection, table, source, rows, bucketRows }: RowsToCut): Promise<Range[]> {
  // Twice as many sort well enough, and scanning everything for each part costs more.
  const wanted = rows <= bucketRows * 2 ? 1 : Math.ceil(rows / bucketRows)
  if (wanted === 1) return [{ from: null, to: null }]
  const first = quoted(sortColumns(table)[0]!)
  const sample = await selectRows(
    connection,
    `select ${first}::varchar as value, count(*) as rows
    from ${source}
    where ${first} is not null and hash(${first}) % ${Math.max(1, Math.floor(rows / sampleRows))} = 0
    group by ${first}
    order by ${first}`,
  )
  const total = sample.reduce((sum, each) => sum + Number(each.rows), 0)
  const bounds: string[] = []
  let passed = 0
  for (const { value, rows: count } of sample) {
    if (passed >= (total / wanted) * (bounds.length + 1)) bounds.push(value as string)
    passed += Number(count)
  }
  return [...bounds, null].map((to, index) => ({ from: bounds[index - 1] ?? null, to }))
}

/** What rows of the range fulfil, for `where`. */
export function rangeConditions(table: Table, { from, to }: Range): string[] {
  const first = quoted(sortColumns(table)[0]!)
  const type = snapshotColumns(table).find((each) => each.name === sortColumns(table)[0])!.sqlType
  const literal = (value: string): string => `${sqlText(value)}::${type}`
  const isBelow = to === null ? [] : [`${first} < ${literal(to)}`]
  const isFrom =
    from === null ? [] : [`(${first} >= ${literal(from)}${to === null ? ` or ${first} is null` : ''})`]
  return [...isFrom, ...isBelow]
}

/** Writes what `select` gives: sorted like every part of the table, unless it comes so. */
export async function writePart(
  connection: DuckDBConnection,
  table: Table,
  select: string,
  file: string,
  isSorted = false,
): Promise<ManifestPart> {
  await runSql(
    connection,
    `copy (
      ${select}
      ${isSorted ? '' : `order by ${columnList(sortColumns(table))}`}
    ) to ${sqlText(file)} (format parquet, compression snappy)`,
  )
  await chmod(file, 0o600)
  const [counted] = await selectRows(
    connection,
    `select sum(num_rows) as rows from parquet_file_metadata(${sqlText(file)})`,
  )
  return { file: path.basename(file), rows: Number(counted!.rows), sha256: await digestFile(file) }
}

export function partName(table: Table, place: number): string {
  return `${table.name}-${String(place).padStart(4, '0')}.parquet`
}

/** What a part is written from. */
export interface PartRows {
  readonly table: Table
  readonly files: readonly StagedFile[]
  readonly range: Range
  /** Some rows must not be stored. */
  readonly hasDropped: boolean
}

export function selectStaged({ table, files, range, hasDropped }: PartRows): string {
  const columns = snapshotColumns(table).map((column) =>
    column.expression === undefined ? quoted(column.name) : `${column.expression} as ${quoted(column.name)}`,
  )
  const isKept = hasDropped ? [`place not in (select place from ${droppedTable(table)})`] : []
  const conditions = [...rangeConditions(table, range), ...isKept]
  return `select ${columns.join(', ')}
    from ${hasDropped ? stagedRowsWithPlace(table, files) : stagedRows(table, files)}
    ${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`}`
}
