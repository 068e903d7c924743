import type { Bilingual } from '#base/bilingual.ts'
import { requireProbability, unfit } from '#quant/unfit.ts'

/** A loss that is exceeded with probability 1 − confidence, and the average loss beyond it; both positive for a loss. */
export interface TailRisk {
  /** In the unit of `value` (1: a fraction of the holding). Negative where even the bad case is a gain. */
  readonly valueAtRisk: number
  readonly expectedShortfall: number
  readonly warnings: readonly Bilingual[]
}

/** What every method is asked. */
export interface TailQuestion {
  /** 0.99: the loss of one day in a hundred. */
  readonly confidence: number
  /** Periods of the returns, 1 by default. */
  readonly horizon?: number
  /** Size of the holding, 1 by default: the answer scales with it. */
  readonly value?: number
}

/** The question with its defaults, checked. */
export function checkedQuestion({
  confidence,
  horizon = 1,
  value = 1,
}: TailQuestion): Required<TailQuestion> {
  requireProbability(confidence, { zh: '置信度', en: 'The confidence' })
  if (!Number.isInteger(horizon) || horizon < 1) {
    throw unfit({
      zh: `持有期应为正整数，而不是 ${horizon}。`,
      en: `The horizon must be a whole number of periods from 1, not ${horizon}.`,
    })
  }
  if (!(Number.isFinite(value) && value >= 0)) {
    throw unfit({
      zh: `持仓金额应为非负数，而不是 ${value}。`,
      en: `The size of the holding must be a number from 0, not ${value}.`,
    })
  }
  return { confidence, horizon, value }
}
