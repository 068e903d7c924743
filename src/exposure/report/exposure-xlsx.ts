import { formatDay } from '#base/calendar-math.ts'
import { roundedHundredths } from '#exposure/figures.ts'
import { type Exposure, isMeasured } from '#exposure/measures/exposure.ts'
import { tailTitles } from '#exposure/measures/tail-measures.ts'
import type { InvestmentOutcome } from '#exposure/rules/investment-finding.ts'
import { findingsInOrder } from '#exposure/rules/judge-exposure.ts'
import type { OutputPage, OutputSheet, PageBlock, PageCell } from '#platform/xlsx/xlsx-types.ts'
import { scenarioTitles } from './scenario-titles.ts'

/** A share as a number with two decimals under a header that says %: the workbook's format of yuan shows it so. */
function hundredths(share: number): bigint {
  return BigInt(Math.round(share * 10_000))
}

function overview(exposure: Exposure): PageBlock {
  const { netAssetsFen, volatility, drawdown } = exposure
  return {
    title: '概览',
    columns: [
      { header: '项目', kind: 'text' },
      { header: '数值', kind: 'yuan' },
      { header: '单位', kind: 'text' },
    ],
    rows: [
      ['净资产', netAssetsFen, '元'],
      ['年化波动率', hundredths(volatility.year), '%'],
      ['最大回撤', hundredths(drawdown.largest), '%'],
    ],
  }
}

function tails({ tails: measures, confidence, horizon, netAssetsFen }: Exposure): PageBlock {
  const net = Number(netAssetsFen) / 100
  const rows = measures.map((each): PageCell[] =>
    each.reason === null
      ? [
          tailTitles[each.method].zh,
          roundedHundredths(each.valueAtRisk),
          hundredths(each.valueAtRisk / net),
          roundedHundredths(each.expectedShortfall),
          each.warnings.map(({ zh }) => zh).join(''),
        ]
      : [tailTitles[each.method].zh, null, null, null, each.reason.zh],
  )
  return {
    title: `风险价值与期望损失（置信度 ${(confidence * 100).toFixed(2)}%，${horizon} 期）`,
    columns: [
      { header: '方法', kind: 'text' },
      { header: '风险价值（元）', kind: 'yuan' },
      { header: '占净资产 %', kind: 'yuan' },
      { header: '期望损失（元）', kind: 'yuan' },
      { header: '说明', kind: 'wrapped' },
    ],
    rows,
  }
}

function limits({ limits: measures, investments }: Exposure): PageBlock {
  const bound = (share: number | null): PageCell => (share === null ? null : hundredths(share))
  return {
    title: '类别限额',
    columns: [
      { header: '类别', kind: 'text' },
      { header: '金额（元）', kind: 'yuan' },
      { header: '占净资产 %', kind: 'yuan' },
      { header: '下限 %', kind: 'yuan' },
      { header: '上限 %', kind: 'yuan' },
      { header: '结论', kind: 'text' },
    ],
    rows: measures.map(({ title, amountFen, share, min, max, status }) => [
      title.zh,
      amountFen,
      hundredths(share),
      bound(min),
      bound(max),
      status === 'broken' ? '超限' : '符合',
    ]),
    toneOf: (row) => (row[5] === '超限' ? 'warning' : 'plain'),
    note: investments.policy.reference,
  }
}

const zones = { green: '绿灯', yellow: '黄灯', red: '红灯' } as const

function backtests({ backtests: measured }: Exposure): PageBlock {
  const columns = [
    { header: '方法', kind: 'text' },
    { header: '期数', kind: 'integer' },
    { header: '例外', kind: 'integer' },
    { header: '巴塞尔', kind: 'text' },
    { header: 'Kupiec LR', kind: 'yuan' },
    { header: 'Christoffersen LR', kind: 'yuan' },
    { header: 'Acerbi–Székely 2', kind: 'yuan' },
  ] as const
  if (!isMeasured(measured)) return { title: '回测', columns, rows: [], note: measured.zh }
  return {
    title: '回测',
    columns,
    rows: measured.measures.map((each) => [
      tailTitles[each.method].zh,
      each.periods,
      each.exceptions,
      zones[each.trafficLight.zone],
      roundedHundredths(each.kupiec.statistic),
      roundedHundredths(each.conditionalCoverage.statistic),
      roundedHundredths(each.shortfall.unconditional.statistic),
    ]),
    toneOf: (row) => (row[3] === '绿灯' ? 'plain' : 'warning'),
    note: `窗口 ${measured.window} 期，每期重新估计；临界值 3.84 与 5.99；Acerbi–Székely 低于 -0.7 可疑。`,
  }
}

function stress({ stress: results }: Exposure): PageBlock {
  return {
    title: '压力测试',
    columns: [
      { header: '情景', kind: 'text' },
      { header: '损失（元）', kind: 'yuan' },
      { header: '占净资产 %', kind: 'yuan' },
      { header: '可支付月数', kind: 'yuan' },
    ],
    rows: Object.entries(results).map(([name, { loss, lossShare, reserveMonths }]) => [
      scenarioTitles[name as keyof Exposure['stress']].zh,
      roundedHundredths(loss),
      hundredths(lossShare),
      reserveMonths === null ? null : roundedHundredths(reserveMonths),
    ]),
  }
}

function findingSheet(outcomes: readonly InvestmentOutcome[]): OutputSheet {
  return {
    name: '疑点',
    columns: [
      { header: '规则', width: 10, kind: 'text' },
      { header: '名称', width: 22, kind: 'text' },
      { header: '等级', width: 6, kind: 'integer' },
      { header: '对象', width: 22, kind: 'text' },
      { header: '起', width: 12, kind: 'text' },
      { header: '止', width: 12, kind: 'text' },
      { header: '金额（元）', width: 18, kind: 'yuan' },
      { header: '说明', width: 90, kind: 'wrapped' },
      { header: '疑点编号', width: 20, kind: 'text' },
    ],
    rows: findingsInOrder(outcomes).map((each) => [
      each.ruleCode,
      each.ruleTitle,
      each.level,
      each.subjectId,
      each.periodFrom,
      each.periodTo,
      each.amountFen,
      each.explanation.zh,
      each.findingId,
    ]),
    footer: outcomes
      .filter(({ status }) => status === 'NOT_EVALUATED')
      .map(({ rule, reason }) => `${rule.code} 未评估：${reason!.zh}`),
  }
}

function positionSheet({ positions }: Exposure): OutputSheet {
  return {
    name: '持仓',
    columns: [
      { header: '资产', width: 26, kind: 'text' },
      { header: '类别', width: 24, kind: 'text' },
      { header: '主体', width: 24, kind: 'text' },
      { header: '金额（元）', width: 20, kind: 'yuan' },
      { header: '占净资产 %', width: 12, kind: 'yuan' },
      { header: '占风险 %', width: 12, kind: 'yuan' },
      { header: '成分风险价值（元）', width: 20, kind: 'yuan' },
    ],
    rows: positions.map(
      ({ asset, assetClass, issuer, valueFen, weight, riskShare, componentValueAtRisk }) => [
        asset,
        assetClass.zh,
        issuer,
        valueFen,
        hundredths(weight),
        riskShare === null ? null : hundredths(riskShare),
        componentValueAtRisk === null ? null : roundedHundredths(componentValueAtRisk),
      ],
    ),
  }
}

function seriesSheet({ investments, returns, drawdown }: Exposure): OutputSheet {
  return {
    name: '收益与回撤',
    columns: [
      { header: '日期', width: 12, kind: 'text' },
      { header: '组合收益率', width: 16, kind: 'text' },
      { header: '回撤 %', width: 12, kind: 'yuan' },
    ],
    rows: investments.days.map((day, t) => [
      formatDay(day),
      returns[t]!.toFixed(8),
      hundredths(drawdown.path[t + 1]!),
    ]),
  }
}

/** The sheets of exposure.xlsx, in Chinese as all our workbooks. */
export function exposureSheets(
  exposure: Exposure,
  outcomes: readonly InvestmentOutcome[],
): (OutputPage | OutputSheet)[] {
  const { asOf, days } = exposure.investments
  const page: OutputPage = {
    name: '总览',
    heading: [
      '基金投资风险报告',
      `截止日 ${formatDay(asOf)}，数据 ${formatDay(days[0]!)} – ${formatDay(days.at(-1)!)}，共 ${days.length} 期`,
    ],
    widths: [26, 20, 16, 20, 20, 20, 18],
    blocks: [overview(exposure), limits(exposure), tails(exposure), backtests(exposure), stress(exposure)],
  }
  return [page, findingSheet(outcomes), positionSheet(exposure), seriesSheet(exposure)]
}
