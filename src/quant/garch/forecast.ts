import type { Bilingual } from '#base/bilingual.ts'
import { unfit } from '#quant/unfit.ts'
import { checkedQuestion, type TailQuestion, type TailRisk } from '#quant/var/tail-risk.ts'
import { integrate } from './error-distribution.ts'
import { estimateOf, type GarchFit } from './fit-garch.ts'
import { notConvergedWarning } from './fit-warnings.ts'

export interface VarianceForecast {
  /** E[h_{T+1}], …, E[h_{T+horizon}] in squared units of the returns. */
  readonly variances: readonly number[]
  readonly warnings: readonly Bilingual[]
}

const medianPath: Bilingual = {
  zh: 'EGARCH 在厚尾误差下没有有限的多期方差期望，这里给出对数方差的预测路径。',
  en: 'EGARCH with heavy-tailed errors has no finite expected variance for several periods; this is the path of the expected logarithm.',
}

/** E exp(c g(z)) for g = α(|z| − E|z|) + γ z of normal errors. */
function expectedGrowth(fit: GarchFit, factor: number): number {
  const [alpha, gamma] = [estimateOf(fit, 'alpha'), estimateOf(fit, 'gamma')]
  const absolute = Math.sqrt(2 / Math.PI)
  let sum = 0
  integrate(fit.distribution, (z, mass) => {
    sum += mass * Math.exp(factor * (alpha * (Math.abs(z) - absolute) + gamma * z))
  })
  return sum
}

/** E h_{T+k} = exp(ω Σ β^j) h_{T+1}^(β^(k−1)) Π E exp(β^j g(z)), j = 0 … k − 2. */
function exponentialPath(fit: GarchFit, horizon: number): number[] {
  const [omega, beta] = [estimateOf(fit, 'omega'), estimateOf(fit, 'beta')]
  const isNormal = fit.specification.errors === 'normal'
  const path: number[] = []
  let [exponent, power, growth] = [0, 1, 0]
  for (let k = 0; k < horizon; k += 1) {
    path.push(Math.exp(exponent + power * Math.log(fit.nextVariance) + growth))
    if (isNormal) growth += Math.log(expectedGrowth(fit, power))
    exponent += omega * power
    power *= beta
  }
  return path
}

/**
 * Expected variances of the next periods. garch and gjr: h_{T+k+1} = ω + persistence × h_{T+k} (Bollerslev 1986);
 * egarch: exact for normal errors (Nelson 1991), else the path of ln h. Refuses a fit that did not converge.
 */
export function forecastVariance(fit: GarchFit, horizon: number): VarianceForecast {
  if (!fit.hasConverged) throw unfit(notConvergedWarning)
  if (fit.specification.variance === 'egarch') {
    const isExact = fit.specification.errors === 'normal' || horizon === 1
    return { variances: exponentialPath(fit, horizon), warnings: isExact ? [] : [medianPath] }
  }
  const omega = estimateOf(fit, 'omega')
  const variances = [fit.nextVariance]
  while (variances.length < horizon) variances.push(omega + fit.persistence * variances.at(-1)!)
  return { variances, warnings: [] }
}

const scaledTail: Bilingual = {
  zh: '多期风险价值用单期误差分布的分位数乘以预测波动率，厚尾时略偏保守。',
  en: 'For several periods the quantile of one period is applied to the forecast volatility, a little too high with heavy tails.',
}

/**
 * Value at risk and expected shortfall of the coming `horizon` periods from the model's own errors:
 * value × (−q σ_h − μ h), σ_h² the sum of the forecast variances. The fit is of returns as fractions.
 */
export function garchRisk(fit: GarchFit, question: TailQuestion): TailRisk {
  const { confidence, horizon, value } = checkedQuestion(question)
  const { variances, warnings } = forecastVariance(fit, horizon)
  const deviation = Math.sqrt(variances.reduce((sum, each) => sum + each, 0))
  const drift = fit.specification.mean === 'zero' ? 0 : horizon * estimateOf(fit, 'mu')
  const p = 1 - confidence
  const isScaled = horizon > 1 && fit.specification.errors !== 'normal'
  return {
    valueAtRisk: value * (-fit.distribution.quantile(p) * deviation - drift),
    expectedShortfall: value * (-fit.distribution.tailMean(p) * deviation - drift),
    warnings: [...fit.warnings, ...warnings, ...(isScaled ? [scaledTail] : [])],
  }
}
