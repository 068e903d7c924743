import { netAssetsOf, type Position } from '#exposure/reading/holdings.ts'
import type { Investments } from '#exposure/reading/read-investments.ts'

/** Shares of net assets, in the order of the positions; financing is negative, and they add up to 1. */
export function weightsOf(positions: readonly Position[]): number[] {
  const total = Number(netAssetsOf(positions))
  return positions.map(({ valueFen }) => Number(valueFen) / total)
}

/** What today's portfolio would have earned in the past: the series that risk is measured on (T values). */
export function hypotheticalReturns({ holdings, returns, days }: Investments): Float64Array {
  const weights = weightsOf(holdings.at(-1)!.positions)
  return Float64Array.from(days, (_, t) => weights.reduce((sum, w, i) => sum + w * returns[i]![t]!, 0))
}

/**
 * What was earned with the holdings of each time (T values): those of the last holding day before the period, and
 * before the first holding day those of the first. Where an earlier asset has no series it counts as earning nothing.
 */
export function achievedReturns({ holdings, returns, earlierReturns, days }: Investments): Float64Array {
  const today = new Map(holdings.at(-1)!.positions.map(({ asset }, i) => [asset, returns[i]!]))
  const dated = holdings.map(({ day, positions }) => ({ day, positions, weights: weightsOf(positions) }))
  return Float64Array.from(days, (day, t) => {
    const { positions, weights } = dated.findLast((each) => each.day < day) ?? dated[0]!
    return positions.reduce((sum, { asset }, i) => {
      const value = (today.get(asset) ?? earlierReturns.get(asset))?.[t] ?? 0
      return sum + weights[i]! * (Number.isNaN(value) ? 0 : value)
    }, 0)
  })
}
