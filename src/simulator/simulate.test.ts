import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, test } from 'vitest'
import { dayOf, monthOf, parseDay } from '#base/calendar-math.ts'
import { hasRightCheckCharacter } from '#base/identity-number.ts'
import { getTable } from '#standard/tables.ts'
import { levels } from './life.ts'
import { labelColumns, type Simulation, scenarios, simulate } from './simulate.ts'
import { foundText, oracle, rowsOf } from './test-oracle.ts'
import { isWorkingDay } from './working-time.ts'

const small = { persons: 6000, months: 36, seed: 20251231 }

function digestOf(simulation: Simulation): string {
  const hash = createHash('sha256')
  for (const table of simulation.tables) for (const row of table.rows()) hash.update(row.join('\u0001'))
  hash.update(JSON.stringify(simulation.labels()))
  return hash.digest('hex')
}

function labelTexts(simulation: Simulation): string[] {
  return simulation
    .labels()
    .filter((label) => label.is_fraud === 'true')
    .map((label) => `${label.rule_code}|${label.subject_id}|${label.level}|${label.amount}`)
    .sort()
}

describe('the county', () => {
  test.each([1, 2, 3])('has exactly the findings that its labels say (seed %i)', (seed) => {
    const simulation = simulate({ ...small, seed })
    expect(oracle(rowsOf(simulation), isWorkingDay).map(foundText)).toEqual(labelTexts(simulation))
  })

  test.each([
    { persons: 3000, months: 12, lastMonth: monthOf(2024, 7) },
    { persons: 3000, months: 27, lastMonth: monthOf(2023, 2) },
    { persons: 3000, months: 60, lastMonth: monthOf(2025, 6) },
  ])('has them in other months too: %o', (options) => {
    const simulation = simulate({ ...options, seed: 5 })
    expect(labelTexts(simulation).length).toBeGreaterThan(50)
    expect(oracle(rowsOf(simulation), isWorkingDay).map(foundText)).toEqual(labelTexts(simulation))
  })

  test.each([
    { persons: 20_000, months: 36, seed: 4 },
    { persons: 50, months: 2, seed: 1 },
  ])('has no finding when it is clean: %o', (options) => {
    const simulation = simulate({ ...options, isClean: true })
    expect(simulation.labels()).toEqual([])
    expect(oracle(rowsOf(simulation), isWorkingDay).map(foundText)).toEqual([])
  })
})
