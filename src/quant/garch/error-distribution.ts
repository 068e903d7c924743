import { digamma, lnGamma } from '#quant/distributions/gamma-function.ts'
import { normalDensity, normalQuantile } from '#quant/distributions/normal.ts'
import { studentQuantile, studentTailMean } from '#quant/distributions/student.ts'

/** Distributions of a standardised error z: mean 0, variance 1. */
export type ErrorName = 'normal' | 'student-t' | 'skewed-t'

export interface ShapeParameter {
  readonly name: 'nu' | 'lambda'
  readonly lower: number
  readonly upper: number
  readonly start: number
}

/** With the shape parameters filled in. */
export interface ErrorDistribution {
  readonly logDensity: (z: number) => number
  /** d ln f / dz. */
  readonly score: (z: number) => number
  /** Writes d ln f / d shape into `into` from `at`. */
  readonly shapeScores: (z: number, into: Float64Array, at: number) => void
  readonly quantile: (p: number) => number
  /** E[z | z ≤ the p-quantile], p in the left tail. */
  readonly tailMean: (p: number) => number
}

export interface ErrorFamily {
  readonly shapes: readonly ShapeParameter[]
  readonly of: (shape: ArrayLike<number>) => ErrorDistribution
}

const halfLnTwoPi = 0.5 * Math.log(2 * Math.PI)

const normal: ErrorDistribution = {
  logDensity: (z) => -halfLnTwoPi - 0.5 * z * z,
  score: (z) => -z,
  shapeScores: () => undefined,
  quantile: normalQuantile,
  tailMean: (p) => -normalDensity(normalQuantile(p)) / p,
}

/** ln of the standardised density's constant, and its derivative by ν. */
function studentConstant(nu: number): { readonly constant: number; readonly derivative: number } {
  return {
    constant: lnGamma((nu + 1) / 2) - lnGamma(nu / 2) - 0.5 * Math.log(Math.PI * (nu - 2)),
    derivative: 0.5 * (digamma((nu + 1) / 2) - digamma(nu / 2) - 1 / (nu - 2)),
  }
}

/** T. Bollerslev, "A conditionally heteroskedastic time series model for speculative prices", 1987. */
function studentOf(nu: number): ErrorDistribution {
  const { constant, derivative } = studentConstant(nu)
  const scale = Math.sqrt((nu - 2) / nu)
  return {
    logDensity: (z) => constant - 0.5 * (nu + 1) * Math.log1p((z * z) / (nu - 2)),
    score: (z) => (-(nu + 1) * z) / (nu - 2 + z * z),
    shapeScores: (z, into, at) => {
      const square = z * z
      into[at] =
        derivative -
        0.5 * Math.log1p(square / (nu - 2)) +
        (0.5 * (nu + 1) * square) / ((nu - 2) * (nu - 2 + square))
    },
    quantile: (p) => scale * studentQuantile(p, nu),
    tailMean: (p) => scale * studentTailMean(p, nu),
  }
}

/**
 * B. Hansen, "Autoregressive conditional density estimation", International Economic Review 35, 1994; −1 < λ < 1,
 * skewed to the left for λ < 0. It is the standardised form of Fernández and Steel's (1998) with
 * ξ = √((1 + λ)/(1 − λ)), so other programs' ξ can be compared.
 */
function skewedOf(nu: number, lambda: number): ErrorDistribution {
  const { constant, derivative } = studentConstant(nu)
  const slope = (4 * Math.exp(constant) * (nu - 2)) / (nu - 1)
  const a = lambda * slope
  const b = Math.sqrt(1 + 3 * lambda * lambda - a * a)
  const lnB = Math.log(b)
  const aByNu = a * (derivative + 1 / (nu - 2) - 1 / (nu - 1))
  const bByNu = (-a * aByNu) / b
  const bByLambda = (3 * lambda - a * slope) / b
  const sideOf = (z: number): number => (b * z + a < 0 ? -1 : 1)
  const scale = Math.sqrt((nu - 2) / nu)
  return {
    logDensity: (z) => {
      const u = (b * z + a) / (1 + sideOf(z) * lambda)
      return lnB + constant - 0.5 * (nu + 1) * Math.log1p((u * u) / (nu - 2))
    },
    score: (z) => {
      const width = 1 + sideOf(z) * lambda
      const u = (b * z + a) / width
      return (-(nu + 1) * b * u) / (width * (nu - 2 + u * u))
    },
    shapeScores: (z, into, at) => {
      const side = sideOf(z)
      const width = 1 + side * lambda
      const u = (b * z + a) / width
      const weight = ((nu + 1) * u) / (nu - 2 + u * u)
      const uByNu = (bByNu * z + aByNu) / width
      const uByLambda = (bByLambda * z + slope - side * u) / width
      into[at] =
        bByNu / b +
        derivative -
        0.5 * Math.log1p((u * u) / (nu - 2)) +
        weight * ((0.5 * u) / (nu - 2) - uByNu)
      into[at + 1] = bByLambda / b - weight * uByLambda
    },
    quantile: (p) => {
      const isLeft = p < (1 - lambda) / 2
      const t = isLeft
        ? (1 - lambda) * studentQuantile(p / (1 - lambda), nu)
        : (1 + lambda) * studentQuantile(0.5 + (p - (1 - lambda) / 2) / (1 + lambda), nu)
      return (scale * t - a) / b
    },
    tailMean: (p) => (scale * (1 - lambda) * studentTailMean(p / (1 - lambda), nu) - a) / b,
  }
}

const nu: ShapeParameter = { name: 'nu', lower: 2.01, upper: 200, start: 6 }
const lambda: ShapeParameter = { name: 'lambda', lower: -0.99, upper: 0.99, start: 0 }

export const errorFamilies: Readonly<Record<ErrorName, ErrorFamily>> = {
  normal: { shapes: [], of: () => normal },
  'student-t': { shapes: [nu], of: (shape) => studentOf(shape[0]!) },
  'skewed-t': { shapes: [nu, lambda], of: (shape) => skewedOf(shape[0]!, shape[1]!) },
}

/** Exp-sinh on each half-line (Takahasi and Mori 1974), so that |z| and 1(z < 0) do no harm at 0: z = ±exp(1.2 sinh x). */
const grid = Array.from({ length: 281 }, (_, index) => {
  const x = (index - 140) / 40
  const z = Math.exp(1.2 * Math.sinh(x))
  return { z, weight: (z * 1.2 * Math.cosh(x)) / 40 }
}).filter(({ z }) => z > 1e-14 && z < 1e13)

/** E[f(z)], several f at once: `add` gets z and its weight. Relative error about 1e-7 or better. */
export function integrate(distribution: ErrorDistribution, add: (z: number, weight: number) => void): void {
  for (const { z, weight } of grid) {
    const [above, below] = [
      weight * Math.exp(distribution.logDensity(z)),
      weight * Math.exp(distribution.logDensity(-z)),
    ]
    if (above > 0) add(z, above)
    if (below > 0) add(-z, below)
  }
}
