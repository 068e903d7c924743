import { type Matrix, type Series, unfit } from '#quant/unfit.ts'

/**
 * L with L Lᵀ = A for a symmetric positive definite A (n × n, row by row), or null where a pivot is not above
 * `tolerance` × the largest diagonal entry.
 */
export function findCholesky(a: Matrix, tolerance = 1e-14): Float64Array[] | null {
  const n = a.length
  let largest = 0
  for (let i = 0; i < n; i += 1) largest = Math.max(largest, a[i]![i]!)
  const lower = Array.from({ length: n }, () => new Float64Array(n))
  for (let j = 0; j < n; j += 1) {
    const row = lower[j]!
    let pivot = a[j]![j]!
    for (let k = 0; k < j; k += 1) pivot -= row[k]! * row[k]!
    if (!(pivot > tolerance * largest)) return null
    const root = Math.sqrt(pivot)
    row[j] = root
    for (let i = j + 1; i < n; i += 1) {
      const below = lower[i]!
      let sum = a[i]![j]!
      for (let k = 0; k < j; k += 1) sum -= below[k]! * row[k]!
      below[j] = sum / root
    }
  }
  return lower
}

/** x with L Lᵀ x = b. */
export function solveCholesky(lower: readonly Float64Array[], b: Series): Float64Array {
  const n = lower.length
  const x = Float64Array.from(b)
  for (let i = 0; i < n; i += 1) {
    const row = lower[i]!
    let sum = x[i]!
    for (let k = 0; k < i; k += 1) sum -= row[k]! * x[k]!
    x[i] = sum / row[i]!
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = x[i]!
    for (let k = i + 1; k < n; k += 1) sum -= lower[k]![i]! * x[k]!
    x[i] = sum / lower[i]![i]!
  }
  return x
}

/** Refuses, in a user's words, a matrix that is not positive definite to the precision of doubles. */
export function getCholesky(a: Matrix): Float64Array[] {
  const lower = findCholesky(a)
  if (lower !== null) return lower
  throw unfit({
    zh: '矩阵不是正定的（变量之间线性相关，或观测期数少于变量数），无法求逆；请减少变量、加长序列或使用收缩估计。',
    en: 'The matrix is not positive definite (variables depend on each other, or there are more of them than periods); drop variables, lengthen the series or use shrinkage.',
  })
}

/** x with A x = b for a symmetric positive definite A. */
export function solveSymmetric(a: Matrix, b: Series): Float64Array {
  return solveCholesky(getCholesky(a), b)
}

/** A⁻¹ for a symmetric positive definite A. */
export function invertSymmetric(a: Matrix): number[][] {
  const lower = getCholesky(a)
  const columns = a.map((_, j) =>
    solveCholesky(
      lower,
      a.map((_row, i) => (i === j ? 1 : 0)),
    ),
  )
  return a.map((_, i) => columns.map((column) => column[i]!))
}
