import { type Month, monthOfDay, parseDay } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import { assert } from '#base/refusal.ts'
import type { RegisterChange } from '#register/register-change.ts'
import { tableOf, type WrittenRow } from '#register/register-row.ts'
import type { TableName } from '#standard/tables.ts'
import type { EffectSource } from './order-function.ts'

export function insertOf(table: TableName, values: WrittenRow): RegisterChange {
  return { operation: 'insert', table, values }
}

/** An update of that row, which must still hold what it held in these columns when it was decided on. */
export function changeOf(table: TableName, row: WrittenRow, values: WrittenRow): RegisterChange {
  const key = Object.fromEntries(tableOf(table).key.map((column) => [column, row[column] ?? null]))
  const expected = Object.fromEntries(Object.keys(values).map((column) => [column, row[column] ?? null]))
  return { operation: 'update', table, key, values, expected }
}

/** The columns by which most tables say who did it. */
export function doneBy(source: EffectSource): WrittenRow {
  return { operator_id: source.operatorId, reviewer_id: source.reviewerId, recorded_at: source.at }
}

export function dayOfOrder(source: EffectSource): string {
  return source.at.slice(0, 10)
}

export function monthOfOrder(source: EffectSource): Month {
  const day = parseDay(dayOfOrder(source))
  assert(day !== null, 'an order has a day')
  return monthOfDay(day)
}

/** Of a written date; null where there is none. */
export function monthOfDate(text: string | null | undefined): Month | null {
  const day = parseDay((text ?? '').slice(0, 10))
  return day === null ? null : monthOfDay(day)
}

export function sumYuan(amounts: readonly bigint[]): string {
  return formatYuan(amounts.reduce((sum, each) => sum + each, 0n))
}

/** The rows of the check stand for what the workflow guarantees: somebody else reviews. */
export function asReviewed(source: EffectSource): EffectSource {
  return { ...source, reviewerId: source.reviewerId ?? `${source.operatorId}'` }
}
