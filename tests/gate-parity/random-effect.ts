/** What an order could do to a register: rows that come, change and go, made of what is there. */
import { formatMonth } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import { type RegisterChange, rowKeyOf } from '#register/register-change.ts'
import { type RegisterRow, registerRow, type WrittenRow } from '#register/register-row.ts'
import type { Subjects } from '#screening/on-postgres/concerned-subjects.ts'
import { snapshotName } from '#standard/snapshot.ts'
import type { Column, Table } from '#standard/table.ts'
import { getTable, type TableName } from '#standard/tables.ts'
import type { Chance } from '../oracle/deliveries/chance.ts'
import type { TableRows } from './delivered-register.ts'

function millionthsText(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(7, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`
}

function writtenValue(column: Column, row: RegisterRow): string | null {
  const value = row[snapshotName(column)] ?? null
  if (value === null) return null
  if (column.type === 'money') return formatYuan(BigInt(value as string))
  if (column.type === 'rate') return millionthsText(BigInt(value as string))
  return column.type === 'month' ? formatMonth(Number(value)) : String(value)
}

/** A stored row as a delivery would write it. */
export function writtenRow(table: Table, row: RegisterRow): WrittenRow {
  return Object.fromEntries(table.columns.map((column) => [column.name, writtenValue(column, row)]))
}

const shifts: readonly bigint[] = [-1n, 1n, -12n, 12n, 100_000n, -100_000n, 1_000_000n]

/** The same value, another row's of the same column, or one nearby. */
function otherValue(random: Chance, column: Column, own: RegisterRow, donor: RegisterRow): string | null {
  const value = writtenValue(column, random.maybe(0.5) ? donor : own)
  if (value === null || random.maybe(0.6)) return value
  if (column.type === 'code') return random.pick(Object.keys(column.codes!))
  const stored = own[snapshotName(column)]
  if (stored === null || stored === undefined) return value
  if (column.type === 'money') return formatYuan(BigInt(stored as string) + random.pick(shifts))
  if (column.type === 'month') return formatMonth(Number(stored) + random.pick([-13, -1, 1, 2, 12]))
  return column.required === true || random.maybe(0.7) ? value : null
}

interface Drafting {
  readonly random: Chance
  readonly rows: Map<TableName, Map<string, RegisterRow>>
  made: number
}

function insertion(drafting: Drafting, table: Table, share: number): RegisterChange | null {
  const { random, rows } = drafting
  const there = rows.get(table.name as TableName)!
  const [own, donor] = [random.pick([...there.values()]), random.pick([...there.values()])]
  const values = Object.fromEntries(
    table.columns.map((column) => {
      const isKey = table.key.includes(column.name)
      const value =
        isKey || random.maybe(share) ? otherValue(random, column, own, donor) : writtenValue(column, own)
      return [column.name, value ?? writtenValue(column, own)]
    }),
  )
  drafting.made += 1
  const [first] = table.key
  if (table.key.length === 1) values[first!] = `N${drafting.made}`
  if (table.name === 'bank_transaction') values.sequence = String(there.size + drafting.made)
  const row = registerRow(table, values)
  const rowKey = rowKeyOf(table, row)
  if (there.has(rowKey)) return null
  there.set(rowKey, row)
  return { operation: 'insert', table: table.name as TableName, values }
}

function keyOf(table: Table, row: RegisterRow): WrittenRow {
  const written = writtenRow(table, row)
  return Object.fromEntries(table.key.map((name) => [name, written[name]!]))
}

function alteration(drafting: Drafting, table: Table, share: number): RegisterChange | null {
  const { random, rows } = drafting
  const there = rows.get(table.name as TableName)!
  const [rowKey, own] = random.pick([...there])
  const donor = random.pick([...there.values()])
  const free = table.columns.filter(({ name }) => !table.key.includes(name) && random.maybe(share))
  if (free.length === 0) return null
  const values = Object.fromEntries(
    free.map((column) => [column.name, otherValue(random, column, own, donor)]),
  )
  for (const column of free) {
    if (column.required === true) values[column.name] ??= writtenValue(column, own)
  }
  there.set(rowKey, registerRow(table, { ...writtenRow(table, own), ...values }))
  return { operation: 'update', table: table.name as TableName, key: keyOf(table, own), values }
}

function removal(drafting: Drafting, table: Table): RegisterChange {
  const there = drafting.rows.get(table.name as TableName)!
  const [rowKey, row] = drafting.random.pick([...there])
  there.delete(rowKey)
  return { operation: 'delete', table: table.name as TableName, key: keyOf(table, row) }
}

/** Up to five changes in the delivered tables; later ones may touch what earlier ones made. */
export function randomEffect(random: Chance, delivered: TableRows): RegisterChange[] {
  const rows = new Map(
    [...delivered].map(([name, each]) => {
      const table = getTable(name)
      return [name, new Map(each.map((row) => [rowKeyOf(table, row), row]))] as const
    }),
  )
  const drafting: Drafting = { random, rows, made: 0 }
  const count = random.below(6)
  const changes: RegisterChange[] = []
  for (let index = 0; index < count; index += 1) {
    const filled = [...rows].filter(([, each]) => each.size > 0).map(([name]) => name)
    // Most rules are about payments and persons: so are most orders.
    const name = random.maybe(0.3) && rows.get('payment')?.size ? 'payment' : random.pick(filled)
    const table = getTable(name)
    const share = random.pick([0.1, 0.3, 0.6])
    const kind = random.pick(['insert', 'insert', 'update', 'update', 'delete'] as const)
    if (kind === 'delete') changes.push(removal(drafting, table))
    else {
      const change =
        kind === 'insert' ? insertion(drafting, table, share) : alteration(drafting, table, share)
      if (change !== null) changes.push(change)
    }
  }
  return changes
}

/** The register's rows with the effect applied: row by row, without the code that a check assumes it with. */
export function appliedRows(changes: readonly RegisterChange[], delivered: TableRows): TableRows {
  const applied = new Map(delivered)
  for (const change of changes) {
    const table = getTable(change.table)
    const rows = [...(applied.get(change.table) ?? [])]
    applied.set(change.table, rows)
    if (change.operation === 'insert') {
      rows.push(registerRow(table, change.values))
      continue
    }
    const index = rows.findIndex((row) => {
      return table.key.every((name) => writtenRow(table, row)[name] === change.key[name])
    })
    if (change.operation === 'delete') rows.splice(index, 1)
    else rows[index] = registerRow(table, { ...writtenRow(table, rows[index]!), ...change.values })
  }
  return applied
}

const named: readonly (readonly [keyof Subjects, TableName, string])[] = [
  ['persons', 'person', 'person_id'],
  ['accounts', 'payment', 'account_number'],
  ['cards', 'social_card', 'card_number'],
  ['batches', 'payment_batch', 'batch_id'],
  ['orders', 'business_order', 'order_id'],
  ['staff', 'staff', 'staff_id'],
  ['users', 'user_account', 'account_id'],
  ['employers', 'employer', 'employer_id'],
  ['fundAccounts', 'fund_account', 'fund_account_id'],
]

/** Whom the order names besides: a few of those who are there. */
export function randomSubjects(random: Chance, delivered: TableRows): Subjects {
  const entries = named.map(([name, table, column]) => {
    const rows = delivered.get(table) ?? []
    const ids = rows
      .filter(() => random.maybe(1.2 / rows.length))
      .map((row) => row[column])
      .filter((id) => typeof id === 'string')
    return [name, random.maybe(0.6) ? ids : []]
  })
  return Object.fromEntries(entries) as Subjects
}
