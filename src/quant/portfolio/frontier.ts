import type { Bilingual } from '#base/bilingual.ts'
import { dot, quadraticForm, timesVector } from '#quant/matrices/products.ts'
import { checkCovariance } from '#quant/moments/covariance.ts'
import { type Series, unfit } from '#quant/unfit.ts'
import { cornerPortfolios } from './critical-line.ts'
import type { PortfolioProblem } from './problem.ts'

export interface Portfolio {
  readonly weights: readonly number[]
  /** Expected return and standard deviation per period of the problem. */
  readonly mean: number
  readonly deviation: number
}

export interface Frontier {
  readonly problem: PortfolioProblem
  /** From the highest expected return to the lowest variance; efficient weights between neighbours are linear. */
  readonly corners: readonly Portfolio[]
  /** Largest violation of the optimality conditions over all corners; about 1e-12. */
  readonly violation: number
  /** Of a covariance matrix that is nearly singular, with its condition number. */
  readonly warnings: readonly Bilingual[]
}

/** Above this the result is not a solution and is refused. */
const violationMax = 1e-7

/** Differences of expected return that the tie-breaker of critical-line.ts can make, as a share of the largest. */
const tieSize = 1e-9

/**
 * Assets of equal return are told apart by the tie-breaker alone: of corners with the same expected return only the
 * last, of the lowest variance, is efficient.
 */
function withoutTies(corners: readonly Portfolio[], means: Series): Portfolio[] {
  const scale = Array.from(means).reduce((largest, each) => Math.max(largest, Math.abs(each)), 0)
  return corners.filter((corner, k) => {
    const next = corners[k + 1]
    return next === undefined || corner.mean - next.mean > tieSize * scale
  })
}

/** Expected return and standard deviation of given weights. */
export function portfolioOf(problem: PortfolioProblem, weights: Series): Portfolio {
  const variance = quadraticForm(problem.covariance, weights)
  return {
    weights: Array.from(weights),
    mean: dot(problem.means, weights),
    deviation: Math.sqrt(Math.max(variance, 0)),
  }
}

/**
 * The whole efficient frontier of mean and variance (H. Markowitz, J. Finance 7, 1952), by critical-line.ts. Refuses a
 * covariance matrix that is not positive semi-definite and a problem without a solution.
 */
export function efficientFrontier(problem: PortfolioProblem): Frontier {
  const { warnings } = checkCovariance(problem.covariance)
  const corners = cornerPortfolios(problem)
  const violation = Math.max(...corners.map((each) => each.violation))
  if (!(violation < violationMax)) {
    throw unfit({
      zh: `有效前沿未通过最优性检验（偏差 ${violation.toExponential(1)}），协方差矩阵可能接近奇异；请使用收缩估计。`,
      en: `The frontier fails its check of optimality (by ${violation.toExponential(1)}); the covariance matrix may be nearly singular; use shrinkage.`,
    })
  }
  return {
    problem,
    corners: withoutTies(
      corners.map(({ weights }) => portfolioOf(problem, weights)),
      problem.means,
    ),
    violation,
    warnings,
  }
}

/** The portfolio with the lowest variance. */
export function minimumVariance({ corners }: Frontier): Portfolio {
  return corners.at(-1)!
}

function between({ problem }: Frontier, a: Portfolio, b: Portfolio, share: number): Portfolio {
  return portfolioOf(
    problem,
    a.weights.map((each, i) => each + share * (b.weights[i]! - each)),
  )
}

/** The efficient portfolio with an expected return; refuses one outside the frontier, with its ends. */
export function atReturn(frontier: Frontier, target: number): Portfolio {
  const { corners } = frontier
  const [highest, lowest] = [corners[0]!.mean, corners.at(-1)!.mean]
  const slack = 1e-12 * Math.max(Math.abs(highest), Math.abs(lowest))
  if (!(target <= highest + slack && target >= lowest - slack)) {
    throw unfit({
      zh: `目标收益率 ${target} 不在有效前沿的范围 ${lowest} 到 ${highest} 之内。`,
      en: `The target return ${target} is not on the frontier, which runs from ${lowest} to ${highest}.`,
    })
  }
  for (let k = 1; k < corners.length; k += 1) {
    const [a, b] = [corners[k - 1]!, corners[k]!]
    if (target < b.mean) continue
    const share = a.mean === b.mean ? 1 : (a.mean - target) / (a.mean - b.mean)
    return between(frontier, a, b, Math.min(1, Math.max(0, share)))
  }
  return minimumVariance(frontier)
}

/** `count` ≥ 2 efficient portfolios, evenly spaced in expected return, the highest first. */
export function frontierPoints(frontier: Frontier, count: number): Portfolio[] {
  const [highest, lowest] = [frontier.corners[0]!.mean, frontier.corners.at(-1)!.mean]
  return Array.from({ length: count }, (_, k) =>
    atReturn(frontier, highest + ((lowest - highest) * k) / (count - 1)),
  )
}

/** Where on the segment from a to b the ratio (mean − riskFree)/deviation is largest: its derivative is linear there. */
function bestShare(frontier: Frontier, a: Portfolio, b: Portfolio, riskFree: number): number {
  const { covariance, means } = frontier.problem
  const step = b.weights.map((each, i) => each - a.weights[i]!)
  const carried = timesVector(covariance, step)
  const [cross, square] = [dot(carried, a.weights), dot(carried, step)]
  const [excess, gain] = [a.mean - riskFree, dot(means, step)]
  const share = (excess * cross - gain * a.deviation ** 2) / (gain * cross - excess * square)
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0
}

export interface SharpePortfolio extends Portfolio {
  readonly sharpe: number
}

/** Below this share of the largest deviation a portfolio does not move: what is left is rounding. */
const noRisk = 1e-12

/**
 * The portfolio with the highest (mean − riskFree)/deviation (Sharpe 1966); refuses where nothing beats riskFree, and
 * where something without any risk does.
 */
export function maximumSharpe(frontier: Frontier, riskFree: number): SharpePortfolio {
  const { corners } = frontier
  if (!(corners[0]!.mean > riskFree)) {
    throw unfit({
      zh: `没有组合的预期收益率高于无风险利率 ${riskFree}，最大夏普比率不存在。`,
      en: `No portfolio is expected to earn more than the risk-free ${riskFree}, so there is no highest Sharpe ratio.`,
    })
  }
  const calmest = minimumVariance(frontier)
  const isCalm = calmest.deviation <= noRisk * corners[0]!.deviation
  if (isCalm && calmest.mean > riskFree) {
    throw unfit({
      zh: `有组合没有任何风险而预期收益率 ${calmest.mean} 高于无风险利率 ${riskFree}，夏普比率没有上限；请核对无风险利率。`,
      en: `A portfolio without any risk is expected to earn ${calmest.mean}, more than the risk-free ${riskFree}, so the Sharpe ratio has no maximum; check the risk-free rate.`,
    })
  }
  const inside = corners.slice(1).map((b, k) => {
    const a = corners[k]!
    return between(frontier, a, b, bestShare(frontier, a, b, riskFree))
  })
  const candidates = [...corners, ...inside].filter(({ deviation }) => deviation > 0)
  const rated = candidates.map((each) => ({ ...each, sharpe: (each.mean - riskFree) / each.deviation }))
  return rated.reduce((best, each) => (each.sharpe > best.sharpe ? each : best))
}
