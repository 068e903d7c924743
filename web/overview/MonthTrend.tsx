import { useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import { Chart } from '#web/charts/Chart.tsx'
import { useChartColors } from '#web/charts/chart-theme.ts'
import type { ChartOption } from '#web/charts/draw.ts'
import { levelTitle } from '#web/findings/finding-words.ts'
import { yuanText } from '#web/language/format.ts'
import { useSay, useSpeaking } from '#web/language/language.ts'
import { shortText, sizeOf } from './amounts.ts'
import { findingsAddress } from './drill-down.ts'
import { monthsBetween } from './months-between.ts'
import type { PartProps } from './OverviewPage.tsx'
import { overviewTexts as texts } from './texts.ts'

const levels = [1, 2, 3] as const
const monthsMin = 12

/** When what is counted was first found, by level. */
export function MonthTrend({ findings, filters, measure }: PartProps): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const { language } = useSpeaking()
  const { danger, warning, faint } = useChartColors()
  const { by_month: lines } = findings
  const months = useMemo(
    () =>
      monthsBetween(
        lines.map(({ month }) => month),
        monthsMin,
      ),
    [lines],
  )
  const option = useMemo<ChartOption>(
    () => ({
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
      legend: { top: 0, left: 0 },
      grid: { left: 8, right: 12, top: 32, bottom: 4, containLabel: true },
      xAxis: { type: 'category', data: [...months] },
      yAxis: { type: 'value', axisLabel: { formatter: (value: number) => shortText(value, language) } },
      series: levels.map((level, index) => ({
        type: 'bar',
        stack: 'all',
        name: say(levelTitle(level)),
        barMaxWidth: 34,
        itemStyle: { color: [danger, warning, faint][index]! },
        data: months.map((month) => {
          const found = lines.find((each) => each.month === month && each.level === level)
          return found === undefined ? 0 : sizeOf(found, measure)
        }),
      })),
    }),
    [lines, months, measure, language, say, danger, warning, faint],
  )
  const at = (month: string, level?: number): string =>
    findingsAddress(filters, {
      ...{ first_month_from: month, first_month_to: month },
      ...(level === undefined ? {} : { level: String(level) }),
    })
  return (
    <Chart
      title={say(texts.trend)}
      description={say(texts.trendSays, {
        from: months[0] ?? '',
        to: months.at(-1) ?? '',
        count: findings.totals.findings,
        open: yuanText(findings.totals.open_amount_fen),
      })}
      option={option}
      onPick={({ name, seriesName }) => {
        const level = levels.find((each) => say(levelTitle(each)) === seriesName)
        void go(at(name, level))
      }}
      table={{
        columns: [
          { title: say(texts.month) },
          { title: say(texts.level) },
          { title: say(texts.findings), isNumber: true },
          { title: say(texts.moneyYuan), isNumber: true },
          { title: say(texts.openYuan), isNumber: true },
        ],
        rows: lines.map(({ month, level, findings: count, amount_fen, open_amount_fen }) => ({
          key: `${month} ${level}`,
          cells: [
            <Link key="month" to={at(month)} className="number">
              {month}
            </Link>,
            <Link key="level" to={at(month, level)}>
              {say(levelTitle(level))}
            </Link>,
            count,
            yuanText(amount_fen),
            yuanText(open_amount_fen),
          ],
        })),
      }}
    />
  )
}
