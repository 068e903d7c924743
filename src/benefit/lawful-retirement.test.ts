import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { formatMonth, parseMonth } from '#base/calendar-math.ts'
import { lawfulRetirement, type RetirementAgePolicy, type RetirementCategory } from './lawful-retirement.ts'

const file = path.join(import.meta.dirname, '../../policy/retirement-age.json')
const policy: RetirementAgePolicy = JSON.parse(readFileSync(file, 'utf8'))

/** All vectors of ../shared/domain/4-formulas.md 4.6: birth month, lawful month, months of delay. */
const vectors: Record<RetirementCategory, readonly (readonly [string, string, number])[]> = {
  MALE: [
    ['1964-12', '2024-12', 0],
    ['1965-01', '2025-02', 1],
    ['1965-04', '2025-05', 1],
    ['1965-05', '2025-07', 2],
    ['1970-05', '2031-10', 17],
    ['1976-08', '2039-07', 35],
    ['1976-09', '2039-09', 36],
    ['1976-12', '2039-12', 36],
    ['1981-09', '2044-09', 36],
  ],
  FEMALE_CADRE: [
    ['1969-12', '2024-12', 0],
    ['1970-01', '2025-02', 1],
    ['1971-04', '2026-08', 4],
    ['1981-08', '2039-07', 35],
    ['1981-09', '2039-09', 36],
  ],
  FEMALE_OTHER: [
    ['1974-12', '2024-12', 0],
    ['1975-01', '2025-02', 1],
    ['1975-02', '2025-03', 1],
    ['1975-03', '2025-05', 2],
    ['1984-10', '2039-09', 59],
    ['1984-11', '2039-11', 60],
  ],
  RESIDENT: [
    ['1964-12', '2024-12', 0],
    ['1970-05', '2030-05', 0],
  ],
}

for (const [category, rows] of Object.entries(vectors)) {
  test.for(rows)(`${category} born %s retires in %s`, ([birth, lawful, delay]) => {
    const result = lawfulRetirement(policy, category as RetirementCategory, parseMonth(birth)!)
    expect(formatMonth(result.lawfulMonth)).toBe(lawful)
    expect(result.lawfulMonth - result.originalMonth).toBe(delay)
  })
}

/** Category, birth month, first month of a flexible early retirement. */
const earliest: readonly (readonly [RetirementCategory, string, string])[] = [
  // No delay yet: nobody retires before the original age.
  ['MALE', '1964-12', '2024-12'],
  ['MALE', '1970-05', '2030-05'],
  // A delay of 36 months gives exactly the original age, one of 60 months 24 months more.
  ['MALE', '1981-09', '2041-09'],
  ['FEMALE_CADRE', '1981-09', '2036-09'],
  ['FEMALE_OTHER', '1980-08', '2030-08'],
  ['FEMALE_OTHER', '1980-11', '2030-11'],
  ['FEMALE_OTHER', '1981-01', '2031-02'],
  ['FEMALE_OTHER', '1984-11', '2036-11'],
  ['RESIDENT', '1970-05', '2030-05'],
]

test.for(earliest)('%s born %s may retire early from %s on', ([category, birth, month]) => {
  expect(formatMonth(lawfulRetirement(policy, category, parseMonth(birth)!).earliestMonth)).toBe(month)
})
