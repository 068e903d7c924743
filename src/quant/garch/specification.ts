import { type ErrorName, errorFamilies } from './error-distribution.ts'

/**
 * y_t = μ + e_t, e_t = √h_t z_t:
 *   garch   h_t = ω + α e²_{t−1} + β h_{t−1}                                  (T. Bollerslev 1986)
 *   gjr     h_t = ω + (α + γ 1[e_{t−1} < 0]) e²_{t−1} + β h_{t−1}             (Glosten, Jagannathan and Runkle 1993)
 *   egarch  ln h_t = ω + α (|z_{t−1}| − E|z|) + γ z_{t−1} + β ln h_{t−1}      (D. Nelson 1991)
 * R's rugarch calls egarch's α gamma1 and its γ alpha1; Python's arch names them as here.
 */
export type VarianceModel = 'garch' | 'gjr' | 'egarch'

/**
 * What stands before the first observation; published estimates differ by it in the third digit.
 *   mean-square        e_0² = h_0 = mean of e² at the current μ (Fiorentini, Calzolari and Panattoni 1996; the benchmark
 *                      of McCullough and Renfro 1999)
 *   first-mean-square  h_1 = mean of e² at the current μ (R's rugarch)
 *   sample-variance    e_0² = h_0 = variance of y around its mean, whatever μ
 *   backcast           e_0² = h_0 = weighted mean of the first 75 (y − ȳ)², weights 0.94^t (Python's arch)
 *   unconditional      h_1 = ω/(1 − α − γ/2 − β), or exp(ω/(1 − β)) (MATLAB); then the persistence is below 1
 */
export type StartValue =
  | 'mean-square'
  | 'first-mean-square'
  | 'sample-variance'
  | 'backcast'
  | 'unconditional'

export interface GarchSpecification {
  readonly variance: VarianceModel
  readonly errors: ErrorName
  /** `zero` leaves μ out. */
  readonly mean?: 'constant' | 'zero'
  readonly start?: StartValue
  /**
   * E|z| in egarch: that of the model's own errors (Nelson, R's rugarch; the default) or √(2/π) whatever the errors
   * (Python's arch). ω differs by α times the difference, the likelihood only by its
   * first period.
   */
  readonly absoluteMoment?: 'errors' | 'normal'
}

export type ParameterName = 'mu' | 'omega' | 'alpha' | 'gamma' | 'beta' | 'nu' | 'lambda'

/** Names in the order in which estimates, errors and matrices are given. */
export function parameterNames({ variance, errors, mean = 'constant' }: GarchSpecification): ParameterName[] {
  return [
    ...(mean === 'constant' ? (['mu'] as const) : []),
    'omega',
    'alpha',
    ...(variance === 'garch' ? [] : (['gamma'] as const)),
    'beta',
    ...errorFamilies[errors].shapes.map(({ name }) => name),
  ]
}
