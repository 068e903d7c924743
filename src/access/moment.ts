import { civilOfDay, type Day, isWeekday } from '#base/calendar-math.ts'

/** The instant of an act as the law sees it: a day and a time of day in Beijing, and whether people work that day. */
export interface Moment {
  readonly at: Date
  readonly day: Day
  readonly secondOfDay: number
  /** `UNANNOUNCED`: the State Council has not announced that year's holidays (platform.md 17). */
  readonly kind: 'WORKING' | 'OFF' | 'UNANNOUNCED'
}

/** Whether a day is worked, by the announced calendars; undefined for a year without a notice. */
export type WorkingCalendar = (day: Day) => boolean | undefined

/** The rows that `readCalendar` of platform/policy.ts gives, as a question. */
export function workingCalendar(
  rows: readonly { readonly day: Day; readonly isWorking: boolean }[],
): WorkingCalendar {
  const known = new Map(rows.map(({ day, isWorking }) => [day, isWorking]))
  return (day) => known.get(day)
}

const secondsOfDay = 86_400
/** Asia/Shanghai has had no summer time since 1991, and no agency's act is older. */
const beijingOffsetSeconds = 8 * 3600

export function beijingDayOf(at: Date): Day {
  return Math.floor((Math.floor(at.getTime() / 1000) + beijingOffsetSeconds) / secondsOfDay)
}

export function momentOf(at: Date, calendar: WorkingCalendar): Moment {
  const day = beijingDayOf(at)
  const secondOfDay = Math.floor(at.getTime() / 1000) + beijingOffsetSeconds - day * secondsOfDay
  const isWorking = calendar(day)
  return {
    at,
    day,
    secondOfDay,
    kind: isWorking === undefined ? 'UNANNOUNCED' : isWorking ? 'WORKING' : 'OFF',
  }
}

/** Standard, SYS-03: 08:00 ≤ t < 18:30 of a working day. */
export const workingHours = { from: 8 * 3600, to: 18 * 3600 + 30 * 60 } as const

/**
 * `NOT_EVALUATED`: within the hours of a Monday to Friday of an unannounced year; it may yet be declared a holiday.
 * At night, and on a Saturday or Sunday of such a year, the answer is `OFF`: a permit settles it (platform.md 17).
 */
export function hoursOf(moment: Moment): 'WORKING' | 'OFF' | 'NOT_EVALUATED' {
  const isByDay = moment.secondOfDay >= workingHours.from && moment.secondOfDay < workingHours.to
  if (!isByDay || moment.kind === 'OFF') return 'OFF'
  if (moment.kind === 'WORKING') return 'WORKING'
  return isWeekday(moment.day) ? 'NOT_EVALUATED' : 'OFF'
}

/** `2026`, for sentences about a year without a calendar. */
export function yearOf(moment: Moment): number {
  return civilOfDay(moment.day).year
}
