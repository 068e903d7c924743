import { assert } from '#base/refusal.ts'
import { type SnapshotColumn, snapshotColumns } from '#standard/snapshot.ts'
import type { Column, Table } from '#standard/table.ts'

/** Of the types that snapshots and shared views have (standard/snapshot.ts). */
const types: Readonly<Record<string, string>> = {
  VARCHAR: 'String',
  BIGINT: 'Int64',
  INTEGER: 'Int32',
  DATE: 'Date32',
  TIMESTAMP: `DateTime64(6, 'UTC')`,
  BOOLEAN: 'Bool',
}

export function clickHouseType(sqlType: string): string {
  const type = types[sqlType]
  assert(type !== undefined, `no ClickHouse type for ${sqlType}`)
  return type
}

const isRequired = (table: Table, name: string | undefined): boolean =>
  table.columns.find((each) => each.name === name)?.required === true

/** Intake lets no row through without its required columns, and a key of several is made of such. */
function isNeverNull(table: Table, { name, source }: SnapshotColumn): boolean {
  return name === 'row_key' ? table.key.every((each) => isRequired(table, each)) : isRequired(table, source)
}

function isCode(table: Table, { source }: SnapshotColumn): boolean {
  const column: Column | undefined = table.columns.find(({ name }) => name === source)
  return column?.type === 'code'
}

/**
 * A column of a delivered table. What may be null is so, as in DuckDB: ClickHouse would put zeroes and empty texts in
 * its place; and where nothing can be null, rules run twice as fast. Codes are few and stored by number.
 */
function typeOfColumn(table: Table, column: SnapshotColumn): string {
  const type = clickHouseType(column.sqlType)
  const nullable = isNeverNull(table, column) ? type : `Nullable(${type})`
  return isCode(table, column) ? `LowCardinality(${nullable})` : nullable
}

export function columnsOfTable(table: Table): string {
  return snapshotColumns(table)
    .map((column) => `${column.name} ${typeOfColumn(table, column)}`)
    .join(', ')
}

/** Of tables that are no delivered ones: every column may be null. */
export function nullableColumns(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([name, type]) => `${name} Nullable(${clickHouseType(type)})`)
    .join(', ')
}
