import { type MinimiserProblem, type Minimum, minimise } from '#quant/optimisation/bounded-minimiser.ts'
import type { Series } from '#quant/unfit.ts'

/**
 * egarch has |z|: where μ equals an observation, the likelihood has a corner in μ, and its maximum may well stand on
 * one. No gradient vanishes there; what must hold is that the likelihood falls to both sides.
 */
export interface CornerMinimum extends Minimum {
  readonly isOnCorner: boolean
}

/** Observations that are tried on either side of where the search stalled. */
const neighbours = 2
/** A step to the side of a corner, far smaller than the gaps between observations, which are about 1/n. */
const aside = 1e-9

function nearest(y: Series, mu: number): number[] {
  return Array.from(y)
    .sort((a, b) => Math.abs(a - mu) - Math.abs(b - mu))
    .slice(0, 2 * neighbours)
}

function withMean(problem: MinimiserProblem, mu: number): MinimiserProblem {
  return {
    ...problem,
    lower: [mu, ...problem.lower.slice(1)],
    upper: [mu, ...problem.upper.slice(1)],
  }
}

/** d value / dμ just beside the point. */
function slopeBeside(problem: MinimiserProblem, x: Float64Array, by: number): number {
  const moved = Float64Array.from(x)
  moved[0]! += by
  return problem.evaluate(moved).gradient[0]!
}

/**
 * Settles a search of an egarch model (μ first of the parameters) that stalled: the best of the nearest corners, if the
 * other parameters converge there and the value rises to both sides; else the search as it was.
 */
export function settleOnCorner(
  problem: MinimiserProblem,
  stalled: Minimum,
  y: Series,
  gradientTolerance: number,
): CornerMinimum {
  let best: CornerMinimum = { ...stalled, isOnCorner: false }
  for (const mu of nearest(y, stalled.x[0]!)) {
    const start = Float64Array.from(stalled.x)
    start[0] = mu
    const found = minimise(withMean(problem, mu), start, { gradientTolerance })
    if (!found.hasConverged || found.value > best.value + 1e-10) continue
    const isCorner =
      slopeBeside(problem, found.x, aside) >= -gradientTolerance &&
      slopeBeside(problem, found.x, -aside) <= gradientTolerance
    if (isCorner) best = { ...found, isOnCorner: true }
  }
  return best
}
