import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  civilOfDay,
  dayLessMonths,
  dayOf,
  formatDay,
  formatMonth,
  formatSecond,
  lastDayOfMonth,
  monthOf,
  monthOfDay,
  parseDay,
  parseMonth,
  parseSecond,
} from './calendar-math.ts'

const seed = 20_240_229

test(`days agree with the platform's own calendar (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.integer({ min: -40_000, max: 60_000 }), (day) => {
      const date = new Date(day * 86_400_000)
      expect(formatDay(day)).toBe(date.toISOString().slice(0, 10))
      expect(civilOfDay(day)).toEqual({
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
      })
      expect(parseDay(formatDay(day))).toBe(day)
      expect(monthOfDay(day)).toBe(monthOf(date.getUTCFullYear(), date.getUTCMonth() + 1))
    }),
    { seed, numRuns: 2_000 },
  )
})

test(`seconds print and parse back (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (second) => {
      expect(formatSecond(second)).toBe(new Date(second * 1000).toISOString().slice(0, 19))
      expect(parseSecond(formatSecond(second))).toBe(second)
      expect(parseSecond(formatSecond(second, ' '))).toBe(second)
    }),
    { seed, numRuns: 500 },
  )
})

test.for([
  ['2024-03-31', 1, '2024-02-29'],
  ['2023-03-31', 1, '2023-02-28'],
  ['2024-02-29', 24, '2022-02-28'],
  ['2024-12-31', 24, '2022-12-31'],
  ['2024-01-15', 1, '2023-12-15'],
  ['2024-05-31', 0, '2024-05-31'],
  ['2024-05-31', 6, '2023-11-30'],
] as const)('%s less %i months is %s', ([from, months, expected]) => {
  expect(formatDay(dayLessMonths(parseDay(from)!, months))).toBe(expected)
})

test('the last day of a month knows leap years', () => {
  expect(formatDay(lastDayOfMonth(monthOf(2024, 2)))).toBe('2024-02-29')
  expect(formatDay(lastDayOfMonth(monthOf(2100, 2)))).toBe('2100-02-28')
  expect(formatDay(lastDayOfMonth(monthOf(2000, 2)))).toBe('2000-02-29')
  expect(formatDay(lastDayOfMonth(monthOf(2023, 12)))).toBe('2023-12-31')
})

test('months are year × 12 + month − 1', () => {
  expect(monthOf(2024, 3)).toBe(24_290)
  expect(formatMonth(24_290)).toBe('2024-03')
  expect(parseMonth('2024-03')).toBe(24_290)
})

test.for(['2024-13', '2024-00', '2024-3', '202403', ''])('%s is no month', (text) => {
  expect(parseMonth(text)).toBeNull()
})

test.for(['2024-02-30', '2023-02-29', '2024-2-03', '20240203', '2024-00-10'])('%s is no day', (text) => {
  expect(parseDay(text)).toBeNull()
})

test.for(['2024-02-03 24:00:00', '2024-02-03 10:60:00', '2024-02-03 10:00', '2024-02-03'])(
  '%s is no second',
  (text) => {
    expect(parseSecond(text)).toBeNull()
  },
)

test('1970-01-01 is day 0', () => {
  expect(dayOf(1970, 1, 1)).toBe(0)
  expect(dayOf(1969, 12, 31)).toBe(-1)
})
