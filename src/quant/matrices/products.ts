import type { Matrix, Series } from '#quant/unfit.ts'

/** Σ a_i b_i. */
export function dot(a: Series, b: Series): number {
  let sum = 0
  for (let index = 0; index < a.length; index += 1) sum += a[index]! * b[index]!
  return sum
}

/** A x. */
export function timesVector(a: Matrix, x: Series): number[] {
  return a.map((row) => dot(row, x))
}

/** A B. */
export function times(a: Matrix, b: Matrix): number[][] {
  const columns = b[0]?.length ?? 0
  return a.map((row) =>
    Array.from({ length: columns }, (_, j) => {
      let sum = 0
      for (let k = 0; k < b.length; k += 1) sum += row[k]! * b[k]![j]!
      return sum
    }),
  )
}

/** xᵀ A x. */
export function quadraticForm(a: Matrix, x: Series): number {
  return dot(timesVector(a, x), x)
}
