/** A snapshot made of rows that the oracle loaded: it separates what the rules say from what intake says. */
import path from 'node:path'
import { openDuck, runSql } from '#platform/duckdb.ts'
import type { Manifest } from '#standard/manifest.ts'
import { derivedColumns, storedColumns } from '#standard/snapshot.ts'
import type { Column, Table } from '#standard/table.ts'
import { tables } from '#standard/tables.ts'
import { dayText, secondText } from './dates.ts'
import type { AnyRow, Loaded, Value } from './row.ts'
import { normalisedName } from './rules-account.ts'

export async function writeOracleSnapshot(data: Loaded, directory: string): Promise<Manifest> {
  const database = await openDuck({ threads: 1 })
  const parts: Manifest['tables'] = []
  for (const table of tables as readonly Table[]) {
    const name = table.name as (typeof tables)[number]['name']
    if (!data.isPresent(name)) continue
    const rows = data.rows(name) as readonly unknown[] as readonly AnyRow[]
    const columns = storedColumns(table)
    const declared = columns.map((each) => `${each.name} ${each.sqlType}`).join(', ')
    await runSql(database.connection, `create table "${name}" (${declared})`)
    for (const row of rows) {
      const values = columns.map((each) => {
        const column = table.columns.find((own) => own.name === each.source)!
        return literal(column, row[column.name] ?? null, each.name.endsWith('_normalised'))
      })
      await runSql(database.connection, `insert into "${name}" values (${values.join(', ')})`)
    }
    const derived = derivedColumns(table).map((each) => `${each.expression} as ${each.name}`)
    const file = path.join(directory, `${name}.parquet`)
    const selected = ['*', ...derived].join(', ')
    await runSql(
      database.connection,
      `copy (select ${selected} from "${name}") to '${file}' (format parquet)`,
    )
    parts.push({
      name,
      rows: rows.length,
      rows_rejected: 0,
      columns: table.columns.map((each) => each.name).filter((each) => data.hasColumn(name, each)),
      parts: [{ file: `${name}.parquet`, rows: rows.length }],
      first_date: null,
      last_date: null,
      missing_months: [],
    })
  }
  database.close()
  return {
    standard_version: 1,
    program_version: 'test',
    inputs: [],
    tables: parts,
    quality: [],
    warnings: [],
  }
}

function literal(column: Column, value: Value | null, isNormalised: boolean): string {
  if (value === null) return 'null'
  if (column.type === 'date') return `date '${dayText(Number(value))}'`
  if (column.type === 'timestamp') return `timestamp '${secondText(Number(value))}'`
  if (typeof value !== 'string') return String(value)
  const text = isNormalised ? normalisedName(value) : value
  return `'${text.replaceAll("'", "''")}'`
}
