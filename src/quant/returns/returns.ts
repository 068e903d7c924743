import { type Series, unfit } from '#quant/unfit.ts'

/** Prices are positive finite numbers in the order of time, at least two. */
function requirePrices(prices: Series): void {
  if (prices.length < 2) {
    throw unfit({
      zh: `计算收益率至少需要 2 个价格，现有 ${prices.length} 个。`,
      en: `Returns need at least 2 prices, there are ${prices.length}.`,
    })
  }
  for (let index = 0; index < prices.length; index += 1) {
    const price = prices[index]!
    if (Number.isFinite(price) && price > 0) continue
    throw unfit({
      zh: `第 ${index + 1} 个价格是 ${price}，价格必须大于 0；请更正后再计算。`,
      en: `Price ${index + 1} is ${price}, but a price must be above 0; correct it first.`,
    })
  }
}

/** r_t = P_t / P_{t−1} − 1, a fraction (0.01 is 1 %). Shape: n prices in the order of time → n − 1 returns. */
export function simpleReturns(prices: Series): number[] {
  requirePrices(prices)
  return Array.from({ length: prices.length - 1 }, (_, index) => prices[index + 1]! / prices[index]! - 1)
}

/** r_t = ln(P_t / P_{t−1}). Shape: n prices → n − 1 returns. Additive over time, not over assets. */
export function logReturns(prices: Series): number[] {
  requirePrices(prices)
  return Array.from({ length: prices.length - 1 }, (_, index) =>
    Math.log(prices[index + 1]! / prices[index]!),
  )
}

/** ∏(1 + r) − 1 of simple returns as fractions. A return below −1 is refused: more than all cannot be lost here. */
export function chainedReturn(returns: Series): number {
  let growth = 1
  for (let index = 0; index < returns.length; index += 1) {
    const each = returns[index]!
    if (!(each >= -1 && Number.isFinite(each))) {
      throw unfit({
        zh: `第 ${index + 1} 个收益率是 ${each}，简单收益率不能低于 -100%。`,
        en: `Return ${index + 1} is ${each}; a simple return cannot be below -100 %.`,
      })
    }
    growth *= 1 + each
  }
  return growth - 1
}

/**
 * The constant yearly return with the same end value: (∏(1 + r))^(periodsPerYear / n) − 1, the way in which the
 * Council for the Social Security Fund reports its average; an arithmetic mean overstates it.
 */
export function annualisedReturn(returns: Series, periodsPerYear: number): number {
  if (returns.length === 0) {
    throw unfit({
      zh: '年化收益率至少需要 1 个收益率。',
      en: 'An annualised return needs at least 1 return.',
    })
  }
  return (1 + chainedReturn(returns)) ** (periodsPerYear / returns.length) - 1
}

/** Values of one unit: 1, 1 + r_1, (1 + r_1)(1 + r_2), … Shape: n returns → n + 1 values. */
export function wealthIndex(returns: Series): number[] {
  const values = [1]
  for (let index = 0; index < returns.length; index += 1) values.push(values[index]! * (1 + returns[index]!))
  return values
}

export interface Drawdown {
  /** Largest loss from an earlier peak, a fraction ≥ 0. */
  readonly largest: number
  /** Positions in the values: of the peak before and of the trough. */
  readonly peakIndex: number
  readonly troughIndex: number
  /** Loss from the peak so far, at each position, ≥ 0. */
  readonly path: readonly number[]
}

/** Drawdowns of a series of values (prices or wealth), positive and in the order of time. */
export function drawdownOf(values: Series): Drawdown {
  let peak = Number.NEGATIVE_INFINITY
  let peakAt = 0
  let worst = { largest: 0, peakIndex: 0, troughIndex: 0 }
  const path: number[] = []
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!
    if (value > peak) {
      peak = value
      peakAt = index
    }
    const loss = 1 - value / peak
    path.push(loss)
    if (loss > worst.largest) worst = { largest: loss, peakIndex: peakAt, troughIndex: index }
  }
  return { ...worst, path }
}
