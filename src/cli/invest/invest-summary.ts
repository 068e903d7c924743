import type { Language } from '#base/bilingual.ts'
import { formatDay } from '#base/calendar-math.ts'
import { formatYuanGrouped } from '#base/money.ts'
import { textTable } from '#cli/text-table.ts'
import { percent } from '#exposure/figures.ts'
import { type Exposure, isMeasured } from '#exposure/measures/exposure.ts'
import { tailTitles } from '#exposure/measures/tail-measures.ts'
import type { InvestmentOutcome } from '#exposure/rules/investment-finding.ts'
import { findingsInOrder } from '#exposure/rules/judge-exposure.ts'

function tailLines(exposure: Exposure, language: Language): string {
  const net = Number(exposure.netAssetsFen) / 100
  const rows = exposure.tails.map((tail) => [
    tailTitles[tail.method][language],
    tail.reason === null ? percent(tail.valueAtRisk / net) : '–',
    tail.reason === null ? percent(tail.expectedShortfall / net) : '–',
    tail.reason === null ? '' : tail.reason[language],
  ])
  return textTable(rows).trimEnd()
}

/** What is printed after a run: the figures, the findings, the folder. */
export function investSummary(
  exposure: Exposure,
  outcomes: readonly InvestmentOutcome[],
  directory: string,
  language: Language,
): string {
  const isChinese = language === 'zh'
  const { investments, confidence, horizon, volatility, backtests } = exposure
  const lines = [
    isChinese
      ? `截止 ${formatDay(investments.asOf)}，净资产 ${formatYuanGrouped(exposure.netAssetsFen)} 元，年化波动率 ${percent(volatility.year)}，最大回撤 ${percent(exposure.drawdown.largest)}`
      : `As of ${formatDay(investments.asOf)}: net assets ${formatYuanGrouped(exposure.netAssetsFen)} yuan, volatility ${percent(volatility.year)} a year, largest drawdown ${percent(exposure.drawdown.largest)}`,
    '',
    isChinese
      ? `${percent(confidence)} 置信度、${horizon} 期的风险价值与期望损失（占净资产）：`
      : `Value at risk and expected shortfall at ${percent(confidence)}, ${horizon} periods, of net assets:`,
    tailLines(exposure, language),
    '',
    ...(isMeasured(backtests)
      ? backtests.measures.map(({ method, periods, exceptions, trafficLight }) =>
          isChinese
            ? `回测 ${tailTitles[method].zh}：${periods} 期 ${exceptions} 次例外，${{ green: '绿', yellow: '黄', red: '红' }[trafficLight.zone]}灯`
            : `Back-test, ${tailTitles[method].en}: ${exceptions} exceptions in ${periods} periods, ${trafficLight.zone}`,
        )
      : [backtests[language]]),
    '',
    ...findingsInOrder(outcomes).map(
      ({ ruleCode, level, explanation }) => `${ruleCode} [${level}] ${explanation[language]}`,
    ),
    ...outcomes
      .filter(({ status }) => status === 'NOT_EVALUATED')
      .map(({ rule, reason }) =>
        isChinese ? `${rule.code} 未评估：${reason!.zh}` : `${rule.code} not evaluated: ${reason!.en}`,
      ),
    ...exposure.warnings.map((warning) => (isChinese ? `注意：${warning.zh}` : `Note: ${warning.en}`)),
    '',
    isChinese ? `结果  ${directory}` : `result  ${directory}`,
  ]
  return `${lines.join('\n')}\n`
}
