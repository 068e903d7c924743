import { expect, test } from 'vitest'
import { dayOf, formatDay, formatMonth } from '#base/calendar-math.ts'
import { readCalendar } from '#platform/policy.ts'
import { workingDaysOf } from '#records/deadlines/working-days.ts'
import { lastMonthDelivered, momentOfDay, workingDaysBefore } from './past-days.ts'

const calendar = workingDaysOf(await readCalendar())

test.for([
  ['2026-11-21', 1, '2026-11-20'],
  ['2026-11-23', 1, '2026-11-20'],
  ['2026-11-24', 1, '2026-11-23'],
  // The holidays of October, and the Saturday worked for them.
  ['2026-10-12', 4, '2026-09-30'],
] as const)('of %s, %i working days before are %s', ([today, count, expected]) => {
  const [year, month, day] = today.split('-').map(Number) as [number, number, number]
  expect(formatDay(workingDaysBefore(calendar, dayOf(year, month, day), count))).toBe(expected)
})

test('whatever the day of the year, the delivery is over before it is screened and fresh enough to check orders', () => {
  for (let today = dayOf(2026, 1, 1); today < dayOf(2027, 1, 1); today += 1) {
    const month = lastMonthDelivered(calendar, today)
    const lastDay = dayOf(Math.floor((month + 1) / 12), ((month + 1) % 12) + 1, 1) - 1
    // 92 days is what a check allows (rule-status.ts); ten days are left to try it out.
    expect(today - lastDay, formatMonth(month)).toBeLessThan(92 - 10)
    expect(lastDay).toBeLessThan(workingDaysBefore(calendar, today, 30))
  }
})

test('an hour of a day is that of Beijing', () => {
  expect(momentOfDay(dayOf(2026, 10, 12), '09:10').toISOString()).toBe('2026-10-12T01:10:00.000Z')
})
