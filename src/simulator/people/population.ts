import { type Day, dayOf } from '#base/calendar-math.ts'
import { checkCharacter } from '#base/identity-number.ts'
import { randomOf } from '#simulator/random.ts'
import { areaCode } from './places.ts'

/**
 * Who lives in the county, without a list of them. A person's index is carried by a permutation to a rank; ranks are
 * in the order of birth years, and rank → (birth day, sequence of the id number) is one to one, so no two persons
 * share an id number and any person can be made from the index alone. The permutation has an inverse, so that a
 * scenario can say "the persons of these ranks".
 */
export interface Population {
  readonly persons: number
  readonly ranks: Permutation
  readonly numbers: Permutation
  readonly cohorts: readonly Cohort[]
}

interface Cohort {
  readonly year: number
  /** The first rank, and how many. */
  readonly first: number
  readonly size: number
}

/** x → (multiplier · x + offset) mod size: exact in doubles while size² < 2^53. */
export interface Permutation {
  readonly size: number
  readonly multiplier: number
  readonly inverse: number
  readonly offset: number
}

/** With more, the 1,000 sequences of a birth day would not be enough. */
export const personsMax = 17_000_000

/** Of 1,000 persons, how many are in each span of ages: a county that the young have left. */
const pyramid: readonly (readonly [from: number, to: number, share: number])[] = [
  [16, 24, 85],
  [25, 39, 255],
  [40, 49, 175],
  [50, 59, 205],
  [60, 69, 150],
  [70, 79, 90],
  [80, 89, 34],
  [90, 99, 6],
]

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

function inverseModulo(value: number, size: number): number {
  let [previous, current] = [0, 1]
  let [remainder, next] = [size, value % size]
  while (next !== 0) {
    const quotient = Math.floor(remainder / next)
    ;[previous, current] = [current, previous - quotient * current]
    ;[remainder, next] = [next, remainder - quotient * next]
  }
  return ((previous % size) + size) % size
}

export function permutationOf(size: number, share: number, offset: number): Permutation {
  if (size <= 1) return { size, multiplier: 0, inverse: 0, offset: 0 }
  let multiplier = Math.max(1, Math.floor(size * share))
  while (greatestCommonDivisor(multiplier, size) !== 1) multiplier += 1
  return { size, multiplier, inverse: inverseModulo(multiplier, size), offset: offset % size }
}

export function permute(permutation: Permutation, value: number): number {
  return (permutation.multiplier * value + permutation.offset) % permutation.size
}

export function unpermute(permutation: Permutation, value: number): number {
  const { size, inverse, offset } = permutation
  return size <= 1 ? 0 : (inverse * ((value - offset + size) % size)) % size
}

function cohortsOf(persons: number, lastYear: number): Cohort[] {
  const cohorts: Cohort[] = []
  let passed = 0
  let first = 0
  for (const [from, to, share] of pyramid) {
    for (let age = from; age <= to; age += 1) {
      passed += share / (to - from + 1) / 1000
      const end = age === 99 ? persons : Math.round(persons * passed)
      cohorts.push({ year: lastYear - age, first, size: end - first })
      first = end
    }
  }
  return cohorts
}

export function populationOf(persons: number, seed: number, lastYear: number): Population {
  const random = randomOf(seed, 'person', 0)
  return {
    persons,
    ranks: permutationOf(persons, 0.6180339887, (random.a >>> 0) % persons),
    numbers: permutationOf(persons, 0.3819660113, (random.b >>> 0) % persons),
    cohorts: cohortsOf(persons, lastYear),
  }
}

export interface Birth {
  readonly rank: number
  readonly year: number
  readonly day: Day
  /** The last three digits before the check character; odd for men. */
  readonly sequence: number
  readonly isMale: boolean
}

export function rankOf(population: Population, index: number): number {
  return permute(population.ranks, index)
}

export function indexOfRank(population: Population, rank: number): number {
  return unpermute(population.ranks, rank)
}

/** The number in the person_id: another permutation, so that files are not in the order of ids. */
export function numberOf(population: Population, index: number): number {
  return permute(population.numbers, index) + 1
}

function cohortOf(population: Population, rank: number): Cohort {
  const { cohorts } = population
  let [low, high] = [0, cohorts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (cohorts[middle]!.first <= rank) low = middle
    else high = middle - 1
  }
  return cohorts[low]!
}

/** Within a cohort 365 people are born on different days, the next 365 get the next sequence. 149 and 377 scatter both. */
export function birthOfRank(population: Population, rank: number): Birth {
  const cohort = cohortOf(population, rank)
  const place = rank - cohort.first
  const dayOfYear = (place * 149 + cohort.year) % 365
  return bornOn({ rank, year: cohort.year, dayOfYear, turn: Math.floor(place / 365) })
}

/** Each of the thousand turns of a day is another sequence. */
const turnsOfDay = 1000

function bornOn(of: { rank: number; year: number; dayOfYear: number; turn: number }): Birth {
  const { rank, year, dayOfYear, turn } = of
  const scatter = (dayOfYear * 7919 + year * 31) % turnsOfDay
  const sequence = (turn * 377 + scatter) % turnsOfDay
  return { rank, year, day: dayOf(year, 1, 1) + dayOfYear, sequence, isMale: sequence % 2 === 1 }
}

/** In larger counties the turns of a day that nobody has are too few for `spareBirth` and `twinBirth`. */
export const personsMaxWithSpareBirths = 8_000_000

/** A birth on a day of a scenario's choice, with a sequence of that day that `birthOfRank` gives to nobody. */
export function spareBirth(
  rank: number,
  wanted: {
    readonly year: number
    readonly dayOfYear: number
    readonly isMale: boolean
    readonly ordinal: number
  },
): Birth {
  const { year, dayOfYear, isMale, ordinal } = wanted
  const turn = turnsOfDay - 1 - ordinal * 2
  const birth = bornOn({ rank, year, dayOfYear, turn })
  return birth.isMale === isMale ? birth : bornOn({ rank, year, dayOfYear, turn: turn - 1 })
}

/** The same day and sex as the birth of that rank, with a sequence that nobody else has: the turn mirrored. */
export function twinBirth(population: Population, rank: number): Birth {
  const cohort = cohortOf(population, rank)
  const place = rank - cohort.first
  const dayOfYear = (place * 149 + cohort.year) % 365
  return bornOn({ rank, year: cohort.year, dayOfYear, turn: turnsOfDay - 2 - Math.floor(place / 365) })
}

/** The ranks of people who are from … to years old in the county's last year: [first, end). */
export function ranksOfAges(population: Population, from: number, to: number): readonly [number, number] {
  const youngest = population.cohorts[from - 16]!
  const oldest = population.cohorts[to - 16]!
  return [youngest.first, oldest.first + oldest.size]
}

/** `birthDate` as YYYYMMDD. */
export function idNumberOf(birthDate: string, sequence: number): string {
  const seventeen = `${areaCode}${birthDate}${String(sequence).padStart(3, '0')}`
  return seventeen + checkCharacter(seventeen)
}

/** 19 digits that begin with 990101, which no bank has: ordinal, number, Luhn check digit. */
export function accountNumberOf(ordinal: number, number: number): string {
  const digits = `${areaCode}${String(ordinal).padStart(2, '0')}${String(number).padStart(10, '0')}`
  let sum = 0
  for (let index = 17; index >= 0; index -= 1) {
    const digit = digits.charCodeAt(index) - 48
    const doubled = (17 - index) % 2 === 0 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return digits + String((10 - (sum % 10)) % 10)
}
