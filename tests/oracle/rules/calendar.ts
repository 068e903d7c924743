/** Working days as the oracle reads them from the notices in policy/calendar, on its own. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { day as dayOf, dayText, weekday } from '../dates.ts'
import type { DayKind } from './rule.ts'

const folder = path.resolve(import.meta.dirname, '../../../policy/calendar')

interface Notice {
  readonly year: number
  readonly papers: readonly string[]
  readonly days: readonly { readonly date: string; readonly isOffDay: boolean }[]
}

/**
 * core-rules: "Working days follow the State Council's yearly notices (make-up working days included); a year that is not
 * announced is unknown". A year without papers is not announced; a notice may name days of the year before.
 */
export function readOracleCalendar(): (day: number) => DayKind {
  const notices = readdirSync(folder)
    .filter((each) => each.endsWith('.json'))
    .map((each) => JSON.parse(readFileSync(path.join(folder, each), 'utf8')) as Notice)
  const announced = new Set(notices.filter((each) => each.papers.length > 0).map((each) => each.year))
  const special = new Map(
    notices.flatMap((each) => each.days.map((special) => [dayOf(special.date), special.isOffDay] as const)),
  )
  return (day) => {
    if (!announced.has(Number(dayText(day).slice(0, 4)))) return 'unknown'
    const isWeekEnd = [0, 6].includes(weekday(day))
    return (special.get(day) ?? isWeekEnd) ? 'off' : 'working'
  }
}
