import { lnGamma } from '#quant/distributions/gamma-function.ts'
import { requireSeries, type Series } from '#quant/unfit.ts'
import { type Location, locationOf } from './parametric.ts'

export interface StudentFit extends Location {
  /** Degrees of freedom, 2.1 … 200; 200 says: no heavier tails than the normal distribution. */
  readonly nu: number
  readonly logLikelihood: number
}

const golden = (Math.sqrt(5) - 1) / 2

/**
 * Degrees of freedom of Student's t by maximum likelihood, mean and standard deviation being those of the sample
 * (golden section over ln(ν − 2)). Shape: n ≥ 50 independent returns, not constant.
 */
export function fitStudent(returns: Series): StudentFit {
  requireSeries(returns, 50, { zh: 't 分布的拟合', en: "A fit of Student's t" })
  const location = locationOf(returns)
  const squares = Float64Array.from(returns, (each) => ((each - location.mean) / location.deviation) ** 2)
  const n = returns.length
  const likelihoodAt = (logExcess: number): number => {
    const excess = Math.exp(logExcess)
    const nu = 2 + excess
    let sum = 0
    for (const square of squares) sum += Math.log1p(square / excess)
    const constant = lnGamma((nu + 1) / 2) - lnGamma(nu / 2) - 0.5 * Math.log(Math.PI * excess)
    return n * (constant - Math.log(location.deviation)) - 0.5 * (nu + 1) * sum
  }
  let [low, high] = [Math.log(0.1), Math.log(198)]
  for (let step = 0; step < 60; step += 1) {
    const width = golden * (high - low)
    if (likelihoodAt(high - width) > likelihoodAt(low + width)) high = low + width
    else low = high - width
  }
  const best = 0.5 * (low + high)
  return { ...location, nu: 2 + Math.exp(best), logLikelihood: likelihoodAt(best) }
}
