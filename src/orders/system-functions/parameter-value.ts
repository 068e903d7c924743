import { formatMonth } from '#base/calendar-math.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { changeOf, insertOf } from '../functions/edits.ts'
import { millionthsOf, monthIn, refused } from '../functions/fields.ts'
import type { OrderEffect } from '../functions/order-function.ts'

export interface DatedValue {
  readonly name: string
  readonly region: string
  readonly scheme: string
  readonly value: string
  readonly valid_from: string
  readonly valid_to: string | null
  readonly document: string
}

const never = Number.POSITIVE_INFINITY

/**
 * The value from its month on. Whatever held until then ends with the month before, so that one value holds at a time; a
 * value of the same first month is corrected, and one that begins later is not cut short in passing.
 * @param rows of the same parameter, region and scheme
 */
export function valueChanges(asked: DatedValue, rows: readonly WrittenRow[]): OrderEffect {
  const { name, region, scheme, value, valid_from, valid_to, document } = asked
  const from = monthIn(valid_from)!
  const to = monthIn(valid_to) ?? never
  if (to < from) {
    return refused('终止年月早于起始年月，请更正。', 'it would end before it begins; correct the months.')
  }
  const same = rows.find((row) => row.valid_from === valid_from)
  const others = rows.filter((row) => row !== same)
  const later = others.find((row) => monthIn(row.valid_from)! > from && monthIn(row.valid_from)! <= to)
  if (later !== undefined) {
    return refused(
      `自 ${later.valid_from} 起已有另一个值，请把终止年月填为该月之前。`,
      `another value holds from ${later.valid_from}; let this one end before that month.`,
    )
  }
  const before = others.filter(
    (row) => monthIn(row.valid_from)! < from && (monthIn(row.valid_to) ?? never) >= from,
  )
  const ended = before.map((row) => changeOf('policy_parameter', row, { valid_to: formatMonth(from - 1) }))
  if (same === undefined) {
    const row = { name, region, scheme, value, valid_from, valid_to, document }
    return [...ended, insertOf('policy_parameter', row)]
  }
  if (millionthsOf(same.value ?? '0') === millionthsOf(value) && (same.valid_to ?? null) === valid_to) {
    return refused('该参数自该月起已是此值，无需变更。', 'that is its value from that month already.')
  }
  return [...ended, changeOf('policy_parameter', same, { value, valid_to, document })]
}
