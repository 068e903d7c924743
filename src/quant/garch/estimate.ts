import { findFactorised } from '#quant/matrices/lu.ts'
import { type MinimiserProblem, type Minimum, minimise } from '#quant/optimisation/bounded-minimiser.ts'
import type { Series } from '#quant/unfit.ts'
import { type CornerMinimum, settleOnCorner } from './corner.ts'
import { errorFamilies } from './error-distribution.ts'
import { type Likelihood, likelihoodOf } from './likelihood.ts'
import { type GarchSpecification, type ParameterName, parameterNames } from './specification.ts'
import { hessianOf } from './standard-errors.ts'

/** The maximum of the likelihood of returns of variance 1, in internal parameters (see likelihood.ts). */
export interface Estimate {
  readonly likelihood: Likelihood
  readonly theta: Float64Array
  readonly logLikelihood: number
  readonly hasConverged: boolean
  /** Parameters at a bound, by position. */
  readonly atBound: readonly { readonly index: number; readonly side: 'lower' | 'upper' }[]
  /** egarch only: μ equals an observation, where the likelihood has a corner (corner.ts). */
  readonly isOnCorner: boolean
  /** egarch only: beyond the parameters that can be filtered the likelihood is higher, and noise. */
  readonly isLocal: boolean
  readonly startsTried: number
  /** Starts that led to the same likelihood within 1e-6. */
  readonly startsAgreeing: number
  readonly evaluations: number
}

interface Range {
  readonly lower: number
  readonly upper: number
}

/** Of internal parameters for returns of variance 1. Persistence is not bounded: published Student-t fits exceed 1. */
function rangeOf(name: ParameterName, { variance, errors }: GarchSpecification): Range {
  const isExponential = variance === 'egarch'
  switch (name) {
    case 'mu':
      return { lower: -5, upper: 5 }
    case 'omega':
      return isExponential ? { lower: -10, upper: 10 } : { lower: 1e-9, upper: 20 }
    case 'alpha':
    case 'gamma':
      return isExponential ? { lower: -5, upper: 5 } : { lower: 0, upper: 5 }
    case 'beta':
      return { lower: isExponential ? -0.99999 : 0, upper: 0.99999 }
    default:
      return errorFamilies[errors].shapes.find((shape) => shape.name === name)!
  }
}

/** (α, β) pairs; ω follows from a long-run variance of 1. */
const linearStarts: readonly (readonly [number, number])[] = [
  [0.05, 0.9],
  [0.12, 0.8],
  [0.03, 0.96],
  [0.2, 0.5],
]
const exponentialStarts: readonly (readonly [number, number])[] = [
  [0.12, 0.95],
  [0.25, 0.9],
  [0.1, 0.985],
  [0.3, 0.6],
]

/** Where the likelihood of egarch rises out of the parameters that can be filtered, from all of the above. */
const calmStarts: readonly (readonly [number, number])[] = [
  [0.05, 0.3],
  [0.1, -0.5],
]

function startsOf(
  specification: GarchSpecification,
  mean: number,
  pairs: readonly (readonly [number, number])[],
): number[][] {
  const names = parameterNames(specification)
  const shapes = errorFamilies[specification.errors].shapes
  const isExponential = specification.variance === 'egarch'
  return pairs.map(([alpha, beta]) =>
    names.map((name) => {
      if (name === 'mu') return mean
      if (name === 'omega') return isExponential ? 0 : Math.max(1 - alpha - beta, 0.01)
      if (name === 'alpha') return alpha
      if (name === 'gamma') return isExponential ? -0.02 : 1.5 * alpha
      if (name === 'beta') return beta
      return shapes.find((shape) => shape.name === name)!.start
    }),
  )
}

/** Newton's steps on the free parameters, inside their bounds and never downhill: from six digits to all of them. */
function polish(
  likelihood: Likelihood,
  { lower, upper }: MinimiserProblem,
  found: Minimum,
  free: readonly number[],
): Float64Array {
  let theta = found.x
  let { gradient, logLikelihood } = likelihood.evaluate(theta)
  const size = (g: Float64Array): number => free.reduce((sum, i) => sum + Math.abs(g[i]!), 0)
  for (let step = 0; step < 3; step += 1) {
    const factorised = findFactorised(hessianOf(likelihood, theta, free))
    if (factorised === null) return theta
    const move = factorised.solve(free.map((i) => gradient[i]!))
    const next = Float64Array.from(theta)
    free.forEach((i, k) => {
      next[i]! += move[k]!
    })
    const then = likelihood.evaluate(next)
    const isInside = next.every((each, i) => each >= lower[i]! && each <= upper[i]!)
    const isHigher = then.logLikelihood >= logLikelihood - 1e-9
    if (!(isInside && isHigher && size(then.gradient) < size(gradient))) return theta
    theta = next
    ;({ gradient, logLikelihood } = then)
  }
  return theta
}

/** The conventional tolerance of the mean gradient; BFGS then has about six digits, the polish gives the rest. */
const gradientTolerance = 1e-6

function problemOf(likelihood: Likelihood, specification: GarchSpecification, n: number): MinimiserProblem {
  const ranges = parameterNames(specification).map((name) => rangeOf(name, specification))
  return {
    lower: ranges.map(({ lower }) => lower),
    upper: ranges.map(({ upper }) => upper),
    evaluate: (theta) => {
      const { logLikelihood, gradient, divergence } = likelihood.evaluate(theta)
      // Infinite is what the search turns back from.
      const value = divergence < 0 ? -logLikelihood / n : Number.POSITIVE_INFINITY
      return { value, gradient: gradient.map((each) => -each / n) }
    },
  }
}

/** From here on a search that stopped has stopped before the divergence of egarch, not for another reason. */
const edge = -0.03

function lowest(minima: readonly Minimum[]): Minimum {
  return minima.reduce((a, b) => (b.value < a.value ? b : a))
}

export interface EstimateOptions {
  /** Internal parameters to start from, e.g. yesterday's: no other start is tried and the last digits are left. */
  readonly from?: ArrayLike<number>
  /** Standard errors cost as much as a fit; false leaves them null. */
  readonly hasErrors?: boolean
  /** From each start; 200 by default. A fit that needs more has not converged. */
  readonly iterationsMax?: number
}

/** Maximum likelihood of y, which has variance 1, from several starts; the best local maximum. */
export function estimate(
  y: Series,
  specification: GarchSpecification,
  { from, iterationsMax = 200 }: EstimateOptions = {},
): Estimate {
  const likelihood = likelihoodOf(y, specification)
  const n = y.length
  const problem = problemOf(likelihood, specification, n)
  const centre = Array.from(y).reduce((sum, each) => sum + each, 0) / n
  const pairs = specification.variance === 'egarch' ? exponentialStarts : linearStarts
  const starts = from === undefined ? startsOf(specification, centre, pairs) : [Array.from(from)]
  const search = (start: number[]): Minimum => minimise(problem, start, { gradientTolerance, iterationsMax })
  const minima = starts.map(search)
  const reached = lowest(minima)
  const mayHaveCorner = specification.variance === 'egarch' && specification.mean !== 'zero'
  const settled: CornerMinimum =
    mayHaveCorner && !reached.hasConverged
      ? settleOnCorner(problem, reached, y, gradientTolerance)
      : { ...reached, isOnCorner: false }
  const isAtEdge =
    !settled.hasConverged && likelihood.evaluate(settled.x).divergence > edge && from === undefined
  if (isAtEdge) minima.push(...startsOf(specification, centre, calmStarts).map(search))
  const inside = isAtEdge ? minima.filter(({ hasConverged }) => hasConverged) : []
  const best = inside.length === 0 ? settled : { ...lowest(inside), isOnCorner: false }
  const margin = (bound: number): number => 1e-9 * Math.max(1, Math.abs(bound))
  const atBound = Array.from(best.x, (each, index) => {
    if (each <= problem.lower[index]! + margin(problem.lower[index]!))
      return { index, side: 'lower' as const }
    if (each >= problem.upper[index]! - margin(problem.upper[index]!))
      return { index, side: 'upper' as const }
    return null
  }).filter((each) => each !== null)
  const free = Array.from(best.x, (_, index) => index).filter((i) =>
    atBound.every(({ index }) => index !== i),
  )
  const theta = from === undefined ? polish(likelihood, problem, best, free) : best.x
  return {
    likelihood,
    theta,
    logLikelihood: likelihood.evaluate(theta).logLikelihood,
    hasConverged: best.hasConverged,
    atBound,
    isOnCorner: best.isOnCorner,
    isLocal: inside.length > 0,
    startsTried: minima.length,
    startsAgreeing: minima.filter(({ value }) => (value - best.value) * n < 1e-6).length,
    evaluations: minima.reduce((sum, { evaluations }) => sum + evaluations, 0),
  }
}
