import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isApart, rateOf } from './rate.ts'

describe('a rate', () => {
  // Newcombe 1998, Statistics in Medicine 17, table I, method 3.
  test.for([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const)('of %i in %i has the published interval', ([hits, trials, low, high]) => {
    const rate = rateOf(hits, trials)!
    expect(rate.share).toBe(hits / trials)
    expect(rate.low).toBeCloseTo(low, 4)
    expect(rate.high).toBeCloseTo(high, 4)
  })

  test('of nothing is nothing, and of all reaches one', () => {
    expect(rateOf(0, 0)).toBeNull()
    expect(rateOf(7, 7)!.high).toBe(1)
    expect(isApart(null, rateOf(7, 7))).toBe(false)
  })

  test('lies in its interval, which lies in 0 to 1 and narrows as more is tried', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (trials, part) => {
          const hits = Math.round(trials * part)
          const [{ share, low, high }, more] = [rateOf(hits, trials)!, rateOf(10 * hits, 10 * trials)!]
          expect(low).toBeGreaterThanOrEqual(0)
          expect(high).toBeLessThanOrEqual(1)
          expect(low).toBeLessThanOrEqual(share)
          expect(high).toBeGreaterThanOrEqual(share)
          expect(more.high - more.low).toBeLessThan(high - low)
        },
      ),
    )
  })
})

test('rates are apart only where their intervals are', () => {
  expect(isApart(rateOf(50, 100), rateOf(10, 100))).toBe(true)
  expect(isApart(rateOf(10, 100), rateOf(50, 100))).toBe(true)
  expect(isApart(rateOf(5, 10), rateOf(1, 10))).toBe(false)
})
