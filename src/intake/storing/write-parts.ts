import { chmod } from 'node:fs/promises'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { runSql, selectRows, sqlText } from '#platform/duckdb.ts'
import type { Manifest } from '#standard/manifest.ts'
import { snapshotColumns, sortColumns } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'
import { droppedTable } from './resolve-keys.ts'
import { columnList, quoted, type StagedFile, stagedRows, stagedRowsWithPlace } from './staging.ts'

type Part = Manifest['tables'][number]['parts'][number]

/**
 * Rows of a bucket, which is sorted at once: a million payment lines take a third of a gigabyte. Two million at once
 * began to spill under the memory limit and took half as much time again a row (measured).
 */
export const bucketRowsWanted = 1_000_000
/** Rows whose first sort column is looked at to cut a bucket that came out too large. */
const sampleRows = 100_000

export interface PartsRequest {
  readonly connection: DuckDBConnection
  readonly table: Table
  readonly directory: string
  readonly files: readonly StagedFile[]
  /** Some rows must not be stored. */
  readonly hasDropped: boolean
  readonly bucketRows: number
  /** Rows stored so far, of this table. */
  onRows(rows: number): void
}

interface Range {
  readonly from: string | null
  readonly to: string | null
}

/** Cuts a bucket that came out much too large; sampled by hash, so that the same data give the same parts. */
async function cutBucket(
  { connection, table, bucketRows }: PartsRequest,
  files: readonly StagedFile[],
): Promise<Range[]> {
  const rows = files.reduce((sum, each) => sum + each.rows, 0)
  // Twice as many sort well enough, and scanning everything for each part costs more.
  const wanted = rows <= bucketRows * 2 ? 1 : Math.ceil(rows / bucketRows)
  if (wanted === 1) return [{ from: null, to: null }]
  const first = quoted(sortColumns(table)[0]!)
  const sample = await selectRows(
    connection,
    `select ${first}::varchar as value, count(*) as rows
    from ${stagedRows(table, files)}
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

function condition({ table, hasDropped }: PartsRequest, { from, to }: Range): string {
  const first = quoted(sortColumns(table)[0]!)
  const type = snapshotColumns(table).find((each) => each.name === sortColumns(table)[0])!.sqlType
  const literal = (value: string): string => `${sqlText(value)}::${type}`
  // Nulls sort last, so they are in the last range.
  const isBelow = to === null ? [] : [`${first} < ${literal(to)}`]
  const isFrom =
    from === null ? [] : [`(${first} >= ${literal(from)}${to === null ? ` or ${first} is null` : ''})`]
  const isKept = hasDropped ? [`place not in (select place from ${droppedTable})`] : []
  const all = [...isFrom, ...isBelow, ...isKept]
  return all.length === 0 ? '' : `where ${all.join(' and ')}`
}

async function writePart(
  request: PartsRequest,
  files: readonly StagedFile[],
  range: Range,
  name: string,
): Promise<Part> {
  const { connection, table, directory, hasDropped } = request
  const file = path.join(directory, name)
  const columns = snapshotColumns(table).map((column) =>
    column.expression === undefined ? quoted(column.name) : `${column.expression} as ${quoted(column.name)}`,
  )
  await runSql(
    connection,
    `copy (
      select ${columns.join(', ')}
      from ${hasDropped ? stagedRowsWithPlace(table, files) : stagedRows(table, files)}
      ${condition(request, range)}
      order by ${columnList(sortColumns(table))}
    ) to ${sqlText(file)} (format parquet, compression snappy)`,
  )
  await chmod(file, 0o600)
  const [counted] = await selectRows(
    connection,
    `select sum(num_rows) as rows from parquet_file_metadata(${sqlText(file)})`,
  )
  return { file: name, rows: Number(counted!.rows) }
}

/** Writes `<table>-0001.parquet` and so on: sorted, each a range of persons, at least one even for no rows. */
export async function writeParts(request: PartsRequest): Promise<Part[]> {
  const { table, files } = request
  const buckets = [...new Set(files.map((each) => each.bucket))].sort((left, right) => left - right)
  const parts: Part[] = []
  for (const bucket of buckets.length === 0 ? [0] : buckets) {
    const inBucket = files.filter((each) => each.bucket === bucket)
    for (const range of await cutBucket(request, inBucket)) {
      const name = `${table.name}-${String(parts.length + 1).padStart(4, '0')}.parquet`
      parts.push(await writePart(request, inBucket, range, name))
      request.onRows(parts.reduce((sum, part) => sum + part.rows, 0))
    }
  }
  return parts
}
