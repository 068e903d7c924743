import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawNormal, seededUniform } from '#quant/random/uniform.ts'
import { normalRisk } from '#quant/var/parametric.ts'
import { fitGarch } from './fit-garch.ts'
import { forecastVariance, garchRisk } from './forecast.ts'
import { simulateGarch } from './simulate-garch.ts'

const returns = simulateGarch(
  { variance: 'garch', errors: 'normal' },
  [0.0002, 0.000002, 0.09, 0.88],
  800,
  seededUniform(9),
)

describe('forecasts', () => {
  test('return to the long-run variance at the speed of the persistence', () => {
    const fit = fitGarch(returns, { variance: 'garch', errors: 'normal' })
    const { variances } = forecastVariance(fit, 300)
    const longRun = fit.longRunVariance!
    expect(variances[0]).toBe(fit.nextVariance)
    expect((variances[5]! - longRun) / (fit.nextVariance - longRun)).toBeCloseTo(fit.persistence ** 5, 10)
    expect(variances[299]! / longRun).toBeCloseTo(1, 1)
  })

  test('of EGARCH agree with a simulation of its equation', () => {
    const fit = fitGarch(returns, { variance: 'egarch', errors: 'normal' })
    const [, omega, alpha, gamma, beta] = fit.estimates as [number, number, number, number, number]
    const uniform = seededUniform(3)
    const [paths, horizon] = [40_000, 5]
    let sum = 0
    for (let path = 0; path < paths; path += 1) {
      let lnH = Math.log(fit.nextVariance)
      for (let k = 1; k < horizon; k += 1) {
        const z = drawNormal(uniform)
        lnH = omega + beta * lnH + alpha * (Math.abs(z) - Math.sqrt(2 / Math.PI)) + gamma * z
      }
      sum += Math.exp(lnH)
    }
    expect(forecastVariance(fit, horizon).variances[horizon - 1]! / (sum / paths)).toBeCloseTo(1, 2)
  })

  test('give a value at risk that is the normal one at the forecast volatility', () => {
    const fit = fitGarch(returns, { variance: 'garch', errors: 'normal' })
    const risk = garchRisk(fit, { confidence: 0.99, value: 1e6 })
    const plain = normalRisk(
      { mean: fit.estimates[0]!, deviation: Math.sqrt(fit.nextVariance) },
      { confidence: 0.99, value: 1e6 },
    )
    expect(risk.valueAtRisk).toBeCloseTo(plain.valueAtRisk, 6)
    expect(risk.expectedShortfall).toBeCloseTo(plain.expectedShortfall, 6)
    const heavy = garchRisk(fitGarch(returns, { variance: 'gjr', errors: 'skewed-t' }), { confidence: 0.99 })
    expect(heavy.expectedShortfall).toBeGreaterThan(heavy.valueAtRisk)
  })

  test.for(['normal', 'student-t', 'skewed-t'] as const)(
    'with %s errors rise with the confidence and the horizon, scale with the holding, and keep the shortfall above',
    (errors) => {
      const fit = fitGarch(returns, { variance: 'gjr', errors })
      fc.assert(
        fc.property(
          fc.double({ min: 0.9, max: 0.998, noNaN: true }),
          fc.double({ min: 0.0001, max: 0.0019, noNaN: true }),
          fc.integer({ min: 1, max: 20 }),
          fc.double({ min: 1, max: 1e9, noNaN: true }),
          (confidence, more, horizon, value) => {
            const risk = garchRisk(fit, { confidence, horizon })
            const higher = garchRisk(fit, { confidence: confidence + more, horizon })
            expect(higher.valueAtRisk).toBeGreaterThan(risk.valueAtRisk)
            expect(risk.expectedShortfall).toBeGreaterThan(risk.valueAtRisk)
            expect(garchRisk(fit, { confidence, horizon: horizon + 1 }).valueAtRisk).toBeGreaterThan(
              risk.valueAtRisk,
            )
            const scaled = garchRisk(fit, { confidence, horizon, value })
            expect(scaled.valueAtRisk / value / risk.valueAtRisk).toBeCloseTo(1, 12)
          },
        ),
        { numRuns: 50 },
      )
    },
  )

  test('of a fit that did not converge are refused', () => {
    const fit = fitGarch(returns, { variance: 'garch', errors: 'normal' }, { iterationsMax: 2 })
    expect(fit.hasConverged).toBe(false)
    expect(fit.warnings[0]!.en).toContain('was not found')
    expect(() => garchRisk(fit, { confidence: 0.99 })).toThrow(/was not found/)
  })
})
