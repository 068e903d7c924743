import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import type { Investments } from '#exposure/reading/read-investments.ts'
import { checkCovariance, ledoitWolf, sampleCovariance } from '#quant/moments/covariance.ts'
import { mean } from '#quant/moments/moments.ts'
import {
  efficientFrontier,
  frontierPoints,
  maximumSharpe,
  minimumVariance,
  type Portfolio,
  portfolioOf,
} from '#quant/portfolio/frontier.ts'
import type { GroupLimit, PortfolioProblem } from '#quant/portfolio/problem.ts'

export interface CovarianceMeasure {
  readonly covariance: number[][]
  readonly estimator: 'sample' | 'ledoit-wolf'
  readonly conditionNumber: number
  readonly warnings: readonly Bilingual[]
}

/** Per period: an asset at cost gets this instead of 0, so that the matrix stays positive definite. */
const carriedDeviation = 1e-6

function withFloor(covariance: number[][]): number[][] {
  return covariance.map((row, i) =>
    row.map((each, j) => (i === j ? Math.max(each, carriedDeviation ** 2) : each)),
  )
}

/** More assets than periods: the sample covariance is singular whatever the data. */
function tooManyAssets(assets: number, periods: number): Bilingual {
  return {
    zh: `资产数 ${assets} 不少于观测期数 ${periods}，样本协方差矩阵必然奇异，已改用 Ledoit–Wolf 收缩估计。`,
    en: `There are ${assets} assets and only ${periods} periods, so the sample covariance is singular; Ledoit and Wolf's shrinkage is used instead.`,
  }
}

function shrunkBecauseBad(conditionNumber: number): Bilingual {
  const shown = Number.isFinite(conditionNumber) ? conditionNumber.toExponential(2) : '∞'
  return {
    zh: `样本协方差矩阵接近奇异（条件数 ${shown}），已改用 Ledoit–Wolf 收缩估计。`,
    en: `The sample covariance is nearly singular (condition number ${shown}); Ledoit and Wolf's shrinkage is used instead.`,
  }
}

/** The sample covariance of the assets with prices where it is sound, else the shrunk one. N × N, all positions. */
export function measureCovariance({ returns }: Investments): CovarianceMeasure {
  const moving = returns.filter((series) => series.some((each) => each !== series[0]))
  const [assets, periods] = [moving.length, returns[0]!.length]
  const sample = withFloor(sampleCovariance(returns))
  if (assets === 0) {
    return { covariance: sample, estimator: 'sample', conditionNumber: 1, warnings: [] }
  }
  const quality = assets < periods ? checkCovariance(sampleCovariance(moving)) : null
  if (quality !== null && quality.warnings.length === 0) {
    return { covariance: sample, estimator: 'sample', conditionNumber: quality.conditionNumber, warnings: [] }
  }
  const shrunk = ledoitWolf(moving).covariance
  const place = new Map(moving.map((series, index) => [series, index]))
  const covariance = withFloor(
    returns.map((a) =>
      returns.map((b) => {
        const [i, j] = [place.get(a), place.get(b)]
        return i === undefined || j === undefined ? 0 : shrunk[i]![j]!
      }),
    ),
  )
  return {
    covariance,
    estimator: 'ledoit-wolf',
    conditionNumber: checkCovariance(shrunk).conditionNumber,
    warnings: [quality === null ? tooManyAssets(assets, periods) : shrunkBecauseBad(quality.conditionNumber)],
  }
}

/** The legal limits as rows of the portfolio problem. */
function groupsOf({ holdings, policy }: Investments): GroupLimit[] {
  const { positions } = holdings.at(-1)!
  return policy.limits.map(({ zh, en, classes, min, max }) => ({
    name: { zh, en },
    coefficients: positions.map(({ assetClass: { code, is_financing } }) =>
      classes.includes(code) ? (is_financing ? -1 : 1) : 0,
    ),
    lower: min ?? Number.NEGATIVE_INFINITY,
    upper: max ?? Number.POSITIVE_INFINITY,
  }))
}

/** Financing up to what is borrowed today, everything else from nothing to all. */
function problemOf(
  investments: Investments,
  weights: readonly number[],
  covariance: number[][],
): PortfolioProblem {
  const { positions } = investments.holdings.at(-1)!
  const isFinancing = positions.map(({ assetClass }) => assetClass.is_financing)
  return {
    names: positions.map(({ asset }) => asset),
    means: investments.returns.map((series) => mean(series)),
    covariance,
    lower: weights.map((weight, i) => (isFinancing[i]! ? weight : 0)),
    upper: weights.map((_, i) => (isFinancing[i]! ? 0 : Number.POSITIVE_INFINITY)),
    groups: groupsOf(investments),
  }
}

export interface FrontierMeasure {
  /** Per period, the highest return first. */
  readonly points: readonly Portfolio[]
  readonly minimumVariance: Portfolio
  readonly maximumSharpe: (Portfolio & { readonly sharpe: number }) | null
  readonly today: Portfolio
}

/** The frontier within the legal limits with today's portfolio beside it, or why there is none. */
export function measureFrontier(
  investments: Investments,
  weights: readonly number[],
  covariance: number[][],
  riskFree: number,
): FrontierMeasure | Bilingual {
  const problem = problemOf(investments, weights, covariance)
  const today = portfolioOf(problem, weights)
  try {
    const frontier = efficientFrontier(problem)
    const isBeaten = frontier.corners[0]!.mean > riskFree
    return {
      points: frontierPoints(frontier, 40),
      minimumVariance: minimumVariance(frontier),
      maximumSharpe: isBeaten ? maximumSharpe(frontier, riskFree) : null,
      today,
    }
  } catch (error) {
    if (error instanceof Refusal) return error.text
    throw error
  }
}
