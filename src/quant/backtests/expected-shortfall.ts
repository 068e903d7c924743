import { normalDensity, normalQuantile } from '#quant/distributions/normal.ts'
import { studentQuantile, studentTailMean } from '#quant/distributions/student.ts'
import type { Uniform } from '#quant/random/uniform.ts'
import { requireProbability, requireSameLength, requireSeries, type Series } from '#quant/unfit.ts'

/** T aligned periods; VaR and ES positive for a loss, in the unit of the returns. */
export interface ShortfallSeries {
  readonly returns: Series
  readonly valuesAtRisk: Series
  readonly expectedShortfalls: Series
}

/** Negative values say that shortfall was underestimated; 0 is expected under the model. */
export interface ShortfallStatistics {
  readonly exceptions: number
  /** Test 1, conditional on exceptions: mean of X/ES over them + 1; null without exceptions. */
  readonly conditional: number | null
  /** Test 2, unconditional: Σ X I / (T (1 − c) ES) + 1. */
  readonly unconditional: number
}

/**
 * Z1 and Z2 of C. Acerbi and B. Székely, "Backtesting expected shortfall", Risk, December 2014, with X the return and
 * I the exceptions. Assumes periods independent given the forecasts.
 */
export function acerbiSzekely(series: ShortfallSeries, confidence: number): ShortfallStatistics {
  const { returns, valuesAtRisk, expectedShortfalls } = series
  requireProbability(confidence, { zh: '置信度', en: 'The confidence' })
  const names = { zh: '收益率、风险价值与期望损失', en: 'Returns, values at risk and expected shortfalls' }
  requireSeries(returns, 1, { zh: '期望损失回测', en: 'A back-test of expected shortfall' })
  requireSameLength(returns, valuesAtRisk, names)
  requireSameLength(returns, expectedShortfalls, names)
  let [sum, exceptions] = [0, 0]
  for (let t = 0; t < returns.length; t += 1) {
    if (returns[t]! >= -valuesAtRisk[t]!) continue
    exceptions += 1
    sum += returns[t]! / expectedShortfalls[t]!
  }
  return {
    exceptions,
    conditional: exceptions === 0 ? null : sum / exceptions + 1,
    unconditional: sum / (returns.length * (1 - confidence)) + 1,
  }
}

export interface NullModel {
  readonly periods: number
  readonly confidence: number
  /** Degrees of freedom of Student's t; absent: normal. The mean is 0; the scale does not matter. */
  readonly nu?: number
}

export interface ShortfallSimulation {
  readonly draws: number
  readonly uniform: Uniform
}

/** The statistics under a right model, smallest first: the p-value of a test is its place among them. */
export interface ShortfallDraws {
  readonly unconditional: Float64Array
  /** Of those draws that have an exception, as the test itself supposes. */
  readonly conditional: Float64Array
}

/** Z1 and Z2 of `draws` series of periods from the model itself. */
export function simulateShortfall(model: NullModel, simulation: ShortfallSimulation): ShortfallDraws {
  const { periods, confidence, nu } = model
  const tail = 1 - confidence
  const shortfall = nu === undefined ? normalDensity(normalQuantile(tail)) / tail : -studentTailMean(tail, nu)
  const conditional: number[] = []
  const unconditional = Float64Array.from({ length: simulation.draws }, () => {
    let [sum, exceptions] = [0, 0]
    for (let t = 0; t < periods; t += 1) {
      const u = simulation.uniform()
      // Only the tail counts, so only there a quantile is needed.
      if (u >= tail) continue
      exceptions += 1
      sum += (nu === undefined ? normalQuantile(u) : studentQuantile(u, nu)) / shortfall
    }
    if (exceptions > 0) conditional.push(sum / exceptions + 1)
    return sum / (periods * tail) + 1
  })
  return { unconditional: unconditional.sort(), conditional: Float64Array.from(conditional).sort() }
}

/** P(Z ≤ observed) under the model, from sorted draws, counting the observation itself: never 0. */
export function simulatedPValue(observed: number, draws: Float64Array): number {
  let below = 0
  while (below < draws.length && draws[below]! <= observed) below += 1
  return (below + 1) / (draws.length + 1)
}
