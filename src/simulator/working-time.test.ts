import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { dayOf, parseDay } from '#base/calendar-math.ts'
import {
  isAnnounced,
  isWorkingDay,
  nextWorkingDay,
  weekdayOf,
  workedWeekendsBetween,
} from './working-time.ts'

const reference = fileURLToPath(new URL('../../../shared/reference-data/calendar/', import.meta.url))

describe('the working days of the simulator', () => {
  // The published calendars lie beside the checkout and are not part of it.
  it.skipIf(!existsSync(reference))('are those of the State Council notices (needs ../shared)', () => {
    const notices = new Map<number, boolean>()
    for (const name of readdirSync(reference).filter((each) => /^20\d\d\.json$/.test(each))) {
      const { days } = JSON.parse(readFileSync(`${reference}${name}`, 'utf8')) as {
        days: { date: string; isOffDay: boolean }[]
      }
      for (const { date, isOffDay } of days) notices.set(parseDay(date)!, !isOffDay)
    }
    for (let day = dayOf(2018, 1, 1); day <= dayOf(2026, 12, 31); day += 1) {
      expect([day, isWorkingDay(day)]).toEqual([day, notices.get(day) ?? weekdayOf(day) < 5])
    }
  })

  it('count Mondays from 0 and know which years are announced', () => {
    expect(weekdayOf(dayOf(2025, 12, 29))).toBe(0)
    expect(weekdayOf(dayOf(1969, 12, 28))).toBe(6)
    expect(
      [dayOf(2017, 12, 31), dayOf(2018, 1, 1), dayOf(2026, 12, 31), dayOf(2027, 1, 1)].map(isAnnounced),
    ).toEqual([false, true, true, false])
  })

  it('are only Tuesdays to Thursdays away from holidays in a year without a notice', () => {
    for (let day = dayOf(2031, 1, 1); day <= dayOf(2031, 12, 31); day += 1) {
      if (isWorkingDay(day)) expect([1, 2, 3]).toContain(weekdayOf(day))
    }
    expect(isWorkingDay(dayOf(2031, 10, 1))).toBe(false)
    expect(nextWorkingDay(dayOf(2031, 10, 1))).toBe(dayOf(2031, 10, 14))
  })

  it('include the weekends that were made working days', () => {
    expect(workedWeekendsBetween(dayOf(2025, 1, 1), dayOf(2025, 12, 31))).toHaveLength(5)
    expect(isWorkingDay(dayOf(2025, 9, 28))).toBe(true)
    expect(nextWorkingDay(dayOf(2025, 10, 1))).toBe(dayOf(2025, 10, 9))
  })
})
