import type { Day } from '#base/calendar-math.ts'
import { isWeekday } from '#base/calendar-math.ts'
import type { CalendarDay } from '#platform/policy.ts'

/** Working days of the announced years, made once from `readCalendar` and asked often. */
export interface WorkingDays {
  /** Announced days only. */
  readonly isWorkingByDay: ReadonlyMap<Day, boolean>
}

export interface WorkingDay {
  readonly day: Day
  /** A day of a year without a notice was counted Monday to Friday (platform.md 17). */
  readonly isProvisional: boolean
}

export function workingDaysOf(calendar: readonly CalendarDay[]): WorkingDays {
  return { isWorkingByDay: new Map(calendar.map(({ day, isWorking }) => [day, isWorking])) }
}

/** Ten years of holidays would be a broken calendar: stop rather than run for ever. */
const daysSearchedMax = 3660

/** The n-th working day after `from` (n ≥ 1; the day itself does not count), as deadlines of the law are counted. */
export function addWorkingDays(calendar: WorkingDays, from: Day, count: number): WorkingDay {
  return walk(calendar, from, count, 1)
}

/** The last working day before `day`: the internal target of a deadline whose date is no working day. */
export function workingDayBefore(calendar: WorkingDays, day: Day): WorkingDay {
  return walk(calendar, day, 1, -1)
}

export function isWorkingDay(calendar: WorkingDays, day: Day): boolean {
  return calendar.isWorkingByDay.get(day) ?? isWeekday(day)
}

function walk(calendar: WorkingDays, from: Day, count: number, direction: 1 | -1): WorkingDay {
  let left = count
  let isProvisional = false
  for (let steps = 1; steps <= daysSearchedMax; steps += 1) {
    const day = from + direction * steps
    isProvisional ||= !calendar.isWorkingByDay.has(day)
    if (isWorkingDay(calendar, day)) left -= 1
    if (left === 0) return { day, isProvisional }
  }
  throw new Error(`no ${count} working days within ${daysSearchedMax} days of day ${from}`)
}

/**
 * A deadline that is a date stays that date; when it is no working day, the reminder is the working day before
 * (platform.md 17).
 */
export function remindOn(calendar: WorkingDays, due: Day): Day {
  return isWorkingDay(calendar, due) ? due : workingDayBefore(calendar, due).day
}

/** 24 h behind UTC's day boundary by eight hours: the civil day in Asia/Shanghai, which has no summer time. */
export function shanghaiDay(at: Date): Day {
  return Math.floor((at.getTime() + 8 * 3_600_000) / 86_400_000)
}
