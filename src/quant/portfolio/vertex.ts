import type { Bilingual } from '#base/bilingual.ts'
import { type Factorised, findFactorised } from '#quant/matrices/lu.ts'
import { unfit } from '#quant/unfit.ts'
import type { PortfolioProblem, StandardForm } from './problem.ts'

/** A vertex of the polytope A x = b, lower ≤ x ≤ upper: one basic variable a row, the others at a bound. */
export interface Vertex {
  readonly x: Float64Array
  readonly basis: readonly number[]
}

interface Working {
  readonly form: StandardForm
  readonly lower: Float64Array
  readonly upper: Float64Array
  readonly x: Float64Array
  readonly basis: number[]
}

const tolerance = 1e-11

function basisMatrix({ form, basis }: Working): number[][] {
  return Array.from({ length: form.rows }, (_, row) => basis.map((j) => form.columns[j]![row]!))
}

function transposed(matrix: readonly number[][]): number[][] {
  return matrix.map((_, i) => matrix.map((row) => row[i]!))
}

function getFactorised(matrix: number[][]): Factorised {
  const factorised = findFactorised(matrix)
  if (factorised === null) throw new Error('assertion failed: a basis of the simplex method is singular')
  return factorised
}

interface Priced {
  /** Multipliers of the rows. */
  readonly rows: Float64Array
  /** c_j − y'A_j. */
  readonly reduced: Float64Array
}

function price(working: Working, cost: Float64Array): Priced {
  const { form, basis } = working
  const rows = getFactorised(transposed(basisMatrix(working))).solve(basis.map((j) => cost[j]!))
  const reduced = cost.map((each, j) => form.columns[j]!.reduce((sum, a, row) => sum - a * rows[row]!, each))
  return { rows, reduced }
}

/** Bland's rule: the first variable that improves; it never cycles. */
function entering({ form, lower, upper, x, basis }: Working, reduced: Float64Array): number | null {
  const isBasic = new Set(basis)
  for (let j = 0; j < form.columns.length; j += 1) {
    if (isBasic.has(j) || lower[j] === upper[j]) continue
    if (reduced[j]! < -tolerance && x[j]! < upper[j]!) return j
    if (reduced[j]! > tolerance && x[j]! > lower[j]!) return j
  }
  return null
}

/** One pivot: moves variable j in the direction that improves until it or a basic variable meets a bound. */
function pivot(working: Working, j: number, direction: number): void {
  const { form, lower, upper, x, basis } = working
  const change = getFactorised(basisMatrix(working)).solve(form.columns[j]!)
  let [step, leaving] = [direction > 0 ? upper[j]! - x[j]! : x[j]! - lower[j]!, -1]
  basis.forEach((basic, row) => {
    const speed = -direction * change[row]!
    if (Math.abs(speed) < tolerance) return
    const room = speed > 0 ? (upper[basic]! - x[basic]!) / speed : (lower[basic]! - x[basic]!) / speed
    const limit = Math.max(room, 0)
    if (limit < step - 1e-15 || (limit <= step && (leaving < 0 || basic < basis[leaving]!))) {
      step = limit
      leaving = row
    }
  })
  basis.forEach((basic, row) => {
    x[basic]! -= direction * step * change[row]!
  })
  x[j]! += direction * step
  if (leaving < 0) {
    // Exactly, or rounding would let it enter again.
    x[j] = direction > 0 ? upper[j]! : lower[j]!
    return
  }
  const left = basis[leaving]!
  const isAtUpper = -direction * change[leaving]! > 0
  x[left] = isAtUpper ? upper[left]! : lower[left]!
  basis[leaving] = j
}

function optimise(working: Working, cost: Float64Array): Priced {
  for (;;) {
    const priced = price(working, cost)
    const j = entering(working, priced.reduced)
    if (j === null) return priced
    pivot(working, j, priced.reduced[j]! < 0 ? 1 : -1)
  }
}

function infeasible(problem: PortfolioProblem, form: StandardForm, { rows, reduced }: Priced): Bilingual {
  const involved = form.rowNames.filter((_, row) => Math.abs(rows[row]!) > 1e-9)
  const bounded = problem.names.filter((_, i) => Math.abs(reduced[i]!) > 1e-9)
  const shown = bounded.slice(0, 5).join('、')
  const shownEn = bounded.slice(0, 5).join(', ')
  const more = bounded.length > 5
  const [zh, en] = [involved.map((each) => each.zh).join('、'), involved.map((each) => each.en).join(', ')]
  const [bounds, boundsEn] =
    bounded.length === 0
      ? ['', '']
      : [
          `，以及资产权重上下限（${shown}${more ? ' 等' : ''}）`,
          `, and the bounds of the weights of ${shownEn}${more ? ' and others' : ''}`,
        ]
  return {
    zh: `没有组合能同时满足这些约束：${zh}${bounds}；请放宽其中一项。`,
    en: `No portfolio satisfies all of these at once: ${en}${boundsEn}; relax one of them.`,
  }
}

/**
 * The vertex with the highest expected return, by the simplex method with bounded variables (Dantzig 1963, 18);
 * refuses a contradictory problem with the constraints that contradict each other (its Farkas multipliers).
 */
export function bestVertex(problem: PortfolioProblem, form: StandardForm, means: Float64Array): Vertex {
  const { columns, rows } = form
  const firstArtificial = columns.length - rows
  const x = Float64Array.from(form.lower, (each, j) => {
    if (Number.isFinite(each)) return each
    return Number.isFinite(form.upper[j]) ? form.upper[j]! : 0
  })
  const [lower, upper] = [Float64Array.from(form.lower), Float64Array.from(form.upper)]
  const cost = new Float64Array(columns.length)
  const basis: number[] = []
  for (let row = 0; row < rows; row += 1) {
    let missing = form.right[row]!
    for (let j = 0; j < firstArtificial; j += 1) missing -= columns[j]![row]! * x[j]!
    const artificial = firstArtificial + row
    x[artificial] = missing
    lower[artificial] = Math.min(0, missing < 0 ? -Infinity : 0)
    upper[artificial] = missing < 0 ? 0 : Infinity
    cost[artificial] = missing < 0 ? -1 : 1
    basis.push(artificial)
  }
  const working: Working = { form, lower, upper, x, basis }
  const phaseOne = optimise(working, cost)
  const gap = x.subarray(firstArtificial).reduce((sum, each) => sum + Math.abs(each), 0)
  if (gap > 1e-9) throw unfit(infeasible(problem, form, phaseOne))
  for (let j = firstArtificial; j < columns.length; j += 1) {
    x[j] = 0
    lower[j] = 0
    upper[j] = 0
  }
  optimise(
    working,
    Float64Array.from(columns, (_, j) => (j < form.assets ? -means[j]! : 0)),
  )
  return { x, basis }
}
