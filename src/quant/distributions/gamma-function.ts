/**
 * The gamma function's logarithm and derivative, and the regularised incomplete gamma function.
 * Relative error about 1e-15 (lnGamma), 1e-14 (incomplete gamma), checked against SciPy in the tests.
 */
const lanczosG = 607 / 128
/** Lanczos coefficients for g = 607/128, n = 15 (P. Godfrey 2001). */
const lanczos: readonly number[] = [
  0.9999999999999971, 57.15623566586292, -59.59796035547549, 14.136097974741746, -0.4919138160976202,
  3.399464998481189e-5, 4.652362892704858e-5, -9.837447530487956e-5, 0.0001580887032249125,
  -0.00021026444172410488, 0.00021743961811521265, -0.0001643181065367639, 8.441822398385275e-5,
  -2.6190838401581408e-5, 3.6899182659531625e-6,
]

/** ln Γ(x) for x > 0. */
export function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x)
  const shifted = x - 1
  let sum = lanczos[0]!
  for (let index = 1; index < lanczos.length; index += 1) sum += lanczos[index]! / (shifted + index)
  const base = shifted + lanczosG + 0.5
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(sum)
}

/** ψ(x) = d ln Γ(x) / dx for x > 0: recurrence up to 10, then the asymptotic series. */
export function digamma(x: number): number {
  let shift = 0
  let at = x
  while (at < 10) {
    shift -= 1 / at
    at += 1
  }
  const inverse = 1 / (at * at)
  const series =
    inverse *
    (1 / 12 -
      inverse *
        (1 / 120 - inverse * (1 / 252 - inverse * (1 / 240 - inverse * (1 / 132 - (inverse * 691) / 32760)))))
  return shift + Math.log(at) - 0.5 / at - series
}

const iterationsMax = 1_000
const tiny = 1e-300

function lowerSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < iterationsMax; n += 1) {
    term *= x / (a + n)
    sum += term
    if (Math.abs(term) < Math.abs(sum) * 1e-17) break
  }
  return sum * Math.exp(-x + a * Math.log(x) - lnGamma(a))
}

/** Lentz's continued fraction. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let product = d
  for (let n = 1; n < iterationsMax; n += 1) {
    const an = -n * (n - a)
    b += 2
    d = an * d + b
    if (Math.abs(d) < tiny) d = tiny
    c = b + an / c
    if (Math.abs(c) < tiny) c = tiny
    d = 1 / d
    product *= d * c
    if (Math.abs(d * c - 1) < 1e-16) break
  }
  return product * Math.exp(-x + a * Math.log(x) - lnGamma(a))
}

/** Q(a, x) = Γ(a, x) / Γ(a), the upper regularised incomplete gamma function; a > 0, x ≥ 0. */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x)
}

/** P(a, x) = 1 − Q(a, x), without cancellation for small x. */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x)
}
