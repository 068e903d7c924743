import { fSurvival } from '#quant/distributions/chi-square.ts'
import { studentProbability } from '#quant/distributions/student.ts'
import { mean } from '#quant/moments/moments.ts'
import { requireSameLength, requireSeries, requireSpread, type Series } from '#quant/unfit.ts'

/** Two numbers, one for the intercept and one for the slope. */
export interface LinePair {
  readonly intercept: number
  readonly slope: number
}

export interface LineFit extends LinePair {
  readonly observations: number
  readonly residuals: readonly number[]
  /** Homoskedastic errors: s² (X'X)⁻¹, s² with n − 2. */
  readonly classicalErrors: LinePair
  /**
   * White's HC0 (1980), its small-sample forms HC1 (n/(n−2)), HC2 and HC3 (leverage) (MacKinnon and White 1985), and
   * Newey and West's (1987), robust against autocorrelation, too, with `neweyWestLags` lags and no correction for n.
   */
  readonly robustErrors: {
    readonly hc0: LinePair
    readonly hc1: LinePair
    readonly hc2: LinePair
    readonly hc3: LinePair
    readonly neweyWest: LinePair
  }
  /** ⌊4 (n/100)^(2/9)⌋ (Newey and West 1994) unless given. */
  readonly neweyWestLags: number
  /** Two-sided, from the classical errors and Student's t with n − 2 degrees. */
  readonly pValues: LinePair
  readonly rSquared: number
  /** Of the regression as a whole: F(1, n − 2). */
  readonly fPValue: number
}

function pair(intercept: number, slope: number): LinePair {
  return { intercept: Math.sqrt(intercept), slope: Math.sqrt(slope) }
}

/** Σ g_i (1, x_i)(1, x_i)' / between two inverses of X'X: sandwich of a line, x measured from its mean. */
function sandwich(weights: Series, x: readonly number[], centre: number, spread: number): LinePair {
  const n = x.length
  let [slope, intercept] = [0, 0]
  for (let t = 0; t < n; t += 1) {
    const d = x[t]! - centre
    slope += weights[t]! * (d / spread) ** 2
    intercept += weights[t]! * (1 / n - (centre * d) / spread) ** 2
  }
  return pair(intercept, slope)
}

/** Σ Σ w(|s − t|) ψ_s ψ_t with Bartlett's weights 1 − l/(lags + 1). */
function bartlett(psi: readonly number[], lags: number): number {
  let sum = 0
  for (let lag = 0; lag <= Math.min(lags, psi.length - 1); lag += 1) {
    let products = 0
    for (let t = lag; t < psi.length; t += 1) products += psi[t]! * psi[t - lag]!
    sum += (lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))) * products
  }
  return Math.max(sum, 0)
}

/** What each observation adds to intercept and slope, summed with its neighbours. */
function neweyWest(
  residuals: readonly number[],
  x: readonly number[],
  { centre, spread, lags }: { readonly centre: number; readonly spread: number; readonly lags: number },
): LinePair {
  const slope = residuals.map((e, t) => (e * (x[t]! - centre)) / spread)
  const intercept = residuals.map((e, t) => e / x.length - centre * slope[t]!)
  return pair(bartlett(intercept, lags), bartlett(slope, lags))
}

const model = { zh: '线性回归', en: 'A regression' }

/**
 * Ordinary least squares of y on a constant and x; n ≥ 3 aligned observations, x not constant. Units are those of the
 * series. Exact regressors, errors of mean 0. `lags`: a whole number from 0, for Newey and West's errors.
 */
export function fitLine(y: Series, x: Series, lags?: number): LineFit {
  requireSameLength(y, x, { zh: '回归的两个序列', en: 'The two series of a regression' })
  requireSeries(y, 3, model)
  requireSeries(x, 3, model)
  requireSpread(x, { zh: '回归的自变量（基准）', en: 'The regressor (benchmark)' })
  const n = y.length
  const [centreX, centreY] = [mean(x), mean(y)]
  const xs = Array.from(x)
  let [spread, product, total] = [0, 0, 0]
  for (let t = 0; t < n; t += 1) {
    spread += (xs[t]! - centreX) ** 2
    product += (xs[t]! - centreX) * (y[t]! - centreY)
    total += (y[t]! - centreY) ** 2
  }
  const slope = product / spread
  const intercept = centreY - slope * centreX
  const residuals = xs.map((each, t) => y[t]! - intercept - slope * each)
  const squares = residuals.map((each) => each * each)
  const residual = squares.reduce((sum, each) => sum + each, 0)
  const variance = residual / (n - 2)
  const classicalErrors = pair(variance * (1 / n + centreX ** 2 / spread), variance / spread)
  const leverage = xs.map((each) => 1 / n + (each - centreX) ** 2 / spread)
  const weighted = (weight: (t: number) => number): LinePair =>
    sandwich(
      squares.map((each, t) => each * weight(t)),
      xs,
      centreX,
      spread,
    )
  const pOf = (estimate: number, error: number): number =>
    error === 0 ? 0 : 2 * studentProbability(-Math.abs(estimate / error), n - 2)
  const neweyWestLags = lags ?? Math.floor(4 * (n / 100) ** (2 / 9))
  const rSquared = total === 0 ? 0 : 1 - residual / total
  return {
    intercept,
    slope,
    observations: n,
    residuals,
    classicalErrors,
    robustErrors: {
      hc0: weighted(() => 1),
      hc1: weighted(() => n / (n - 2)),
      hc2: weighted((t) => 1 / (1 - leverage[t]!)),
      hc3: weighted((t) => (1 - leverage[t]!) ** -2),
      neweyWest: neweyWest(residuals, xs, { centre: centreX, spread, lags: neweyWestLags }),
    },
    neweyWestLags,
    pValues: {
      intercept: pOf(intercept, classicalErrors.intercept),
      slope: pOf(slope, classicalErrors.slope),
    },
    rSquared,
    fPValue: residual === 0 ? 0 : fSurvival((total - residual) / variance, 1, n - 2),
  }
}
