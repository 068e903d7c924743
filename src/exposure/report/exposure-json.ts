import type { Bilingual } from '#base/bilingual.ts'
import { formatDay } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import type { BacktestMeasure } from '#exposure/measures/backtest-measures.ts'
import { type Exposure, isMeasured } from '#exposure/measures/exposure.ts'
import { isFit, type TailMeasure } from '#exposure/measures/tail-measures.ts'
import type { InvestmentOutcome } from '#exposure/rules/investment-finding.ts'
import { testResiduals } from '#quant/garch/fit-garch.ts'
import { errorKinds } from '#quant/garch/standard-errors.ts'
import type { Portfolio } from '#quant/portfolio/frontier.ts'

/** Keys are what a machine reads; amounts of the books are strings of yuan, estimates are numbers. */
export interface ExposureFacts {
  readonly exposure: Exposure
  readonly outcomes: readonly InvestmentOutcome[]
  readonly programVersion: string
  /** The input files by name. */
  readonly inputs: Readonly<Record<string, { readonly sha256: string }>>
}

/** Everything below is written with keys like value_at_risk, whatever the program calls its fields. */
function withUnderscores(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnderscores)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll('-', '_'),
      withUnderscores(each),
    ]),
  )
}

function sentence(text: Bilingual): Record<string, string> {
  return { zh: text.zh, en: text.en }
}

function tailOf(measure: TailMeasure): unknown {
  if (measure.reason !== null) return { method: measure.method, reason: sentence(measure.reason) }
  const { method, valueAtRisk, expectedShortfall, warnings } = measure
  return {
    method,
    value_at_risk: valueAtRisk,
    expected_shortfall: expectedShortfall,
    warnings: warnings.map(sentence),
  }
}

function garchOf({ garch }: Exposure): unknown {
  if (!isFit(garch)) return { reason: sentence(garch) }
  return {
    model: garch.specification,
    observations: garch.observations,
    has_converged: garch.hasConverged,
    starts: { tried: garch.startsTried, agreeing: garch.startsAgreeing },
    estimates: Object.fromEntries(garch.names.map((name, i) => [name, garch.estimates[i]])),
    standard_errors: Object.fromEntries(
      errorKinds.map((kind) => [
        kind,
        Object.fromEntries(garch.names.map((name, i) => [name, garch.standardErrors[kind][i]])),
      ]),
    ),
    log_likelihood: garch.logLikelihood,
    ...garch.criteria,
    persistence: garch.persistence,
    long_run_variance: garch.longRunVariance,
    next_variance: garch.nextVariance,
    residual_tests: testResiduals(garch),
    warnings: garch.warnings.map(sentence),
  }
}

function capmOf({ capm }: Exposure): unknown {
  if (!isMeasured(capm)) return { reason: sentence(capm) }
  const { line, ...figures } = capm
  return {
    ...figures,
    standard_errors: { classical: line.classicalErrors, ...line.robustErrors },
    newey_west_lags: line.neweyWestLags,
    p_values: line.pValues,
  }
}

function portfolioOf({ weights, mean, deviation }: Portfolio): unknown {
  return { mean, deviation, weights }
}

function frontierOf({ frontier }: Exposure): unknown {
  if (!isMeasured(frontier)) return { reason: sentence(frontier) }
  return {
    today: portfolioOf(frontier.today),
    minimum_variance: portfolioOf(frontier.minimumVariance),
    maximum_sharpe:
      frontier.maximumSharpe === null
        ? null
        : { ...(portfolioOf(frontier.maximumSharpe) as object), sharpe: frontier.maximumSharpe.sharpe },
    points: frontier.points.map(portfolioOf),
  }
}

function backtestOf(measure: BacktestMeasure): unknown {
  return {
    method: measure.method,
    periods: measure.periods,
    exceptions: measure.exceptions,
    exception_days: measure.exceptionDays,
    periods_without_forecast: measure.periodsWithout,
    kupiec: measure.kupiec,
    christoffersen_independence: measure.independence,
    christoffersen_conditional_coverage: measure.conditionalCoverage,
    time_until_first_failure: measure.firstFailure,
    traffic_light: measure.trafficLight,
    acerbi_szekely: measure.shortfall,
  }
}

function outcomeOf({ rule, status, reason, findings }: InvestmentOutcome): unknown {
  return {
    code: rule.code,
    title: rule.title.zh,
    title_en: rule.title.en,
    level: rule.level,
    status,
    reason: reason === null ? null : sentence(reason),
    caution: sentence(rule.caution),
    findings: findings.length,
  }
}

/** exposure.json: everything that was measured, and what follows from it. */
export function exposureJson({ exposure, outcomes, programVersion, inputs }: ExposureFacts): string {
  const { investments, backtests, benchmark, drawdown } = exposure
  const measured = {
    policy: {
      valid_from: formatDay(investments.policy.valid_from),
      reference: investments.policy.reference,
      thresholds: investments.policy.thresholds,
    },
    net_assets: formatYuan(exposure.netAssetsFen),
    confidence: exposure.confidence,
    horizon: exposure.horizon,
    periods_per_year: investments.periodsPerYear,
    observations: investments.days.length,
    first_day: formatDay(investments.days[0]!),
    last_day: formatDay(investments.days.at(-1)!),
    volatility: exposure.volatility,
    shape: exposure.shape,
    tail_risk: exposure.tails.map(tailOf),
    tail_risk_99_10: exposure.ruleTails.map(tailOf),
    positions: exposure.positions.map((each) => ({
      asset: each.asset,
      class: each.assetClass.code,
      issuer: each.issuer,
      value: formatYuan(each.valueFen),
      weight: each.weight,
      component_value_at_risk: each.componentValueAtRisk,
      risk_share: each.riskShare,
    })),
    limits: exposure.limits.map(({ code, title, share, amountFen, min, max, status }) => ({
      code,
      title: title.zh,
      share,
      amount: formatYuan(amountFen),
      min,
      max,
      status,
    })),
    concentrations: exposure.concentrations.map(({ amountFen, ...each }) => ({
      ...each,
      amount: formatYuan(amountFen),
    })),
    covariance: {
      estimator: exposure.covariance.estimator,
      condition_number: exposure.covariance.conditionNumber,
    },
    frontier: frontierOf(exposure),
    garch: garchOf(exposure),
    capm: capmOf(exposure),
    drawdown: {
      largest: drawdown.largest,
      peak_day: formatDay(drawdown.peakDay),
      trough_day: formatDay(drawdown.troughDay),
    },
    benchmark: isMeasured(benchmark) ? benchmark : { reason: sentence(benchmark) },
    backtests: isMeasured(backtests)
      ? { window: backtests.window, methods: backtests.measures.map(backtestOf) }
      : { reason: sentence(backtests) },
    stress: exposure.stress,
    rules: outcomes.map(outcomeOf),
    warnings: exposure.warnings.map(sentence),
  }
  const json = {
    program_version: programVersion,
    as_of: formatDay(investments.asOf),
    inputs,
    ...(withUnderscores(measured) as object),
  }
  return `${JSON.stringify(json, null, 2)}\n`
}
