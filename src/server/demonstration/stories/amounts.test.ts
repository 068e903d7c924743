import { expect, test } from 'vitest'
import { dayOf, formatDay, monthOfDay, parseMonth } from '#base/calendar-math.ts'
import { readCalendar } from '#platform/policy.ts'
import { workingDaysOf } from '#records/deadlines/working-days.ts'
import { workingDaysBefore } from '../past-days.ts'
import { monthAfter } from './amounts.ts'

test('whatever the day, an adjustment entered three working days ago may be approved today', async () => {
  const calendar = workingDaysOf(await readCalendar())
  for (let today = dayOf(2026, 1, 1); today <= dayOf(2027, 12, 31); today += 1) {
    const entered = workingDaysBefore(calendar, today, 3)
    const effective = parseMonth(monthAfter(formatDay(entered)))!
    // This month or the next, on the day of the entry and today.
    for (const at of [entered, today]) expect([0, 1]).toContain(effective - monthOfDay(at))
  }
})
