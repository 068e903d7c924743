import { formatMonth } from '#base/calendar-math.ts'
import { assert, Refusal } from '#base/refusal.ts'
import { snapshotName } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'
import type { TableName } from '#standard/tables.ts'
import { type RegisterRow, registerRow, storedValues, tableOf, type WrittenRow } from './register-row.ts'

/** What an order does to the register, in the standard's columns. A row is named by all columns of its key. */
export type RegisterChange =
  | { readonly operation: 'insert'; readonly table: TableName; readonly values: WrittenRow }
  | {
      readonly operation: 'update'
      readonly table: TableName
      readonly key: WrittenRow
      readonly values: WrittenRow
      /** What the decision was made on; the writer compares it, a check does not. */
      readonly expected?: WrittenRow
    }
  | { readonly operation: 'delete'; readonly table: TableName; readonly key: WrittenRow }

/** The same in the register's own columns, with the order that does it. The form that records/effect.ts writes. */
export type StoredChange =
  | { readonly operation: 'insert'; readonly table: string; readonly values: RegisterRow }
  | {
      readonly operation: 'update'
      readonly table: string
      readonly key: RegisterRow
      readonly values: RegisterRow
      readonly expected: RegisterRow
    }
  | { readonly operation: 'delete'; readonly table: string; readonly key: RegisterRow }

/** The key of a row as it stands in evidence (standard/snapshot.ts): months YYYY-MM, timestamps with T. */
export function rowKeyOf(table: Table, row: RegisterRow): string {
  const texts = table.key.map((name) => {
    const column = table.columns.find((each) => each.name === name)
    assert(column !== undefined, `no column ${table.name}.${name} in the standard`)
    const value = String(row[snapshotName(column)])
    if (column.type === 'month') return formatMonth(Number(value))
    return column.type === 'timestamp' ? value.replace(' ', 'T') : value
  })
  return texts.join('#')
}

/** The key as it is stored; a Refusal where it is not exactly the table's key. */
export function storedKey(table: Table, key: WrittenRow): RegisterRow {
  const isKey =
    Object.keys(key).length === table.key.length &&
    table.key.every((name) => key[name] !== undefined && key[name] !== null)
  if (isKey) return storedValues(table, key)
  throw new Refusal('invalid_input', {
    zh: `${table.title}的一行要用 ${table.key.join('、')} 指明。`,
    en: `A row of ${table.name} is named by ${table.key.join(', ')}.`,
  })
}

function storedUpdate(table: Table, values: WrittenRow): RegisterRow {
  const moved = table.key.find((name) => values[name] !== undefined)
  if (moved === undefined) return storedValues(table, values)
  throw new Refusal('invalid_input', {
    zh: `${table.title}的 ${moved} 是主键，不能修改；请删除原行后新增。`,
    en: `Column ${table.name}.${moved} is part of the key and cannot be changed; delete the row and insert another.`,
  })
}

/** For the writer: every row it touches names the order. */
export function storedChanges(
  changes: readonly RegisterChange[],
  { orderId }: { readonly orderId: string },
): StoredChange[] {
  return changes.map((change) => {
    const table = tableOf(change.table)
    const source = { source_order: orderId }
    switch (change.operation) {
      case 'insert':
        return {
          operation: 'insert',
          table: table.name,
          values: { ...registerRow(table, change.values), ...source },
        }
      case 'update':
        return {
          operation: 'update',
          table: table.name,
          key: storedKey(table, change.key),
          values: { ...storedUpdate(table, change.values), ...source },
          expected: storedValues(table, change.expected ?? {}),
        }
      default:
        return { operation: 'delete', table: table.name, key: storedKey(table, change.key) }
    }
  })
}

/** Rows of the register by table and row key. */
export type RegisterRows = ReadonlyMap<TableName, ReadonlyMap<string, RegisterRow>>

/** What a table looks like with the effect: rows that are no longer as they were, and rows that are there instead. */
export interface AssumedTable {
  readonly table: Table
  /** As they stand in the register now; their keys are hidden. */
  readonly before: ReadonlyMap<string, RegisterRow>
  readonly after: ReadonlyMap<string, RegisterRow>
}

export type AssumedEffect = ReadonlyMap<TableName, AssumedTable>

/** The row keys that the changes name, by table: what must be read before they can be assumed. */
export function keysOfChanges(changes: readonly RegisterChange[]): Map<TableName, string[]> {
  const keys = new Map<TableName, Set<string>>()
  for (const change of changes) {
    const table = tableOf(change.table)
    const row =
      change.operation === 'insert' ? registerRow(table, change.values) : storedKey(table, change.key)
    const name = table.name as TableName
    keys.set(name, (keys.get(name) ?? new Set()).add(rowKeyOf(table, row)))
  }
  return new Map([...keys].map(([name, each]) => [name, [...each]]))
}

function conflict(table: Table, rowKey: string): Refusal {
  return new Refusal('conflict', {
    zh: `${table.title}中已有 ${rowKey}，不能再次新增。`,
    en: `Table ${table.name} already has ${rowKey}; it cannot be inserted again.`,
  })
}

function missing(table: Table, rowKey: string): Refusal {
  return new Refusal('not_found', {
    zh: `${table.title}中没有 ${rowKey}，请核对编号。`,
    en: `Table ${table.name} has no row ${rowKey}; check the number.`,
  })
}

/**
 * The effect laid over the rows that it touches, change after change: an insert and its update make one row.
 * @param current the register's rows with the keys of keysOfChanges, as far as they exist
 */
export function assumeChanges(changes: readonly RegisterChange[], current: RegisterRows): AssumedEffect {
  const after = new Map<TableName, Map<string, RegisterRow>>()
  for (const change of changes) {
    const table = tableOf(change.table)
    const name = table.name as TableName
    const rows = after.get(name) ?? new Map(current.get(name))
    after.set(name, rows)
    const given =
      change.operation === 'insert' ? registerRow(table, change.values) : storedKey(table, change.key)
    const rowKey = rowKeyOf(table, given)
    const found = rows.get(rowKey)
    if (change.operation === 'insert') {
      if (found !== undefined) throw conflict(table, rowKey)
      rows.set(rowKey, given)
      continue
    }
    if (found === undefined) throw missing(table, rowKey)
    if (change.operation === 'delete') rows.delete(rowKey)
    else rows.set(rowKey, { ...found, ...storedUpdate(table, change.values) })
  }
  return new Map(
    [...after].map(([name, rows]) => [
      name,
      { table: tableOf(name), before: current.get(name) ?? new Map(), after: rows },
    ]),
  )
}
