import { expect, test } from 'vitest'
import { openDuck, selectRows, sqlText } from '#platform/duckdb.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { derivedColumns, storedColumns } from '#standard/snapshot.ts'
import type { Column, Table } from '#standard/table.ts'
import { tables } from '#standard/tables.ts'
import { loadRows } from './load-rows.ts'
import type { RegisterClient } from './read-rows.ts'
import { type RegisterRow, registerRow, type WrittenRow } from './register-row.ts'

/** What the register generates is what the snapshot derives, for every table, around every border of days and months. */
const database = await testDatabase()
const duck = await openDuck({ threads: 1 })

const samples: Readonly<Partial<Record<Column['type'], readonly string[]>>> = {
  date: ['1970-01-01', '1969-12-31', '2024-02-29', '1900-03-01', '0001-01-01', '9999-12-31', '2023-12-31'],
  timestamp: [
    '1970-01-01 00:00:00',
    '1969-12-31 23:59:59',
    '2024-02-29 12:34:56',
    '1899-12-31 23:00:01',
    '0001-01-01 00:00:00',
    '9999-12-31 23:59:59',
    '2023-12-31 08:00:00',
  ],
  month: ['1970-01', '1969-12', '2024-02', '1900-03', '0001-01', '9999-12', '2023-12'],
  money: ['0.00', '-0.01', '12.30', '99.99', '1.00', '2.00', '3.00'],
  rate: ['0', '0.16', '-0.000001', '1', '2', '3', '4'],
  int: ['1', '-2', '30', '9007199254740993', '5', '6', '70'],
  bool: ['true', 'false', 'true', 'false', 'true', 'false', 'true'],
}

function writtenRows(table: Table): WrittenRow[] {
  return Array.from({ length: 7 }, (_, index) =>
    Object.fromEntries(
      table.columns.map((column) => {
        const codes = Object.keys(column.codes ?? {})
        const value = samples[column.type]?.[index] ?? codes[index % codes.length] ?? `甲#${index}`
        // One row without anything that may be missing.
        return [column.name, index === 6 && column.required !== true ? null : value]
      }),
    ),
  )
}

async function derivedByDuck(table: Table, rows: readonly RegisterRow[]): Promise<unknown[]> {
  const stored = storedColumns(table)
  const values = rows.map((row) => {
    const cells = stored.map(({ name, sqlType }) => {
      const value = row[name] ?? null
      return `${value === null ? 'null' : sqlText(String(value))}::${sqlType}`
    })
    return `(${cells.join(', ')})`
  })
  const derived = derivedColumns(table).map(({ name, expression }) => `${expression}::varchar as ${name}`)
  return selectRows(
    duck.connection,
    `select ${derived.join(', ')}
    from (values ${values.join(', ')}) as given (${stored.map(({ name }) => name).join(', ')})`,
  )
}

test.for(
  tables.filter((table) => derivedColumns(table).length > 0).map((table) => [table.name, table] as const),
)('%s', async ([name, table]) => {
  const rows = writtenRows(table).map((row) => registerRow(table, row))
  await loadRows(database.pool as RegisterClient, { table: name, deliveryId: 'D1' }, rows)
  const derived = derivedColumns(table).map((column) => `${column.name}::text`)
  const found = await database.pool.query(`select ${derived.join(', ')} from register.${name}`)
  const sorted = (each: readonly unknown[]): string[] => each.map((row) => JSON.stringify(row)).sort()
  expect(found.rows).toHaveLength(7)
  expect(sorted(found.rows)).toEqual(sorted(await derivedByDuck(table, rows)))
})
