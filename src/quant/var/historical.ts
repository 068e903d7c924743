import type { Bilingual } from '#base/bilingual.ts'
import { quantile } from '#quant/moments/moments.ts'
import { requireSeries, type Series } from '#quant/unfit.ts'
import { checkedQuestion, type TailQuestion, type TailRisk } from './tail-risk.ts'

export interface HistoricalOptions {
  /** As in moments.ts; type 7 of Hyndman and Fan by default. */
  readonly quantile?: 'interpolated' | 'lower'
  /** For h > 1: losses of one period times √h (default), or sums over all overlapping windows of h log returns. */
  readonly scaling?: 'root' | 'overlapping'
}

function windowSums(returns: Series, horizon: number): number[] {
  const sums: number[] = []
  for (let end = horizon; end <= returns.length; end += 1) {
    let sum = 0
    for (let t = end - horizon; t < end; t += 1) sum += returns[t]!
    sums.push(sum)
  }
  return sums
}

/** Observations without which the quantile would be the worst return itself. */
function observationsNeeded(confidence: number): number {
  return Math.ceil(1 / (1 - confidence) - 1e-9)
}

const warnOverlap: Bilingual = {
  zh: '多日窗口相互重叠，尾部观测不独立。',
  en: 'Windows of several periods overlap: the observations of the tail are not independent.',
}

/**
 * Minus the (1 − c)-quantile of the past returns, and minus the mean of the returns at or below it (historical
 * simulation; Acerbi and Tasche 2002 for the shortfall). Shape: n returns per period as fractions, n ≥ 1/(1 − c).
 * Assumes that the past window is a fair sample of the next period; says nothing beyond its worst loss.
 */
export function historicalRisk(
  returns: Series,
  question: TailQuestion,
  { quantile: kind = 'interpolated', scaling = 'root' }: HistoricalOptions = {},
): TailRisk {
  const { confidence, horizon, value } = checkedQuestion(question)
  const isOverlapping = scaling === 'overlapping' && horizon > 1
  const needed = observationsNeeded(confidence) + (isOverlapping ? horizon - 1 : 0)
  requireSeries(returns, needed, {
    zh: `历史法 ${confidence * 100}% 风险价值`,
    en: `Historical value at risk at ${confidence * 100} %`,
  })
  const sample = isOverlapping ? windowSums(returns, horizon) : returns
  const factor = value * (isOverlapping ? 1 : Math.sqrt(horizon))
  const cut = quantile(sample, 1 - confidence, kind)
  let [sum, count] = [0, 0]
  for (let index = 0; index < sample.length; index += 1) {
    if (sample[index]! > cut) continue
    sum += sample[index]!
    count += 1
  }
  return {
    valueAtRisk: -factor * cut,
    expectedShortfall: -factor * Math.min(cut, sum / count),
    warnings: isOverlapping ? [warnOverlap] : [],
  }
}
