import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coverageOf, requiredOf, wantedBy } from './coverage.ts'

const agencies = (count: number) => Array.from({ length: count }, (_, index) => `A${index}`)

describe('the fifth that is inspected on site', () => {
  test.for([
    [0, 0],
    [1, 1],
    [5, 1],
    [6, 2],
    [10, 2],
    [11, 3],
    [16, 4],
  ])('of %i agencies is %i', ([population, required]) => {
    expect(requiredOf(population!)).toBe(required)
  })

  test('is the smallest number of agencies that is a fifth', () => {
    fc.assert(
      fc.property(fc.nat(3000), (population) => {
        const required = requiredOf(population)
        expect(required * 5).toBeGreaterThanOrEqual(population)
        expect((required - 1) * 5).toBeLessThan(population)
      }),
    )
  })

  test('is paced evenly, never backwards, and whole at the year’s end', () => {
    fc.assert(
      fc.property(fc.nat(600), (required) => {
        const wanted = [1, 2, 3, 4].map((quarter) => wantedBy(quarter, required))
        expect(wanted).toEqual(wanted.toSorted((a, b) => a - b))
        expect(wanted[3]).toBe(required)
      }),
    )
  })
})

describe('coverage', () => {
  const day = fc
    .record({ month: fc.integer({ min: 1, max: 12 }), date: fc.integer({ min: 1, max: 28 }) })
    .map(({ month, date }) => `2026-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`)
  const visit = fc.record({ agency_id: fc.constantFrom(...agencies(30)), finished_on: fc.option(day) })

  test('counts agencies and not visits, and what is left is what was not inspected', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(visit, { maxLength: 60 }), (count, onSite) => {
        const population = agencies(count)
        const found = coverageOf({ year: 2026, population, onSite, today: '2027-01-01' })
        const finished = new Set(
          onSite
            .filter(({ agency_id, finished_on }) => finished_on !== null && population.includes(agency_id))
            .map(({ agency_id }) => agency_id),
        )
        expect(found.done).toBe(finished.size)
        expect(found.left).toEqual(population.filter((each) => !finished.has(each)))
        expect(found.missing).toBe(Math.max(0, found.required - finished.size))
        expect(found.quarters[3]!.done).toBe(finished.size)
        expect(found.isBehind).toBe(found.missing > 0)
      }),
    )
  })

  test('an inspection of another year, of another unit or not finished is none', () => {
    const onSite = [
      { agency_id: 'A0', finished_on: '2025-12-31' },
      { agency_id: 'A1', finished_on: '2027-01-01' },
      { agency_id: 'X', finished_on: '2026-05-01' },
      { agency_id: 'A2', finished_on: null },
    ]
    const found = coverageOf({ year: 2026, population: agencies(5), onSite, today: '2026-06-30' })
    expect(found).toMatchObject({ done: 0, underWay: 1, required: 1, missing: 1 })
  })

  const twenty = { year: 2026, population: agencies(20) }
  test('is behind only when a quarter is over', () => {
    const onSite = [{ agency_id: 'A0', finished_on: '2026-03-31' }]
    const isBehind = (today: string) => coverageOf({ ...twenty, onSite, today }).isBehind
    expect(isBehind('2026-04-01')).toBe(false)
    expect(isBehind('2026-06-30')).toBe(false)
    expect(isBehind('2026-07-01')).toBe(true)
    expect(isBehind('2025-12-31')).toBe(false)
  })
  test('what was finished in a later quarter does not mend an earlier one', () => {
    const onSite = [{ agency_id: 'A0', finished_on: '2026-04-01' }]
    const { quarters } = coverageOf({ ...twenty, onSite, today: '2026-05-01' })
    expect(quarters.map(({ done }) => done)).toEqual([0, 1, 1, 1])
  })
})
