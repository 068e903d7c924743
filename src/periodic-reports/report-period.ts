import { type Day, dayOf, formatDay } from '#base/calendar-math.ts'
import type { ReportKindCode } from './report-codes.ts'

/** What a report is about, and until when it is due. */
export interface ReportPeriod {
  /** `2026-H1`, `2026` */
  readonly period: string
  /** The first day, and the first day after it: YYYY-MM-DD. */
  readonly from: string
  readonly until: string
  readonly dueDay: Day
}

/**
 * “于每年1月20日和7月20日前” (津人社办发〔2018〕328号, 四（二）). For the yearly plan and report no paper names a day: 31 January
 * is the design's.
 */
export function periodOf(kind: ReportKindCode, year: number, half: 'H1' | 'H2' | null): ReportPeriod | null {
  if ((kind === 'RISK_HALF_YEAR') !== (half !== null)) return null
  const whole = { from: formatDay(dayOf(year, 1, 1)), until: formatDay(dayOf(year + 1, 1, 1)) }
  if (kind === 'SUPERVISION_PLAN') return { period: String(year), ...whole, dueDay: dayOf(year, 1, 31) }
  if (half === null) return { period: String(year), ...whole, dueDay: dayOf(year + 1, 1, 31) }
  const middle = formatDay(dayOf(year, 7, 1))
  return half === 'H1'
    ? { period: `${year}-H1`, from: whole.from, until: middle, dueDay: dayOf(year, 7, 20) }
    : { period: `${year}-H2`, from: middle, until: whole.until, dueDay: dayOf(year + 1, 1, 20) }
}

/** `2026-H1` → 2026年上半年 */
export function periodInChinese(period: string): string {
  const [year, half] = period.split('-')
  return `${year}年${half === 'H1' ? '上半年' : half === 'H2' ? '下半年' : '度'}`
}
