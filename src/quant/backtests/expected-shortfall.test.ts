import { expect, test } from 'vitest'
import { drawNormal, seededUniform } from '#quant/random/uniform.ts'
import { normalRisk } from '#quant/var/parametric.ts'
import { acerbiSzekely, simulatedPValue, simulateUnconditional } from './expected-shortfall.ts'

const seed = 11

test('the two statistics are what the paper writes', () => {
  const result = acerbiSzekely(
    {
      returns: [-3, 1, -2, 0.5],
      valuesAtRisk: [1, 1, 1, 1],
      expectedShortfalls: [2, 2, 2, 2],
    },
    0.75,
  )
  expect(result.exceptions).toBe(2)
  expect(result.conditional).toBeCloseTo(-2.5 / 2 + 1, 15)
  expect(result.unconditional).toBeCloseTo(-2.5 / (4 * 0.25) + 1, 15)
})

test('without exceptions the unconditional statistic is 1 and the conditional one is absent', () => {
  const calm = { returns: [0.1, 0.2], valuesAtRisk: [1, 1], expectedShortfalls: [2, 2] }
  expect(acerbiSzekely(calm, 0.99)).toEqual({ exceptions: 0, conditional: null, unconditional: 1 })
})

test(`a right model has statistics around 0, and -0.70 is near its 5 % point (seed ${seed})`, () => {
  const draws = simulateUnconditional(
    { periods: 250, confidence: 0.975 },
    { draws: 10_000, uniform: seededUniform(seed) },
  )
  const mean = draws.reduce((sum, each) => sum + each, 0) / draws.length
  expect(Math.abs(mean)).toBeLessThan(0.02)
  // Acerbi and Székely: the 5 % point lies near -0.7 for all usual tails.
  expect(draws[500]!).toBeGreaterThan(-0.76)
  expect(draws[500]!).toBeLessThan(-0.64)
  expect(simulatedPValue(draws[499]!, draws)).toBeCloseTo(0.05, 2)
})

test(`a model with half the true volatility is found out (seed ${seed})`, () => {
  const uniform = seededUniform(seed)
  const returns = Array.from({ length: 500 }, () => 0.02 * drawNormal(uniform))
  const { valueAtRisk, expectedShortfall } = normalRisk({ mean: 0, deviation: 0.01 }, { confidence: 0.975 })
  const observed = acerbiSzekely(
    {
      returns,
      valuesAtRisk: returns.map(() => valueAtRisk),
      expectedShortfalls: returns.map(() => expectedShortfall),
    },
    0.975,
  )
  expect(observed.unconditional).toBeLessThan(-2)
})
