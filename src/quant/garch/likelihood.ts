import type { Series } from '#quant/unfit.ts'
import { type ErrorDistribution, errorFamilies, integrate } from './error-distribution.ts'
import { type Presample, presampleOf } from './presample.ts'
import type { GarchSpecification } from './specification.ts'

/**
 * Inside, the asymmetric term of gjr is the coefficient of negative shocks itself (α + γ), so that all constraints are
 * bounds; everything else is as in parameterNames.
 */
export interface Likelihood {
  readonly size: number
  /** ln L at the internal parameters and its gradient; −Infinity where a variance is not positive. */
  readonly evaluate: (theta: ArrayLike<number>) => Evaluated
  /** What every observation contributes, for errors and forecasts. */
  readonly trace: (theta: ArrayLike<number>) => Trace
}

export interface Evaluated {
  readonly logLikelihood: number
  readonly gradient: Float64Array
  /**
   * egarch: mean of ln |d ln h_{t+1} / d ln h_t|. From 0 on the recursion does not forget its start but runs apart
   * (O. Wintenberger, Scandinavian J. Statistics 40, 2013): such a likelihood is noise. −Infinity for garch and gjr.
   */
  readonly divergence: number
}

export interface Trace extends Evaluated {
  /** T × k: d l_t / dθ. */
  readonly scores: readonly Float64Array[]
  /** T × k: d ln h_t / dθ. */
  readonly slopes: readonly Float64Array[]
  readonly residuals: Float64Array
  readonly variances: Float64Array
  /** h_{T+1}. */
  readonly nextVariance: number
  readonly distribution: ErrorDistribution
}

interface Places {
  readonly mu: number
  readonly omega: number
  readonly alpha: number
  readonly asymmetry: number
  readonly beta: number
  readonly shape: number
  readonly shapes: number
  readonly size: number
}

function placesOf({ variance, errors, mean = 'constant' }: GarchSpecification): Places {
  const omega = mean === 'constant' ? 1 : 0
  const hasAsymmetry = variance !== 'garch'
  const beta = omega + (hasAsymmetry ? 3 : 2)
  const shapes = errorFamilies[errors].shapes.length
  return {
    mu: omega - 1,
    omega,
    alpha: omega + 1,
    asymmetry: hasAsymmetry ? omega + 2 : omega + 1,
    beta,
    shape: beta + 1,
    shapes,
    size: beta + 1 + shapes,
  }
}

interface Recursion {
  /** The next variance from this one, and d h / dθ from itself; `slope` is overwritten. */
  readonly next: (e: number, h: number, slope: Float64Array) => number
  /** h_1 with its slope. */
  readonly first: (slope: Float64Array) => number
  /** Σ ln |d ln h_{t+1} / d ln h_t| so far. */
  readonly divergence: () => number
}

/** h recursion of garch and gjr; `slope` is dh/dθ. */
function linearRecursion(theta: ArrayLike<number>, places: Places, presample: Presample): Recursion {
  const { mu, omega, alpha, asymmetry, beta } = places
  const [up, down, b] = [theta[alpha]!, theta[asymmetry]!, theta[beta]!]
  const mean = mu < 0 ? 0 : theta[mu]!
  return {
    first: (slope) => {
      slope.fill(0)
      if (presample.isUnconditional === true) {
        const gap = 1 - (up + down) / 2 - b
        const longRun = theta[omega]! / gap
        slope[omega] = 1 / gap
        slope[alpha]! += longRun / gap / 2
        slope[asymmetry]! += longRun / gap / 2
        slope[beta] = longRun / gap
        return gap > 0 ? longRun : Number.NaN
      }
      const before = presample.value(mean)
      const drift = presample.slope(mean)
      const factor = presample.isFirstVariance ? 1 : (up + down) / 2 + b
      if (mu >= 0) slope[mu] = factor * drift
      if (presample.isFirstVariance) return before
      slope[omega] = 1
      slope[alpha]! += before / 2
      slope[asymmetry]! += before / 2
      slope[beta] = before
      return theta[omega]! + factor * before
    },
    next: (e, h, slope) => {
      const isUp = e >= 0
      const square = e * e
      const a = isUp ? up : down
      for (let i = 0; i < places.shape; i += 1) slope[i]! *= b
      if (mu >= 0) slope[mu]! -= 2 * a * e
      slope[omega]! += 1
      slope[isUp ? alpha : asymmetry]! += square
      slope[beta]! += h
      return theta[omega]! + a * square + b * h
    },
    divergence: () => Number.NEGATIVE_INFINITY,
  }
}

interface AbsoluteMoment {
  readonly value: number
  readonly slopes: Float64Array
}

/** E|z| and its derivatives by the shape parameters: E[|z| d ln f]. */
function absoluteMomentOf(distribution: ErrorDistribution, shapes: number): AbsoluteMoment {
  const slopes = new Float64Array(shapes)
  if (shapes === 0) return { value: Math.sqrt(2 / Math.PI), slopes }
  const scores = new Float64Array(shapes)
  let value = 0
  integrate(distribution, (z, mass) => {
    distribution.shapeScores(z, scores, 0)
    value += mass * Math.abs(z)
    for (let i = 0; i < shapes; i += 1) slopes[i]! += mass * Math.abs(z) * scores[i]!
  })
  return { value, slopes }
}

/** ln h recursion of egarch; here `slope` is d ln h / dθ. */
function exponentialRecursion(
  theta: ArrayLike<number>,
  places: Places,
  presample: Presample,
  absolute: AbsoluteMoment,
): Recursion {
  const { mu, omega, alpha, asymmetry, beta, shape } = places
  const [a, c, b] = [theta[alpha]!, theta[asymmetry]!, theta[beta]!]
  let divergence = 0
  const mean = mu < 0 ? 0 : theta[mu]!
  return {
    first: (slope) => {
      slope.fill(0)
      if (presample.isUnconditional === true) {
        slope[omega] = 1 / (1 - b)
        slope[beta] = theta[omega]! / (1 - b) ** 2
        return Math.exp(theta[omega]! / (1 - b))
      }
      const before = presample.value(mean)
      const drift = presample.slope(mean) / before
      if (mu >= 0) slope[mu] = presample.isFirstVariance ? drift : b * drift
      if (presample.isFirstVariance) return before
      slope[omega] = 1
      slope[beta] = Math.log(before)
      return Math.exp(theta[omega]! + b * Math.log(before))
    },
    next: (e, h, slope) => {
      const root = Math.sqrt(h)
      const z = e / root
      const lnH = Math.log(h)
      const push = z >= 0 ? a + c : c - a
      // dz = −dμ/√h − ½ z d ln h
      const carry = b - 0.5 * push * z
      divergence += Math.log(Math.abs(carry))
      for (let i = 0; i < places.size; i += 1) slope[i]! *= carry
      if (mu >= 0) slope[mu]! -= push / root
      slope[omega]! += 1
      slope[alpha]! += Math.abs(z) - absolute.value
      slope[asymmetry]! += z
      slope[beta]! += lnH
      for (let i = 0; i < places.shapes; i += 1) slope[shape + i]! -= a * absolute.slopes[i]!
      return Math.exp(theta[omega]! + a * (Math.abs(z) - absolute.value) + c * z + b * lnH)
    },
    divergence: () => divergence,
  }
}

/** The likelihood of T returns under a specification, with analytic derivatives. */
export function likelihoodOf(y: Series, specification: GarchSpecification): Likelihood {
  const places = placesOf(specification)
  const { size, mu } = places
  const family = errorFamilies[specification.errors]
  const presample = presampleOf(y, specification.start ?? 'mean-square')
  const isLinear = specification.variance !== 'egarch'

  const absoluteMoment = (distribution: ErrorDistribution): AbsoluteMoment =>
    specification.absoluteMoment === 'normal'
      ? { value: Math.sqrt(2 / Math.PI), slopes: new Float64Array(places.shapes) }
      : absoluteMomentOf(distribution, places.shapes)

  const prepare = (theta: ArrayLike<number>): { distribution: ErrorDistribution; recursion: Recursion } => {
    const distribution = family.of(Array.from({ length: places.shapes }, (_, i) => theta[places.shape + i]!))
    const recursion = isLinear
      ? linearRecursion(theta, places, presample)
      : exponentialRecursion(theta, places, presample, absoluteMoment(distribution))
    return { distribution, recursion }
  }

  const walk = (
    theta: ArrayLike<number>,
    visit: ((t: number, score: Float64Array, slope: Float64Array, e: number, h: number) => void) | null,
  ): Evaluated & { readonly distribution: ErrorDistribution; readonly nextVariance: number } => {
    const { distribution, recursion } = prepare(theta)
    const mean = mu < 0 ? 0 : theta[mu]!
    const gradient = new Float64Array(size)
    const slope = new Float64Array(size)
    const score = new Float64Array(size)
    let h = recursion.first(slope)
    let logLikelihood = 0
    for (let t = 0; t < y.length; t += 1) {
      if (!(h > 0 && h < 1e300)) {
        return { logLikelihood: -Infinity, gradient, distribution, nextVariance: h, divergence: Infinity }
      }
      const e = y[t]! - mean
      const root = Math.sqrt(h)
      const z = e / root
      const g = distribution.score(z)
      const byLnH = -0.5 * (1 + z * g)
      const factor = isLinear ? byLnH / h : byLnH
      for (let i = 0; i < size; i += 1) score[i] = factor * slope[i]!
      if (mu >= 0) score[mu]! -= g / root
      if (places.shapes > 0) addShapeScores(distribution, z, score, places)
      for (let i = 0; i < size; i += 1) gradient[i]! += score[i]!
      logLikelihood += distribution.logDensity(z) - 0.5 * Math.log(h)
      if (visit !== null) visit(t, score, slope, e, h)
      h = recursion.next(e, h, slope)
    }
    const divergence = recursion.divergence() / y.length
    return { logLikelihood, gradient, distribution, nextVariance: h, divergence }
  }

  const trace = (theta: ArrayLike<number>): Trace => {
    const scores: Float64Array[] = []
    const slopes: Float64Array[] = []
    const residuals = new Float64Array(y.length)
    const variances = new Float64Array(y.length)
    const walked = walk(theta, (t, score, slope, e, h) => {
      scores.push(Float64Array.from(score))
      slopes.push(slope.map((each) => (isLinear ? each / h : each)))
      residuals[t] = e
      variances[t] = h
    })
    return { ...walked, scores, slopes, residuals, variances }
  }
  return { size, evaluate: (theta) => walk(theta, null), trace }
}

const shapeScratch = new Float64Array(4)

function addShapeScores(
  distribution: ErrorDistribution,
  z: number,
  score: Float64Array,
  { shape, shapes }: Places,
): void {
  distribution.shapeScores(z, shapeScratch, 0)
  for (let i = 0; i < shapes; i += 1) score[shape + i]! += shapeScratch[i]!
}
