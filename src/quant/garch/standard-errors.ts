import { findFactorised } from '#quant/matrices/lu.ts'
import { times } from '#quant/matrices/products.ts'
import { type ErrorDistribution, integrate } from './error-distribution.ts'
import type { Likelihood, Trace } from './likelihood.ts'

/**
 * Five estimates of the covariance of the estimates (McCullough and Renfro, J. Economic and Social Measurement 25, 1999):
 * H the Hessian of −ln L, G the sum of outer products of scores, I the information matrix given the past.
 */
export type ErrorKind =
  /** H⁻¹ */
  | 'hessian'
  /** G⁻¹ (Berndt, Hall, Hall and Hausman) */
  | 'outer-product'
  /** I⁻¹ */
  | 'information'
  /** I⁻¹ G I⁻¹ (Bollerslev and Wooldridge 1992), robust against wrong errors where the variance is right */
  | 'bollerslev-wooldridge'
  /** H⁻¹ G H⁻¹ (White 1982), robust */
  | 'white'

export const errorKinds = [
  'hessian',
  'outer-product',
  'information',
  'bollerslev-wooldridge',
  'white',
] as const satisfies readonly ErrorKind[]

/** Step of the differences, relative to the parameter: their error is then far below the four digits that are asked. */
const relativeStep = 1e-4
const smallestScale = 1e-2

/** −d² ln L / dθ dθ' by central differences of the analytic gradient, symmetric. Parameters not in `free` are left out. */
export function hessianOf(
  likelihood: Likelihood,
  theta: ArrayLike<number>,
  free: readonly number[],
): number[][] {
  const rows = free.map((i) => {
    const step = relativeStep * Math.max(Math.abs(theta[i]!), smallestScale)
    const at = (sign: number): Float64Array => {
      const moved = Float64Array.from(theta)
      moved[i]! += sign * step
      return likelihood.evaluate(moved).gradient
    }
    const [above, below] = [at(1), at(-1)]
    return free.map((j) => -(above[j]! - below[j]!) / (2 * step))
  })
  return rows.map((row, i) => row.map((each, j) => 0.5 * (each + rows[j]![i]!)))
}

function outerProducts(scores: readonly Float64Array[], free: readonly number[]): number[][] {
  const sum = free.map(() => new Array<number>(free.length).fill(0))
  for (const score of scores) {
    free.forEach((i, a) => {
      free.forEach((j, b) => {
        sum[a]![b]! += score[i]! * score[j]!
      })
    })
  }
  return sum
}

/** E[u u'] for u = (d l/d ln h, √h d l/dμ, d l/d shape), given the past: it depends on the distribution alone. */
function expectedProducts(distribution: ErrorDistribution, shapes: number): number[][] {
  const size = 2 + shapes
  const sum = Array.from({ length: size }, () => new Array<number>(size).fill(0))
  const u = new Float64Array(size)
  integrate(distribution, (z, mass) => {
    const g = distribution.score(z)
    u[0] = -0.5 * (1 + z * g)
    u[1] = -g
    if (shapes > 0) distribution.shapeScores(z, u, 2)
    for (let a = 0; a < size; a += 1) for (let b = 0; b < size; b += 1) sum[a]![b]! += mass * u[a]! * u[b]!
  })
  return sum
}

interface InformationPlaces {
  readonly hasMean: boolean
  readonly shapes: number
  /**
   * Symmetric in the sign of shocks (garch with symmetric errors): the block between μ and the other parameters is 0 in
   * expectation (Engle 1982, theorem 4) and is set so, as in the published benchmark.
   */
  readonly isSymmetric: boolean
}

/** Σ D_t' E[u u'] D_t, D_t the derivatives of (ln h_t, μ, shape) by the parameters. */
function informationOf(trace: Trace, free: readonly number[], places: InformationPlaces): number[][] {
  const { hasMean, shapes, isSymmetric } = places
  const expected = expectedProducts(trace.distribution, shapes)
  const size = trace.slopes[0]!.length
  const firstShape = size - shapes
  const sum = free.map(() => new Array<number>(free.length).fill(0))
  const width = 2 + shapes
  const row = free.map(() => new Float64Array(width))
  for (let t = 0; t < trace.slopes.length; t += 1) {
    const slope = trace.slopes[t]!
    free.forEach((i, a) => {
      const load = row[a]!
      load[0] = slope[i]!
      if (hasMean && i === 0) load[1] = 1 / Math.sqrt(trace.variances[t]!)
      if (i >= firstShape) load[2 + i - firstShape] = 1
    })
    for (let a = 0; a < free.length; a += 1) {
      for (let b = 0; b <= a; b += 1) {
        let product = 0
        for (let k = 0; k < width; k += 1) {
          if (row[a]![k] === 0) continue
          for (let l = 0; l < width; l += 1) product += row[a]![k]! * expected[k]![l]! * row[b]![l]!
        }
        sum[a]![b]! += product
      }
    }
  }
  const isCross = (a: number, b: number): boolean =>
    hasMean && isSymmetric && (free[a] === 0) !== (free[b] === 0)
  return sum.map((each, a) => each.map((_, b) => (isCross(a, b) ? 0 : sum[Math.max(a, b)]![Math.min(a, b)]!)))
}

function findInverse(matrix: readonly number[][]): number[][] | null {
  const factorised = findFactorised(matrix)
  if (factorised === null) return null
  const columns = matrix.map((_, j) => factorised.solve(matrix.map((_row, i) => (i === j ? 1 : 0))))
  return matrix.map((_, i) => columns.map((column) => column[i]!))
}

function findSandwich(bread: number[][] | null, filling: number[][]): number[][] | null {
  return bread === null ? null : times(times(bread, filling), bread)
}

export type Covariances = Readonly<Record<ErrorKind, number[][] | null>>

/** Covariances of the free internal parameters; null where a matrix could not be inverted. */
export function covariancesOf(
  likelihood: Likelihood,
  theta: ArrayLike<number>,
  trace: Trace,
  free: readonly number[],
  places: InformationPlaces,
): Covariances {
  const outer = outerProducts(trace.scores, free)
  const hessian = findInverse(hessianOf(likelihood, theta, free))
  const information = findInverse(informationOf(trace, free, places))
  return {
    hessian,
    'outer-product': findInverse(outer),
    information,
    'bollerslev-wooldridge': findSandwich(information, outer),
    white: findSandwich(hessian, outer),
  }
}
