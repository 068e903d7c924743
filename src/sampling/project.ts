/** What a sample says of everything it was drawn from. Figures of a report; money stays in fen. */

export interface Projection {
  /** Share of wrong items, and its 95 % interval by Wilson with the correction for a finite population. */
  readonly share: number
  readonly low: number
  readonly high: number
  /** Wrong items of the whole stratum: as found, rounded, and the bounds; never below what was found. */
  readonly items: { readonly likely: number; readonly low: number; readonly high: number }
  /** Sum of what the wrong items cost, scaled by population over sample. Null: nothing was wrong. */
  readonly amountFen: bigint | null
}

/** Two-sided 95 %. */
const z = 1.959963984540054

/**
 * Wilson's score interval (1927). For a population that is not large against the sample, z² is scaled by
 * (N − n) / (N − 1), the finite population correction (Cochran 1977, 2.6): who looked at everything knows everything.
 * @param wrong of `sampled`, whole numbers; `population` at least `sampled`; `amountFen` of the wrong items
 */
export function project(given: {
  readonly population: number
  readonly sampled: number
  readonly wrong: number
  readonly amountFen: bigint
}): Projection | null {
  const { population, sampled, wrong, amountFen } = given
  if (sampled === 0) return null
  const share = wrong / sampled
  const rest = population <= 1 ? 0 : (population - sampled) / (population - 1)
  const squared = z * z * rest
  const spread = Math.sqrt(squared * ((share * (1 - share)) / sampled + squared / (4 * sampled * sampled)))
  const middle = share + squared / (2 * sampled)
  const scale = 1 + squared / sampled
  const low = wrong === 0 ? 0 : (middle - spread) / scale
  const high = wrong === sampled ? 1 : (middle + spread) / scale
  const unseenRight = population - (sampled - wrong)
  return {
    ...{ share, low, high },
    items: {
      likely: Math.round(share * population),
      low: Math.max(wrong, Math.floor(low * population)),
      high: Math.min(unseenRight, Math.ceil(high * population)),
    },
    amountFen: wrong === 0 ? null : (amountFen * BigInt(population)) / BigInt(sampled),
  }
}
