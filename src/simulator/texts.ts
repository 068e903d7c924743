import {
  type Day,
  formatDay,
  formatMonth,
  formatSecond,
  type Month,
  type Second,
} from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'

/** Cells as an agency's export writes them. Days and months repeat millions of times, so their texts are kept. */
const days = new Map<Day, string>()
const months = new Map<Month, string>()

export function dayText(day: Day | null): string {
  if (day === null) return ''
  let text = days.get(day)
  if (text === undefined) {
    text = formatDay(day)
    days.set(day, text)
  }
  return text
}

export function monthText(month: Month | null): string {
  if (month === null) return ''
  let text = months.get(month)
  if (text === undefined) {
    text = formatMonth(month)
    months.set(month, text)
  }
  return text
}

export function secondText(second: Second | null): string {
  return second === null ? '' : formatSecond(second, ' ')
}

export function yuanText(fen: bigint | null): string {
  return fen === null ? '' : formatYuan(fen)
}

export function boolText(value: boolean): string {
  return value ? '1' : '0'
}

export function cardNumberOf(personNumber: number): string {
  return `SK${String(personNumber).padStart(9, '0')}`
}
