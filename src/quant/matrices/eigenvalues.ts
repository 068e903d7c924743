import type { Matrix } from '#quant/unfit.ts'

interface Tridiagonal {
  readonly diagonal: Float64Array
  readonly beside: Float64Array
}

/** Householder's reduction of a symmetric matrix to tridiagonal form (values only). */
function tridiagonalOf(matrix: Matrix): Tridiagonal {
  const n = matrix.length
  const a = matrix.map((row) => Float64Array.from(row))
  const diagonal = new Float64Array(n)
  const beside = new Float64Array(n)
  for (let i = n - 1; i > 0; i -= 1) {
    const row = a[i]!
    let scale = 0
    for (let k = 0; k < i; k += 1) scale += Math.abs(row[k]!)
    if (i === 1 || scale === 0) {
      beside[i] = row[i - 1]!
      continue
    }
    let h = 0
    for (let k = 0; k < i; k += 1) {
      row[k]! /= scale
      h += row[k]! ** 2
    }
    const f = row[i - 1]!
    const g = f >= 0 ? -Math.sqrt(h) : Math.sqrt(h)
    beside[i] = scale * g
    h -= f * g
    row[i - 1] = f - g
    reflect(a, beside, i, h)
  }
  for (let i = 0; i < n; i += 1) diagonal[i] = a[i]![i]!
  return { diagonal, beside }
}

/** A ← A − u qᵀ − q uᵀ on the leading i × i block, u being row i; `work` is overwritten below i. */
function reflect(a: readonly Float64Array[], work: Float64Array, i: number, h: number): void {
  const u = a[i]!
  let f = 0
  for (let j = 0; j < i; j += 1) {
    let g = 0
    for (let k = 0; k <= j; k += 1) g += a[j]![k]! * u[k]!
    for (let k = j + 1; k < i; k += 1) g += a[k]![j]! * u[k]!
    work[j] = g / h
    f += work[j]! * u[j]!
  }
  const half = f / (h + h)
  for (let j = 0; j < i; j += 1) {
    const uj = u[j]!
    const g = work[j]! - half * uj
    work[j] = g
    const row = a[j]!
    for (let k = 0; k <= j; k += 1) row[k]! -= uj * work[k]! + g * u[k]!
  }
}

/** One implicit QL sweep from m down to l; gives whether it ended early (then it must be tried again). */
function sweep(d: Float64Array, e: Float64Array, l: number, m: number): void {
  let g = (d[l + 1]! - d[l]!) / (2 * e[l]!)
  let r = Math.hypot(g, 1)
  g = d[m]! - d[l]! + e[l]! / (g + (g >= 0 ? r : -r))
  let [s, c, p] = [1, 1, 0]
  for (let i = m - 1; i >= l; i -= 1) {
    const f = s * e[i]!
    const b = c * e[i]!
    r = Math.hypot(f, g)
    e[i + 1] = r
    if (r === 0) {
      d[i + 1]! -= p
      e[m] = 0
      return
    }
    s = f / r
    c = g / r
    g = d[i + 1]! - p
    r = (d[i]! - g) * s + 2 * c * b
    p = s * r
    d[i + 1] = g + p
    g = c * r - b
  }
  d[l]! -= p
  e[l] = g
  e[m] = 0
}

/** Eigenvalues of a symmetric matrix (n × n), smallest first: Householder and implicit QL (Wilkinson and Reinsch 1971). */
export function symmetricEigenvalues(matrix: Matrix): number[] {
  const { diagonal: d, beside } = tridiagonalOf(matrix)
  const n = d.length
  const e = new Float64Array(n)
  for (let i = 1; i < n; i += 1) e[i - 1] = beside[i]!
  for (let l = 0; l < n; l += 1) {
    for (let tries = 0; tries < 60; tries += 1) {
      let m = l
      while (m < n - 1 && Math.abs(e[m]!) > 2.3e-16 * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m += 1
      if (m === l) break
      sweep(d, e, l, m)
    }
  }
  return [...d].sort((a, b) => a - b)
}
