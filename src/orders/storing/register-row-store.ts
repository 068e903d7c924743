import { formatMonth } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import { type RegisterClient, readRegisterRows } from '#register/read-rows.ts'
import { rowKeyOf, storedKey } from '#register/register-change.ts'
import { type RegisterRow, tableOf, type WrittenRow } from '#register/register-row.ts'
import { snapshotName } from '#standard/snapshot.ts'
import type { Column, Table } from '#standard/table.ts'
import type { TableName } from '#standard/tables.ts'
import type { FactPool } from './order-facts.ts'

/** A stored text as a delivery would write it: `310.00`, `2024-03`, `0.160000`. */
export function writtenValue(column: Column, value: string | null): string | null {
  if (value === null) return null
  if (column.type === 'money') return formatYuan(BigInt(value))
  if (column.type === 'month') return formatMonth(Number(value))
  if (column.type === 'timestamp') return value.replace('T', ' ')
  if (column.type !== 'rate') return value
  const digits = value.replace('-', '').padStart(7, '0')
  return `${value.startsWith('-') ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`
}

/** Of the columns that the row has. */
export function writtenOf(table: Table, row: RegisterRow): WrittenRow {
  const columns = table.columns.filter((column) => row[snapshotName(column)] !== undefined)
  return Object.fromEntries(
    columns.map((column) => {
      const value = row[snapshotName(column)] ?? null
      return [column.name, writtenValue(column, value === null ? null : String(value))]
    }),
  )
}

export async function readRegisterRow(
  pool: FactPool,
  name: TableName,
  key: WrittenRow,
): Promise<WrittenRow | null> {
  const table = tableOf(name)
  const rowKey = rowKeyOf(table, storedKey(table, key))
  const rows = await readWrittenRows(pool, new Map([[name, [rowKey]]]))
  return rows[name]?.[rowKey] ?? null
}

/** By table and row key, as far as they exist. */
export async function readWrittenRows(
  pool: FactPool,
  keys: ReadonlyMap<TableName, readonly string[]>,
): Promise<Readonly<Record<string, Readonly<Record<string, WrittenRow>>>>> {
  const rows = await readRegisterRows(pool as RegisterClient, keys)
  return Object.fromEntries(
    [...rows].map(([name, found]) => [
      name,
      Object.fromEntries([...found].map(([key, row]) => [key, writtenOf(tableOf(name), row)])),
    ]),
  )
}
