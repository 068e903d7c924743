import { findFactorised } from '#quant/matrices/lu.ts'
import { type Matrix, unfit } from '#quant/unfit.ts'
import { type PortfolioProblem, type StandardForm, standardFormOf } from './problem.ts'
import { bestVertex } from './vertex.ts'

/** A portfolio at which the set of assets between their bounds changes. */
export interface Corner {
  /** λ of min ½ w'Σw − λ μ'w: Infinity at the highest return, 0 at the lowest variance. */
  readonly lambda: number
  readonly weights: Float64Array
  /** Largest violation of the conditions of Karush, Kuhn and Tucker there, in units of the problem. */
  readonly violation: number
}

type Side = 'free' | 'lower' | 'upper'

interface Line {
  /** x = constant + λ slope. */
  readonly constant: Float64Array
  readonly slope: Float64Array
  /** Reduced gradients of all variables, the same way; 0 for free ones. */
  readonly gradient: Float64Array
  readonly gradientSlope: Float64Array
}

interface Walk {
  readonly form: StandardForm
  readonly covariance: Matrix
  readonly means: Float64Array
  readonly x: Float64Array
  readonly sides: Side[]
}

function freeOf({ sides }: Walk): number[] {
  return sides.flatMap((side, j) => (side === 'free' ? [j] : []))
}

/** Σ extended by zeros to slacks and artificials. */
function sigma({ covariance, form }: Walk, i: number, j: number): number {
  return i < form.assets && j < form.assets ? covariance[i]![j]! : 0
}

/** The system [Σ_FF A_F'; A_F 0] of the free variables. */
function kktMatrix(walk: Walk, free: readonly number[]): Float64Array[] {
  const { form } = walk
  const size = free.length + form.rows
  const matrix = Array.from({ length: size }, () => new Float64Array(size))
  free.forEach((i, a) => {
    const row = matrix[a]!
    free.forEach((j, b) => {
      row[b] = sigma(walk, i, j)
    })
    for (let r = 0; r < form.rows; r += 1) {
      row[free.length + r] = form.columns[i]![r]!
      matrix[free.length + r]![a] = form.columns[i]![r]!
    }
  })
  return matrix
}

function singular(): never {
  throw unfit({
    zh: '协方差矩阵在可行的资产上是奇异的（例如资产多于观测期数，或两种资产完全同步），有效前沿不唯一；请使用收缩估计或去掉重复的资产。',
    en: 'The covariance matrix is singular on the assets in question (more assets than periods, or two that move as one), so the frontier is not unique; use shrinkage or drop duplicates.',
  })
}

/** Slopes smaller than this share of the largest are rounding; followed, they would name a bound that is never met. */
const slopeNoise = 1e-11

/** The critical line of the current sides. */
function lineOf(walk: Walk): Line {
  const { form, means, x } = walk
  const free = freeOf(walk)
  const bound = walk.sides.flatMap((side, j) => (side === 'free' || x[j] === 0 ? [] : [j]))
  const factorised = findFactorised(kktMatrix(walk, free))
  if (factorised === null) return singular()
  const assets = free.filter((j) => j < form.assets)
  const boundAssets = bound.filter((j) => j < form.assets)
  const right = new Float64Array(free.length + form.rows)
  const rightSlope = new Float64Array(free.length + form.rows)
  free.forEach((i, a) => {
    if (i >= form.assets) return
    rightSlope[a] = means[i]!
    for (const j of boundAssets) right[a]! -= walk.covariance[i]![j]! * x[j]!
  })
  for (let r = 0; r < form.rows; r += 1) {
    right[free.length + r] = bound.reduce((sum, j) => sum - form.columns[j]![r]! * x[j]!, form.right[r]!)
  }
  const [solved, solvedSlope] = [factorised.solve(right), factorised.solve(rightSlope)]
  if (!solved.every(Number.isFinite) || !solvedSlope.every(Number.isFinite)) return singular()
  const constant = Float64Array.from(x)
  const slope = new Float64Array(x.length)
  // With as many free variables as rows the rows determine them: what the solver gives as slope is rounding.
  const isVertex = free.length === form.rows
  const noise = slopeNoise * free.reduce((largest, _, a) => Math.max(largest, Math.abs(solvedSlope[a]!)), 0)
  free.forEach((j, a) => {
    constant[j] = solved[a]!
    slope[j] = isVertex || Math.abs(solvedSlope[a]!) <= noise ? 0 : solvedSlope[a]!
  })
  const gradientOf = (vector: Float64Array, y: Float64Array, isSlope: boolean): Float64Array =>
    Float64Array.from(x, (_, j) => {
      let sum = isSlope && j < form.assets ? -means[j]! : 0
      if (j < form.assets) {
        const row = walk.covariance[j]!
        for (const i of assets) sum += row[i]! * vector[i]!
        if (!isSlope) for (const i of boundAssets) sum += row[i]! * vector[i]!
      }
      for (let r = 0; r < form.rows; r += 1) sum += form.columns[j]![r]! * y[free.length + r]!
      return sum
    })
  return {
    constant,
    slope,
    gradient: gradientOf(constant, solved, false),
    gradientSlope: gradientOf(slope, solvedSlope, true),
  }
}

interface Event {
  readonly lambda: number
  readonly variable: number
  readonly side: Side
}

/** The same for gradients, relative to the largest expected return; well below the tie-breaker. */
const gradientNoise = 1e-14

/** The first change of sides when λ falls from `from`. */
function nextEvent({ form, sides, means }: Walk, line: Line, from: number): Event | null {
  const meanScale = means.reduce((largest, each) => Math.max(largest, Math.abs(each)), 0)
  let best: Event | null = null
  const offer = (lambda: number, variable: number, side: Side): void => {
    const at = Math.min(lambda, from)
    if (best === null || at > best.lambda) best = { lambda: at, variable, side }
  }
  sides.forEach((side, j) => {
    const [lower, upper] = [form.lower[j]!, form.upper[j]!]
    if (side === 'free') {
      const speed = line.slope[j]!
      // One that is fixed (an artificial variable, a given weight) leaves as soon as the line would move it.
      if (speed === 0) return
      const bound = speed > 0 ? lower : upper
      if (Number.isFinite(bound)) offer((bound - line.constant[j]!) / speed, j, speed > 0 ? 'lower' : 'upper')
      return
    }
    if (lower === upper) return
    const speed = line.gradientSlope[j]!
    if (Math.abs(speed) <= gradientNoise * meanScale) return
    if (side === 'lower' ? speed > 0 : speed < 0) offer(-line.gradient[j]! / speed, j, 'free')
  })
  return best
}

/** Distinct enough for a unique start and too small to be seen: breaks ties of equal expected returns. */
const tieBreaker = 1e-10

function distinctMeans({ means }: PortfolioProblem): Float64Array {
  const values = Float64Array.from(means)
  const scale = values.reduce((largest, each) => Math.max(largest, Math.abs(each)), 0) || 1
  return values.map((each, i) => each - (tieBreaker * scale * (i + 1)) / values.length)
}

/** Largest breach of bounds and rows, of a free gradient that is not 0, and of a bound one with the wrong sign. */
function violationAt({ form, sides }: Walk, line: Line, lambda: number): number {
  let worst = 0
  const rows = Float64Array.from(form.right)
  sides.forEach((side, j) => {
    const value = line.constant[j]! + (lambda === 0 ? 0 : lambda * line.slope[j]!)
    worst = Math.max(worst, form.lower[j]! - value, value - form.upper[j]!)
    form.columns[j]!.forEach((a, r) => {
      rows[r]! -= a * value
    })
    if (form.lower[j] === form.upper[j]) return
    const gradient = line.gradient[j]! + lambda * line.gradientSlope[j]!
    const scale = 1 + lambda
    if (side === 'free') worst = Math.max(worst, Math.abs(gradient) / scale)
    if (side === 'lower') worst = Math.max(worst, -gradient / scale)
    if (side === 'upper') worst = Math.max(worst, gradient / scale)
  })
  return rows.reduce((largest, each) => Math.max(largest, Math.abs(each)), worst)
}

/**
 * All corner portfolios from the highest expected return to the lowest variance, by the critical line algorithm with
 * bounds and linear group limits (H. Markowitz, "Portfolio Selection", 1959, appendix A; Markowitz and Todd 2000).
 * Between two neighbours the efficient weights are linear. O(corners × free³).
 */
export function cornerPortfolios(problem: PortfolioProblem): Corner[] {
  const form = standardFormOf(problem)
  const means = distinctMeans(problem)
  const vertex = bestVertex(problem, form, means)
  const isBasic = new Set(vertex.basis)
  const sides = Array.from(vertex.x, (each, j): Side => {
    if (isBasic.has(j)) return 'free'
    return each === form.lower[j] ? 'lower' : 'upper'
  })
  const walk: Walk = { form, covariance: problem.covariance, means, x: vertex.x, sides }
  const corners: Corner[] = [
    { lambda: Number.POSITIVE_INFINITY, weights: vertex.x.slice(0, form.assets), violation: 0 },
  ]
  let lambda = Number.POSITIVE_INFINITY
  const stepsMax = 50 * form.columns.length + 1_000
  for (let step = 0; step < stepsMax; step += 1) {
    const line = lineOf(walk)
    const event = nextEvent(walk, line, lambda)
    const at = event === null || event.lambda <= 0 ? 0 : event.lambda
    for (let j = 0; j < form.columns.length; j += 1) {
      if (sides[j] === 'free') walk.x[j] = line.constant[j]! + at * line.slope[j]!
    }
    if (at < lambda || step === 0) {
      const violation = violationAt(walk, line, at)
      corners.push({ lambda: at, weights: walk.x.slice(0, form.assets), violation })
    }
    if (event === null || at === 0) return corners
    lambda = at
    if (event.side !== 'free') walk.x[event.variable] = form[event.side][event.variable]!
    sides[event.variable] = event.side
  }
  throw new Error('assertion failed: the critical line algorithm cycles')
}
