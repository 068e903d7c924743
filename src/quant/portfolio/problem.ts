import type { Bilingual } from '#base/bilingual.ts'
import { type Matrix, requireSameLength, requireSeries, type Series, unfit } from '#quant/unfit.ts'

/** A limit on Σ coefficients_i × weight_i: shares of net assets. */
export interface GroupLimit {
  readonly name: Bilingual
  /** N numbers: 1 for a member, 0 for the others. */
  readonly coefficients: Series
  /** −Infinity and Infinity where there is none. */
  readonly lower: number
  readonly upper: number
}

/** What may be held: N assets, weights that sum to `total`. */
export interface PortfolioProblem {
  readonly names: readonly string[]
  /** N expected returns per period (any length of period, the same as the covariance's). */
  readonly means: Series
  /** N × N, positive definite. */
  readonly covariance: Matrix
  /** N bounds; 0 and Infinity by default. A lower bound must be finite (negative for what may be borrowed). */
  readonly lower?: Series
  readonly upper?: Series
  readonly groups?: readonly GroupLimit[]
  /** 1 by default. */
  readonly total?: number
}

/**
 * The same in standard form, A x = b with bounds: x is the N weights, then a slack for each group (its sum), then an
 * artificial variable for each row that phase one of the simplex method needs and then pins at 0.
 */
export interface StandardForm {
  readonly assets: number
  readonly rows: number
  /** By variable: its column of A. */
  readonly columns: readonly Float64Array[]
  readonly right: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** By row: the budget, then the groups. */
  readonly rowNames: readonly Bilingual[]
}

const budget: Bilingual = { zh: '权重合计', en: 'the sum of the weights' }

function requireBounds(problem: PortfolioProblem, lower: Series, upper: Series): void {
  problem.names.forEach((name, i) => {
    if (Number.isFinite(lower[i]) && lower[i]! <= upper[i]!) return
    throw unfit({
      zh: `资产 ${name} 的权重下限 ${lower[i]} 与上限 ${upper[i]} 矛盾（下限须为有限数且不高于上限）。`,
      en: `The weight of ${name} has the lower bound ${lower[i]} and the upper bound ${upper[i]}; the lower must be finite and not above the upper.`,
    })
  })
  for (const group of problem.groups ?? []) {
    requireSameLength(group.coefficients, problem.means, {
      zh: '限额系数与资产',
      en: 'Coefficients and assets',
    })
    if (group.lower <= group.upper) continue
    throw unfit({
      zh: `限额“${group.name.zh}”的下限高于上限。`,
      en: `The limit "${group.name.en}" has a lower bound above its upper one.`,
    })
  }
}

/** Checks a problem and brings it into standard form. */
export function standardFormOf(problem: PortfolioProblem): StandardForm {
  const n = problem.names.length
  requireSeries(problem.means, 1, { zh: '组合的预期收益率', en: 'The expected returns of a portfolio' })
  const names = { zh: '预期收益率、协方差矩阵与资产', en: 'Expected returns, covariance matrix and assets' }
  requireSameLength(problem.means, { length: n }, names)
  requireSameLength({ length: problem.covariance.length }, { length: n }, names)
  const lower = problem.lower ?? new Float64Array(n)
  const upper = problem.upper ?? new Float64Array(n).fill(Number.POSITIVE_INFINITY)
  requireBounds(problem, lower, upper)
  const groups = problem.groups ?? []
  const rows = 1 + groups.length
  const weightColumns = Array.from({ length: n }, (_, i) =>
    Float64Array.from([1, ...groups.map(({ coefficients }) => coefficients[i]!)]),
  )
  const unit = (row: number, value: number): Float64Array => {
    const column = new Float64Array(rows)
    column[row] = value
    return column
  }
  return {
    assets: n,
    rows,
    columns: [
      ...weightColumns,
      ...groups.map((_, g) => unit(g + 1, -1)),
      ...Array.from({ length: rows }, (_, row) => unit(row, 1)),
    ],
    right: unit(0, problem.total ?? 1),
    lower: Float64Array.from([
      ...Array.from(lower),
      ...groups.map((group) => group.lower),
      ...new Array<number>(rows).fill(0),
    ]),
    upper: Float64Array.from([
      ...Array.from(upper),
      ...groups.map((group) => group.upper),
      ...new Array<number>(rows).fill(0),
    ]),
    rowNames: [budget, ...groups.map(({ name }) => name)],
  }
}
