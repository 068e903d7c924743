import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalDensity, normalQuantile } from '#quant/distributions/normal.ts'
import { quantile } from '#quant/moments/moments.ts'
import { drawNormal, seededUniform } from '#quant/random/uniform.ts'
import { componentRisk } from './component.ts'
import { historicalRisk } from './historical.ts'
import { monteCarloRisk } from './monte-carlo.ts'
import { cornishFisherRisk, normalRisk, shapeOf, studentRisk } from './parametric.ts'
import type { TailQuestion, TailRisk } from './tail-risk.ts'

const uniform = seededUniform(7)
const returns = Array.from({ length: 600 }, () => 0.0003 + 0.01 * drawNormal(uniform))
const shape = shapeOf(returns)
const covariance = [
  [0.0004, 0.0001],
  [0.0001, 0.0009],
]

const methods: Readonly<Record<string, (question: TailQuestion) => TailRisk>> = {
  historical: (question) => historicalRisk(returns, question),
  'historical, lower quantile': (question) => historicalRisk(returns, question, { quantile: 'lower' }),
  normal: (question) => normalRisk(shape, question),
  'Student-t': (question) => studentRisk(shape, 4.5, question),
  'Cornish–Fisher': (question) =>
    cornishFisherRisk({ ...shape, skewness: -0.3, excessKurtosis: 1.5 }, question),
  'Monte Carlo': (question) =>
    monteCarloRisk({ means: [0, 0.0002], covariance }, [0.6, 0.4], question, {
      draws: 2_000,
      uniform: seededUniform(3),
    }),
}
const confidence = fc.double({ min: 0.8, max: 0.995, noNaN: true })
/** Confidences of neighbouring numbers have quantiles that are equal but for rounding. */
const rounding = 1e-15

describe.for(Object.entries(methods))('%s', ([name, method]) => {
  const runs = name === 'Monte Carlo' ? 10 : 100

  test('rises with the confidence, and the shortfall is never below it', () => {
    fc.assert(
      fc.property(confidence, confidence, (a, b) => {
        const [low, high] = [method({ confidence: Math.min(a, b) }), method({ confidence: Math.max(a, b) })]
        expect(high.valueAtRisk).toBeGreaterThanOrEqual(low.valueAtRisk - rounding)
        for (const each of [low, high]) {
          expect(each.expectedShortfall).toBeGreaterThanOrEqual(each.valueAtRisk - rounding)
        }
      }),
      { numRuns: runs },
    )
  })

  test('grows in proportion to the holding', () => {
    fc.assert(
      fc.property(confidence, fc.double({ min: 0, max: 1e9, noNaN: true }), (c, value) => {
        const [one, all] = [method({ confidence: c }), method({ confidence: c, value })]
        expect(Math.abs(all.valueAtRisk - value * one.valueAtRisk)).toBeLessThanOrEqual(1e-12 * value)
        expect(Math.abs(all.expectedShortfall - value * one.expectedShortfall)).toBeLessThanOrEqual(
          1e-12 * value,
        )
      }),
      { numRuns: runs },
    )
  })
})

describe('closed forms', () => {
  test('normal: V (z σ √h − μ h)', () => {
    const { valueAtRisk, expectedShortfall } = normalRisk(
      { mean: 0.0005, deviation: 0.012 },
      { confidence: 0.99, horizon: 10, value: 1e6 },
    )
    expect(valueAtRisk).toBeCloseTo(1e6 * (2.3263478740408408 * 0.012 * Math.sqrt(10) - 0.005), 6)
    expect(expectedShortfall).toBeCloseTo(
      1e6 * ((0.012 * Math.sqrt(10) * normalDensity(normalQuantile(0.01))) / 0.01 - 0.005),
      6,
    )
  })

  test('Student-t: σ √((ν−2)/ν) t', () => {
    // SciPy: t.ppf(0.01, 4.1) = -3.696952869269294.
    const { valueAtRisk } = studentRisk({ mean: 0, deviation: 1 }, 4.1, { confidence: 0.99 })
    expect(valueAtRisk).toBeCloseTo(3.696952869269294 * Math.sqrt(2.1 / 4.1), 11)
  })

  test('Student-t with very many degrees of freedom is normal', () => {
    const [t, normal] = [
      studentRisk(shape, 1e7, { confidence: 0.99 }),
      normalRisk(shape, { confidence: 0.99 }),
    ]
    expect(t.valueAtRisk / normal.valueAtRisk).toBeCloseTo(1, 6)
    expect(t.expectedShortfall / normal.expectedShortfall).toBeCloseTo(1, 6)
  })

  test('Cornish–Fisher without skewness and excess kurtosis is normal', () => {
    const plain = { mean: 0.001, deviation: 0.02, skewness: 0, excessKurtosis: 0 }
    const [corrected, normal] = [
      cornishFisherRisk(plain, { confidence: 0.99 }),
      normalRisk(plain, { confidence: 0.99 }),
    ]
    expect(corrected.valueAtRisk).toBeCloseTo(normal.valueAtRisk, 15)
    expect(corrected.expectedShortfall).toBeCloseTo(normal.expectedShortfall, 14)
    expect(corrected.warnings).toEqual([])
  })

  test('the Cornish–Fisher shortfall is the average of its quantiles', () => {
    const heavy = { mean: 0, deviation: 1, skewness: -0.4, excessKurtosis: 1.8 }
    const steps = 200_000
    let sum = 0
    for (let k = 0; k < steps; k += 1) {
      const c = 1 - (0.025 * (k + 0.5)) / steps
      const z = normalQuantile(1 - c)
      sum +=
        z +
        ((z * z - 1) * heavy.skewness) / 6 +
        ((z ** 3 - 3 * z) * heavy.excessKurtosis) / 24 -
        ((2 * z ** 3 - 5 * z) * heavy.skewness ** 2) / 36
    }
    const { expectedShortfall } = cornishFisherRisk(heavy, { confidence: 0.975 })
    expect(expectedShortfall).toBeCloseTo(-sum / steps, 3)
  })

  test('Cornish–Fisher warns where its quantiles turn round', () => {
    const wild = { mean: 0, deviation: 1, skewness: -3, excessKurtosis: 4 }
    expect(cornishFisherRisk(wild, { confidence: 0.99 }).warnings).toHaveLength(1)
  })
})

describe('historical simulation', () => {
  test('interpolates between order statistics as R does', () => {
    const x = [0.01, -0.02, 0.015, 0.003, -0.007, 0.0125, -0.031, 0.022, 0.004, -0.001, 0.017, -0.012]
    // NumPy: quantile(x, 0.05) = -0.02495.
    expect(quantile(x, 0.05)).toBeCloseTo(-0.02495, 15)
    expect(quantile(x, 0.05, 'lower')).toBe(-0.031)
  })

  test('says how many observations it needs', () => {
    expect(() => historicalRisk([0.01, -0.01], { confidence: 0.99 })).toThrow(
      'Historical value at risk at 99 % needs at least 100 observations, there are 2',
    )
  })

  test('can use overlapping windows and says so', () => {
    const risk = historicalRisk(returns, { confidence: 0.99, horizon: 10 }, { scaling: 'overlapping' })
    expect(risk.warnings).toHaveLength(1)
    expect(risk.valueAtRisk).toBeGreaterThan(0.03)
  })
})

describe('simulation and contributions', () => {
  test('Monte Carlo comes close to the closed form and repeats itself', () => {
    const weights = [0.6, 0.4]
    const ask = (): TailRisk =>
      monteCarloRisk(
        { means: [0, 0], covariance },
        weights,
        { confidence: 0.95 },
        {
          draws: 40_000,
          uniform: seededUniform(5),
        },
      )
    const { deviation } = componentRisk(weights, covariance, { confidence: 0.95 })
    const exact = normalRisk({ mean: 0, deviation }, { confidence: 0.95 })
    expect(ask().valueAtRisk / exact.valueAtRisk).toBeCloseTo(1, 1.7)
    expect(ask()).toEqual(ask())
  })

  test('components add up to the whole', () => {
    const question = { confidence: 0.99, horizon: 10, value: 5e8 }
    const parts = componentRisk([0.7, 0.3], covariance, question)
    const whole = normalRisk({ mean: 0, deviation: parts.deviation }, question)
    const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0)
    expect(sum(parts.shares)).toBeCloseTo(1, 14)
    expect(sum(parts.valueAtRisk) / whole.valueAtRisk).toBeCloseTo(1, 13)
    expect(sum(parts.expectedShortfall) / whole.expectedShortfall).toBeCloseTo(1, 13)
  })
})
