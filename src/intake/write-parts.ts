import { chmod } from 'node:fs/promises'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { runSql, selectRows, sqlText } from '#platform/duckdb.ts'
import type { Manifest } from '#standard/manifest.ts'
import { snapshotColumns, sortColumns } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'
import { droppedName } from './resolve-keys.ts'
import { columnList, quoted, stageName } from './staging.ts'

type Part = Manifest['tables'][number]['parts'][number]

/** A bucket is sorted at once: four million payment lines take under a gigabyte. */
export const bucketRowsMax = 4_000_000
/** Rows whose first sort column is looked at to find the bounds of the buckets. */
const sampleRows = 100_000

export interface PartsRequest {
  readonly connection: DuckDBConnection
  readonly table: Table
  readonly directory: string
  readonly hasDropped: boolean
  readonly bucketRows: number
}

interface Bound {
  readonly from: string | null
  readonly to: string | null
}

/** Ranges of the first sort column; sampled by hash, so that the same data give the same parts. */
async function findBounds({ connection, table, bucketRows }: PartsRequest, rows: number): Promise<Bound[]> {
  const wanted = Math.ceil(rows / bucketRows)
  if (wanted <= 1) return [{ from: null, to: null }]
  const first = quoted(sortColumns(table)[0]!)
  const modulus = Math.max(1, Math.floor(rows / sampleRows))
  const sample = await selectRows(
    connection,
    `select ${first}::varchar as value, count(*) as rows
    from ${stageName(table)}
    where hash(${first}) % ${modulus} = 0
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

function conditions({ table, hasDropped }: PartsRequest, { from, to }: Bound): string {
  const first = quoted(sortColumns(table)[0]!)
  const all = [
    ...(from === null ? [] : [`${first} >= ${sqlText(from)}`]),
    ...(to === null ? [] : [`${first} < ${sqlText(to)}`]),
    ...(hasDropped ? [`place not in (select place from ${droppedName(table)})`] : []),
  ]
  return all.length === 0 ? '' : `where ${all.join(' and ')}`
}

async function writePart(request: PartsRequest, bound: Bound, name: string): Promise<Part> {
  const { connection, table, directory } = request
  const file = path.join(directory, name)
  const columns = snapshotColumns(table).map((column) =>
    column.expression === undefined ? quoted(column.name) : `${column.expression} as ${quoted(column.name)}`,
  )
  await runSql(
    connection,
    `copy (
      select ${columns.join(', ')}
      from ${stageName(table)}
      ${conditions(request, bound)}
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
export async function writeParts(request: PartsRequest, rows: number): Promise<Part[]> {
  const parts: Part[] = []
  for (const bound of await findBounds(request, rows)) {
    const name = `${request.table.name}-${String(parts.length + 1).padStart(4, '0')}.parquet`
    parts.push(await writePart(request, bound, name))
  }
  return parts
}
