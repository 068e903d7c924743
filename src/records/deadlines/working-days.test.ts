import { describe, expect, test } from 'vitest'
import { dayOf, formatDay, parseDay } from '#base/calendar-math.ts'
import { readCalendar } from '#platform/policy.ts'
import { addWorkingDays, isWorkingDay, remindOn, shanghaiDay, workingDaysOf } from './working-days.ts'

const calendar = workingDaysOf(await readCalendar())
const count = (from: string, days: number): string => {
  const { day, isProvisional } = addWorkingDays(calendar, parseDay(from)!, days)
  return `${formatDay(day)}${isProvisional ? ' provisional' : ''}`
}

describe('working days', () => {
  test('begin on the day after', () => expect(count('2026-03-02', 1)).toBe('2026-03-03'))
  test('leave out weekends', () => expect(count('2026-03-06', 5)).toBe('2026-03-13'))
  test('leave out the Spring Festival and count the worked weekends around it', () => {
    // 2026: 15 to 23 February are off, Saturday 14 and Saturday 28 February are worked.
    expect(count('2026-02-13', 1)).toBe('2026-02-14')
    expect(count('2026-02-13', 2)).toBe('2026-02-24')
    expect(count('2026-02-27', 1)).toBe('2026-02-28')
  })
  test('count a year without a notice Monday to Friday and say so', () => {
    const last = Math.max(...calendar.isWorkingByDay.keys())
    const { year } = { year: Number(formatDay(last).slice(0, 4)) + 1 }
    const { day, isProvisional } = addWorkingDays(calendar, dayOf(year, 3, 3), 3)
    expect(isProvisional).toBe(true)
    expect(isWorkingDay(calendar, day)).toBe(true)
  })
  test('that only begin in a known year are provisional too', () => {
    const last = Math.max(...calendar.isWorkingByDay.keys())
    expect(addWorkingDays(calendar, last - 1, 10).isProvisional).toBe(true)
    expect(addWorkingDays(calendar, last - 30, 1).isProvisional).toBe(false)
  })
})

describe('a deadline that is a date', () => {
  test('is reminded of on itself when it is a working day', () => {
    expect(formatDay(remindOn(calendar, dayOf(2026, 3, 4)))).toBe('2026-03-04')
  })
  test('is reminded of on the working day before when it is none', () => {
    expect(formatDay(remindOn(calendar, dayOf(2026, 2, 20)))).toBe('2026-02-14')
  })
})

test('the civil day is that of Shanghai, not of Greenwich', () => {
  expect(formatDay(shanghaiDay(new Date('2026-03-04T15:59:59Z')))).toBe('2026-03-04')
  expect(formatDay(shanghaiDay(new Date('2026-03-04T16:00:00Z')))).toBe('2026-03-05')
})
