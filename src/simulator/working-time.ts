import { civilOfDay, type Day, dayOf, daysInMonth, type Month, type Second } from '#base/calendar-math.ts'

/**
 * When the county's agency works: the State Council's notices of 2018 to 2026 (weekdays off, weekend days worked, as
 * MMDD). The law's own copy is in policy/, which pure code does not read; a test compares the two.
 */
const notices: Readonly<Record<number, readonly [off: string, worked: string]>> = {
  2018: [
    '0101 0215 0216 0219 0220 0221 0405 0406 0430 0501 0618 0924 1001 1002 1003 1004 1005 1231',
    '0211 0224 0408 0428 0929 0930 1229',
  ],
  2019: [
    '0101 0204 0205 0206 0207 0208 0405 0501 0502 0503 0607 0913 1001 1002 1003 1004 1007',
    '0202 0203 0428 0505 0929 1012',
  ],
  2020: [
    '0101 0124 0127 0128 0129 0130 0131 0406 0501 0504 0505 0625 0626 1001 1002 1005 1006 1007 1008',
    '0119 0426 0509 0628 0927 1010',
  ],
  2021: [
    '0101 0211 0212 0215 0216 0217 0405 0503 0504 0505 0614 0920 0921 1001 1004 1005 1006 1007',
    '0207 0220 0425 0508 0918 0926 1009',
  ],
  2022: [
    '0103 0131 0201 0202 0203 0204 0404 0405 0502 0503 0504 0603 0912 1003 1004 1005 1006 1007',
    '0129 0130 0402 0424 0507 1008 1009',
  ],
  2023: [
    '0102 0123 0124 0125 0126 0127 0405 0501 0502 0503 0622 0623 0929 1002 1003 1004 1005 1006',
    '0128 0129 0423 0506 0625 1007 1008',
  ],
  2024: [
    '0101 0212 0213 0214 0215 0216 0404 0405 0501 0502 0503 0610 0916 0917 1001 1002 1003 1004 1007',
    '0204 0218 0407 0428 0511 0914 0929 1012',
  ],
  2025: [
    '0101 0128 0129 0130 0131 0203 0204 0404 0501 0502 0505 0602 1001 1002 1003 1006 1007 1008',
    '0126 0208 0427 0928 1011',
  ],
  2026: [
    '0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 1001 1002 1005 1006 1007',
    '0104 0214 0228 0509 0920 1010',
  ],
}

function daysOf(index: 0 | 1): ReadonlySet<Day> {
  const days = new Set<Day>()
  for (const [year, notice] of Object.entries(notices)) {
    for (const text of notice[index].split(' ')) {
      days.add(dayOf(Number(year), Number(text.slice(0, 2)), Number(text.slice(2))))
    }
  }
  return days
}

const offDays = daysOf(0)
const workedWeekends = daysOf(1)
const announcedFrom = dayOf(2018, 1, 1)
const announcedTo = dayOf(2026, 12, 31)

/** MMDD windows in which holidays may fall in a year without a notice. */
const unsureWindows = [
  [101, 105],
  [118, 228],
  [402, 407],
  [428, 506],
  [530, 628],
  [910, 1010],
  [1228, 1231],
] as const

/** Monday is 0. */
export function weekdayOf(day: Day): number {
  return (((day + 3) % 7) + 7) % 7
}

export function isAnnounced(day: Day): boolean {
  return day >= announcedFrom && day <= announcedTo
}

/** A day on which the agency certainly works; in a year without a notice Tuesdays to Thursdays far from holidays. */
export function isWorkingDay(day: Day): boolean {
  if (isAnnounced(day)) return weekdayOf(day) < 5 ? !offDays.has(day) : workedWeekends.has(day)
  const weekday = weekdayOf(day)
  if (weekday < 1 || weekday > 3) return false
  const civil = civilOfDay(day)
  const monthAndDay = civil.month * 100 + civil.day
  return !unsureWindows.some(([from, to]) => monthAndDay >= from && monthAndDay <= to)
}

/** The weekend days that the notices made working days, within these bounds. */
export function workedWeekendsBetween(from: Day, to: Day): Day[] {
  return [...workedWeekends].filter((day) => day >= from && day <= to)
}

export function nextWorkingDay(day: Day): Day {
  let next = day
  while (!isWorkingDay(next)) next += 1
  return next
}

export function lastWorkingDay(day: Day): Day {
  let last = day
  while (!isWorkingDay(last)) last -= 1
  return last
}

export function firstDayOfMonth(month: Month): Day {
  return dayOf(Math.floor(month / 12), (month % 12) + 1, 1)
}

/** That day of the month, or the month's last one. */
export function dayInMonth(month: Month, day: number): Day {
  const year = Math.floor(month / 12)
  return dayOf(year, (month % 12) + 1, Math.min(day, daysInMonth(year, (month % 12) + 1)))
}

export function atTime(day: Day, secondOfDay: number): Second {
  return day * 86400 + secondOfDay
}
