import type { Bilingual } from '#base/bilingual.ts'
import { normalDensity, normalQuantile } from '#quant/distributions/normal.ts'
import { studentQuantile, studentTailMean } from '#quant/distributions/student.ts'
import { excessKurtosis, mean, skewness, standardDeviation } from '#quant/moments/moments.ts'
import { requireSeries, requireSpread, type Series, unfit } from '#quant/unfit.ts'
import { checkedQuestion, type TailQuestion, type TailRisk } from './tail-risk.ts'

/** Mean and standard deviation of a return per period, as fractions. */
export interface Location {
  readonly mean: number
  readonly deviation: number
}

/**
 * Mean and standard deviation of a series of returns; at least 20, not constant. The deviation divides by
 * n − lostDegrees: 1 is the sample's, 0 the population's (as in R's PerformanceAnalytics).
 */
export function locationOf(returns: Series, lostDegrees = 1): Location {
  const model = { zh: '参数法风险价值', en: 'Parametric value at risk' }
  requireSeries(returns, 20, model)
  requireSpread(returns, model)
  return { mean: mean(returns), deviation: standardDeviation(returns, lostDegrees) }
}

/**
 * value × (z σ√h − μh), and the expected shortfall value × (σ√h φ(z)/(1 − c) − μh). Assumes independent, normally
 * distributed returns (RiskMetrics technical document 1996; McNeil, Frey and Embrechts 2005, 2.2).
 */
export function normalRisk(location: Location, question: TailQuestion): TailRisk {
  const { confidence, horizon, value } = checkedQuestion(question)
  const deviation = location.deviation * Math.sqrt(horizon)
  const drift = location.mean * horizon
  const z = normalQuantile(1 - confidence)
  return {
    valueAtRisk: value * (-z * deviation - drift),
    expectedShortfall: value * ((deviation * normalDensity(z)) / (1 - confidence) - drift),
    warnings: [],
  }
}

/**
 * As normalRisk with Student's t of ν > 2 degrees of freedom scaled to the standard deviation σ: the quantile is
 * σ √((ν − 2)/ν) t_ν. For h > 1 the period's t is scaled by √h, an upper approximation: sums of t are less heavy-tailed.
 */
export function studentRisk(location: Location, nu: number, question: TailQuestion): TailRisk {
  const { confidence, horizon, value } = checkedQuestion(question)
  if (!(nu > 2)) {
    throw unfit({
      zh: `t 分布的自由度应大于 2（否则方差不存在），而不是 ${nu}。`,
      en: `Student's t needs more than 2 degrees of freedom (else it has no variance), not ${nu}.`,
    })
  }
  const scale = location.deviation * Math.sqrt(horizon) * Math.sqrt((nu - 2) / nu)
  const drift = location.mean * horizon
  return {
    valueAtRisk: value * (-scale * studentQuantile(1 - confidence, nu) - drift),
    expectedShortfall: value * (-scale * studentTailMean(1 - confidence, nu) - drift),
    warnings: [],
  }
}

/** What Cornish and Fisher's expansion needs beside the location: population skewness and excess kurtosis. */
export interface Shape extends Location {
  readonly skewness: number
  readonly excessKurtosis: number
}

/** The four moments of a series of returns; at least 20, not constant. The deviation as in locationOf. */
export function shapeOf(returns: Series, lostDegrees = 1): Shape {
  return {
    ...locationOf(returns, lostDegrees),
    skewness: skewness(returns),
    excessKurtosis: excessKurtosis(returns),
  }
}

/** z + (z²−1)S/6 + (z³−3z)K/24 − (2z³−5z)S²/36 as coefficients of 1, z, z², z³. */
function expansionOf(s: number, k: number): readonly [number, number, number, number] {
  return [-s / 6, 1 - k / 8 + (5 * s * s) / 36, s / 6, k / 24 - (s * s) / 18]
}

const notMonotone: Bilingual = {
  zh: '偏度或峰度超出 Cornish–Fisher 展开的适用范围（分位数不再单调），该结果不可靠；请看历史法或 t 分布。',
  en: "Skewness or kurtosis lie outside the domain of Cornish and Fisher's expansion (its quantiles are not monotone): do not rely on this figure; see the historical or Student-t one.",
}

/** The expansion is a distribution's quantile only where its derivative is positive for every z. */
function isMonotone([, b, c, d]: readonly [number, number, number, number]): boolean {
  return d > 0 ? 4 * c * c - 12 * b * d < 0 : d === 0 && c === 0 && b > 0
}

/**
 * Value at risk with the normal quantile corrected for skewness S and excess kurtosis K ("modified VaR", Favre and
 * Galeano 2002, J. Alternative Investments), and the average of that quantile over the tail. With h > 1, S and K are
 * those of a sum of h independent returns: S/√h, K/h. Warns outside the expansion's domain (Maillard 2012).
 */
export function cornishFisherRisk(shape: Shape, question: TailQuestion): TailRisk {
  const { confidence, horizon, value } = checkedQuestion(question)
  const p = 1 - confidence
  const z = normalQuantile(p)
  const coefficients = expansionOf(shape.skewness / Math.sqrt(horizon), shape.excessKurtosis / horizon)
  const [a, b, c, d] = coefficients
  // E[zᵏ | z below the quantile], k = 0 … 3.
  const ratio = normalDensity(z) / p
  const tail = a - b * ratio + c * (1 - z * ratio) - d * ratio * (z * z + 2)
  const deviation = shape.deviation * Math.sqrt(horizon)
  const drift = shape.mean * horizon
  return {
    valueAtRisk: value * (-deviation * (a + z * (b + z * (c + z * d))) - drift),
    expectedShortfall: value * (-deviation * tail - drift),
    warnings: isMonotone(coefficients) ? [] : [notMonotone],
  }
}
