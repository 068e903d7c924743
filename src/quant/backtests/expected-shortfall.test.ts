import { expect, test } from 'vitest'
import { drawNormal, seededUniform } from '#quant/random/uniform.ts'
import { normalRisk } from '#quant/var/parametric.ts'
import { acerbiSzekely, simulatedPValue, simulateShortfall } from './expected-shortfall.ts'

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
  const { unconditional: draws } = simulateShortfall(
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

/**
 * Acerbi and Székely's table of significance thresholds for T = 250 and 97.5 %, as far as simulation reaches them: the
 * unconditional test's 5 % point is -0.70 for normal errors and -0.82 for Student-t with 3 degrees.
 */
test.for([
  [undefined, -0.7],
  [3, -0.82],
] as const)(
  `the 5 %% point of the unconditional test, degrees %s, is %s (seed ${seed})`,
  ([nu, published]) => {
    const { unconditional, conditional } = simulateShortfall(
      { periods: 250, confidence: 0.975, ...(nu === undefined ? {} : { nu }) },
      { draws: 8_000, uniform: seededUniform(seed) },
    )
    expect(Math.abs(unconditional[400]! - published)).toBeLessThan(0.04)
    // Without exceptions there is no conditional statistic: (1 − 2.5 %)^250 of the draws.
    expect(8_000 - conditional.length).toBeLessThan(8_000 * 0.975 ** 250 + 20)
    expect(Math.abs(conditional.reduce((sum, each) => sum + each, 0) / conditional.length)).toBeLessThan(0.01)
  },
)

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
