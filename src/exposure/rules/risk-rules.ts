import type { Bilingual } from '#base/bilingual.ts'
import { type Day, formatDay } from '#base/calendar-math.ts'
import { formatYuan, formatYuanGrouped } from '#base/money.ts'
import { percent, roundedHundredths } from '#exposure/figures.ts'
import type { BacktestMeasure } from '#exposure/measures/backtest-measures.ts'
import { type Exposure, isMeasured } from '#exposure/measures/exposure.ts'
import { type TailMeasure, tailTitles } from '#exposure/measures/tail-measures.ts'
import { type InvestmentOutcome, type InvestmentRule, judged, notEvaluated } from './investment-finding.ts'
import { notDaily, stalePrices } from './timeliness.ts'

const valueAtRiskLimit: InvestmentRule = {
  code: 'INV-01',
  level: 1,
  title: { zh: '风险价值超限', en: 'Value at risk above its limit' },
  caution: { zh: '价格数据有误。', en: 'A price is wrong.' },
}

/** The larger of GARCH's and the historical value at risk: neither may hide what the other sees. */
function worst(tails: readonly TailMeasure[]): (TailMeasure & { readonly reason: null }) | null {
  const known = tails.filter((each) => each.reason === null && ['garch', 'historical'].includes(each.method))
  const answered = known as (TailMeasure & { readonly reason: null; readonly valueAtRisk: number })[]
  return answered.reduce<(typeof answered)[number] | null>(
    (most, each) => (most === null || each.valueAtRisk > most.valueAtRisk ? each : most),
    null,
  )
}

/** R-INV-01: VaR(99 %, 10 periods) over net assets. */
export function judgeValueAtRisk(exposure: Exposure): InvestmentOutcome {
  const rule = valueAtRiskLimit
  const hindrance = stalePrices(exposure.investments) ?? notDaily(exposure.investments)
  if (hindrance !== null) return notEvaluated(rule, hindrance)
  const measure = worst(exposure.ruleTails)
  if (measure === null) {
    const reason = exposure.ruleTails.find((each) => each.reason !== null)?.reason
    return notEvaluated(rule, reason ?? { zh: '没有可用的风险价值。', en: 'There is no value at risk.' })
  }
  const net = Number(exposure.netAssetsFen) / 100
  const limit = exposure.investments.policy.thresholds.value_at_risk
  const { valueAtRisk } = measure as typeof measure & { readonly valueAtRisk: number }
  const share = valueAtRisk / net
  if (share <= limit) return judged(rule, [])
  const day = formatDay(exposure.investments.asOf)
  const excess = roundedHundredths(valueAtRisk - limit * net)
  const top = [...exposure.positions].sort((a, b) => (b.riskShare ?? 0) - (a.riskShare ?? 0)).slice(0, 3)
  return judged(rule, [
    {
      subjectKind: 'portfolio',
      subjectId: 'portfolio',
      periodFrom: day,
      periodTo: day,
      amountFen: excess,
      explanation: {
        zh: `组合 99% 置信度、10 期风险价值为净资产的 ${percent(share)}（${tailTitles[measure.method].zh}），高于限额 ${percent(limit)}，超出 ${formatYuanGrouped(excess)} 元；风险主要来自${top.map(({ asset }) => asset).join('、')}。`,
        en: `The portfolio's value at risk (99 %, 10 periods, ${tailTitles[measure.method].en}) is ${percent(share)} of net assets, above the limit of ${percent(limit)}, by ${formatYuanGrouped(excess)} yuan; most of it comes from ${top.map(({ asset }) => asset).join(', ')}.`,
      },
      evidence: exposure.positions.map(({ asset, valueFen, riskShare }) => ({
        table: 'holding',
        key: asset,
        values: { value: formatYuan(valueFen), risk_share: riskShare === null ? null : riskShare.toFixed(4) },
      })),
    },
  ])
}

const backtestRule: InvestmentRule = {
  code: 'INV-02',
  level: 2,
  title: { zh: '风险价值回测例外', en: 'Value at risk fails its back-test' },
  caution: { zh: '无已知误报。', en: 'None known.' },
}

const criticalKupiec = 3.84
const criticalChristoffersen = 5.99

function failures(
  { trafficLight, kupiec, conditionalCoverage, exceptions, periods }: BacktestMeasure,
  p: number,
) {
  const isFew = exceptions < periods * p
  return [
    ...(trafficLight.zone === 'green'
      ? []
      : [
          {
            zh: `巴塞尔${trafficLight.zone === 'red' ? '红' : '黄'}灯`,
            en: `Basel ${trafficLight.zone} zone`,
          },
        ]),
    ...(kupiec.statistic > criticalKupiec
      ? [
          {
            zh: `Kupiec LR ${kupiec.statistic.toFixed(2)} > 3.84（例外过${isFew ? '少，模型偏保守' : '多'}）`,
            en: `Kupiec LR ${kupiec.statistic.toFixed(2)} > 3.84 (too ${isFew ? 'few: the model is cautious' : 'many'})`,
          },
        ]
      : []),
    ...(conditionalCoverage.statistic > criticalChristoffersen
      ? [
          {
            zh: `Christoffersen LR ${conditionalCoverage.statistic.toFixed(2)} > 5.99`,
            en: `Christoffersen LR ${conditionalCoverage.statistic.toFixed(2)} > 5.99`,
          },
        ]
      : []),
  ]
}

/** R-INV-02: each method by its exceptions; a model that fails must not set limits. */
export function judgeBacktest(exposure: Exposure): InvestmentOutcome {
  const rule = backtestRule
  const hindrance = stalePrices(exposure.investments) ?? notDaily(exposure.investments)
  if (hindrance !== null) return notEvaluated(rule, hindrance)
  const { backtests, confidence, investments } = exposure
  if (!isMeasured(backtests)) return notEvaluated(rule, backtests)
  const claims = backtests.measures.flatMap((measure) => {
    const failed = failures(measure, 1 - confidence)
    if (failed.length === 0) return []
    const { method, periods, periodsWithout, exceptions, exceptionDays } = measure
    const title = tailTitles[method]
    const first = investments.days.at(-periods - periodsWithout)!
    return [
      {
        subjectKind: 'portfolio' as const,
        subjectId: `portfolio/${method}`,
        periodFrom: formatDay(first),
        periodTo: formatDay(investments.days.at(-1)!),
        amountFen: 0n,
        explanation: {
          zh: `${title.zh}的 ${percent(confidence, 0)} 风险价值在最近 ${periods} 期有 ${exceptions} 次例外（预期 ${(periods * (1 - confidence)).toFixed(1)} 次）：${failed.map(({ zh }) => zh).join('；')}。`,
          en: `${title.en} value at risk at ${percent(confidence, 0)} had ${exceptions} exceptions in the last ${periods} periods (${(periods * (1 - confidence)).toFixed(1)} expected): ${failed.map(({ en }) => en).join('; ')}.`,
        },
        evidence: exceptionDays.map((day) => ({
          table: 'portfolio_return' as const,
          key: day,
          values: { return: returnOn(exposure, day), method },
        })),
      },
    ]
  })
  return judged(rule, claims)
}

function returnOn({ investments, returns }: Exposure, day: string): string {
  const index = investments.days.findIndex((each) => formatDay(each) === day)
  return returns[index]!.toFixed(6)
}

/** Before the first holding day nobody knows what was held. */
function assumed({ investments }: Exposure, from: Day): Bilingual {
  const first = investments.holdings[0]!.day
  if (from >= first) return { zh: '', en: '' }
  return {
    zh: `（${formatDay(first)} 以前按该日持仓推算）`,
    en: ` (before ${formatDay(first)} with the holdings of that day)`,
  }
}

const drawdownRule: InvestmentRule = {
  code: 'INV-05',
  level: 2,
  title: { zh: '回撤超限', en: 'Drawdown above its limit' },
  caution: { zh: '无已知误报。', en: 'None known.' },
}

/** R-INV-05: the largest loss from a peak, with the holdings of each time. */
export function judgeDrawdown(exposure: Exposure): InvestmentOutcome {
  const { drawdown, netAssetsFen, investments } = exposure
  const limit = investments.policy.thresholds.drawdown
  const hindrance = stalePrices(investments)
  // A loss that stands in old prices is one all the same.
  if (hindrance !== null && drawdown.largest <= limit) return notEvaluated(drawdownRule, hindrance)
  if (drawdown.largest <= limit) return judged(drawdownRule, [])
  const [peak, trough] = [formatDay(drawdown.peakDay), formatDay(drawdown.troughDay)]
  const note = assumed(exposure, drawdown.peakDay)
  const amountFen = roundedHundredths((drawdown.largest * Number(netAssetsFen)) / 100)
  return judged(drawdownRule, [
    {
      subjectKind: 'portfolio',
      subjectId: 'portfolio',
      periodFrom: peak,
      periodTo: trough,
      amountFen,
      explanation: {
        zh: `组合从 ${peak} 到 ${trough} 回撤 ${percent(drawdown.largest)}，高于限额 ${percent(limit)}，按现有净资产约 ${formatYuanGrouped(amountFen)} 元${note.zh}。`,
        en: `From ${peak} to ${trough} the portfolio lost ${percent(drawdown.largest)}, above the limit of ${percent(limit)}: about ${formatYuanGrouped(amountFen)} yuan of today's net assets${note.en}.`,
      },
      evidence: [
        { table: 'portfolio_return', key: peak, values: { role: 'peak' } },
        { table: 'portfolio_return', key: trough, values: { role: 'trough' } },
      ],
    },
  ])
}

const underPerformance: InvestmentRule = {
  code: 'INV-11',
  level: 3,
  title: { zh: '收益低于基准', en: 'Return below the benchmark' },
  caution: { zh: '无已知误报。', en: 'None known.' },
}

/** R-INV-11: the chained return of the last year below the benchmark's. */
export function judgePerformance(exposure: Exposure): InvestmentOutcome {
  const { benchmark, netAssetsFen, investments } = exposure
  if (!isMeasured(benchmark)) return notEvaluated(underPerformance, benchmark)
  const hindrance = stalePrices(investments)
  if (hindrance !== null) return notEvaluated(underPerformance, hindrance)
  if (benchmark.own >= benchmark.benchmark) return judged(underPerformance, [])
  const note = assumed(exposure, investments.days.at(-benchmark.periods)!)
  const amountFen = roundedHundredths(((benchmark.benchmark - benchmark.own) * Number(netAssetsFen)) / 100)
  return judged(underPerformance, [
    {
      subjectKind: 'portfolio',
      subjectId: 'portfolio',
      periodFrom: formatDay(investments.days.at(-benchmark.periods)!),
      periodTo: formatDay(investments.days.at(-1)!),
      amountFen,
      explanation: {
        zh: `最近 12 个月收益率 ${percent(benchmark.own)}，低于基准 ${percent(benchmark.benchmark)}，按现有净资产少收约 ${formatYuanGrouped(amountFen)} 元${note.zh}。`,
        en: `The last 12 months returned ${percent(benchmark.own)}, below the benchmark's ${percent(benchmark.benchmark)}: about ${formatYuanGrouped(amountFen)} yuan less on today's net assets${note.en}.`,
      },
      evidence: [],
    },
  ])
}
