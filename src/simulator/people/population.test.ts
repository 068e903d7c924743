import { describe, expect, it } from 'vitest'
import {
  accountNumberOf,
  birthOfRank,
  indexOfRank,
  permutationOf,
  permute,
  personsMax,
  personsMaxWithSpareBirths,
  populationOf,
  rankOf,
  ranksOfAges,
  spareBirth,
  twinBirth,
  unpermute,
} from './population.ts'

describe('the population', () => {
  it('has one rank for every index and finds the index again', () => {
    for (const persons of [1, 2, 3, 100, 1024, 9973]) {
      const population = populationOf(persons, 42, 2025)
      const ranks = new Set<number>()
      for (let index = 0; index < persons; index += 1) {
        const rank = rankOf(population, index)
        ranks.add(rank)
        expect(indexOfRank(population, rank)).toBe(index)
      }
      expect(ranks.size).toBe(persons)
    }
  })

  it('stays exact for the largest county', () => {
    const permutation = permutationOf(personsMax, 0.6180339887, personsMax - 1)
    for (const value of [0, 1, 12_345_678, personsMax - 1]) {
      expect(unpermute(permutation, permute(permutation, value))).toBe(value)
    }
  })

  it('gives no two people the same day of birth and sequence', () => {
    const population = populationOf(200_000, 1, 2025)
    const births = new Set<number>()
    let largest = 0
    for (let rank = 0; rank < 200_000; rank += 1) {
      const { day, sequence } = birthOfRank(population, rank)
      births.add(day * 1000 + sequence)
      largest = Math.max(largest, sequence)
    }
    expect(births.size).toBe(200_000)
    expect(largest).toBeLessThan(1000)
  })

  it('has births to spare: a twin of the same day and sex, and others on a day of choice, that nobody else has', () => {
    const population = populationOf(personsMaxWithSpareBirths, 1, 2025)
    const [first, end] = ranksOfAges(population, 64, 64)
    const [own, twins] = [new Set<number>(), new Set<number>()]
    for (let rank = first; rank < end; rank += 1) {
      const [birth, twin] = [birthOfRank(population, rank), twinBirth(population, rank)]
      own.add(birth.day * 1000 + birth.sequence)
      if (twin.day === birth.day && twin.isMale === birth.isMale) twins.add(twin.day * 1000 + twin.sequence)
    }
    expect([own.size, twins.size]).toEqual([end - first, end - first])
    expect([...twins].filter((each) => own.has(each))).toEqual([])
    const spare = Array.from({ length: 250 }, (_, ordinal) =>
      spareBirth(first, { year: 1961, dayOfYear: 40, isMale: ordinal % 3 === 0, ordinal }),
    )
    expect(spare.map(({ isMale }) => isMale)).toEqual(spare.map((_, ordinal) => ordinal % 3 === 0))
    const keys = spare.map(({ day, sequence }) => day * 1000 + sequence)
    expect(new Set(keys).size).toBe(250)
    expect(keys.filter((each) => own.has(each))).toEqual([])
  })

  it('has sequences enough for every birth year of the largest county', () => {
    const population = populationOf(personsMax, 1, 2025)
    expect(Math.max(...population.cohorts.map((cohort) => cohort.size))).toBeLessThanOrEqual(365_000)
    expect(population.cohorts.reduce((sum, cohort) => sum + cohort.size, 0)).toBe(personsMax)
  })

  it('makes account numbers of 19 digits with a Luhn check digit', () => {
    const account = accountNumberOf(3, 1234)
    expect(account).toMatch(/^990101\d{13}$/)
    const digits = [...account].reverse().map(Number)
    const sum = digits.reduce((total, digit, place) => {
      const doubled = place % 2 === 1 ? digit * 2 : digit
      return total + (doubled > 9 ? doubled - 9 : doubled)
    }, 0)
    expect(sum % 10).toBe(0)
  })
})
