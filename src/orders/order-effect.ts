import { assert } from '#base/refusal.ts'
import type { Columns, Effect } from '#records/effect.ts'
import { type RegisterChange, storedChanges } from '#register/register-change.ts'
import type { WrittenRow } from '#register/register-row.ts'
import type { OrderData } from './order-data.ts'
import { isSystemChange, type OrderChange, type SystemChange } from './order-matter.ts'

type Change = OrderData['changes'][number]

/** As they stand on the order; an order deletes nothing, so that both it and its reversal stay visible. */
export function shownChanges(changes: readonly OrderChange[]): Change[] {
  return changes.flatMap((change): Change[] => {
    if (isSystemChange(change)) return change.isShown ? [shownSystemChange(change)] : []
    assert(change.operation !== 'delete', 'an order deletes nothing')
    if (change.operation === 'insert') {
      return [{ operation: 'insert', table: change.table, values: change.values }]
    }
    const { operation, table, key, values, expected } = change
    return [{ operation, table, key, values, ...(expected === undefined ? {} : { expected }) }]
  })
}

function shownSystemChange(change: SystemChange): Change {
  const { table, values } = change
  if (change.operation === 'insert') return { operation: 'insert', table, values: shownColumns(values) }
  const { key, expected } = change
  return {
    operation: 'update',
    table,
    key: shownColumns(key),
    values: shownColumns(values),
    expected: shownColumns(expected),
  }
}

function shownColumns(columns: Columns): WrittenRow {
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => {
      if (value === null) return [name, null]
      return [name, Array.isArray(value) ? value.join('、') : String(value)]
    }),
  )
}

/** For the save, in the register's columns, each row with its order. */
export function effectsOf(changes: readonly OrderChange[], orderId: string): Effect[] {
  return changes.flatMap((change) =>
    isSystemChange(change) ? [systemEffect(change)] : registerEffects([change], orderId),
  )
}

function systemEffect(change: SystemChange): Effect {
  const { table, values } = change
  if (change.operation === 'insert') return { operation: 'insert', table, values }
  return { operation: 'update', table, key: change.key, values, expected: change.expected }
}

function registerEffects(changes: readonly RegisterChange[], orderId: string): Effect[] {
  return storedChanges(changes, { orderId }).map((change): Effect => {
    assert(change.operation !== 'delete', 'an order deletes nothing')
    return { ...change, table: `register.${change.table}` }
  })
}
