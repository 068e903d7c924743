import { incompleteBeta } from './beta-function.ts'
import { upperGamma } from './gamma-function.ts'
import { normalQuantile } from './normal.ts'

/** P(X > x) for chi-square with `degrees` ≥ 1: the p-value of a likelihood ratio. */
export function chiSquareSurvival(x: number, degrees: number): number {
  return x <= 0 ? 1 : upperGamma(degrees / 2, x / 2)
}

/** The x with P(X > x) = `tail`, 0 < tail < 1: bisection from a bracket around Wilson and Hilferty's approximation. */
export function chiSquareQuantile(tail: number, degrees: number): number {
  if (degrees === 1) return normalQuantile(tail / 2) ** 2
  let low = 0
  let high = degrees + 10
  while (chiSquareSurvival(high, degrees) > tail) high *= 2
  for (let step = 0; step < 200 && high - low > 1e-15 * high; step += 1) {
    const middle = 0.5 * (low + high)
    if (chiSquareSurvival(middle, degrees) > tail) low = middle
    else high = middle
  }
  return 0.5 * (low + high)
}

/** P(F > f) for the F distribution. */
export function fSurvival(f: number, numerator: number, denominator: number): number {
  if (f <= 0) return 1
  const total = denominator + numerator * f
  return incompleteBeta(denominator / 2, numerator / 2, denominator / total, (numerator * f) / total)
}
