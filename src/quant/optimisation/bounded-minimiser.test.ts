import { describe, expect, test } from 'vitest'
import { minimise } from './bounded-minimiser.ts'

/** Rosenbrock's valley, minimum 0 at (1, 1). */
const valley = (x: Float64Array) => {
  const [a, b] = [x[0]!, x[1]!]
  return {
    value: 100 * (b - a * a) ** 2 + (1 - a) ** 2,
    gradient: Float64Array.of(-400 * a * (b - a * a) - 2 * (1 - a), 200 * (b - a * a)),
  }
}

describe('the minimiser', () => {
  test('finds the end of a curved valley', () => {
    const found = minimise({ evaluate: valley, lower: [-5, -5], upper: [5, 5] }, [-1.2, 1])
    expect(found.hasConverged).toBe(true)
    expect([...found.x].map((each) => Math.round(each * 1e6) / 1e6)).toEqual([1, 1])
  })

  test('stops at a bound where the minimum lies beyond it', () => {
    const found = minimise({ evaluate: valley, lower: [-5, -5], upper: [0.5, 5] }, [-1.2, 1])
    expect(found.hasConverged).toBe(true)
    expect(found.x[0]).toBe(0.5)
    expect(found.x[1]).toBeCloseTo(0.25, 6)
  })

  test('says that it did not converge', () => {
    const found = minimise({ evaluate: valley, lower: [-5, -5], upper: [5, 5] }, [-1.2, 1], {
      iterationsMax: 3,
    })
    expect(found.hasConverged).toBe(false)
  })
})
