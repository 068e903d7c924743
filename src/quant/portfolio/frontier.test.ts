import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { invertSymmetric } from '#quant/matrices/cholesky.ts'
import { dot, quadraticForm, timesVector } from '#quant/matrices/products.ts'
import { pairwiseCovariance } from '#quant/moments/pairwise.ts'
import { drawNormal, seededUniform } from '#quant/random/uniform.ts'
import { hasReferenceData, readColumns, readPublished, readReference } from '#quant/test-reference.ts'
import {
  atReturn,
  efficientFrontier,
  frontierPoints,
  maximumSharpe,
  minimumVariance,
  portfolioOf,
} from './frontier.ts'
import type { PortfolioProblem } from './problem.ts'

/** N assets driven by three factors. */
function seededProblem(seed: number, assets: number): PortfolioProblem {
  const uniform = seededUniform(seed)
  const loads = Array.from({ length: assets }, () =>
    Array.from({ length: 3 }, (_, k) => (k === 0 ? 0.01 : 0) + 0.006 * drawNormal(uniform)),
  )
  const own = loads.map(() => (0.005 + 0.015 * uniform()) ** 2)
  return {
    names: loads.map((_, i) => `A${i + 1}`),
    means: loads.map(() => 0.0003 + 0.0004 * drawNormal(uniform)),
    covariance: loads.map((a, i) => loads.map((b, j) => dot(a, b) + (i === j ? own[i]! : 0))),
  }
}

/** An outsider's search: random moves of weight between two assets that keep all limits and lower the variance. */
function lowestByMoves(problem: PortfolioProblem, start: readonly number[], seed: number): number {
  const uniform = seededUniform(seed)
  const weights = [...start]
  const isAllowed = (): boolean =>
    weights.every((each, i) => each >= problem.lower![i]! && each <= problem.upper![i]!) &&
    problem.groups!.every(({ coefficients, lower, upper }) => {
      const sum = dot(coefficients, weights)
      return sum >= lower && sum <= upper
    })
  let best = quadraticForm(problem.covariance, weights)
  for (let move = 0; move < 3_000; move += 1) {
    const [i, j] = [Math.floor(uniform() * weights.length), Math.floor(uniform() * weights.length)]
    const size = 0.02 * uniform() ** 3
    if (i === j) continue
    weights[i]! += size
    weights[j]! -= size
    const variance = isAllowed() ? quadraticForm(problem.covariance, weights) : Number.POSITIVE_INFINITY
    if (variance < best) best = variance
    else {
      weights[i]! -= size
      weights[j]! += size
    }
  }
  return best
}

const equity = { zh: '权益类', en: 'equity' }

describe('the efficient frontier', () => {
  const limited = fc.record({
    seed: fc.integer({ min: 0, max: 100_000 }),
    assets: fc.integer({ min: 4, max: 12 }),
    cap: fc.double({ min: 0.35, max: 1, noNaN: true }),
    borrow: fc.double({ min: 0, max: 0.3, noNaN: true }),
    equityMax: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
  })
  const problemOf = ({
    seed,
    assets,
    cap,
    borrow,
    equityMax,
  }: typeof limited extends fc.Arbitrary<infer T> ? T : never): PortfolioProblem => ({
    ...seededProblem(seed, assets),
    lower: Array.from({ length: assets }, (_, i) => (i === 0 ? -borrow : 0)),
    upper: new Array<number>(assets).fill(cap),
    groups: [
      {
        name: equity,
        coefficients: Array.from({ length: assets }, (_, i) => (i % 4 === 1 ? 1 : 0)),
        lower: 0.02,
        upper: equityMax,
      },
    ],
  })

  test('keeps the sum, every bound and every limit, and satisfies the optimality conditions', () => {
    fc.assert(
      fc.property(limited, (each) => {
        const problem = problemOf(each)
        const frontier = efficientFrontier(problem)
        expect(frontier.violation).toBeLessThan(1e-11)
        const portfolios = [...frontierPoints(frontier, 7), maximumSharpe(frontier, -1)]
        for (const { weights } of portfolios) {
          expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10)
          weights.forEach((weight, i) => {
            expect(weight).toBeGreaterThanOrEqual(problem.lower![i]! - 1e-10)
            expect(weight).toBeLessThanOrEqual(problem.upper![i]! + 1e-10)
          })
          const share = dot(problem.groups![0]!.coefficients, weights)
          expect(share).toBeGreaterThan(0.02 - 1e-10)
          expect(share).toBeLessThan(each.equityMax + 1e-10)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('ends at a variance that no permitted exchange of weight lowers', () => {
    for (const seed of [1, 2, 3]) {
      const problem = problemOf({ seed, assets: 8, cap: 0.4, borrow: 0.1, equityMax: 0.2 })
      const lowest = minimumVariance(efficientFrontier(problem))
      const middle = frontierPoints(efficientFrontier(problem), 3)[1]!
      const searched = lowestByMoves(problem, middle.weights, seed)
      expect(lowest.deviation ** 2).toBeLessThanOrEqual(searched * (1 + 1e-12))
      expect(lowest.deviation ** 2).toBeGreaterThan(searched * 0.97)
    }
  })
})

describe('the efficient frontier of seeded assets', () => {
  test('is the closed form of Merton where no bound binds', () => {
    const problem = { ...seededProblem(5, 6), lower: new Array<number>(6).fill(-50) }
    const inverse = invertSymmetric(problem.covariance)
    const [ones, mu] = [new Array<number>(6).fill(1), Array.from(problem.means)]
    const [a, b, c] = [
      dot(timesVector(inverse, mu), ones),
      dot(timesVector(inverse, mu), mu),
      dot(timesVector(inverse, ones), ones),
    ]
    const target = a / c + 0.0004
    const variance = (c * target * target - 2 * a * target + b) / (b * c - a * a)
    const frontier = efficientFrontier(problem)
    expect(minimumVariance(frontier).mean).toBeCloseTo(a / c, 12)
    expect(atReturn(frontier, target).deviation ** 2 / variance).toBeCloseTo(1, 10)
  })

  test('of 225 assets keeps every limit', () => {
    const problem = { ...seededProblem(1, 225), upper: new Array<number>(225).fill(0.1) }
    const frontier = efficientFrontier(problem)
    expect(frontier.violation).toBeLessThan(1e-11)
  })

  test('has the highest Sharpe ratio of all its points', () => {
    const frontier = efficientFrontier(seededProblem(8, 20))
    const best = maximumSharpe(frontier, 0.0001)
    for (const point of frontierPoints(frontier, 500)) {
      expect((point.mean - 0.0001) / point.deviation).toBeLessThanOrEqual(best.sharpe + 1e-12)
    }
  })

  test('keeps given weights and limits that say the same twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), fc.constantFrom(0, 0.05, 0.3), (seed, given) => {
        const assets = 7
        const all = { zh: '全部', en: 'all' }
        const frontier = efficientFrontier({
          ...seededProblem(seed, assets),
          lower: [given, 0, 0, 0, given, 0, 0],
          upper: [given, 1, 1, 1, given, 0.5, 1],
          groups: [
            { name: all, coefficients: new Array<number>(assets).fill(1), lower: 1, upper: 1 },
            { name: equity, coefficients: [0, 1, 1, 0, 0, 0, 0], lower: 0.2, upper: 0.2 },
            { name: equity, coefficients: [0, 2, 2, 0, 0, 0, 0], lower: -Infinity, upper: 0.4 },
          ],
        })
        expect(frontier.violation).toBeLessThan(1e-10)
        for (const { weights } of frontierPoints(frontier, 5)) {
          expect(weights[0]).toBeCloseTo(given, 12)
          expect(weights[1]! + weights[2]!).toBeCloseTo(0.2, 10)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('where the frontier is short', () => {
  test('works where several assets expect the same', () => {
    const problem = { ...seededProblem(3, 5), means: [0.001, 0.001, 0.001, 0.001, 0.001] }
    const { corners } = efficientFrontier(problem)
    expect(corners).toHaveLength(1)
    expect(corners[0]!.deviation).toBeCloseTo(
      minimumVariance(efficientFrontier(seededProblem(3, 5))).deviation,
      12,
    )
  })

  test('begins with the lowest variance where two assets share the highest return', () => {
    const frontier = efficientFrontier({
      names: ['A', 'B', 'C'],
      means: [0.1, 0.1, 0.05],
      covariance: [
        [0.04, 0, 0],
        [0, 0.02, 0],
        [0, 0, 0.01],
      ],
    })
    const highest = atReturn(frontier, 0.1)
    expect(highest.deviation ** 2).toBeCloseTo(0.04 / 3, 9)
    expect(frontierPoints(frontier, 2)[0]).toEqual(highest)
  })

  test('of a single asset is that asset', () => {
    const frontier = efficientFrontier({ names: ['A'], means: [0.1], covariance: [[0.04]] })
    expect(frontier.corners).toEqual([{ weights: [1], mean: 0.1, deviation: 0.2 }])
    expect(maximumSharpe(frontier, 0.02).sharpe).toBeCloseTo(0.4, 12)
    expect(frontierPoints(frontier, 3)).toHaveLength(3)
  })

  test('with cash has the Sharpe ratio of its tangent, unless cash beats the risk-free rate', () => {
    const covariance = [
      [0.04, 0.01, 0],
      [0.01, 0.02, 0],
      [0, 0, 0],
    ]
    const frontier = efficientFrontier({ names: ['A', 'B', 'cash'], means: [0.1, 0.07, 0.02], covariance })
    expect(minimumVariance(frontier)).toMatchObject({ mean: 0.02, deviation: 0 })
    // √(excess' Σ⁻¹ excess) of the two that move.
    const tangent = Math.sqrt((0.02 * 0.0064 - 0.02 * 0.004 + 0.04 * 0.0025) / 0.0007)
    expect(maximumSharpe(frontier, 0.02).sharpe).toBeCloseTo(tangent, 12)
    expect(() => maximumSharpe(frontier, 0.01)).toThrow('A portfolio without any risk is expected to earn')
  })
})

/** D. Bailey and M. López de Prado, "An open-source implementation of the critical-line algorithm", Algorithms 6, 2013. */
describe('the ten assets of Bailey and López de Prado', () => {
  const rows = [
    [0.40755159],
    [0.03175842, 0.9063047],
    [0.05183923, 0.03136385, 0.19490901],
    [0.05663904, 0.02687256, 0.04408485, 0.19528471],
    [0.0330226, 0.01917172, 0.03006772, 0.02777345, 0.34059105],
    [0.00827775, 0.00934384, 0.01322738, 0.00526665, 0.00777055, 0.15983874],
    [0.02165938, 0.02495043, 0.03525971, 0.01375808, 0.02067844, 0.02105575, 0.68056711],
    [0.01332419, 0.00761036, 0.0115493, 0.00780878, 0.00736409, 0.00518686, 0.01377882, 0.95526918],
    [0.0343476, 0.02874874, 0.0427563, 0.02914176, 0.02542657, 0.01723737, 0.04627027, 0.0106553, 0.31681584],
    [
      0.02249903, 0.01336866, 0.02057303, 0.01640377, 0.01284075, 0.00723779, 0.01926088, 0.00760955,
      0.01854318, 0.11079287,
    ],
  ]
  const means = [1.175, 1.19, 0.396, 1.12, 0.346, 0.679, 0.089, 0.73, 0.481, 1.08]
  const covariance = means.map((_, i) => means.map((_mean, j) => rows[Math.max(i, j)]![Math.min(i, j)]!))
  const frontier = efficientFrontier({ names: means.map((_, i) => `X${i + 1}`), means, covariance })

  test('have the ten turning points of their table', () => {
    const found = frontier.corners.map(({ mean, deviation }) => [+mean.toFixed(3), +deviation.toFixed(3)])
    expect(found).toEqual([
      [1.19, 0.952],
      [1.18, 0.546],
      [1.16, 0.417],
      [1.111, 0.267],
      [1.108, 0.265],
      [1.022, 0.23],
      [1.015, 0.228],
      [0.973, 0.22],
      [0.95, 0.216],
      [0.803, 0.205],
    ])
  })

  test('have its last weights and its Sharpe ratio of 4.4535', () => {
    expect(minimumVariance(frontier).weights.map((each) => +each.toFixed(4))).toEqual([
      0.037, 0.0269, 0.0949, 0.1258, 0.0767, 0.2194, 0.03, 0.036, 0.0613, 0.292,
    ])
    expect(maximumSharpe(frontier, 0).sharpe).toBeCloseTo(4.4535, 4)
  })
})

describe('a problem without a solution', () => {
  const base = { names: ['债券', '股票', '存款'], means: [0.01, 0.03, 0.005] }
  const covariance = [
    [1, 0, 0],
    [0, 4, 0],
    [0, 0, 0.1],
  ]

  test('names the constraints that contradict each other', () => {
    const groups = [
      { name: equity, coefficients: [0, 1, 0], lower: -Infinity, upper: 0.3 },
      {
        name: { zh: '流动性资产', en: 'liquid assets' },
        coefficients: [0, 0, 1],
        lower: 0.05,
        upper: Infinity,
      },
    ]
    const problem = { ...base, covariance, upper: [0.4, 1, 0.2], groups }
    expect(() => efficientFrontier(problem)).toThrow(
      'No portfolio satisfies all of these at once: the sum of the weights, equity, and the bounds of the weights of 债券, 存款; relax one of them.',
    )
  })

  test('names limits alone where no bound is to blame', () => {
    const groups = [
      { name: equity, coefficients: [1, 1, 0], lower: -Infinity, upper: 0.3 },
      { name: { zh: '存款', en: 'deposits' }, coefficients: [0, 0, 1], lower: -Infinity, upper: 0.5 },
    ]
    expect(() => efficientFrontier({ ...base, covariance, groups })).toThrow(
      'No portfolio satisfies all of these at once: the sum of the weights, equity, deposits; relax one of them.',
    )
  })

  test('says that bounds or a target cannot be', () => {
    expect(() => efficientFrontier({ ...base, covariance, lower: [0.5, 0, 0], upper: [0.4, 1, 1] })).toThrow(
      'The weight of 债券 has the lower bound 0.5 and the upper bound 0.4',
    )
    expect(() => atReturn(efficientFrontier({ ...base, covariance }), 0.04)).toThrow('is not on the frontier')
    expect(() => maximumSharpe(efficientFrontier({ ...base, covariance }), 0.5)).toThrow(
      'No portfolio is expected',
    )
  })

  test('does not hide in a singular covariance: two assets that move as one still have an optimum', () => {
    const twins = [
      [1, 1, 0],
      [1, 1, 0],
      [0, 0, 1],
    ]
    const frontier = efficientFrontier({ ...base, means: [0.01, 0.01, 0.01], covariance: twins })
    expect(minimumVariance(frontier).deviation ** 2).toBeCloseTo(0.5, 9)
    expect(frontier.violation).toBeLessThan(1e-9)
    expect(frontier.warnings[0]!.en).toContain('nearly singular')
  })

  test('is a covariance that is not positive semi-definite', () => {
    const impossible = [
      [1, 0.9, -0.9],
      [0.9, 1, 0.9],
      [-0.9, 0.9, 1],
    ]
    expect(() => efficientFrontier({ ...base, covariance: impossible })).toThrow(/not positive semi-definite/)
  })
})

describe.skipIf(!hasReferenceData)('published portfolios', () => {
  test("OR-Library's port1: 2000 points of the frontier to 1e-6", () => {
    const numbers = readReference('portfolio/orlib_port1.txt').trim().split(/\s+/).map(Number)
    const size = numbers[0]!
    const means = Array.from({ length: size }, (_, i) => numbers[1 + 2 * i]!)
    const deviations = means.map((_, i) => numbers[2 + 2 * i]!)
    const covariance = means.map(() => new Array<number>(size).fill(0))
    for (let at = 1 + 2 * size; at < numbers.length; at += 3) {
      const [i, j] = [numbers[at]! - 1, numbers[at + 1]! - 1]
      const value = numbers[at + 2]! * deviations[i]! * deviations[j]!
      covariance[i]![j] = value
      covariance[j]![i] = value
    }
    const frontier = efficientFrontier({ names: means.map(String), means, covariance })
    const lowest = minimumVariance(frontier)
    const points = readReference('portfolio/orlib_portef1.txt')
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
    expect(points).toHaveLength(2000)
    for (const [mean, variance] of points) {
      const { deviation } = mean! < lowest.mean ? lowest : atReturn(frontier, mean!)
      expect(Math.abs(deviation ** 2 / variance! - 1)).toBeLessThan(1e-6)
    }
  })

  test("PyPortfolioOpt's minimum volatility and maximum Sharpe to 1e-9", () => {
    interface Published {
      pyportfolioopt: { min_volatility_long_only: number[]; max_sharpe_long_only: number[] }
    }
    const columns = readColumns('portfolio/pypfopt_stock_prices.csv')
    const names = [...columns.keys()].filter((name) => name !== 'date')
    const returns = names.map((name) => {
      const prices = columns.get(name)!
      return prices.slice(1).map((each, t) => each / prices[t]! - 1)
    })
    const means = returns.map((each) => {
      const present = each.filter((value) => !Number.isNaN(value))
      return present.reduce((growth, value) => growth * (1 + value), 1) ** (252 / present.length) - 1
    })
    const covariance = pairwiseCovariance(returns).map((row) => row.map((each) => each * 252))
    const frontier = efficientFrontier({ names, means, covariance })
    const { pyportfolioopt } = readPublished<Published>('portfolio/published.json')
    const lowest = minimumVariance(frontier)
    const best = maximumSharpe(frontier, 0.02)
    const found = [
      [lowest.mean, lowest.deviation, (lowest.mean - 0.02) / lowest.deviation],
      [best.mean, best.deviation, best.sharpe],
    ]
    const expected = [pyportfolioopt.min_volatility_long_only, pyportfolioopt.max_sharpe_long_only]
    found.flat().forEach((each, i) => {
      expect(Math.abs(each - expected.flat()[i]!)).toBeLessThan(1e-9)
    })
    expect(portfolioOf(frontier.problem, best.weights).mean).toBeCloseTo(best.mean, 15)
  })
})
