import type { Matrix, Series } from '#quant/unfit.ts'

/** Covariance (n − 1) over the periods in which both series have a value (NaN is a gap); NaN with fewer than 2. */
function covarianceOfPair(x: Series, y: Series): number {
  let [count, sumX, sumY] = [0, 0, 0]
  for (let t = 0; t < x.length; t += 1) {
    if (Number.isNaN(x[t]!) || Number.isNaN(y[t]!)) continue
    count += 1
    sumX += x[t]!
    sumY += y[t]!
  }
  let product = 0
  for (let t = 0; t < x.length; t += 1) {
    if (Number.isNaN(x[t]!) || Number.isNaN(y[t]!)) continue
    product += (x[t]! - sumX / count) * (y[t]! - sumY / count)
  }
  return count < 2 ? Number.NaN : product / (count - 1)
}

/**
 * Pairwise covariance of N series with gaps, as pandas computes it. Need not be positive semi-definite: check it with
 * checkCovariance before use.
 */
export function pairwiseCovariance(series: Matrix): number[][] {
  const result = series.map(() => new Array<number>(series.length).fill(0))
  series.forEach((x, i) => {
    for (let j = 0; j <= i; j += 1) {
      const value = covarianceOfPair(x, series[j]!)
      result[i]![j] = value
      result[j]![i] = value
    }
  })
  return result
}
