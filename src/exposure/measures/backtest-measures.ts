import type { Bilingual } from '#base/bilingual.ts'
import { type Day, formatDay } from '#base/calendar-math.ts'
import {
  type CoverageTest,
  christoffersenCoverage,
  christoffersenIndependence,
  exceptionsOf,
  kupiec,
  type TrafficLight,
  timeUntilFirstFailure,
  trafficLight,
} from '#quant/backtests/coverage.ts'
import { acerbiSzekely, simulatedPValue, simulateShortfall } from '#quant/backtests/expected-shortfall.ts'
import { type RollingMethod, type RollingRisk, rollingMethods } from '#quant/garch/rolling-risk.ts'
import { seededUniform } from '#quant/random/uniform.ts'

export interface ShortfallTest {
  readonly statistic: number
  readonly pValue: number
}

export interface BacktestMeasure {
  readonly method: RollingMethod
  readonly periods: number
  readonly exceptions: number
  /** YYYY-MM-DD. */
  readonly exceptionDays: readonly string[]
  /** Periods without a forecast, because the fit did not converge; they are left out. */
  readonly periodsWithout: number
  readonly kupiec: CoverageTest
  readonly independence: CoverageTest
  readonly conditionalCoverage: CoverageTest
  readonly firstFailure: (CoverageTest & { readonly firstFailure: number }) | null
  readonly trafficLight: TrafficLight
  /**
   * Acerbi and Székely's first statistic (null without exceptions) and second, with p-values under normal errors; of the
   * second −0.7 is suspicious.
   */
  readonly shortfall: {
    readonly conditional: ShortfallTest | null
    readonly unconditional: ShortfallTest
  }
  /** Forecasts, for the chart. */
  readonly valuesAtRisk: Float64Array
}

export interface BacktestRun {
  readonly days: readonly Day[]
  readonly returns: Float64Array
  readonly confidence: number
  readonly risk: RollingRisk
}

/** The figures of a run can be made again: the seed is fixed. */
const shortfallSeed = 20_141_201
const shortfallDraws = 5_000

function placed(statistic: number, draws: Float64Array): ShortfallTest {
  return { statistic, pValue: simulatedPValue(statistic, draws) }
}

function measureOne(
  method: RollingMethod,
  { days, returns, confidence, risk }: BacktestRun,
): BacktestMeasure {
  const { valueAtRisk, expectedShortfall } = risk[method]
  const kept = days.map((_, t) => t).filter((t) => !Number.isNaN(valueAtRisk[t]!))
  const pick = (series: Float64Array): number[] => kept.map((t) => series[t]!)
  const [own, vars, shortfalls] = [pick(returns), pick(valueAtRisk), pick(expectedShortfall)]
  const exceptions = exceptionsOf(own, vars)
  const count = exceptions.filter(Boolean).length
  const p = 1 - confidence
  const { conditional, unconditional } = acerbiSzekely(
    { returns: own, valuesAtRisk: vars, expectedShortfalls: shortfalls },
    confidence,
  )
  const draws = simulateShortfall(
    { periods: kept.length, confidence },
    { draws: shortfallDraws, uniform: seededUniform(shortfallSeed) },
  )
  return {
    method,
    periods: kept.length,
    exceptions: count,
    exceptionDays: kept.filter((_, k) => exceptions[k]!).map((t) => formatDay(days[t]!)),
    periodsWithout: days.length - kept.length,
    kupiec: kupiec(count, kept.length, p),
    independence: christoffersenIndependence(exceptions),
    conditionalCoverage: christoffersenCoverage(exceptions, p),
    firstFailure: timeUntilFirstFailure(exceptions, p),
    trafficLight: trafficLight(count, kept.length, p),
    shortfall: {
      conditional: conditional === null ? null : placed(conditional, draws.conditional),
      unconditional: placed(unconditional, draws.unconditional),
    },
    valuesAtRisk: valueAtRisk,
  }
}

/** The verdicts on each method that has forecasts. */
export function measureBacktests(run: BacktestRun): BacktestMeasure[] {
  return rollingMethods
    .filter((method) => run.risk[method].valueAtRisk.filter((each) => !Number.isNaN(each)).length >= 20)
    .map((method) => measureOne(method, run))
}

/** Enough for a traffic light of 250 days on windows of 250. */
export const backtestWindow = 250

export interface BacktestPlan {
  readonly window: number
  readonly periods: number
}

/** A window of 500 where there are data for it, else 250; null with the sentence where even that is too much. */
export function planBacktest(observations: number, wanted: number): BacktestPlan | Bilingual {
  const window = observations >= 500 + wanted ? 500 : backtestWindow
  const periods = Math.min(wanted, observations - window)
  if (periods >= Math.min(wanted, 100)) return { window, periods }
  return {
    zh: `回测需要至少 ${backtestWindow + 100} 个收益率（窗口 ${backtestWindow} 加 100 期），现有 ${observations} 个。`,
    en: `A back-test needs at least ${backtestWindow + 100} returns (a window of ${backtestWindow} and 100 periods), there are ${observations}.`,
  }
}
