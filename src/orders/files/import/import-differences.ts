import type { RegisterChange } from '#register/register-change.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { getTable } from '#standard/tables.ts'
import type { OrderFacts } from '../../functions/order-function.ts'
import type { Difference } from './import-data.ts'

/** Old beside new, from the rows that the line was decided on. */
export function differencesOf(changes: readonly RegisterChange[], facts: OrderFacts): Difference[] {
  return changes.flatMap((change): Difference[] => {
    if (change.operation === 'delete') return []
    const { table, values } = change
    const keyColumns = getTable(table).key
    if (change.operation === 'insert') {
      const key = Object.fromEntries(keyColumns.map((column) => [column, values[column] ?? null]))
      return [{ table, key, isNew: true, columns: columnsOf({}, values, keyColumns) }]
    }
    const old = rowOf(facts, change.key) ?? change.expected ?? {}
    return [{ table, key: { ...change.key }, isNew: false, columns: columnsOf(old, values, keyColumns) }]
  })
}

function rowOf(facts: OrderFacts, key: WrittenRow): WrittenRow | undefined {
  const columns = Object.entries(key)
  return Object.values(facts)
    .flat()
    .find((row) => columns.every(([column, value]) => row[column] === value))
}

function columnsOf(
  old: WrittenRow,
  values: WrittenRow,
  keyColumns: readonly string[],
): Difference['columns'] {
  return Object.entries(values)
    .filter(([column]) => !keyColumns.includes(column))
    .map(([column, after]) => ({ column, before: old[column] ?? null, after }))
    .filter(({ before, after }) => before !== after)
}
