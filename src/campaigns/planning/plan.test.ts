import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planInput } from '../test-campaigns.ts'
import { faultOfPlan, Plan } from './plan.ts'
import { cityStratum, drawSpot, frozenStrata, spotStrata } from './spot-draw.ts'

const plan = (changes: object = {}): Plan => Plan.parse(planInput(changes))
const said = (changes: object = {}): string | null => faultOfPlan(plan(changes))?.text.en ?? null

describe('a plan', () => {
  test('has its five phases in their order, none before the one before it', () => {
    expect(said()).toBeNull()
    const { phases } = plan()
    expect(said({ phases: phases.toReversed() })).toContain('in their order')
    const early = phases.map((phase) =>
      phase.code === 'SUMMARY' ? { ...phase, due_on: '2020-01-01' } : phase,
    )
    expect(said({ phases: early })).toContain('the dates of summary are wrong')
  })

  test('has a period, categories once each, and a head', () => {
    expect(said({ period_from: '2026-07' })).toContain('ends before it starts')
    expect(said({ categories: [1, 1] })).toContain('stands twice')
    const member = { role: 'MEMBER', member: '示例', unit: '市局' }
    expect(said({ leading_group: [member] })).toContain('no head')
  })

  test.for([
    ['a spot check of less than half of the cities', { spot_percent: 49 }],
    ['one county a city', { spot_counties: 1 }],
    ['a rate below 95 %', { rate_percent: 94 }],
    ['an eleventh category', { categories: [11] }],
    ['a field of its own', { neighbourhood: 'X' }],
  ] as const)('with %s is refused', ([, changes]) => {
    expect(Plan.safeParse(planInput(changes)).success).toBe(false)
  })
})

const places = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 12 }).map((counties) =>
  counties.map((count, index) => {
    const city = `99${String(index + 1).padStart(2, '0')}00`
    return {
      city,
      counties: Array.from(
        { length: count },
        (_, at) => `${city.slice(0, 4)}${String(at + 1).padStart(2, '0')}`,
      ),
    }
  }),
)

describe('the spot check', () => {
  test('takes enough cities, each itself with exactly the counties asked for, and replays', () => {
    fc.assert(
      fc.property(
        places,
        fc.integer({ min: 50, max: 100 }),
        fc.integer({ min: 2, max: 6 }),
        fc.string({ minLength: 1 }),
        (given, spot_percent, spot_counties, checkpoint) => {
          const frozen = frozenStrata('draw-1', spotStrata(given, { spot_percent, spot_counties }))
          const { seed, regions } = drawSpot(frozen, checkpoint)
          expect(drawSpot(structuredClone(frozen), checkpoint)).toEqual({ seed, regions })
          const cities = given.filter(({ city }) => regions.includes(city))
          expect(cities).toHaveLength(Math.max(1, Math.ceil((given.length * spot_percent) / 100)))
          const expected = cities.reduce(
            (sum, { counties }) => sum + 1 + Math.min(spot_counties, counties.length),
            0,
          )
          expect(regions).toHaveLength(expected)
          for (const { city, counties } of cities) {
            const drawn = regions.filter((region) => region !== city && counties.includes(region))
            expect(drawn).toHaveLength(Math.min(spot_counties, counties.length))
          }
        },
      ),
    )
  })

  test('is another one under another checkpoint, or of another population', () => {
    const given = Array.from({ length: 20 }, (_, index) => ({
      city: `city-${index}`,
      counties: ['a', 'b', 'c'],
    }))
    const frozen = frozenStrata('draw-1', spotStrata(given, { spot_percent: 50, spot_counties: 2 }))
    expect(drawSpot(frozen, 'one').regions).not.toEqual(drawSpot(frozen, 'two').regions)
    const larger = frozenStrata(
      'draw-1',
      spotStrata([...given, { city: 'city-20', counties: [] }], { spot_percent: 50, spot_counties: 2 }),
    )
    expect(larger.population_hash).not.toBe(frozen.population_hash)
    expect(larger.strata.map(({ code }) => code)).toContain(cityStratum)
  })
})
