import { type Day, type Month, monthOfDay } from '#base/calendar-math.ts'
import { isWorkingDay, type WorkingDays } from '#records/deadlines/working-days.ts'

/**
 * Working days back from today: what the story began with, when the delivery was screened, and what it tells of. The
 * office is older than the screening: its last half-year report was filed in time, and a ledger has reviews overdue.
 */
export const openedDaysAgo = 150
export const screenedDaysAgo = 30

/** The n-th working day before `today`, which itself does not count: a demonstration is opened on Sundays, too. */
export function workingDaysBefore(calendar: WorkingDays, today: Day, count: number): Day {
  let day = today
  for (let left = count; left > 0; ) {
    day -= 1
    if (isWorkingDay(calendar, day)) left -= 1
  }
  return day
}

/** The last month that was over when the delivery was screened: nobody delivers what has not happened yet. */
export function lastMonthDelivered(calendar: WorkingDays, today: Day): Month {
  return monthOfDay(workingDaysBefore(calendar, today, screenedDaysAgo)) - 1
}

const secondsOfDay = 86_400
const beijingOffsetSeconds = 8 * 3_600

/** `09:10` of that day in Beijing. */
export function momentOfDay(day: Day, time: string): Date {
  const [hours, minutes] = time.split(':').map(Number) as [number, number]
  return new Date((day * secondsOfDay + hours * 3_600 + minutes * 60 - beijingOffsetSeconds) * 1_000)
}
