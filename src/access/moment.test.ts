import { expect, test } from 'vitest'
import { dayOf } from '#base/calendar-math.ts'
import { readCalendar } from '#platform/policy.ts'
import { beijingDayOf, hoursOf, momentOf, workingCalendar } from './moment.ts'
import { rotationsOf } from './rotation.ts'
import { person, postFacts, postHeld } from './test-people.ts'

const calendar = workingCalendar(await readCalendar())
const hoursAt = (text: string) => hoursOf(momentOf(new Date(text), calendar))

test('the day and the time of day are Beijing’s, whatever the machine’s zone', () => {
  expect(beijingDayOf(new Date('2026-03-03T15:59:59Z'))).toBe(dayOf(2026, 3, 3))
  expect(beijingDayOf(new Date('2026-03-03T16:00:00Z'))).toBe(dayOf(2026, 3, 4))
  expect(momentOf(new Date('2026-03-04T02:00:00Z'), calendar)).toMatchObject({
    secondOfDay: 36_000,
    kind: 'WORKING',
  })
})

test('a holiday on a weekday is off, a made-up working Sunday is worked, by the State Council’s notices', () => {
  expect(hoursAt('2026-10-01T10:00:00+08:00')).toBe('OFF')
  expect(hoursAt('2026-01-04T10:00:00+08:00')).toBe('WORKING')
  expect(hoursAt('2026-01-03T10:00:00+08:00')).toBe('OFF')
})

test('a year that is not announced is not evaluated by day and off at night and at weekends', () => {
  expect(hoursAt('2027-03-03T10:00:00+08:00')).toBe('NOT_EVALUATED')
  expect(hoursAt('2027-03-03T07:59:59+08:00')).toBe('OFF')
  expect(hoursAt('2027-03-07T10:00:00+08:00')).toBe('OFF')
})

test('key posts are due after 36 months and a day, and announced three months before', () => {
  const on = (year: number, month: number, day: number) =>
    person('G1', { posts: [{ ...postHeld({ isKey: true }), startedOn: dayOf(year, month, day) }] })
  const today = dayOf(2026, 6, 15)
  const stateOf = (who: ReturnType<typeof person>) => rotationsOf(who, today).map(({ state }) => state)
  expect(stateOf(on(2023, 6, 14))).toEqual(['OVERDUE'])
  expect(stateOf(on(2023, 6, 15))).toEqual(['DUE_SOON'])
  expect(stateOf(on(2023, 9, 14))).toEqual(['DUE_SOON'])
  expect(stateOf(on(2023, 9, 15))).toEqual([])
  const ordinary = person('G1', { posts: [{ ...postHeld(postFacts()), startedOn: dayOf(2010, 1, 1) }] })
  expect(stateOf(ordinary)).toEqual([])
})
