import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import { netAssetsOf, type Position } from '#exposure/reading/holdings.ts'
import type { Investments } from '#exposure/reading/read-investments.ts'
import { type CapmFit, fitCapm } from '#quant/capm/capm.ts'
import { type CashFlow, type StressPosition, standardScenarios, stress } from '#quant/fund/stress.ts'
import type { RollingRisk, RollingTask } from '#quant/garch/rolling-risk.ts'
import { excessKurtosis, mean, skewness, standardDeviation } from '#quant/moments/moments.ts'
import { chainedReturn, drawdownOf, wealthIndex } from '#quant/returns/returns.ts'
import { componentRisk } from '#quant/var/component.ts'
import { measureBacktests, planBacktest } from './backtest-measures.ts'
import type {
  BenchmarkMeasure,
  ConcentrationMeasure,
  DrawdownMeasure,
  Exposure,
  LimitMeasure,
  PositionMeasure,
} from './exposure.ts'
import { measureCovariance, measureFrontier } from './frontier-measures.ts'
import { achievedReturns, hypotheticalReturns, weightsOf } from './portfolio-returns.ts'
import { findGarch, garchSpecification, measureTails } from './tail-measures.ts'

export interface ExposureRequest {
  readonly confidence: number
  readonly horizon: number
  /** Periods of the back-test. */
  readonly backtestPeriods: number
  /** Runs the rolling forecasts, e.g. in worker threads. */
  readonly roll: (task: RollingTask) => Promise<RollingRisk>
}

const yuan = (fen: bigint): number => Number(fen) / 100

/** A refusal of one measure is its sentence; the others are still made. */
function attempt<T>(measure: () => T): T | Bilingual {
  try {
    return measure()
  } catch (error) {
    if (error instanceof Refusal) return error.text
    throw error
  }
}

function measurePositions(
  positions: readonly Position[],
  weights: readonly number[],
  covariance: number[][],
  { confidence, horizon }: ExposureRequest,
): PositionMeasure[] {
  const value = yuan(netAssetsOf(positions))
  const parts = attempt(() => componentRisk(weights, covariance, { confidence, horizon, value }))
  return positions.map(({ asset, assetClass, issuer, valueFen }, i) => ({
    asset,
    assetClass,
    issuer,
    valueFen,
    weight: weights[i]!,
    componentValueAtRisk: 'shares' in parts ? parts.valueAtRisk[i]! : null,
    riskShare: 'shares' in parts ? parts.shares[i]! : null,
  }))
}

function measureLimits({ holdings, policy }: Investments): LimitMeasure[] {
  const { positions } = holdings.at(-1)!
  const total = netAssetsOf(positions)
  return policy.limits.map(({ code, zh, en, classes, min, max }) => {
    const amountFen = positions
      .filter(({ assetClass }) => classes.includes(assetClass.code))
      .reduce((sum, { assetClass, valueFen }) => sum + (assetClass.is_financing ? -valueFen : valueFen), 0n)
    const share = Number(amountFen) / Number(total)
    const isBroken = (min !== undefined && share < min) || (max !== undefined && share > max)
    return {
      code,
      title: { zh, en },
      share,
      amountFen,
      min: min ?? null,
      max: max ?? null,
      status: isBroken ? 'broken' : 'met',
    }
  })
}

/** By debtor, largest first; what a state owes and what the fund owes itself are no concentration. */
function measureConcentrations({ holdings }: Investments): ConcentrationMeasure[] {
  const { positions } = holdings.at(-1)!
  const total = Number(netAssetsOf(positions))
  const sums = new Map<string, ConcentrationMeasure>()
  for (const { issuer, assetClass, valueFen } of positions) {
    if (assetClass.is_sovereign || assetClass.is_financing) continue
    const kind = assetClass.kind === 'deposit' ? 'bank' : 'issuer'
    const key = `${kind} ${issuer}`
    const amountFen = (sums.get(key)?.amountFen ?? 0n) + valueFen
    sums.set(key, { issuer, kind, amountFen, share: Number(amountFen) / total })
  }
  return [...sums.values()].sort((a, b) => b.share - a.share || (a.issuer < b.issuer ? -1 : 1))
}

function measureDrawdown({ days }: Investments, achieved: Float64Array): DrawdownMeasure {
  const drawdown = drawdownOf(wealthIndex(achieved))
  // The index has a value before the first return.
  const dayAt = (index: number) => days[Math.max(0, index - 1)]!
  return { ...drawdown, peakDay: dayAt(drawdown.peakIndex), troughDay: dayAt(drawdown.troughIndex) }
}

function measureBenchmark(
  { benchmark, periodsPerYear }: Investments,
  achieved: Float64Array,
): BenchmarkMeasure | Bilingual {
  if (benchmark === null) {
    return {
      zh: '没有 benchmark.csv，无法与基准比较。',
      en: 'Without benchmark.csv there is nothing to compare with.',
    }
  }
  const own = achieved.slice(-periodsPerYear)
  const other = benchmark.slice(-periodsPerYear)
  if (own.length < periodsPerYear || other.some((each) => Number.isNaN(each))) {
    return {
      zh: `与基准比较需要最近一年（${periodsPerYear} 期）的完整数据；组合有 ${own.length} 期，基准有 ${other.filter((each) => !Number.isNaN(each)).length} 期。`,
      en: `The comparison needs a full year of ${periodsPerYear} periods; the portfolio has ${own.length}, the benchmark ${other.filter((each) => !Number.isNaN(each)).length}.`,
    }
  }
  return { own: chainedReturn(own), benchmark: chainedReturn(other), periods: periodsPerYear }
}

function measureCapm(
  { benchmark, riskFree, periodsPerYear }: Investments,
  returns: Float64Array,
): CapmFit | Bilingual {
  if (benchmark === null)
    return { zh: '没有 benchmark.csv，无法估计 CAPM。', en: 'Without benchmark.csv there is no CAPM.' }
  const rate = riskFree ?? new Float64Array(returns.length)
  return attempt(() => fitCapm({ asset: returns, market: benchmark, riskFree: rate, periodsPerYear }))
}

function measureStress({ holdings, months }: Investments): Exposure['stress'] {
  const positions: StressPosition[] = holdings
    .at(-1)!
    .positions.map(({ asset, assetClass, valueFen, issuer, duration }) => ({
      asset,
      value: yuan(valueFen),
      kind: assetClass.kind,
      issuer,
      duration,
    }))
  const year = months.slice(-12)
  const average = (pick: (index: number) => bigint): number =>
    yuan(year.reduce((sum, _, index) => sum + pick(index), 0n)) / year.length
  const cash: CashFlow | undefined =
    year.length < 12
      ? undefined
      : {
          balance: yuan(year.at(-1)!.balance),
          monthlyIncome: average((index) => year[index]!.income),
          monthlyExpenditure: average((index) => year[index]!.expenditure),
        }
  return Object.fromEntries(
    Object.entries(standardScenarios).map(([name, scenario]) => [name, stress(positions, scenario, cash)]),
  ) as Exposure['stress']
}

async function measureRolling(
  { days }: Investments,
  returns: Float64Array,
  { confidence, backtestPeriods, roll }: ExposureRequest,
): Promise<Exposure['backtests']> {
  const plan = planBacktest(returns.length, backtestPeriods)
  if (!('window' in plan)) return plan
  const { window, periods } = plan
  const from = returns.length - periods
  const task = { returns, from, to: returns.length, window, confidence, specification: garchSpecification }
  const risk = await roll(task).catch((error: unknown) => {
    if (error instanceof Refusal) return error.text
    throw error
  })
  if (!('historical' in risk)) return risk
  const measures = measureBacktests({
    days: days.slice(from),
    returns: returns.slice(from),
    confidence,
    risk,
  })
  return { measures, window }
}

const noRiskFree: Bilingual = {
  zh: '没有 risk_free.csv，无风险利率按 0 计算。',
  en: 'Without risk_free.csv the risk-free rate is taken as 0.',
}

function meanRate(riskFree: Float64Array | null): number {
  const known = (riskFree ?? new Float64Array(0)).filter((each) => !Number.isNaN(each))
  return known.length === 0 ? 0 : mean(known)
}

/** Measures a fund's investments: risk of today's portfolio, limits, performance, back-tests and stress. */
export async function measureExposure(investments: Investments, request: ExposureRequest): Promise<Exposure> {
  const { confidence, horizon } = request
  const { positions } = investments.holdings.at(-1)!
  const weights = weightsOf(positions)
  const returns = hypotheticalReturns(investments)
  const achieved = achievedReturns(investments)
  const netAssetsFen = netAssetsOf(positions)
  const value = yuan(netAssetsFen)
  const covariance = measureCovariance(investments)
  const garch = findGarch(returns)
  const deviation = standardDeviation(returns)
  const shape = attempt(() => ({ skewness: skewness(returns), excessKurtosis: excessKurtosis(returns) }))
  return {
    investments,
    confidence,
    horizon,
    netAssetsFen,
    positions: measurePositions(positions, weights, covariance.covariance, request),
    limits: measureLimits(investments),
    concentrations: measureConcentrations(investments),
    returns,
    achieved,
    volatility: { period: deviation, year: deviation * Math.sqrt(investments.periodsPerYear) },
    shape: 'skewness' in shape ? shape : null,
    tails: measureTails(returns, garch, { confidence, horizon, value }),
    ruleTails: measureTails(returns, garch, { confidence: 0.99, horizon: 10, value }),
    garch,
    capm: measureCapm(investments, returns),
    covariance,
    frontier: measureFrontier(investments, weights, covariance.covariance, meanRate(investments.riskFree)),
    drawdown: measureDrawdown(investments, achieved),
    benchmark: measureBenchmark(investments, achieved),
    backtests: await measureRolling(investments, returns, request),
    stress: measureStress(investments),
    warnings: [
      ...investments.warnings,
      ...(investments.riskFree === null ? [noRiskFree] : []),
      ...covariance.warnings,
    ],
  }
}
