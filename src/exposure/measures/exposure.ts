import type { Bilingual } from '#base/bilingual.ts'
import type { Day } from '#base/calendar-math.ts'
import type { AssetClass } from '#exposure/reading/holdings.ts'
import type { Investments } from '#exposure/reading/read-investments.ts'
import type { CapmFit } from '#quant/capm/capm.ts'
import type { StressResult, standardScenarios } from '#quant/fund/stress.ts'
import type { GarchFit } from '#quant/garch/fit-garch.ts'
import type { Drawdown } from '#quant/returns/returns.ts'
import type { BacktestMeasure } from './backtest-measures.ts'
import type { CovarianceMeasure, FrontierMeasure } from './frontier-measures.ts'
import type { TailMeasure } from './tail-measures.ts'

export type LimitStatus = 'met' | 'broken'

export interface LimitMeasure {
  readonly code: string
  readonly title: Bilingual
  /** Of net assets; financing counts with what is owed. */
  readonly share: number
  readonly amountFen: bigint
  readonly min: number | null
  readonly max: number | null
  readonly status: LimitStatus
}

export interface PositionMeasure {
  readonly asset: string
  readonly assetClass: AssetClass
  readonly issuer: string
  readonly valueFen: bigint
  readonly weight: number
  /** Yuan of the normal value at risk and share of the variance; null where the portfolio does not move. */
  readonly componentValueAtRisk: number | null
  readonly riskShare: number | null
}

export interface ConcentrationMeasure {
  readonly issuer: string
  /** `bank`: deposits; `issuer`: everything else but what a state owes. */
  readonly kind: 'bank' | 'issuer'
  readonly amountFen: bigint
  readonly share: number
}

export interface DrawdownMeasure extends Drawdown {
  readonly peakDay: Day
  readonly troughDay: Day
}

export interface BenchmarkMeasure {
  /** Chained over the last year of periods. */
  readonly own: number
  readonly benchmark: number
  readonly periods: number
}

/** Everything that is measured on a fund's investments; reports and rules read it and measure nothing. */
export interface Exposure {
  readonly investments: Investments
  readonly confidence: number
  readonly horizon: number
  readonly netAssetsFen: bigint
  readonly positions: readonly PositionMeasure[]
  readonly limits: readonly LimitMeasure[]
  readonly concentrations: readonly ConcentrationMeasure[]
  /** Today's portfolio through the past, T values on investments.days. */
  readonly returns: Float64Array
  /** With the holdings of each time. */
  readonly achieved: Float64Array
  readonly volatility: { readonly period: number; readonly year: number }
  readonly shape: { readonly skewness: number; readonly excessKurtosis: number } | null
  readonly tails: readonly TailMeasure[]
  /** At 99 % over 10 periods: what R-INV-01 is about. */
  readonly ruleTails: readonly TailMeasure[]
  readonly garch: GarchFit | Bilingual
  readonly capm: CapmFit | Bilingual
  readonly covariance: CovarianceMeasure
  readonly frontier: FrontierMeasure | Bilingual
  readonly drawdown: DrawdownMeasure
  readonly benchmark: BenchmarkMeasure | Bilingual
  readonly backtests: { readonly measures: readonly BacktestMeasure[]; readonly window: number } | Bilingual
  readonly stress: Readonly<Record<keyof typeof standardScenarios, StressResult>>
  readonly warnings: readonly Bilingual[]
}

/** Whether something was measured, or there is only the sentence that says why not. */
export function isMeasured<T extends object>(value: T | Bilingual): value is T {
  return !('zh' in value && 'en' in value)
}
