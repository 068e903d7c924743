/** The rows themselves, of every table, as text: what the loader gives and what stands in the snapshot. */
import path from 'node:path'
import { openDuck, selectRows } from '#platform/duckdb.ts'
import type { Manifest } from '#standard/manifest.ts'
import { snapshotName } from '#standard/snapshot.ts'
import type { Column, Table } from '#standard/table.ts'
import { tables } from '#standard/tables.ts'
import { dayText, secondText } from '../dates.ts'
import type { AnyRow, Loaded, Value } from '../loading/row.ts'

export function rowsOfLoader(data: Loaded): string[] {
  return tables.flatMap((table: Table) => {
    const rows = data.rows(table.name as (typeof tables)[number]['name']) as readonly unknown[]
    return (rows as readonly AnyRow[]).map((row) => {
      const cells = table.columns.map((each) => valueText(each, row[each.name] ?? null))
      return `${table.name} ${JSON.stringify(cells)}`
    })
  })
}

function valueText(column: Column, value: Value | null): string | null {
  if (value === null) return null
  if (column.type === 'date') return dayText(Number(value))
  if (column.type === 'timestamp') return secondText(Number(value)).replace('T', ' ')
  return String(value)
}

export async function rowsOfSnapshot(directory: string, manifest: Manifest): Promise<string[]> {
  const database = await openDuck({ threads: 1 })
  try {
    const found: string[] = []
    for (const { name, parts } of manifest.tables) {
      const table = (tables as readonly Table[]).find((each) => each.name === name)!
      const cells = table.columns.map((each) => `cast(${snapshotName(each)} as varchar) as "${each.name}"`)
      for (const { file } of parts) {
        const sql = `select ${cells.join(', ')} from read_parquet('${path.join(directory, file)}')`
        const rows = await selectRows(database.connection, sql)
        found.push(
          ...rows.map((row) => `${name} ${JSON.stringify(table.columns.map((each) => row[each.name]))}`),
        )
      }
    }
    return found
  } finally {
    database.close()
  }
}
