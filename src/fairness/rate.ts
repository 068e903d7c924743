/** A share of a count with its uncertainty, for groups that are small. Figures of a report, no money. */

export interface Rate {
  readonly share: number
  readonly low: number
  readonly high: number
}

/** Two-sided 95 %. */
const z = 1.959963984540054

/**
 * Wilson's score interval (Wilson 1927; Agresti and Coull 1998): it keeps within 0 and 1 and holds for few and for none.
 * @param hits of `trials`, both whole and not negative; null where nothing was tried
 */
export function rateOf(hits: number, trials: number): Rate | null {
  if (trials === 0) return null
  const share = hits / trials
  const spread = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))
  const middle = share + (z * z) / (2 * trials)
  const scale = 1 + (z * z) / trials
  const low = hits === 0 ? 0 : (middle - spread) / scale
  const high = hits === trials ? 1 : (middle + spread) / scale
  return { share, low, high }
}

/** Both intervals apart: a difference that chance rarely makes. It says nothing of why. */
export function isApart(one: Rate | null, other: Rate | null): boolean {
  if (one === null || other === null) return false
  return one.low > other.high || one.high < other.low
}
