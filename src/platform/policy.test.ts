import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { dayOf, formatDay } from '#base/calendar-math.ts'
import { readCalendar, readLaw, readRetirementAge } from './policy.ts'

const calendar = await readCalendar()
const byDay = new Map(calendar.map((each) => [each.day, each]))

function isWorking(year: number, month: number, day: number): boolean | undefined {
  return byDay.get(dayOf(year, month, day))?.isWorking
}

describe('the working-day calendar', () => {
  test('has a row for every day of every announced year and none for 2027', () => {
    expect(formatDay(calendar[0]!.day)).toBe('2018-01-01')
    expect(formatDay(calendar.at(-1)!.day)).toBe('2026-12-31')
    expect(calendar.length).toBe(dayOf(2027, 1, 1) - dayOf(2018, 1, 1))
    expect(calendar.every((each, index) => each.day === calendar[0]!.day + index)).toBe(true)
  })

  test('follows the notice where it differs from Monday to Friday', () => {
    expect(isWorking(2024, 2, 4)).toBe(true) // a Sunday, made up for the Spring Festival
    expect(isWorking(2024, 2, 12)).toBe(false) // a Monday within the Spring Festival
    expect(isWorking(2018, 12, 29)).toBe(true) // a Saturday, moved by the notice for 2019
    expect(isWorking(2018, 12, 31)).toBe(false)
    expect(isWorking(2022, 12, 31)).toBe(false)
  })

  test('otherwise works Monday to Friday', () => {
    expect(isWorking(2024, 3, 15)).toBe(true)
    expect(isWorking(2024, 3, 16)).toBe(false)
    expect(isWorking(2024, 3, 17)).toBe(false)
  })

  test('has as many working days as the State Council left in 2024 and 2025', () => {
    // 2024: 366 days, 104 Saturdays and Sundays, 36 listed of which 8 are make-up days on weekends, 20 fall on weekdays.
    const worked = (year: number): number =>
      calendar.filter(
        (each) => each.isWorking && each.day >= dayOf(year, 1, 1) && each.day <= dayOf(year, 12, 31),
      ).length
    expect([worked(2024), worked(2025)]).toEqual([251, 248])
  })

  test('counts working days on across years, and gives a day off the number of the last working day', () => {
    let number = 0
    for (const each of calendar) {
      if (each.isWorking) number += 1
      expect(each.workingNumber).toBe(number)
    }
    expect(calendar[0]).toMatchObject({ isWorking: false, workingNumber: 0 })
  })
})

describe('the retirement ages', () => {
  test('name their source, each category once, and start in 2025', async () => {
    const policy = await readRetirementAge()
    expect(policy.reference).toMatch(/渐进式延迟法定退休年龄/)
    expect(policy.valid_from).toBe('2025-01')
    expect(policy.categories.map((each) => [each.category, each.original_age])).toEqual([
      ['MALE', 60],
      ['FEMALE_CADRE', 55],
      ['FEMALE_OTHER', 50],
      ['RESIDENT', 60],
    ])
  })

  test('of a file that lacks a value are an error, not a guess', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'policy-'))
    try {
      const file = path.join(folder, 'retirement-age.json')
      const policy = await readRetirementAge()
      writeFileSync(file, JSON.stringify({ ...policy, valid_from: '2025-13' }))
      await expect(readRetirementAge(file)).rejects.toThrow('a month YYYY-MM')
      writeFileSync(file, JSON.stringify({ ...policy, categories: policy.categories.slice(1) }))
      await expect(readRetirementAge(file)).rejects.toThrow()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('come with the calendar as the law of a run', async () => {
    const law = await readLaw()
    expect(law.calendar).toEqual(calendar)
    expect(law.retirementAge).toEqual(await readRetirementAge())
  })
})
