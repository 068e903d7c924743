import { describe, expect, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import { seededUniform } from '#quant/random/uniform.ts'
import { hasReferenceData, readPublished } from '#quant/test-reference.ts'
import {
  christoffersenCoverage,
  christoffersenIndependence,
  exceptionsOf,
  kupiec,
  kupiecSize,
  timeUntilFirstFailure,
  trafficLight,
  transitionsOf,
} from './coverage.ts'

describe('the proportion of failures', () => {
  test('agrees with the published rows (MathWorks, varbacktest.pof)', () => {
    const many = kupiec(57, 1043, 0.05)
    expect(many.statistic).toBeCloseTo(0.46147, 5)
    expect(many.pValue).toBeCloseTo(0.49694, 5)
    const few = kupiec(17, 1043, 0.01)
    expect(few.statistic).toBeCloseTo(3.5118, 4)
    expect(few.pValue).toBeCloseTo(0.060933, 6)
  })

  test.skipIf(!hasReferenceData)('agrees with every row of the reference data', () => {
    interface Rows {
      kupiec_pof: { T: number; x: number; p: number; LR: number; pvalue: number }[]
    }
    for (const row of readPublished<Rows>('backtests/published.json').kupiec_pof) {
      const { statistic, pValue } = kupiec(row.x, row.T, row.p)
      expect(Number(statistic.toPrecision(5))).toBe(row.LR)
      expect(Number(pValue.toPrecision(5))).toBe(row.pvalue)
    }
  })

  test('is finite without exceptions and with nothing else', () => {
    expect(kupiec(0, 250, 0.01).statistic).toBeCloseTo(-500 * Math.log(0.99), 12)
    expect(kupiec(10, 10, 0.5).statistic).toBeCloseTo(-20 * Math.log(0.5), 12)
  })

  test('refuses a count that cannot be', () => {
    expect(() => kupiec(11, 10, 0.01)).toThrow(Refusal)
    expect(() => kupiec(1.5, 10, 0.01)).toThrow(Refusal)
    expect(() => kupiec(1, 10, 1)).toThrow(Refusal)
  })

  /** By recurrence from P(X = 0), in logarithms only at the start: another way than the code's. */
  function exactSize(periods: number, p: number): number {
    let mass = (1 - p) ** periods
    let size = 0
    for (let x = 0; x <= periods; x += 1) {
      const rate = x / periods
      const free =
        (x === 0 ? 0 : x * Math.log(rate)) + (x === periods ? 0 : (periods - x) * Math.log(1 - rate))
      const ratio = -2 * (x * Math.log(p) + (periods - x) * Math.log(1 - p) - free)
      if (ratio > 3.841458820694124) size += mass
      mass *= ((periods - x) / (x + 1)) * (p / (1 - p))
    }
    return size
  }

  const cases = [250, 500, 1000].flatMap((periods) => [0.01, 0.05].map((p) => [periods, p] as const))

  test.for(cases)('has its exact binomial size, T = %i, p = %f', ([periods, p]) => {
    expect(Math.abs(kupiecSize(periods, p) - exactSize(periods, p))).toBeLessThan(1e-12)
  })

  test.for(cases)('rejects that share of 10,000 seeded series, T = %i, p = %f', ([periods, p]) => {
    const uniform = seededUniform(20260101 + periods)
    const series = 10_000
    const rejects = Array.from({ length: periods + 1 }, (_, x) => kupiec(x, periods, p).pValue < 0.05)
    let rejected = 0
    for (let each = 0; each < series; each += 1) {
      let exceptions = 0
      for (let t = 0; t < periods; t += 1) if (uniform() < p) exceptions += 1
      if (rejects[exceptions]!) rejected += 1
    }
    const size = exactSize(periods, p)
    const error = Math.sqrt((size * (1 - size)) / series)
    expect(Math.abs(rejected / series - size)).toBeLessThan(4 * error)
  })
})

describe("Christoffersen's tests", () => {
  const exceptions = [...'0001100000100000000011100000'].map((each) => each === '1')

  test('count transitions', () => {
    expect(transitionsOf(exceptions)).toEqual({ n00: 18, n01: 3, n10: 3, n11: 3 })
  })

  test('give the likelihood ratio written out', () => {
    // ln L of a Markov chain (3/21, 3/6) against one probability 6/27.
    const free = 18 * Math.log(18 / 21) + 3 * Math.log(3 / 21) + 6 * Math.log(1 / 2)
    const restricted = 21 * Math.log(21 / 27) + 6 * Math.log(6 / 27)
    expect(christoffersenIndependence(exceptions).statistic).toBeCloseTo(2 * (free - restricted), 12)
    const joint = christoffersenCoverage(exceptions, 0.05)
    expect(joint.statistic).toBeCloseTo(
      2 * (free - restricted) + kupiec(6, exceptions.length, 0.05).statistic,
      12,
    )
    expect(joint.degrees).toBe(2)
  })

  test('find nothing in a series without exceptions', () => {
    expect(christoffersenIndependence(new Array<boolean>(50).fill(false))).toMatchObject({
      statistic: 0,
      pValue: 1,
    })
  })

  test('measure the time until the first failure', () => {
    const first = timeUntilFirstFailure(exceptions, 0.01)!
    expect(first.firstFailure).toBe(4)
    expect(first.statistic).toBeCloseTo(-2 * Math.log((0.01 * 0.99 ** 3) / (0.25 * 0.75 ** 3)), 12)
    expect(timeUntilFirstFailure([false, false], 0.01)).toBeNull()
  })
})

describe('the traffic light', () => {
  const cumulative = [8.11, 28.58, 54.32, 75.81, 89.22, 95.88, 98.63, 99.6, 99.89, 99.97, 99.99]
  const plus = [0, 0, 0, 0, 0, 0.4, 0.5, 0.65, 0.75, 0.85, 1]

  test.for(cumulative.map((each, x) => [x, each] as const))('%i exceptions in 250 days', ([x, percent]) => {
    const light = trafficLight(x, 250, 0.01)
    expect(light.zone).toBe(x < 5 ? 'green' : x < 10 ? 'yellow' : 'red')
    expect(Math.round(light.cumulativeProbability * 1e4) / 100).toBe(percent)
    expect(light.plusFactor).toBe(plus[x])
  })

  test('has no published factor for other lengths', () => {
    expect(trafficLight(3, 500, 0.01).plusFactor).toBeNull()
  })
})

test('an exception is a loss larger than the value at risk, not one equal to it', () => {
  expect(exceptionsOf([-0.02, -0.01, 0.01], [0.01, 0.01, 0.01])).toEqual([true, false, false])
  expect(() => exceptionsOf([0.1], [0.1, 0.2])).toThrow(/different lengths/)
})
