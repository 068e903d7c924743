import { chiSquareSurvival } from '#quant/distributions/chi-square.ts'
import { solveSymmetric } from '#quant/matrices/cholesky.ts'
import { requireSeries, requireSpread, type Series, unfit } from '#quant/unfit.ts'
import { excessKurtosis, mean, skewness } from './moments.ts'

export interface TestResult {
  readonly statistic: number
  readonly degrees: number
  readonly pValue: number
}

function asymptotic(statistic: number, degrees: number): TestResult {
  return { statistic, degrees, pValue: chiSquareSurvival(statistic, degrees) }
}

/** n/6 (g1² + g2²/4) ~ χ²(2) under normality (Jarque and Bera 1987). At least 8 observations. */
export function jarqueBera(values: Series): TestResult {
  requireSeries(values, 8, { zh: 'Jarque–Bera 检验', en: "Jarque and Bera's test" })
  const [skew, kurtosis] = [skewness(values), excessKurtosis(values)]
  return asymptotic((values.length / 6) * (skew * skew + (kurtosis * kurtosis) / 4), 2)
}

/** Autocorrelations of lags 1 … lags, each divided by the full variance, around the mean of the whole series. */
export function autocorrelations(values: Series, lags: number): number[] {
  requireSeries(values, lags + 2, { zh: '自相关', en: 'Autocorrelation' })
  requireSpread(values, { zh: '自相关', en: 'Autocorrelation' })
  const centre = mean(values)
  let total = 0
  for (let t = 0; t < values.length; t += 1) total += (values[t]! - centre) ** 2
  return Array.from({ length: lags }, (_, index) => {
    let sum = 0
    for (let t = index + 1; t < values.length; t += 1) {
      sum += (values[t]! - centre) * (values[t - index - 1]! - centre)
    }
    return sum / total
  })
}

/**
 * n(n+2) Σ ρ_k²/(n−k) ~ χ²(lags − fitted) without autocorrelation (Ljung and Box 1978). `fitted`: the parameters of the
 * model whose residuals these are, fewer than lags.
 */
export function ljungBox(values: Series, lags: number, fitted = 0): TestResult {
  if (lags <= fitted) {
    throw unfit({
      zh: `Ljung–Box 检验的滞后阶数 ${lags} 必须多于已估计的参数个数 ${fitted}；请增加阶数。`,
      en: `Ljung and Box's test needs more lags (${lags}) than fitted parameters (${fitted}); take more lags.`,
    })
  }
  const n = values.length
  const sum = autocorrelations(values, lags).reduce((total, each, k) => total + each ** 2 / (n - k - 1), 0)
  return asymptotic(n * (n + 2) * sum, lags - fitted)
}

/** (n − lags) R² of the regression of x_t² on a constant and its `lags` predecessors ~ χ²(lags) (Engle 1982). */
export function archLm(values: Series, lags: number): TestResult {
  requireSeries(values, 2 * lags + 3, { zh: 'ARCH-LM 检验', en: "Engle's ARCH test" })
  const raw = Float64Array.from(values, (each) => each * each)
  requireSpread(raw, { zh: 'ARCH-LM 检验', en: "Engle's ARCH test" })
  // R² does not depend on the unit, the precision of the normal equations does.
  const unit = mean(raw)
  const squares = raw.map((each) => each / unit)
  const rows = squares.length - lags
  const regressors = (t: number): number[] => [
    1,
    ...Array.from({ length: lags }, (_, k) => squares[t - k - 1]!),
  ]
  const size = lags + 1
  const gram = Array.from({ length: size }, () => new Array<number>(size).fill(0))
  const right = new Array<number>(size).fill(0)
  let total = 0
  for (let t = lags; t < squares.length; t += 1) total += squares[t]!
  const centre = total / rows
  let spread = 0
  for (let t = lags; t < squares.length; t += 1) {
    const x = regressors(t)
    spread += (squares[t]! - centre) ** 2
    for (let i = 0; i < size; i += 1) {
      right[i]! += x[i]! * squares[t]!
      for (let j = 0; j < size; j += 1) gram[i]![j]! += x[i]! * x[j]!
    }
  }
  const slope = solveSymmetric(gram, right)
  let residual = 0
  for (let t = lags; t < squares.length; t += 1) {
    const fitted = regressors(t).reduce((sum, each, i) => sum + each * slope[i]!, 0)
    residual += (squares[t]! - fitted) ** 2
  }
  return asymptotic(rows * (1 - residual / spread), lags)
}
