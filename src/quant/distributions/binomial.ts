import { incompleteBeta } from './beta-function.ts'

/** Below 16 the error of Stirling's formula by summation, above by its series. */
function stirlingError(n: number): number {
  if (n < 16) {
    let lnFactorial = 0
    for (let k = 2; k <= n; k += 1) lnFactorial += Math.log(k)
    return n === 0 ? 0 : lnFactorial - (n + 0.5) * Math.log(n) + n - 0.5 * Math.log(2 * Math.PI)
  }
  const square = n * n
  return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / n
}

/** x ln(x/m) + m − x, without cancellation near x = m. */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x
  const v = (x - m) / (x + m)
  let sum = (x - m) * v
  let term = 2 * x * v
  for (let j = 1; j < 1_000; j += 1) {
    term *= v * v
    const next = sum + term / (2 * j + 1)
    if (next === sum) return next
    sum = next
  }
  return sum
}

/** P(X = x) for Binomial(n, p), 0 < p < 1 (C. Loader, "Fast and accurate computation of binomial probabilities", 2000). */
export function binomialMass(x: number, n: number, p: number): number {
  if (x < 0 || x > n) return 0
  if (x === 0) return Math.exp(n * Math.log1p(-p))
  if (x === n) return Math.exp(n * Math.log(p))
  const exponent =
    stirlingError(n) -
    stirlingError(x) -
    stirlingError(n - x) -
    deviance(x, n * p) -
    deviance(n - x, n * (1 - p))
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * x * (n - x)))
}

/** P(X ≤ x) for Binomial(n, p). */
export function binomialProbability(x: number, n: number, p: number): number {
  if (x < 0) return 0
  if (x >= n) return 1
  return incompleteBeta(n - x, x + 1, 1 - p, p)
}
