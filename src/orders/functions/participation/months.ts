import { formatMonth, type Month } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { roundDivision } from '#base/round-division.ts'
import { fenOf } from '#records/form-fields.ts'
import type { RegisterChange } from '#register/register-change.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { doneBy, insertOf, monthOfDate, monthOfOrder } from '../edits.ts'
import { allOf, firstRefusal, millionthsOf, monthIn, oneOf, refusedIf } from '../fields.ts'
import type { EffectSource, FactRequest, OrderFacts } from '../order-function.ts'

/** Months of contributions that an order writes, and those there are already. */

export function contributionFacts(input: {
  readonly person_id: string
  readonly scheme: string
}): Readonly<Record<'contributions' | 'retirements', FactRequest>> {
  const { person_id, scheme } = input
  return {
    contributions: { table: 'contribution', where: { person_id, scheme } },
    retirements: { table: 'retirement', where: { person_id, scheme } },
  }
}

export interface Period {
  readonly from: Month
  readonly to: Month
}

export function periodOf(input: { readonly period_from: string; readonly period_to: string }): Period {
  return { from: monthIn(input.period_from)!, to: monthIn(input.period_to)! }
}

export function monthsOf({ from, to }: Period): readonly Month[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

/** An order writes a row for each; nobody lived to contribute for longer. */
const monthsMax = 480

/** What holds for every order that adds months: over, in the right order, of working age, not contributed already. */
export function refusalOfNewMonths(period: Period, facts: OrderFacts, source: EffectSource): Refusal | null {
  const { from, to } = period
  const born = monthOfDate(oneOf(facts, 'person')?.birth_date)
  return (
    firstRefusal(
      refusedIf(
        from > to,
        '起始年月晚于终止年月，请更正。',
        'the months are the wrong way round; correct them.',
      ),
      refusedIf(
        to > monthOfOrder(source),
        '终止年月不能晚于本月，请更正。',
        'months to come cannot be entered; correct the last month.',
      ),
      refusedIf(
        to - from >= monthsMax,
        `一次最多办理 ${monthsMax} 个月，请分次办理。`,
        `at most ${monthsMax} months at once; divide it.`,
      ),
      refusedIf(
        born !== null && from < born + 16 * 12,
        '起始年月早于该人员年满16周岁，请核对出生日期和年月。',
        'the months begin before the person was sixteen; check birth date and months.',
      ),
    ) ?? refusalOfTakenMonths(period, facts)
  )
}

function refusalOfTakenMonths(period: Period, facts: OrderFacts): Refusal | null {
  const rows = allOf(facts, 'contributions')
  if (rows instanceof Refusal) return rows
  const taken = contributedMonths(rows)
  const twice = monthsOf(period).filter((month) => taken.has(month))
  const named = twice.slice(0, 6).map(formatMonth).join('、')
  return refusedIf(
    twice.length > 0,
    `以下年月已有该险种的缴费记录，不能重复：${named}${twice.length > 6 ? ` 等 ${twice.length} 个月` : ''}。`,
    `these months have a contribution already: ${named}${twice.length > 6 ? ` and more, ${twice.length} in all` : ''}.`,
  )
}

/** Months that count: with a contribution that no later row has taken back whole. */
export function contributedMonths(rows: readonly WrittenRow[]): ReadonlySet<Month> {
  const byMonth = Map.groupBy(rows, ({ period }) => monthIn(period) ?? 0)
  const counting = [...byMonth].filter(([, ofMonth]) => !isTakenBack(ofMonth)).map(([month]) => month)
  return new Set(counting)
}

/** A month is taken back when there is a reversal and nothing is left of it. */
function isTakenBack(rows: readonly WrittenRow[]): boolean {
  return rows.some(isReversal) && netFen(rows) === 0n
}

export function isReversal(row: WrittenRow): boolean {
  return amountOf(row) < 0n
}

function amountOf({ employer_amount, person_amount }: WrittenRow): bigint {
  return fenOf(employer_amount ?? '0.00') + fenOf(person_amount ?? '0.00')
}

export function netFen(rows: readonly WrittenRow[]): bigint {
  return rows.reduce((sum, row) => sum + amountOf(row), 0n)
}

/** What was contributed when the pension was determined is in it; what comes later would change nothing. */
export function refusalOfRetired(facts: OrderFacts): Refusal | null {
  return refusedIf(
    (facts.retirements ?? []).length > 0,
    '该人员在该险种已核定退休，不能再增加缴费月数。',
    'the pension of this scheme was determined already; no months can be added.',
  )
}

export interface MonthOfContribution {
  readonly scheme: string
  readonly personId: string
  readonly employerId: string | null
  readonly base: string
  readonly employerRate: string | null
  readonly personRate: string | null
  readonly kind: 'BACK_PAYMENT' | 'BACK_FILL' | 'TRANSFER'
  readonly paidOn: string | null
  readonly voucher: string | null
}

/** Base × rate, rounded to fen; null where the rate is not known. */
export function shareOf(base: string, rate: string | null): string | null {
  return rate === null ? null : formatYuan(roundDivision(fenOf(base) * millionthsOf(rate), 1_000_000n))
}

/** A row for each month, numbered with the order. */
export function contributionRows(
  source: EffectSource,
  period: Period,
  each: MonthOfContribution,
): readonly RegisterChange[] {
  return monthsOf(period).map((month) =>
    insertOf('contribution', {
      contribution_id: `${source.orderId}-${formatMonth(month)}`,
      person_id: each.personId,
      employer_id: each.employerId,
      scheme: each.scheme,
      period: formatMonth(month),
      base: each.base,
      employer_rate: each.employerRate,
      person_rate: each.personRate,
      employer_amount: shareOf(each.base, each.employerRate),
      person_amount: shareOf(each.base, each.personRate),
      kind: each.kind,
      paid_on: each.paidOn,
      voucher_number: each.voucher,
      ...doneBy(source),
    }),
  )
}

/** What those rows come to. */
export function contributedFen(changes: readonly RegisterChange[]): bigint {
  return changes.reduce(
    (sum, change) =>
      change.operation === 'insert' && change.table === 'contribution' ? sum + amountOf(change.values) : sum,
    0n,
  )
}

export interface AdjustmentOfAccount {
  readonly personId: string
  readonly scheme: string
  readonly period: Period
  readonly months: number
  readonly amount: string
  readonly kind: 'BACK_FILL' | 'BACK_RECORD' | 'ADJUST'
  readonly document: string
  readonly voucher: string | null
}

/** The row of the personal account; of an order and scheme there is one, so that it cannot be written twice. */
export function adjustmentRow(source: EffectSource, given: AdjustmentOfAccount): RegisterChange {
  return insertOf('account_adjustment', {
    adjustment_id: `${source.orderId}-${given.scheme}`,
    person_id: given.personId,
    scheme: given.scheme,
    period_from: formatMonth(given.period.from),
    period_to: formatMonth(given.period.to),
    months: String(given.months),
    amount: given.amount,
    kind: given.kind,
    support_document: given.document,
    voucher_number: given.voucher,
    ...doneBy(source),
  })
}
