import fc from 'fast-check'
import { expect, test } from 'vitest'
import { project } from './project.ts'

test('of a large population it is the published interval of Wilson', () => {
  // Newcombe 1998, Statistics in Medicine 17, table I, method 3.
  for (const [wrong, sampled, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const) {
    const projected = project({ population: 100_000_000, sampled, wrong, amountFen: 0n })!
    expect(projected.low).toBeCloseTo(low, 4)
    expect(projected.high).toBeCloseTo(high, 4)
  }
})

test('who looked at everything knows everything', () => {
  const projected = project({ population: 40, sampled: 40, wrong: 3, amountFen: 12_345n })!
  expect(projected).toEqual({
    ...{ share: 0.075, low: 0.075, high: 0.075 },
    items: { likely: 3, low: 3, high: 3 },
    amountFen: 12_345n,
  })
})

test('nothing looked at says nothing; nothing wrong costs nothing but may still be there', () => {
  expect(project({ population: 9, sampled: 0, wrong: 0, amountFen: 0n })).toBeNull()
  const projected = project({ population: 100, sampled: 10, wrong: 0, amountFen: 0n })!
  expect([projected.low, projected.amountFen, projected.items.low]).toEqual([0, null, 0])
  expect(projected.items.high).toBeGreaterThan(20)
})

test('money of the sample is scaled exactly', () => {
  const { amountFen } = project({
    population: 1_000,
    sampled: 100,
    wrong: 2,
    amountFen: 9_007_199_254_740_993n,
  })!
  expect(amountFen).toBe(90_071_992_547_409_930n)
})

test('bounds hold the share, keep within what is possible, and narrow as more is looked at', () => {
  const given = fc.record({
    sampled: fc.integer({ min: 1, max: 500 }),
    more: fc.integer({ min: 0, max: 5_000 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(given, ({ sampled, more, part }) => {
      const population = sampled + more
      const wrong = Math.round(sampled * part)
      const { share, low, high, items } = project({ population, sampled, wrong, amountFen: 1n })!
      expect(low).toBeLessThanOrEqual(share + 1e-12)
      expect(high).toBeGreaterThanOrEqual(share - 1e-12)
      expect(items.low).toBeGreaterThanOrEqual(wrong)
      expect(items.high).toBeLessThanOrEqual(population - (sampled - wrong))
      expect(items.low).toBeLessThanOrEqual(items.likely)
      expect(items.likely).toBeLessThanOrEqual(items.high)
    }),
  )
})
