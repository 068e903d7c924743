/**
 * Calendar arithmetic of the oracle, on JavaScript's own Date so that it shares no line with src/base.
 * Days are days since 1970-01-01, months year × 12 + month − 1, seconds since 1970-01-01T00:00:00, all without zones.
 */
const dayMs = 86_400_000

/** Null where there is no such day. */
export function dayNumber(year: number, month: number, day: number): number | null {
  const time = new Date(0)
  time.setUTCFullYear(year, month - 1, day)
  const isSame =
    time.getUTCFullYear() === year && time.getUTCMonth() === month - 1 && time.getUTCDate() === day
  return isSame ? Math.floor(time.getTime() / dayMs) : null
}

export function day(text: string): number {
  const [year, month, date] = text.split('-').map(Number)
  const found = dayNumber(year!, month!, date!)
  if (found === null) throw new Error(`no such day: ${text}`)
  return found
}

export function month(text: string): number {
  const [year, number] = text.split('-').map(Number)
  return year! * 12 + number! - 1
}

export function second(text: string): number {
  const [date, time] = text.split(' ')
  const [hours, minutes, seconds] = (time ?? '00:00:00').split(':').map(Number)
  return day(date!) * 86_400 + hours! * 3600 + minutes! * 60 + (seconds ?? 0)
}

export function dayText(value: number): string {
  return new Date(value * dayMs).toISOString().slice(0, 10)
}

export function monthText(value: number): string {
  return `${String(Math.floor(value / 12)).padStart(4, '0')}-${String((value % 12) + 1).padStart(2, '0')}`
}

export function secondText(value: number): string {
  return new Date(value * 1000).toISOString().slice(0, 19)
}

export function dayOfSecond(value: number): number {
  return Math.floor(value / 86_400)
}

export function monthOfDay(value: number): number {
  const date = new Date(value * dayMs)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

export function firstDayOf(value: number): number {
  return day(`${monthText(value)}-01`)
}

export function lastDayOf(value: number): number {
  return firstDayOf(value + 1) - 1
}

/** core-rules: "`d` less n months is the same day n months earlier, or that month's last day if it has no such day" */
export function lessMonths(value: number, months: number): number {
  const target = monthOfDay(value) - months
  const dayOfMonth = value - firstDayOf(monthOfDay(value))
  return Math.min(firstDayOf(target) + dayOfMonth, lastDayOf(target))
}

/** 0 is Sunday. */
export function weekday(value: number): number {
  return new Date(value * dayMs).getUTCDay()
}
