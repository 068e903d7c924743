import type { Matrix } from '#quant/unfit.ts'

/** A square system that can be solved for several right sides. */
export interface Factorised {
  readonly solve: (right: ArrayLike<number>) => Float64Array
}

/** LU with partial pivoting; null where the matrix is singular to the precision of doubles. */
export function findFactorised(a: Matrix): Factorised | null {
  const n = a.length
  const rows = a.map((row) => Float64Array.from(row))
  const order = Array.from({ length: n }, (_, index) => index)
  for (let k = 0; k < n; k += 1) {
    let best = k
    for (let i = k + 1; i < n; i += 1) if (Math.abs(rows[i]![k]!) > Math.abs(rows[best]![k]!)) best = i
    const pivotRow = rows[best]!
    const pivot = pivotRow[k]!
    if (!(Math.abs(pivot) > 1e-300)) return null
    rows[best] = rows[k]!
    rows[k] = pivotRow
    const place = order[best]!
    order[best] = order[k]!
    order[k] = place
    for (let i = k + 1; i < n; i += 1) {
      const row = rows[i]!
      const factor = row[k]! / pivot
      row[k] = factor
      if (factor === 0) continue
      for (let j = k + 1; j < n; j += 1) row[j]! -= factor * pivotRow[j]!
    }
  }
  const solve = (right: ArrayLike<number>): Float64Array => {
    const x = Float64Array.from(order, (from) => right[from]!)
    for (let i = 1; i < n; i += 1) {
      const row = rows[i]!
      let sum = x[i]!
      for (let j = 0; j < i; j += 1) sum -= row[j]! * x[j]!
      x[i] = sum
    }
    for (let i = n - 1; i >= 0; i -= 1) {
      const row = rows[i]!
      let sum = x[i]!
      for (let j = i + 1; j < n; j += 1) sum -= row[j]! * x[j]!
      x[i] = sum / row[i]!
    }
    return x
  }
  return { solve }
}
