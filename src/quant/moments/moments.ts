import { requireSeries, requireSpread, type Series } from '#quant/unfit.ts'

const model = { zh: '矩的计算', en: 'The calculation of moments' }

/** Σx / n. */
export function mean(values: Series): number {
  requireSeries(values, 1, model)
  let sum = 0
  for (let index = 0; index < values.length; index += 1) sum += values[index]!
  return sum / values.length
}

/** Σ(x − x̄)^power / n. */
export function centralMoment(values: Series, power: number): number {
  const centre = mean(values)
  let sum = 0
  for (let index = 0; index < values.length; index += 1) sum += (values[index]! - centre) ** power
  return sum / values.length
}

/** Σ(x − x̄)² / (n − lostDegrees); 1 is the sample variance, 0 the population's. */
export function variance(values: Series, lostDegrees = 1): number {
  requireSeries(values, lostDegrees + 1, { zh: '方差', en: 'The variance' })
  return (centralMoment(values, 2) * values.length) / (values.length - lostDegrees)
}

/** √variance(values, lostDegrees). */
export function standardDeviation(values: Series, lostDegrees = 1): number {
  return Math.sqrt(variance(values, lostDegrees))
}

/** Fisher's g1 = m3 / m2^1.5 (population form, as in SciPy and PerformanceAnalytics' "moment"). */
export function skewness(values: Series): number {
  requireSeries(values, 3, { zh: '偏度', en: 'Skewness' })
  requireSpread(values, { zh: '偏度', en: 'Skewness' })
  return centralMoment(values, 3) / centralMoment(values, 2) ** 1.5
}

/** Fisher's g2 = m4 / m2² − 3 (population form); 0 for the normal distribution. */
export function excessKurtosis(values: Series): number {
  requireSeries(values, 4, { zh: '峰度', en: 'Kurtosis' })
  requireSpread(values, { zh: '峰度', en: 'Kurtosis' })
  return centralMoment(values, 4) / centralMoment(values, 2) ** 2 - 3
}

/**
 * The p-quantile by linear interpolation between order statistics (Hyndman and Fan 1996, type 7: the default of R,
 * NumPy and spreadsheets), or `lower`: the order statistic itself, ⌈n p⌉ from below (type 1).
 */
export function quantile(values: Series, p: number, kind: 'interpolated' | 'lower' = 'interpolated'): number {
  requireSeries(values, 1, { zh: '分位数', en: 'A quantile' })
  const sorted = Float64Array.from(values).sort()
  if (kind === 'lower') return sorted[Math.max(0, Math.ceil(sorted.length * p - 1e-9) - 1)]!
  const at = (sorted.length - 1) * p
  const below = Math.min(Math.floor(at), sorted.length - 1)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!)
}
