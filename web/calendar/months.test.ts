import { expect, test } from 'vitest'
import { firstAndLast, monthFrom, monthOf, weekdayOf } from './months.ts'

test('months go on over the year, both ways', () => {
  expect(monthFrom('2026-12', 1)).toBe('2027-01')
  expect(monthFrom('2026-01', -1)).toBe('2025-12')
  expect(monthFrom('2026-03', -12)).toBe('2025-03')
})

test('a month has its last day, in leap years too', () => {
  expect(firstAndLast('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
  expect(firstAndLast('2026-11')).toEqual({ from: '2026-11-01', to: '2026-11-30' })
})

test('a week begins on Monday', () => {
  expect(weekdayOf('2026-11-23')).toBe(0)
  expect(weekdayOf('2026-11-22')).toBe(6)
})

test('what an address says that is no month is none', () => {
  expect(monthOf('2026-13')).toBeNull()
  expect(monthOf('2026-1')).toBeNull()
  expect(monthOf(undefined)).toBeNull()
  expect(monthOf('2026-09')).toBe('2026-09')
})
