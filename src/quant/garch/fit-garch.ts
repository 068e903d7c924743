import type { Bilingual } from '#base/bilingual.ts'
import { times } from '#quant/matrices/products.ts'
import { variance } from '#quant/moments/moments.ts'
import { archLm, jarqueBera, ljungBox, type TestResult } from '#quant/moments/series-tests.ts'
import { requireSeries, requireSpread, type Series, unfit } from '#quant/unfit.ts'
import { type ErrorDistribution, errorFamilies, integrate } from './error-distribution.ts'
import { type Estimate, type EstimateOptions, estimate } from './estimate.ts'
import {
  bindingWarnings,
  cornerWarning,
  integratedWarning,
  localWarning,
  notConvergedWarning,
  shortWarning,
} from './fit-warnings.ts'
import type { Trace } from './likelihood.ts'
import { type GarchSpecification, type ParameterName, parameterNames } from './specification.ts'
import { covariancesOf, type ErrorKind, errorKinds } from './standard-errors.ts'

export interface GarchFit {
  readonly specification: GarchSpecification
  readonly observations: number
  /** In the order of `parameterNames`; matrices and errors too. */
  readonly names: readonly ParameterName[]
  /** In the units of the returns: ω in squared ones. */
  readonly estimates: readonly number[]
  /** Null where a parameter sits on its bound, a matrix could not be inverted, or errors were not asked for. */
  readonly standardErrors: Readonly<Record<ErrorKind, readonly (number | null)[]>>
  readonly logLikelihood: number
  /** Totals, not per observation: −2 ln L + k × 2, ln n, 2 ln ln n. */
  readonly criteria: { readonly aic: number; readonly bic: number; readonly hannanQuinn: number }
  /** α + β; gjr α + γ E[z² 1(z<0)] + β; egarch β. */
  readonly persistence: number
  /** The variance to which forecasts return; null where the persistence is 1 or more. */
  readonly longRunVariance: number | null
  readonly hasConverged: boolean
  readonly startsTried: number
  readonly startsAgreeing: number
  readonly evaluations: number
  /** T values each: e_t, z_t, h_t. */
  readonly residuals: Float64Array
  readonly standardised: Float64Array
  readonly variances: Float64Array
  /** h_{T+1}. */
  readonly nextVariance: number
  readonly distribution: ErrorDistribution
  readonly warnings: readonly Bilingual[]
  /** To start the fit of a series that differs by a day. */
  readonly internal: Float64Array
}

/** Fewer say nothing about persistence. */
export const observationsMin = 100
const observationsAdvised = 500

/** The share of the variance that falls on negative shocks. */
export function negativeShare(distribution: ErrorDistribution): number {
  let share = 0
  integrate(distribution, (z, mass) => {
    if (z < 0) share += mass * z * z
  })
  return share
}

/** Internal parameters of scaled returns → published ones: estimates and the matrix of derivatives. */
function publish(theta: Float64Array, names: readonly ParameterName[], model: string, scale: number) {
  const at = (name: ParameterName): number => names.indexOf(name)
  const estimates = Array.from(theta)
  const jacobian = names.map((_, i) => names.map((_name, j): number => (i === j ? 1 : 0)))
  if (at('mu') >= 0) {
    estimates[at('mu')]! *= scale
    jacobian[at('mu')]![at('mu')] = scale
  }
  const [omega, beta] = [at('omega'), at('beta')]
  if (model === 'egarch') {
    const shift = 2 * Math.log(scale)
    estimates[omega]! += (1 - theta[beta]!) * shift
    jacobian[omega]![beta] = -shift
  } else {
    estimates[omega]! *= scale * scale
    jacobian[omega]![omega] = scale * scale
  }
  if (model === 'gjr') {
    estimates[at('gamma')] = theta[at('gamma')]! - theta[at('alpha')]!
    jacobian[at('gamma')]![at('alpha')] = -1
  }
  return { estimates, jacobian }
}

function errorsOf(
  found: Estimate,
  trace: Trace,
  specification: GarchSpecification,
  jacobian: number[][],
): Record<ErrorKind, (number | null)[]> {
  const size = found.theta.length
  const bound = new Set(found.atBound.map(({ index }) => index))
  if (found.isOnCorner) bound.add(0)
  const free = Array.from({ length: size }, (_, i) => i).filter((i) => !bound.has(i))
  const covariances = covariancesOf(found.likelihood, found.theta, trace, free, {
    hasMean: specification.mean !== 'zero',
    shapes: errorFamilies[specification.errors].shapes.length,
    isSymmetric: specification.variance === 'garch' && specification.errors !== 'skewed-t',
  })
  const reduced = jacobian.map((row) => free.map((j) => row[j]!))
  const transposed = free.map((_, j) => reduced.map((row) => row[j]!))
  const rootsOf = (kind: ErrorKind): (number | null)[] => {
    const covariance = covariances[kind]
    if (covariance === null) return jacobian.map(() => null)
    const full = times(times(reduced, covariance), transposed)
    return full.map((row, i) => (bound.has(i) || !(row[i]! > 0) ? null : Math.sqrt(row[i]!)))
  }
  return Object.fromEntries(errorKinds.map((kind) => [kind, rootsOf(kind)])) as Record<
    ErrorKind,
    (number | null)[]
  >
}

function noErrors(size: number): Record<ErrorKind, null[]> {
  return Object.fromEntries(errorKinds.map((kind) => [kind, new Array<null>(size).fill(null)])) as Record<
    ErrorKind,
    null[]
  >
}

function persistenceOf(values: Partial<Record<ParameterName, number>>, model: string, trace: Trace): number {
  const [alpha, gamma, beta] = [values.alpha!, values.gamma ?? 0, values.beta!]
  if (model === 'egarch') return beta
  return alpha + beta + (gamma === 0 ? 0 : gamma * negativeShare(trace.distribution))
}

/**
 * Fits a GARCH(1,1), GJR(1,1) or EGARCH(1,1) model by maximum likelihood from several starts (see specification.ts for
 * the equations, the conventions and the papers). y: T returns per period in any unit, T ≥ 100, not constant. A fit
 * that did not converge says so in `hasConverged` and `warnings`, and forecasts refuse it.
 */
export function fitGarch(
  y: Series,
  specification: GarchSpecification,
  options: EstimateOptions = {},
): GarchFit {
  const model = { zh: 'GARCH 模型', en: 'A GARCH model' }
  requireSeries(y, observationsMin, model)
  requireSpread(y, model)
  const scale = Math.sqrt(variance(y, 0))
  const found = estimate(
    Float64Array.from(y, (each) => each / scale),
    specification,
    options,
  )
  const names = parameterNames(specification)
  const { estimates, jacobian } = publish(found.theta, names, specification.variance, scale)
  const trace = found.likelihood.trace(found.theta)
  const values = Object.fromEntries(names.map((name, i) => [name, estimates[i]!]))
  const persistence = persistenceOf(values, specification.variance, trace)
  const n = y.length
  const logLikelihood = found.logLikelihood - n * Math.log(scale)
  const omega = values.omega!
  const longRun =
    specification.variance === 'egarch' ? Math.exp(omega / (1 - persistence)) : omega / (1 - persistence)
  return {
    specification,
    observations: n,
    names,
    estimates,
    standardErrors:
      options.hasErrors === false ? noErrors(names.length) : errorsOf(found, trace, specification, jacobian),
    logLikelihood,
    criteria: {
      aic: -2 * logLikelihood + 2 * names.length,
      bic: -2 * logLikelihood + Math.log(n) * names.length,
      hannanQuinn: -2 * logLikelihood + 2 * Math.log(Math.log(n)) * names.length,
    },
    persistence,
    longRunVariance: persistence < 1 ? longRun : null,
    hasConverged: found.hasConverged,
    startsTried: found.startsTried,
    startsAgreeing: found.startsAgreeing,
    evaluations: found.evaluations,
    residuals: trace.residuals.map((each) => each * scale),
    standardised: trace.residuals.map((each, t) => each / Math.sqrt(trace.variances[t]!)),
    variances: trace.variances.map((each) => each * scale * scale),
    nextVariance: trace.nextVariance * scale * scale,
    distribution: trace.distribution,
    warnings: [
      ...(found.hasConverged ? [] : [notConvergedWarning]),
      ...bindingWarnings(
        found.atBound.map(({ index, side }) => ({ name: names[index]!, side })),
        specification,
      ),
      ...(found.isOnCorner ? [cornerWarning] : []),
      ...(found.isLocal ? [localWarning] : []),
      ...(persistence >= 1 ? [integratedWarning(persistence)] : []),
      ...(n < observationsAdvised ? [shortWarning(n, observationsAdvised)] : []),
    ],
    internal: found.theta,
  }
}

/** A fit's estimate by name; refuses a name that the model does not have. */
export function estimateOf(fit: GarchFit, name: ParameterName): number {
  const index = fit.names.indexOf(name)
  if (index >= 0) return fit.estimates[index]!
  throw unfit({ zh: `该模型没有参数 ${name}。`, en: `This model has no parameter ${name}.` })
}

export interface ResidualTests {
  /** Of z: is the mean left unexplained? */
  readonly ljungBox: TestResult
  /** Of z²: is volatility left unexplained? */
  readonly ljungBoxSquares: TestResult
  readonly archLm: TestResult
  readonly jarqueBera: TestResult
}

/** Tests of the standardised residuals, p-values without correction for the estimated parameters. */
export function testResiduals(fit: GarchFit, lags = 10): ResidualTests {
  const z = fit.standardised
  return {
    ljungBox: ljungBox(z, lags),
    ljungBoxSquares: ljungBox(
      z.map((each) => each * each),
      lags,
    ),
    archLm: archLm(z, lags),
    jarqueBera: jarqueBera(z),
  }
}
