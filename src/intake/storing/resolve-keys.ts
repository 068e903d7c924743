import type { DuckDBConnection } from '@duckdb/node-api'
import { runSql, selectRows, sqlText } from '#platform/duckdb.ts'
import { keyColumn, snapshotColumns, storedColumns } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'
import { mayRepeatKeys } from './staged-order.ts'
import {
  columnList,
  placesPerFile,
  quoted,
  type StagedFile,
  stagedRows,
  stagedRowsWithPlace,
} from './staging.ts'

/** Rows of one file that lost against an earlier row with the same key. */
export interface DroppedRows {
  readonly file: number
  readonly repeated: number
  readonly conflicting: number
}

/** Holds the places of rows that are not stored, after resolveKeys() returned any; seen by every connection. */
export function droppedTable(table: Table): string {
  return `dropped_${table.name}`
}

/** The key as it stands in evidence and in rejects.csv. */
function keyText(table: Table): string {
  const column = snapshotColumns(table).find((each) => each.name === keyColumn(table))!
  return column.expression ?? `${quoted(column.name)}::varchar`
}

async function hasRepeatedHash(
  connection: DuckDBConnection,
  table: Table,
  files: readonly StagedFile[],
): Promise<boolean> {
  await runSql(
    connection,
    `create or replace temp table repeated_key as
    select hash(${columnList(table.key)}) as key_hash
    from ${stagedRows(table, files)}
    group by key_hash
    having count(*) > 1`,
  )
  const [counted] = await selectRows(connection, 'select count(*) as hashes from repeated_key')
  return counted!.hashes !== 0n
}

/**
 * The first row of a key stays; later ones go into `dropped`, and into the rejects where their content differs.
 * Hashes of the keys are counted first, those that the readers left, then DuckDB's: a clean table of any size costs
 * next to nothing, and only rows whose hash occurs twice are looked at exactly.
 */
export async function resolveKeys(
  connection: DuckDBConnection,
  table: Table,
  files: readonly StagedFile[],
): Promise<DroppedRows[]> {
  if (!(await mayRepeatKeys(files))) return []
  if (!(await hasRepeatedHash(connection, table, files))) return []
  const key = columnList(table.key)
  const dropped = droppedTable(table)
  const isSameContent = storedColumns(table)
    .map(({ name }) => `candidate.${quoted(name)} is not distinct from earlier.${quoted(name)}`)
    .join(' and ')
  await runSql(
    connection,
    `create or replace temp table candidate as
    select *, min(place) over (partition by ${key}) as first_place
    from ${stagedRowsWithPlace(table, files)}
    where hash(${key}) in (select key_hash from repeated_key)`,
  )
  await runSql(
    connection,
    `create or replace table ${dropped} as
    select candidate.place, ${isSameContent} as is_repeat
    from candidate
    join candidate as earlier on earlier.place = candidate.first_place
    where candidate.place <> candidate.first_place`,
  )
  await runSql(
    connection,
    `insert into reject
    select ${dropped}.place, ${sqlText(table.key.join('+'))}, ${keyText(table)}, 'key_conflict'
    from ${dropped}
    join candidate on candidate.place = ${dropped}.place
    where not is_repeat`,
  )
  const rows = await selectRows(
    connection,
    `select
      place // ${placesPerFile} as file,
      count(*) filter (where is_repeat) as repeated,
      count(*) filter (where not is_repeat) as conflicting
    from ${dropped}
    group by file
    order by file`,
  )
  await runSql(connection, 'drop table candidate')
  return rows.map((row) => ({
    file: Number(row.file),
    repeated: Number(row.repeated),
    conflicting: Number(row.conflicting),
  }))
}
