import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { draw, populationHash, type Stratum, sampleSize, seedOf } from './draw.ts'

const tenth = 100_000n
const stratum = (code: string, count: number, ratioMillionths = tenth): Stratum => ({
  code,
  ratioMillionths,
  items: Array.from({ length: count }, (_, index) => `${code}-${index}`),
})

describe('the size of a sample', () => {
  test.for([
    [0, tenth, 0],
    [1, tenth, 1],
    [10, tenth, 1],
    [11, tenth, 2],
    [100, 300_000n, 30],
    [101, 300_000n, 31],
    [7, 1_000_000n, 7],
    [3, 1n, 1],
  ] as const)('of %i at %i millionths is %i', ([population, ratio, size]) => {
    expect(sampleSize(population, ratio)).toBe(size)
  })

  test.for([0n, -1n, 1_000_001n])('at %i millionths is no ratio', (ratio) => {
    expect(() => sampleSize(10, ratio)).toThrow('a ratio lies above 0')
  })
})

describe('a draw', () => {
  test('is what anybody computes from seed and population with SHA-256', () => {
    const [drawn] = draw('seed', [stratum('RESEND@A1', 25, 200_000n)])
    const place = (item: string) => createHash('sha256').update(`seed\nRESEND@A1\n${item}`).digest('hex')
    const expected = stratum('RESEND@A1', 25).items.toSorted((a, b) => (place(a) < place(b) ? -1 : 1))
    expect(drawn).toEqual({ code: 'RESEND@A1', population: 25, drawn: expected.slice(0, 5) })
  })

  test('is the same whatever order the population comes in, and so is its hash', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 5 }), (counts) => {
        const strata = counts.map((count, index) => stratum(`S${index}`, count))
        const turned = strata.toReversed().map((each) => ({ ...each, items: each.items.toReversed() }))
        expect(draw('s', turned)).toEqual(draw('s', strata))
        expect(populationHash(turned)).toBe(populationHash(strata))
      }),
    )
  })

  test('of a stratum does not depend on the others', () => {
    const [own] = draw('s', [stratum('A', 30)])
    expect(draw('s', [stratum('B', 90), stratum('A', 30)])[0]).toEqual(own)
  })

  test('refuses what could be drawn twice', () => {
    expect(() => draw('s', [{ ...stratum('A', 2), items: ['1', '1'] }])).toThrow('names an item twice')
    expect(() => draw('s', [stratum('A', 2), stratum('A', 3)])).toThrow('stands twice')
  })

  /** 1,000 draws of 10 in 50: each item 200 times on average. The seeds are fixed, so is the figure. */
  test('takes every item equally often', () => {
    const population = stratum('A', 50, 200_000n)
    const times = new Map(population.items.map((item) => [item, 0]))
    for (let month = 0; month < 1_000; month += 1) {
      for (const item of draw(`checkpoint ${month}`, [population])[0]!.drawn) {
        times.set(item, times.get(item)! + 1)
      }
    }
    // Drawn without returning: the variance of a count is n·p·(1−p), and the counts are bound by their sum.
    const chiSquare = [...times.values()].reduce((sum, count) => sum + (count - 200) ** 2 / 160, 0)
    // The 99.9 % quantile of chi-square with 49 degrees of freedom.
    expect(chiSquare).toBeLessThan(85.35)
    expect(chiSquare).toBeGreaterThan(23.98)
  })
})

describe('the seed', () => {
  const given = { checkpoint: 'note', populationHash: 'ab', planId: 'P1' }

  test('changes with the checkpoint, the population and the plan', () => {
    const seeds = [given, { ...given, checkpoint: 'other' }, { ...given, populationHash: 'ac' }].map(seedOf)
    expect(new Set([...seeds, seedOf({ ...given, planId: 'P2' })]).size).toBe(4)
    expect(seedOf(given)).toBe(createHash('sha256').update('note\nab\nP1').digest('hex'))
  })

  test('changes with one item or one ratio of the population', () => {
    const strata = [stratum('A', 5)]
    const hash = populationHash(strata)
    expect(populationHash([stratum('A', 6)])).not.toBe(hash)
    expect(populationHash([stratum('A', 5, 200_000n)])).not.toBe(hash)
  })
})
