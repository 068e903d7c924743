import { normalDensity, normalQuantile } from '#quant/distributions/normal.ts'
import { dot, timesVector } from '#quant/matrices/products.ts'
import { type Matrix, requireSameLength, type Series, unfit } from '#quant/unfit.ts'
import { checkedQuestion, type TailQuestion } from './tail-risk.ts'

export interface RiskContributions {
  /** Standard deviation of the whole per period. */
  readonly deviation: number
  /** N parts of the value at risk without drift; they add up to the whole. */
  readonly valueAtRisk: readonly number[]
  readonly expectedShortfall: readonly number[]
  /** N shares of the whole, adding up to 1; negative where an asset hedges the others. */
  readonly shares: readonly number[]
}

/**
 * Euler's decomposition: component i is w_i (Σw)_i / σ_p × z × √h × value. Assumes normal returns with mean 0.
 * Shapes: N weights, N × N covariance per period. (J.-P. Tasche 1999; P. Jorion, "Value at Risk", 2006, 7.2)
 */
export function componentRisk(
  weights: Series,
  covariance: Matrix,
  question: TailQuestion,
): RiskContributions {
  const { confidence, horizon, value } = checkedQuestion(question)
  requireSameLength(weights, covariance[0]!, { zh: '权重与协方差矩阵', en: 'Weights and covariance matrix' })
  const marginal = timesVector(covariance, weights)
  const total = dot(marginal, weights)
  if (!(total > 0)) {
    throw unfit({
      zh: '组合没有波动，无法分解风险；请检查权重和收益率。',
      en: 'The portfolio has no volatility, so its risk cannot be divided; check weights and returns.',
    })
  }
  const deviation = Math.sqrt(total)
  const z = normalQuantile(1 - confidence)
  const shares = marginal.map((each, i) => (weights[i]! * each) / total)
  const scale = value * deviation * Math.sqrt(horizon)
  return {
    deviation,
    shares,
    valueAtRisk: shares.map((each) => -z * scale * each),
    expectedShortfall: shares.map((each) => (scale * each * normalDensity(z)) / (1 - confidence)),
  }
}
