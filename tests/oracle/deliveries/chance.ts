/** A small seeded source of chance (mulberry32), so that every delivery can be made again from its seed. */
export interface Chance {
  /** 0 ≤ value < 1 */
  next(): number
  /** 0 ≤ value < below */
  below(below: number): number
  pick<T>(from: readonly T[]): T
  /** True with the given probability. */
  maybe(probability: number): boolean
}

export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    pick: (from) => from[below(from.length)]!,
    maybe: (probability) => next() < probability,
  }
}

export function shuffled<T>(random: Chance, values: readonly T[]): T[] {
  const result = [...values]
  for (let at = result.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1)
    const kept = result[at]!
    result[at] = result[other]!
    result[other] = kept
  }
  return result
}
