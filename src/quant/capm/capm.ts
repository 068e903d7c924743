import { mean, standardDeviation } from '#quant/moments/moments.ts'
import { annualisedReturn } from '#quant/returns/returns.ts'
import { requireSameLength, requireSeries, type Series } from '#quant/unfit.ts'
import { fitLine, type LineFit } from './least-squares.ts'

/** Aligned simple returns of T periods as fractions; NaN is a gap, and a period with a gap is left out of all three. */
export interface CapmSeries {
  readonly asset: Series
  readonly market: Series
  /** Per period, as the returns are. */
  readonly riskFree: Series
  /** 12 for months, 252 for trading days: for the annualised figures. */
  readonly periodsPerYear: number
}

export interface CapmFit {
  readonly observations: number
  /** Jensen's alpha per period (M. Jensen, J. Finance 23, 1968): the intercept, excess on excess. */
  readonly alpha: number
  readonly beta: number
  readonly line: LineFit
  readonly rSquared: number
  readonly correlation: number
  /** (1 + alpha)^periods − 1. */
  readonly annualAlpha: number
  /** Mean excess return over its standard deviation (n − 1), per period, and × √periods (W. Sharpe 1966, 1994). */
  readonly sharpe: number
  readonly annualSharpe: number
  /** Mean excess return over beta, per period; and annualised excess return over beta (J. Treynor 1965). */
  readonly treynor: number
  readonly annualTreynor: number
  /** Standard deviation of asset − market, per period, and × √periods. */
  readonly trackingError: number
  readonly annualTrackingError: number
  /** Mean of asset − market over its standard deviation, per period. */
  readonly informationRatio: number
  /** Annualised return of the asset less that of the market, and this over the annual tracking error. */
  readonly activePremium: number
  readonly annualInformationRatio: number
  /** |beta| × standard deviation of the market's excess return, × √periods. */
  readonly systematicRisk: number
  /** Standard deviation of the residuals (n − 2), × √periods. */
  readonly specificRisk: number
  /** risk free + beta × market premium, arithmetic means per period: what the model expects of the asset. */
  readonly expectedReturn: number
}

interface Aligned {
  readonly asset: number[]
  readonly market: number[]
  readonly riskFree: number[]
}

function withoutGaps({ asset, market, riskFree }: CapmSeries): Aligned {
  requireSameLength(asset, market, { zh: '资产与基准收益率', en: 'Returns of asset and market' })
  requireSameLength(asset, riskFree, { zh: '资产与无风险收益率', en: 'Returns of asset and risk-free rate' })
  const kept = Array.from(asset, (_, t) => t).filter(
    (t) => !Number.isNaN(asset[t]!) && !Number.isNaN(market[t]!) && !Number.isNaN(riskFree[t]!),
  )
  const pick = (series: Series): number[] => kept.map((t) => series[t]!)
  return { asset: pick(asset), market: pick(market), riskFree: pick(riskFree) }
}

function difference(a: readonly number[], b: readonly number[]): number[] {
  return a.map((each, t) => each - b[t]!)
}

/**
 * The capital asset pricing model (W. Sharpe 1964): asset − riskFree = alpha + beta (market − riskFree) + error, by
 * least squares. At least 12 common observations.
 */
export function fitCapm(series: CapmSeries): CapmFit {
  const { asset, market, riskFree } = withoutGaps(series)
  const model = { zh: '资本资产定价模型', en: 'The capital asset pricing model' }
  for (const each of [asset, market, riskFree]) requireSeries(each, 12, model)
  const root = Math.sqrt(series.periodsPerYear)
  const [excess, marketExcess, active] = [
    difference(asset, riskFree),
    difference(market, riskFree),
    difference(asset, market),
  ]
  const line = fitLine(excess, marketExcess)
  const [alpha, beta] = [line.intercept, line.slope]
  const sharpe = mean(excess) / standardDeviation(excess)
  const trackingError = standardDeviation(active)
  const yearly = (returns: Series): number => annualisedReturn(returns, series.periodsPerYear)
  const activePremium = yearly(asset) - yearly(market)
  const residual = line.residuals.reduce((sum, each) => sum + each * each, 0)
  return {
    observations: line.observations,
    alpha,
    beta,
    line,
    rSquared: line.rSquared,
    correlation: Math.sign(beta) * Math.sqrt(Math.max(line.rSquared, 0)),
    annualAlpha: (1 + alpha) ** series.periodsPerYear - 1,
    sharpe,
    annualSharpe: sharpe * root,
    treynor: mean(excess) / beta,
    annualTreynor: yearly(excess) / beta,
    trackingError,
    annualTrackingError: trackingError * root,
    informationRatio: mean(active) / trackingError,
    activePremium,
    annualInformationRatio: activePremium / (trackingError * root),
    systematicRisk: Math.abs(beta) * standardDeviation(marketExcess) * root,
    specificRisk: Math.sqrt(residual / (line.observations - 2)) * root,
    expectedReturn: mean(riskFree) + beta * mean(marketExcess),
  }
}
