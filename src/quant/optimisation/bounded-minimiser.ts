/** A smooth function with its gradient. Where it is not finite the point is rejected by the line search. */
export interface Evaluation {
  readonly value: number
  readonly gradient: Float64Array
}

export interface MinimiserProblem {
  readonly evaluate: (x: Float64Array) => Evaluation
  readonly lower: readonly number[]
  readonly upper: readonly number[]
}

export interface MinimiserOptions {
  /** Converged where no free component of the gradient is larger. */
  readonly gradientTolerance?: number
  readonly iterationsMax?: number
  /** Where a problem has no smooth minimum, the search ends after these and says that it did not converge. */
  readonly evaluationsMax?: number
}

export interface Minimum extends Evaluation {
  readonly x: Float64Array
  readonly hasConverged: boolean
  readonly iterations: number
  readonly evaluations: number
}

interface State {
  x: Float64Array
  now: Evaluation
  /** Approximate inverse of the Hessian, k × k. */
  readonly inverse: Float64Array[]
}

function resetInverse(inverse: readonly Float64Array[]): void {
  inverse.forEach((row, i) => {
    row.fill(0)
    row[i] = 1
  })
}

/** Components that a step along −gradient would not press against their bound. */
function freeOf({ lower, upper }: MinimiserProblem, x: Float64Array, gradient: Float64Array): boolean[] {
  return Array.from(x, (each, i) => {
    const margin = 1e-12 * Math.max(1, Math.abs(each))
    if (lower[i] === upper[i]) return false
    if (each <= lower[i]! + margin) return gradient[i]! < 0
    if (each >= upper[i]! - margin) return gradient[i]! > 0
    return true
  })
}

function largestFree(gradient: Float64Array, free: readonly boolean[]): number {
  return gradient.reduce((largest, each, i) => (free[i]! ? Math.max(largest, Math.abs(each)) : largest), 0)
}

/**
 * A fixed variable must not bend the steps of the others: its cross terms go, so that the rest stays the inverse of the
 * Hessian on the free ones.
 */
function decouple(inverse: readonly Float64Array[], free: readonly boolean[]): void {
  free.forEach((isFree, i) => {
    if (isFree) return
    for (const row of inverse) row[i] = 0
    inverse[i]!.fill(0)
    inverse[i]![i] = 1
  })
}

function newtonDirection({ now, inverse }: State, free: readonly boolean[]): Float64Array {
  const { gradient } = now
  decouple(inverse, free)
  const newton = Float64Array.from(gradient, (_, i) => {
    if (!free[i]!) return 0
    let sum = 0
    for (let j = 0; j < gradient.length; j += 1) if (free[j]!) sum -= inverse[i]![j]! * gradient[j]!
    return sum
  })
  const slope = newton.reduce((sum, each, i) => sum + each * gradient[i]!, 0)
  if (slope < 0) return newton
  resetInverse(inverse)
  return Float64Array.from(gradient, (each, i) => (free[i]! ? -each : 0))
}

/** How far the ray may go before the first bound; 0 where a variable stands on one and would leave the box. */
function roomOf({ lower, upper }: MinimiserProblem, x: Float64Array, direction: Float64Array): Float64Array {
  return direction.map((each, i) => {
    if (each === 0) return Number.POSITIVE_INFINITY
    const room = each > 0 ? upper[i]! - x[i]! : x[i]! - lower[i]!
    return room <= 1e-12 * Math.max(1, Math.abs(x[i]!)) ? 0 : room / Math.abs(each)
  })
}

/** A descent direction that leaves the box through no bound on which it starts; `free` loses those it would. */
function directionOf(
  problem: MinimiserProblem,
  state: State,
  free: boolean[],
): { readonly direction: Float64Array; readonly stepMax: number } {
  for (;;) {
    const direction = newtonDirection(state, free)
    const room = roomOf(problem, state.x, direction)
    const blocked = room.indexOf(0)
    if (blocked < 0) return { direction, stepMax: Math.min(...room) }
    free[blocked] = false
  }
}

/** H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ, where the curvature is positive. */
function update(inverse: readonly Float64Array[], s: Float64Array, y: Float64Array): void {
  const curvature = s.reduce((sum, each, i) => sum + each * y[i]!, 0)
  const size = y.reduce((sum, each) => sum + each * each, 0)
  if (!(curvature > 1e-14 * size)) return
  const rho = 1 / curvature
  const hy = inverse.map((row) => row.reduce((sum, each, j) => sum + each * y[j]!, 0))
  const yhy = hy.reduce((sum, each, i) => sum + each * y[i]!, 0)
  inverse.forEach((row, i) => {
    for (let j = 0; j < row.length; j += 1) {
      row[j]! += rho * ((1 + rho * yhy) * s[i]! * s[j]! - hy[i]! * s[j]! - s[i]! * hy[j]!)
    }
  })
}

interface Searched {
  readonly x: Float64Array
  readonly next: Evaluation | null
  readonly tries: number
}

/** The step is then below 1e-12 of the direction. */
const triesMax = 20

/** Armijo backtracking along a ray that ends at the first bound. */
function search(
  problem: MinimiserProblem,
  { x, now }: State,
  direction: Float64Array,
  stepMax: number,
): Searched {
  const { lower, upper } = problem
  const slope = direction.reduce((sum, each, i) => sum + now.gradient[i]! * each, 0)
  let step = Math.min(1, stepMax)
  for (let tries = 1; tries <= triesMax; tries += 1) {
    const trial = x.map((each, i) => Math.min(upper[i]!, Math.max(lower[i]!, each + step * direction[i]!)))
    const next = problem.evaluate(trial)
    const limit = now.value + 1e-4 * step * slope + 1e-15 * Math.abs(now.value)
    if (Number.isFinite(next.value) && next.value <= limit) return { x: trial, next, tries }
    step *= tries < 4 ? 0.5 : 0.2
  }
  return { x, next: null, tries: triesMax }
}

/**
 * Minimum of a smooth function of k variables in a box, from x0: BFGS on the components that no bound holds, along rays
 * that end at the first bound (J. Nocedal and S. Wright, Numerical Optimization, 2006, 6 and 16). Local; says whether it converged.
 */
export function minimise(
  problem: MinimiserProblem,
  start: ArrayLike<number>,
  { gradientTolerance = 1e-8, iterationsMax = 200, evaluationsMax = 800 }: MinimiserOptions = {},
): Minimum {
  const x0 = Float64Array.from(start, (each, i) =>
    Math.min(problem.upper[i]!, Math.max(problem.lower[i]!, each)),
  )
  const inverse = Array.from(x0, () => new Float64Array(x0.length))
  resetInverse(inverse)
  const state: State = { x: x0, now: problem.evaluate(x0), inverse }
  let evaluations = 1
  let stalls = 0
  for (let iteration = 0; iteration < iterationsMax && evaluations < evaluationsMax; iteration += 1) {
    const free = freeOf(problem, state.x, state.now.gradient)
    const isDone = largestFree(state.now.gradient, free) <= gradientTolerance
    if (isDone) return { ...state.now, x: state.x, hasConverged: true, iterations: iteration, evaluations }
    const { direction, stepMax } = directionOf(problem, state, free)
    const { x, next, tries } = search(problem, state, direction, stepMax)
    evaluations += tries
    if (next === null || state.now.value - next.value <= 1e-16 * Math.abs(next.value)) {
      stalls += 1
      resetInverse(inverse)
      if (stalls > 2) break
      if (next === null) continue
    } else stalls = 0
    const step = x.map((each, i) => each - state.x[i]!)
    const change = next.gradient.map((each, i) => (free[i]! ? each - state.now.gradient[i]! : 0))
    if (iteration === 0) scaleInverse(inverse, step, change)
    update(inverse, step, change)
    state.x = x
    state.now = next
  }
  const free = freeOf(problem, state.x, state.now.gradient)
  // A stall at the precision of doubles is as good as it gets.
  const hasConverged = largestFree(state.now.gradient, free) <= 100 * gradientTolerance
  return { ...state.now, x: state.x, hasConverged, iterations: iterationsMax, evaluations }
}

function scaleInverse(inverse: readonly Float64Array[], s: Float64Array, y: Float64Array): void {
  const curvature = s.reduce((sum, each, i) => sum + each * y[i]!, 0)
  const size = y.reduce((sum, each) => sum + each * each, 0)
  if (!(curvature > 0)) return
  inverse.forEach((row, i) => {
    row[i] = curvature / size
  })
}
