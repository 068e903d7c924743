import { incompleteBeta } from './beta-function.ts'
import { lnGamma } from './gamma-function.ts'
import { normalQuantile } from './normal.ts'

/** Density of Student's t with ν > 0 degrees of freedom (variance ν/(ν−2), not 1). */
export function studentDensity(t: number, nu: number): number {
  const constant = lnGamma((nu + 1) / 2) - lnGamma(nu / 2) - 0.5 * Math.log(nu * Math.PI)
  return Math.exp(constant - ((nu + 1) / 2) * Math.log1p((t * t) / nu))
}

/** P(T ≤ t) for Student's t with ν > 0 degrees of freedom. */
export function studentProbability(t: number, nu: number): number {
  const square = t * t
  const tail = 0.5 * incompleteBeta(nu / 2, 0.5, nu / (nu + square), square / (nu + square))
  return t <= 0 ? tail : 1 - tail
}

/** The quantile of Student's t, 0 < p < 1: Newton's steps kept inside a bracket. */
export function studentQuantile(p: number, nu: number): number {
  if (p === 0.5) return 0
  if (p > 0.5) return -studentQuantile(1 - p, nu)
  let low = Math.min(normalQuantile(p), -1)
  while (studentProbability(low, nu) > p) low *= 2
  let high = 0
  let at = Math.max(low, Math.min(normalQuantile(p), -1e-8))
  for (let step = 0; step < 200; step += 1) {
    const error = studentProbability(at, nu) - p
    if (error > 0) high = at
    else low = at
    const newton = at - error / studentDensity(at, nu)
    const next = newton > low && newton < high ? newton : 0.5 * (low + high)
    if (Math.abs(next - at) <= 1e-15 * Math.abs(next)) return next
    at = next
  }
  return at
}

/** E[T | T ≤ q] for Student's t with ν > 1, q its p-quantile: negative for p < ½ (McNeil, Frey, Embrechts 2005, 2.2.4). */
export function studentTailMean(p: number, nu: number): number {
  const q = studentQuantile(p, nu)
  return (-studentDensity(q, nu) / p) * ((nu + q * q) / (nu - 1))
}
