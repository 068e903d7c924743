import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noLine } from './campaign-line.ts'
import { problemRates, rateOf } from './rates.ts'

describe('a rate', () => {
  test('is reached exactly at its percentage, and never shown higher than it is', () => {
    const counts = fc.integer({ min: 0, max: 1_000_000 })
    fc.assert(
      fc.property(counts, counts, fc.integer({ min: 1, max: 100 }), (a, b, percent) => {
        const [part, whole] = [Math.min(a, b), Math.max(a, b)]
        const rate = rateOf(part, whole, percent)
        expect(rate.is_reached).toBe(BigInt(part) * 100n >= BigInt(whole) * BigInt(percent))
        if (whole === 0) expect(rate.millionths).toBeNull()
        else {
          expect(BigInt(rate.millionths!) * BigInt(whole)).toBeLessThanOrEqual(BigInt(part) * 1_000_000n)
          expect((BigInt(rate.millionths!) + 1n) * BigInt(whole)).toBeGreaterThan(BigInt(part) * 1_000_000n)
        }
      }),
    )
    expect(rateOf(94, 99, 95).is_reached).toBe(false)
    expect(rateOf(95, 100, 95).is_reached).toBe(true)
    expect(rateOf(0, 0, 95)).toMatchObject({ millionths: null, is_reached: true })
  })

  test('of problems leaves out those that need legislation', () => {
    const counted = { counted_handled: 19, counted_rectified: 18 }
    const line = { ...noLine, problems: 25, legislation: 5, handled: 24, rectified: 18, ...counted }
    const { handled, rectified } = problemRates(line, 95)
    expect(handled).toMatchObject({ part: 19, whole: 20, is_reached: true })
    expect(rectified).toMatchObject({ part: 18, whole: 20, is_reached: false })
  })
})
