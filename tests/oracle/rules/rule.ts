/** What the oracle's rules take and give, and the words of core-rules.md that several of them use. */
import { dayText, lastDayOf, monthOfDay, monthText } from '../dates.ts'
import type { Loaded, RowOf } from '../loading/row.ts'
import type { Parameters } from './parameters.ts'

export type DayKind = 'working' | 'off' | 'unknown'

export interface Context {
  readonly data: Loaded
  readonly asOf: number
  readonly parameters: Parameters
  readonly calendar: (day: number) => DayKind
}

export interface Finding {
  readonly ruleCode: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly level: number
  readonly amountFen: bigint
  readonly periodFrom: string
  readonly periodTo: string
  /** `table key` of the rows that count. */
  readonly evidence: readonly string[]
  /** What of this finding the text does not settle, so that a comparison may be lenient: 'period', 'evidence'. */
  readonly unsettled: readonly ('period' | 'evidence')[]
}

export interface Span {
  readonly from: string
  readonly to: string
}

/** One row that counts: what it adds, when it is, and which row it is. */
export interface Counted extends Span {
  readonly amount: bigint
  readonly evidence: string
}

export type Payment = RowOf<'payment'>

/** "The period of a payment row is `period_from`…`period_to` where the rule decides by these …, else its `pay_month`" */
export function byPeriod(line: Payment): Counted {
  return {
    amount: line.amount,
    from: monthText(line.period_from),
    to: monthText(line.period_to),
    evidence: `payment ${line.payment_id}`,
  }
}

export function byPayMonth(line: Payment): Counted {
  const month = monthText(line.pay_month)
  return { amount: line.amount, from: month, to: month, evidence: `payment ${line.payment_id}` }
}

export function onDay(day: number, evidence: string, amount = 0n): Counted {
  return { amount, from: dayText(day), to: dayText(day), evidence }
}

interface Subject {
  readonly ruleCode: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly level: number
}

/** "`amount` sums what the text says; `period_from`/`period_to` are the first and last month (or day) of the rows" */
export function finding(
  subject: Subject,
  rows: readonly Counted[],
  unsettled: Finding['unsettled'] = [],
): Finding {
  return {
    ...subject,
    amountFen: rows.reduce((sum, each) => sum + each.amount, 0n),
    periodFrom: rows.map((each) => each.from).sort()[0] ?? '',
    periodTo:
      rows
        .map((each) => each.to)
        .sort()
        .at(-1) ?? '',
    evidence: [...new Set(rows.map((each) => each.evidence))].sort(),
    unsettled,
  }
}

// Words

/** "**paid**: `payment.status = PAID`" */
export function paidLines(data: Loaded): Payment[] {
  return data.rows('payment').filter((each) => each.status === 'PAID')
}

/** "**regular**: `kind = REGULAR`" */
export function isRegular(line: Payment): boolean {
  return line.kind === 'REGULAR'
}

/** "**pension**: `benefit` OLD_AGE or RESIDENT_BASIC" */
export function isPension(line: Payment): boolean {
  return line.benefit === 'OLD_AGE' || line.benefit === 'RESIDENT_BASIC'
}

/** "benefits FUNERAL, SURVIVOR_LUMP, SURVIVOR_MONTHLY, ACCOUNT_REFUND do not count" */
export function isAfterDeathBenefit(line: Payment): boolean {
  return ['FUNERAL', 'SURVIVOR_LUMP', 'SURVIVOR_MONTHLY', 'ACCOUNT_REFUND'].includes(line.benefit)
}

/** "**latest month**: the latest `pay_month` among paid lines up to `as_of`", "one for the whole delivery" */
export function latestMonth({ data, asOf }: Context): number | null {
  const months = paidLines(data)
    .map((each) => each.pay_month)
    .filter((each) => each <= monthOfDay(asOf))
  return months.length === 0 ? null : Math.max(...months)
}

/**
 * "`as_of` defaults to the last day of the latest `pay_month` of the loaded payment rows of any status; without a
 * payment row `--as-of` is required."
 */
export function defaultAsOf(data: Loaded): number | null {
  const months = data.rows('payment').map((each) => each.pay_month)
  return months.length === 0 ? null : lastDayOf(Math.max(...months))
}

/** Distinct values in the order of their first appearance. */
export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}

export function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, each) => total + each, 0n)
}

export function absolute(value: bigint): bigint {
  return value < 0n ? -value : value
}

/** "Rounded to fen: half away from zero, on exact decimals, line by line." */
export function roundedQuotient(numerator: bigint, denominator: bigint): bigint {
  const half = (absolute(numerator) * 2n + denominator) / (denominator * 2n)
  return numerator < 0n ? -half : half
}

/** Twice the median: "of an even number of values the mean of the two middle ones, exact". Null of no values. */
export function twiceMedian(values: readonly bigint[]): bigint | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0))
  const middle = (sorted.length - 1) / 2
  return sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!
}

/** "**monthly total**: the sum of a person's paid lines of one scheme in one `pay_month`", of the lines given. */
export function totalsByMonth(lines: readonly Payment[]): Map<number, bigint> {
  const totals = new Map<number, bigint>()
  for (const line of lines) totals.set(line.pay_month, (totals.get(line.pay_month) ?? 0n) + line.amount)
  return totals
}
