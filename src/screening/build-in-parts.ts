import type { DuckDBConnection } from '@duckdb/node-api'
import { runSql, selectRows, sqlText } from '#platform/duckdb.ts'
import type { TableName } from '#standard/tables.ts'

/** The Parquet files of each delivered table, in the order of person ranges. */
export type TableFiles = ReadonlyMap<TableName, readonly string[]>

export async function attachFiles(
  connection: DuckDBConnection,
  table: TableName,
  files: readonly string[],
): Promise<void> {
  const list = files.map(sqlText).join(', ')
  await runSql(connection, `create or replace view ${table} as select * from read_parquet([${list}])`)
}

/**
 * No person stands in two of the files. The statistics of Parquet never promise too much: a least value is at most,
 * a greatest at least the real one, and a missing one counts as overlapping.
 */
async function arePersonsApart(connection: DuckDBConnection, files: readonly string[]): Promise<boolean> {
  const list = files.map(sqlText).join(', ')
  const ranges = await selectRows(
    connection,
    `select
      min(stats_min_value) as least,
      max(stats_max_value) as greatest,
      count(*) - count(stats_min_value) - count(stats_max_value) + count(*) as unknown
    from parquet_metadata([${list}])
    where path_in_schema = 'person_id'
    group by file_name
    order by least`,
  )
  if (ranges.length !== files.length || ranges.some((range) => Number(range.unknown) > 0)) return false
  return ranges.every(
    (range, index) => index === 0 || String(ranges[index - 1]!.greatest) < String(range.least),
  )
}

/**
 * Creates `name` from a select that groups `table` by person, one file after the other: sixty million groups at once
 * need more memory than a run has, a file's million do not.
 */
export async function createByPerson(
  connection: DuckDBConnection,
  name: string,
  select: string,
  table: TableName,
  files: readonly string[],
): Promise<void> {
  if (files.length < 2 || !(await arePersonsApart(connection, files))) {
    await runSql(connection, `create table ${name} as ${select}`)
    return
  }
  try {
    for (const [index, file] of files.entries()) {
      await attachFiles(connection, table, [file])
      await runSql(
        connection,
        index === 0 ? `create table ${name} as ${select}` : `insert into ${name} ${select}`,
      )
    }
  } finally {
    await attachFiles(connection, table, files)
  }
}
