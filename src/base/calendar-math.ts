/**
 * Months are year × 12 + month − 1; days are days since 1970-01-01; seconds are seconds since 1970-01-01T00:00:00
 * Beijing time. All are plain integers of the Gregorian calendar without zones.
 */
export type Month = number
export type Day = number
export type Second = number

export function monthOf(year: number, month: number): Month {
  return year * 12 + month - 1
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

/** 1 to 12 → 28 to 31. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

export function isDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

/** Days since 1970-01-01 (H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil). */
export function dayOf(year: number, month: number, day: number): Day {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146097 + dayOfEra - 719468
}

export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
}

export function civilOfDay(day: Day): Civil {
  const shifted = day + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  }
}

export function monthOfDay(day: Day): Month {
  const { year, month } = civilOfDay(day)
  return monthOf(year, month)
}

export function lastDayOfMonth(month: Month): Day {
  const year = Math.floor(month / 12)
  return dayOf(year, (month % 12) + 1, daysInMonth(year, (month % 12) + 1))
}

/** The same day n months earlier, or that month's last day if it has no such day (core-rules, Precisely). */
export function dayLessMonths(day: Day, months: number): Day {
  const civil = civilOfDay(day)
  const target = monthOf(civil.year, civil.month) - months
  const year = Math.floor(target / 12)
  const month = (((target % 12) + 12) % 12) + 1
  return dayOf(year, month, Math.min(civil.day, daysInMonth(year, month)))
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `2024-03` */
export function formatMonth(month: Month): string {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${two((month % 12) + 1)}`
}

/** `2024-03-15` */
export function formatDay(day: Day): string {
  const civil = civilOfDay(day)
  return `${String(civil.year).padStart(4, '0')}-${two(civil.month)}-${two(civil.day)}`
}

/** `2024-03-15T18:31:05` with T, or with a space for people. */
export function formatSecond(second: Second, separator: 'T' | ' ' = 'T'): string {
  const day = Math.floor(second / 86400)
  const rest = second - day * 86400
  return `${formatDay(day)}${separator}${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`
}

/** `2024-03` strictly, else null. */
export function parseMonth(text: string): Month | null {
  const match = /^(\d{4})-(\d{2})$/.exec(text)
  if (match === null) return null
  const month = Number(match[2])
  return month >= 1 && month <= 12 ? monthOf(Number(match[1]), month) : null
}

/** `2024-03-15` strictly, else null. */
export function parseDay(text: string): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (match === null) return null
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return isDate(year, month, day) ? dayOf(year, month, day) : null
}

/** `2024-03-15 18:31:05` or with T, strictly, else null. */
export function parseSecond(text: string): Second | null {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2}):(\d{2})$/.exec(text)
  if (match === null) return null
  const day = parseDay(match[1]!)
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4])]
  if (day === null || hour > 23 || minute > 59 || second > 59) return null
  return day * 86400 + hour * 3600 + minute * 60 + second
}

/** 1970-01-01, day 0, was a Thursday. */
export function isWeekday(day: Day): boolean {
  return (((day + 3) % 7) + 7) % 7 < 5
}

/** `2026年1月5日` of `2026-01-05`; a dash of anything else. */
export function dayInChinese(day: string | null): string {
  if (day === null || parseDay(day) === null) return '—'
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}
