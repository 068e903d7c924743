import type { DuckDBConnection } from '@duckdb/node-api'
import { runSql, selectRows, sqlText } from '#platform/duckdb.ts'
import { keyColumn, snapshotColumns, storedColumns } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'
import { columnList, linesMax, quoted, stageName } from './staging.ts'

/** Rows of one file that lost against an earlier row with the same key. */
export interface DroppedRows {
  readonly file: number
  readonly repeated: number
  readonly conflicting: number
}

export function droppedName(table: Table): string {
  return `dropped_${table.name}`
}

/** The key as it stands in evidence and in rejects.csv. */
function keyText(table: Table): string {
  const column = snapshotColumns(table).find((each) => each.name === keyColumn(table))!
  return column.expression ?? `${quoted(column.name)}::varchar`
}

/**
 * The first row of a key stays; later ones are put into dropped_<table>, and into the rejects where their content
 * differs. Hashes of the keys are counted first: a clean table of any size costs one narrow aggregation, and the
 * exact comparison sees only rows whose hash occurs twice.
 */
export async function resolveKeys(connection: DuckDBConnection, table: Table): Promise<DroppedRows[]> {
  const stage = stageName(table)
  const dropped = droppedName(table)
  const key = columnList(table.key)
  await runSql(
    connection,
    `create or replace temp table repeated_key as
    select hash(${key}) as key_hash from ${stage} group by 1 having count(*) > 1`,
  )
  const [count] = await selectRows(connection, 'select count(*) as number from repeated_key')
  if (count!.number === 0n) return []
  const isSameKey = table.key.map((name) => `later.${quoted(name)} = winner.${quoted(name)}`).join(' and ')
  const isSameContent = storedColumns(table)
    .map(({ name }) => `later.${quoted(name)} is not distinct from earlier.${quoted(name)}`)
    .join(' and ')
  await runSql(
    connection,
    `create or replace temp table winner as
    select ${key}, min(place) as first_place
    from ${stage}
    where hash(${key}) in (select key_hash from repeated_key)
    group by ${key}
    having count(*) > 1`,
  )
  await runSql(
    connection,
    `create table ${dropped} as
    with loser as (
      select later.place, winner.first_place
      from ${stage} as later
      join winner on ${isSameKey}
      where later.place <> winner.first_place
    )
    select loser.place, ${isSameContent} as is_repeat
    from loser
    join ${stage} as later on later.place = loser.place
    join ${stage} as earlier on earlier.place = loser.first_place`,
  )
  await runSql(
    connection,
    `insert into reject
    select ${dropped}.place, ${sqlText(table.key.join('+'))}, ${keyText(table)}, 'key_conflict'
    from ${dropped}
    join ${stage} on ${stage}.place = ${dropped}.place
    where not is_repeat`,
  )
  const rows = await selectRows(
    connection,
    `
    select
      place // ${linesMax} as file,
      count(*) filter (where is_repeat) as repeated,
      count(*) filter (where not is_repeat) as conflicting
    from ${dropped}
    group by 1
    order by 1`,
  )
  await runSql(connection, 'drop table winner')
  return rows.map((row) => ({
    file: Number(row.file),
    repeated: Number(row.repeated),
    conflicting: Number(row.conflicting),
  }))
}
