import { expect, test } from 'vitest'
import { drawNormal, seededUniform } from '#quant/random/uniform.ts'
import { fitGarch } from './fit-garch.ts'
import { likelihoodOf } from './likelihood.ts'
import { simulateGarch } from './simulate-garch.ts'

const specification = { variance: 'egarch', errors: 'normal' } as const

test.for([1_001, 1_002, 1_011])(
  'EGARCH of returns without clustering (seed %s) has a maximum where its recursion forgets its start',
  (seed) => {
    const uniform = seededUniform(seed)
    const calm = Array.from({ length: 300 }, () => drawNormal(uniform))
    const fit = fitGarch(calm, specification)
    expect(fit.hasConverged).toBe(true)
    const { divergence } = likelihoodOf(calm, specification).evaluate(fit.estimates)
    expect(divergence).toBeLessThan(0)
    // Seed 1011: from every usual start the likelihood rises into the noise beyond.
    expect(fit.warnings.some(({ en }) => en.includes('does not forget its start'))).toBe(seed === 1_011)
  },
)

test('the divergence is the mean logarithm of how far apart two starts come in a step', () => {
  const series = simulateGarch(specification, [0, 0, 0.1, -0.05, 0.9], 400, seededUniform(3))
  const theta = [0, 0, 0.1, -0.05, 0.9]
  const [near, far] = (['mean-square', 'backcast'] as const).map((start) =>
    likelihoodOf(series, { ...specification, start }).trace(theta),
  )
  const gap = (t: number): number => Math.abs(Math.log(near!.variances[t]! / far!.variances[t]!))
  expect(Math.log(gap(100) / gap(0)) / 100).toBeCloseTo(near!.divergence, 1)
  expect(near!.divergence).toBeLessThan(0)
})
