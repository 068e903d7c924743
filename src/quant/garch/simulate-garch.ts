import type { Uniform } from '#quant/random/uniform.ts'
import { errorFamilies } from './error-distribution.ts'
import { type GarchSpecification, type ParameterName, parameterNames } from './specification.ts'

/** One step of ln h or h; EGARCH's E|z| is that of normal errors here. */
function nextVariance(
  { variance }: GarchSpecification,
  values: Partial<Record<ParameterName, number>>,
  e: number,
  h: number,
): number {
  const { omega = 0, alpha = 0, gamma = 0, beta = 0 } = values
  if (variance !== 'egarch') return omega + (alpha + (e < 0 ? gamma : 0)) * e * e + beta * h
  const z = e / Math.sqrt(h)
  return Math.exp(omega + alpha * (Math.abs(z) - Math.sqrt(2 / Math.PI)) + gamma * z + beta * Math.log(h))
}

/** A seeded series of a model with given parameters (in the order of parameterNames), after 500 periods of warming up. */
export function simulateGarch(
  specification: GarchSpecification,
  parameters: readonly number[],
  periods: number,
  uniform: Uniform,
): number[] {
  const names = parameterNames(specification)
  const values = Object.fromEntries(names.map((name, i) => [name, parameters[i]!])) as Partial<
    Record<ParameterName, number>
  >
  const shape = names.flatMap((name, i) => (name === 'nu' || name === 'lambda' ? [parameters[i]!] : []))
  const { quantile } = errorFamilies[specification.errors].of(shape)
  const { mu = 0, omega = 0, alpha = 0, gamma = 0, beta = 0 } = values
  const persistence = specification.variance === 'egarch' ? beta : alpha + gamma / 2 + beta
  const longRun = omega / Math.max(1 - persistence, 0.01)
  let h = specification.variance === 'egarch' ? Math.exp(longRun) : longRun
  const returns: number[] = []
  for (let t = -500; t < periods; t += 1) {
    const e = Math.sqrt(h) * quantile(uniform())
    if (t >= 0) returns.push(mu + e)
    h = nextVariance(specification, values, e, h)
  }
  return returns
}
