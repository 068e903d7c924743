import { getCholesky } from '#quant/matrices/cholesky.ts'
import { dot } from '#quant/matrices/products.ts'
import { drawNormal, type Uniform } from '#quant/random/uniform.ts'
import { type Matrix, requireSameLength, type Series, unfit } from '#quant/unfit.ts'
import { historicalRisk } from './historical.ts'
import { checkedQuestion, type TailQuestion, type TailRisk } from './tail-risk.ts'

/** N assets: returns per period. */
export interface AssetModel {
  /** N means, as fractions. */
  readonly means: Series
  /** N × N, positive definite. */
  readonly covariance: Matrix
  /** Degrees of freedom of a multivariate Student's t with this covariance; absent: normal. */
  readonly nu?: number
}

export interface SimulationOptions {
  readonly draws: number
  readonly uniform: Uniform
}

/** A χ²(ν) draw by Marsaglia and Tsang (2000), ν > 2. */
function drawChiSquare(nu: number, uniform: Uniform): number {
  const d = nu / 2 - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = drawNormal(uniform)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return 2 * d * v
  }
}

/**
 * Returns of a portfolio with N weights over the horizon, drawn `draws` times: sums of h periods' returns. Weights are
 * held constant within the horizon.
 */
export function simulateReturns(
  model: AssetModel,
  weights: Series,
  horizon: number,
  { draws, uniform }: SimulationOptions,
): Float64Array {
  requireSameLength(model.means, weights, { zh: '均值与权重', en: 'Means and weights' })
  const { nu } = model
  if (nu !== undefined && !(nu > 2)) {
    throw unfit({
      zh: `t 分布的自由度应大于 2，而不是 ${nu}。`,
      en: `Student's t needs more than 2 degrees of freedom, not ${nu}.`,
    })
  }
  const lower = getCholesky(model.covariance)
  // w'L: the weight of each independent shock.
  const load = lower.map((_, k) => lower.reduce((sum, row, i) => sum + weights[i]! * row[k]!, 0))
  const drift = horizon * dot(model.means, weights)
  return Float64Array.from({ length: draws }, () => {
    let total = drift
    for (let period = 0; period < horizon; period += 1) {
      let shock = 0
      for (const each of load) shock += each * drawNormal(uniform)
      total += nu === undefined ? shock : shock * Math.sqrt((nu - 2) / drawChiSquare(nu, uniform))
    }
    return total
  })
}

/** Value at risk and expected shortfall of simulated returns (Glasserman 2003, chapter 9): same seed, same figure. */
export function monteCarloRisk(
  model: AssetModel,
  weights: Series,
  question: TailQuestion,
  options: SimulationOptions,
): TailRisk {
  const { confidence, horizon, value } = checkedQuestion(question)
  const returns = simulateReturns(model, weights, horizon, options)
  return historicalRisk(returns, { confidence, value })
}
