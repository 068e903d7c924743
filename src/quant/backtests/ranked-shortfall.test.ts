import { expect, test } from 'vitest'
import { normalProbability, normalQuantile } from '#quant/distributions/normal.ts'
import { studentQuantile } from '#quant/distributions/student.ts'
import { drawNormal, seededUniform } from '#quant/random/uniform.ts'
import { simulatedPValue } from './expected-shortfall.ts'
import { rankedShortfall, simulateRankedShortfall } from './ranked-shortfall.ts'

const seed = 12
const periods = 250
const still = {
  locations: new Array<number>(periods).fill(0),
  scales: new Array<number>(periods).fill(1),
  quantile: normalQuantile,
}

test('of uniform forecasts is the closed form of order statistics', () => {
  // The six lowest of 250 uniforms on (−1, 0) have the mean −1 + 3.5/251.
  const forecasts = { ...still, quantile: (p: number) => p - 1 }
  const probabilities = Array.from({ length: periods }, (_, t) => (t + 0.5) / periods)
  const realised = 1 - 3 / periods
  expect(rankedShortfall(probabilities, forecasts, 0.975)).toBeCloseTo(1 - realised / (1 - 3.5 / 251), 10)
})

test.for([
  ['normal', normalQuantile],
  ['Student-t with 4 degrees', (p: number) => studentQuantile(p, 4)],
] as const)(`has mean 0 under a right model, %s (seed ${seed})`, ([, quantile]) => {
  const draws = simulateRankedShortfall({ ...still, quantile }, 0.975, {
    draws: 2_000,
    uniform: seededUniform(seed),
  })
  const mean = draws.reduce((sum, each) => sum + each, 0) / draws.length
  const deviation = Math.sqrt(draws.reduce((sum, each) => sum + (each - mean) ** 2, 0) / draws.length)
  expect(Math.abs(mean)).toBeLessThan((4 * deviation) / Math.sqrt(draws.length))
})

test('does not depend on the unit, and finds a scale that is a third too small', () => {
  const uniform = seededUniform(seed)
  const returns = Array.from({ length: periods }, () => 1.5 * drawNormal(uniform))
  const probabilities = returns.map(normalProbability)
  const statistic = rankedShortfall(probabilities, still, 0.975)
  const hundred = { ...still, scales: still.scales.map(() => 100) }
  expect(rankedShortfall(probabilities, hundred, 0.975)).toBeCloseTo(statistic, 12)
  const draws = simulateRankedShortfall(still, 0.975, { draws: 1_000, uniform })
  expect(simulatedPValue(statistic, draws)).toBeLessThan(0.005)
})

test('needs probabilities inside (0, 1) and enough periods', () => {
  expect(() => rankedShortfall(still.locations, still, 0.975)).toThrow('Realised probability 1 is 0;')
  expect(() => rankedShortfall([0.5], { ...still, locations: [0], scales: [1] }, 0.975)).toThrow(
    'needs at least 40 observations, there are 1',
  )
})
