/**
 * Seeded random numbers: xoroshiro64** (Blackman and Vigna, public domain). Every person and purpose has its own
 * generator, made from (seed, purpose, index), so that any row can be made again without the rows before it.
 */
export interface Random {
  a: number
  b: number
}

/** One generator per purpose: two purposes never see each other's numbers. */
export const purposes = {
  person: 1,
  life: 2,
  certification: 3,
  work: 4,
  scenario: 5,
  place: 6,
  employer: 7,
  staff: 8,
  batch: 9,
  fund: 10,
  operation: 11,
  card: 12,
  name: 13,
} as const

export type Purpose = keyof typeof purposes

function mix(value: number): number {
  let mixed = value | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

export function randomOf(seed: number, purpose: Purpose, index: number): Random {
  const low = mix((seed >>> 0) ^ Math.imul(purposes[purpose], 0x9e3779b9))
  const high = mix(Math.floor(seed / 4294967296) ^ low ^ 0x5bd1e995)
  const a = mix(low ^ Math.imul(index | 0, 0x9e3779b1))
  const b = mix(high ^ mix((index | 0) + 0x7f4a7c15) ^ Math.floor(index / 4294967296))
  return { a: a === 0 && b === 0 ? 1 : a, b }
}

/** 0 … 2^32 − 1 */
export function draw32(random: Random): number {
  const { a } = random
  let { b } = random
  const product = Math.imul(a, 0x9e3779bb)
  const result = Math.imul((product << 5) | (product >>> 27), 5)
  b ^= a
  random.a = ((a << 26) | (a >>> 6)) ^ b ^ (b << 9)
  random.b = (b << 13) | (b >>> 19)
  return result >>> 0
}

/** 0 … bound − 1 */
export function drawBelow(random: Random, bound: number): number {
  return Math.floor((draw32(random) * bound) / 4294967296)
}

/** from … to, both included */
export function drawBetween(random: Random, from: number, to: number): number {
  return from + drawBelow(random, to - from + 1)
}

export function drawChance(random: Random, perMillion: number): boolean {
  return drawBelow(random, 1_000_000) < perMillion
}

export function drawOne<T>(random: Random, list: readonly T[]): T {
  return list[drawBelow(random, list.length)]!
}
