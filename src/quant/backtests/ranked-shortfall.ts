import { incompleteBeta } from '#quant/distributions/beta-function.ts'
import { requireProbability, requireSameLength, requireSeries, type Series, unfit } from '#quant/unfit.ts'
import type { ShortfallSimulation } from './expected-shortfall.ts'

/** T forecast distributions of returns of one shape: location + scale × q, q with the quantile function given. */
export interface ForecastDistributions {
  readonly locations: Series
  /** Above 0. */
  readonly scales: Series
  readonly quantile: (p: number) => number
}

/** Doubly exponential nodes for p in (0, 1) (Takahasi and Mori 1974): they crowd where quantiles run off. */
const nodes = Array.from({ length: 321 }, (_, index) => {
  const x = (index - 160) / 40
  const tail = Math.exp(-Math.PI * Math.abs(Math.sinh(x)))
  const p = x < 0 ? tail / (1 + tail) : 1 / (1 + tail)
  return { p, weight: (Math.PI * Math.cosh(x) * tail) / (1 + tail) ** 2 / 40 }
}).filter(({ p }) => p < 1)

/** −E of the mean of q at the k lowest of T uniforms: −(T/k) ∫ I_{1−p}(T − k, k) q(p) dp. */
function expectedTail(quantile: (p: number) => number, periods: number, lowest: number): number {
  let sum = 0
  for (const { p, weight } of nodes) {
    const share = incompleteBeta(periods - lowest, lowest, 1 - p, p)
    if (share > 1e-18) sum += weight * share * quantile(p)
  }
  return (-periods / lowest) * sum
}

function realisedTail(probabilities: Series, quantile: (p: number) => number, lowest: number): number {
  const sorted = Float64Array.from(probabilities).sort()
  let sum = 0
  for (let k = 0; k < lowest; k += 1) sum += quantile(sorted[k]!)
  return -sum / lowest
}

/** The statistic as a function of the realised probabilities. */
function rankedTest(
  { locations, scales, quantile }: ForecastDistributions,
  confidence: number,
): (probabilities: Series) => number {
  requireProbability(confidence, { zh: '置信度', en: 'The confidence' })
  const model = { zh: '期望损失的秩检验', en: 'The rank test of expected shortfall' }
  requireSeries(locations, Math.ceil(1 / (1 - confidence) - 1e-9), model)
  requireSeries(scales, locations.length, model)
  requireSameLength(locations, scales, { zh: '位置与尺度', en: 'Locations and scales' })
  const periods = locations.length
  const lowest = Math.floor(periods * (1 - confidence) + 1e-9)
  const expected = expectedTail(quantile, periods, lowest)
  return (probabilities) => {
    const realised = realisedTail(probabilities, quantile, lowest)
    let sum = 0
    for (let t = 0; t < periods; t += 1) {
      sum += (scales[t]! * realised - locations[t]!) / (scales[t]! * expected - locations[t]!)
    }
    return 1 - sum / periods
  }
}

/**
 * Test 3 of C. Acerbi and B. Székely, "Backtesting expected shortfall", Risk, December 2014: the realised ranks
 * (`probabilities`: T values F_t(X_t) in (0, 1)) put through each period's forecast; the mean of the ⌊T(1 − c)⌋ lowest
 * over what is expected of them. Negative where shortfall was underestimated, 0 is expected. T ≥ 1/(1 − c).
 */
export function rankedShortfall(
  probabilities: Series,
  forecasts: ForecastDistributions,
  confidence: number,
): number {
  requireSameLength(probabilities, forecasts.locations, {
    zh: '实现概率与预测分布',
    en: 'Realised probabilities and forecasts',
  })
  for (let t = 0; t < probabilities.length; t += 1) {
    if (probabilities[t]! > 0 && probabilities[t]! < 1) continue
    throw unfit({
      zh: `第 ${t + 1} 个实现概率是 ${probabilities[t]}，应在 0 与 1 之间。`,
      en: `Realised probability ${t + 1} is ${probabilities[t]}; it must lie between 0 and 1.`,
    })
  }
  return rankedTest(forecasts, confidence)(probabilities)
}

/** The statistic of `draws` series that follow the forecasts, smallest first; see simulatedPValue. */
export function simulateRankedShortfall(
  forecasts: ForecastDistributions,
  confidence: number,
  { draws, uniform }: ShortfallSimulation,
): Float64Array {
  const statisticOf = rankedTest(forecasts, confidence)
  const { length } = forecasts.locations
  return Float64Array.from({ length: draws }, () =>
    statisticOf(Float64Array.from({ length }, uniform)),
  ).sort()
}
