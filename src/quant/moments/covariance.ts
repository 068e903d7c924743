import type { Bilingual } from '#base/bilingual.ts'
import { symmetricEigenvalues } from '#quant/matrices/eigenvalues.ts'
import { type Matrix, requireSameLength, requireSeries, unfit } from '#quant/unfit.ts'
import { mean } from './moments.ts'

const model: Bilingual = { zh: '协方差矩阵', en: 'The covariance matrix' }

/** Above this, weights computed from the matrix change with its last digits. */
const conditionNumberMax = 1e8

/** Deviations from the mean; series: N assets × T returns. */
function deviations(series: Matrix): Float64Array[] {
  for (const each of series) {
    requireSeries(each, 2, model)
    requireSameLength(each, series[0]!, { zh: '各资产的收益率序列', en: 'The return series of the assets' })
  }
  return series.map((each) => {
    const centre = mean(each)
    return Float64Array.from(each, (value) => value - centre)
  })
}

function crossProducts(x: readonly Float64Array[], divisor: number): number[][] {
  const n = x.length
  const result = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = 0
      for (let t = 0; t < x[i]!.length; t += 1) sum += x[i]![t]! * x[j]![t]!
      result[i]![j] = sum / divisor
      result[j]![i] = sum / divisor
    }
  }
  return result
}

/** Σ(x − x̄)(y − ȳ)/(T − 1). Shape: N series of T aligned returns → N × N, in squared units of a return per period. */
export function sampleCovariance(series: Matrix): number[][] {
  return crossProducts(deviations(series), series[0]!.length - 1)
}

export interface Shrunk {
  readonly covariance: number[][]
  /** Share of the target, 0 … 1. */
  readonly intensity: number
}

/**
 * Shrinkage towards the average variance times the identity (O. Ledoit and M. Wolf, "A well-conditioned estimator for
 * large-dimensional covariance matrices", J. Multivariate Analysis 88, 2004). The covariance is the one divided by T,
 * as there and in scikit-learn. Assumes returns independent over time with finite fourth moments; works for N > T.
 */
export function ledoitWolf(series: Matrix): Shrunk {
  const x = deviations(series)
  const [n, periods] = [x.length, x[0]!.length]
  const sample = crossProducts(x, periods)
  const scale = sample.reduce((sum, row, i) => sum + row[i]!, 0) / n
  let distance = 0
  let fourth = 0
  let squares = 0
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      distance += (sample[i]![j]! - (i === j ? scale : 0)) ** 2
      squares += sample[i]![j]! ** 2
    }
  }
  for (let t = 0; t < periods; t += 1) {
    let norm = 0
    for (let i = 0; i < n; i += 1) norm += x[i]![t]! ** 2
    fourth += norm * norm
  }
  const noise = (fourth / periods - squares) / periods
  const intensity = distance === 0 ? 0 : Math.min(Math.max(noise, 0), distance) / distance
  const covariance = sample.map((row, i) =>
    row.map((each, j) => (1 - intensity) * each + (i === j ? intensity * scale : 0)),
  )
  return { covariance, intensity }
}

export interface CovarianceQuality {
  readonly smallestEigenvalue: number
  readonly largestEigenvalue: number
  /** Largest over smallest eigenvalue; Infinity where the smallest is 0 or, by rounding, below. */
  readonly conditionNumber: number
  readonly warnings: readonly Bilingual[]
}

/**
 * Checks an N × N covariance matrix: refuses one that is not symmetric or not positive semi-definite (beyond rounding),
 * warns of one that is nearly singular.
 */
export function checkCovariance(covariance: Matrix): CovarianceQuality {
  const n = covariance.length
  for (let i = 0; i < n; i += 1) {
    requireSeries(covariance[i]!, n, model)
    for (let j = 0; j < i; j += 1) {
      const [a, b] = [covariance[i]![j]!, covariance[j]![i]!]
      if (Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))) continue
      throw unfit({
        zh: `协方差矩阵不对称：第 ${i + 1} 行第 ${j + 1} 列是 ${a}，对应位置是 ${b}。`,
        en: `The covariance matrix is not symmetric: row ${i + 1}, column ${j + 1} is ${a}, its counterpart ${b}.`,
      })
    }
  }
  const values = symmetricEigenvalues(covariance)
  const [smallest, largest] = [values[0]!, values.at(-1)!]
  if (smallest < -1e-10 * Math.max(largest, 0) || largest <= 0) {
    throw unfit({
      zh: `协方差矩阵不是半正定的（最小特征值 ${smallest.toExponential(3)}），不能用于组合计算；请检查相关系数，或改用收缩估计。`,
      en: `The covariance matrix is not positive semi-definite (smallest eigenvalue ${smallest.toExponential(3)}) and cannot be used; check the correlations or use shrinkage.`,
    })
  }
  const conditionNumber = smallest > 0 ? largest / smallest : Number.POSITIVE_INFINITY
  return {
    smallestEigenvalue: smallest,
    largestEigenvalue: largest,
    conditionNumber,
    warnings: conditionNumber > conditionNumberMax ? [badCondition(conditionNumber)] : [],
  }
}

function badCondition(number: number): Bilingual {
  const shown = Number.isFinite(number) ? number.toExponential(2) : '∞'
  return {
    zh: `协方差矩阵接近奇异（条件数 ${shown}）：组合权重对数据的微小变化非常敏感，建议使用收缩估计或更长的序列。`,
    en: `The covariance matrix is nearly singular (condition number ${shown}): weights depend on the last digits of the data; use shrinkage or longer series.`,
  }
}
