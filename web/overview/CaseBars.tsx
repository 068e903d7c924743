import { useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { Chart } from '#web/charts/Chart.tsx'
import { useChartColors } from '#web/charts/chart-theme.ts'
import type { ChartOption } from '#web/charts/draw.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { casesAddress, type Filters } from './drill-down.ts'
import { workTexts as texts } from './texts.ts'

type Totals = Answer<'GET /api/overview/cases'>
type Line = Totals['by_status'][number]

/** Of those not due within a week. */
const inTimeOf = ({ cases, overdue, due_soon }: Line): number => cases - overdue - due_soon

/** Cases along their way, and where they are late. */
export function CaseBars({
  totals,
  filters,
}: {
  readonly totals: Totals
  readonly filters: Filters
}): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const { palette, warning, danger } = useChartColors()
  const { by_status: lines } = totals
  const option = useMemo<ChartOption>(() => {
    const series = [
      { title: texts.inTime, color: palette[0]!, of: inTimeOf },
      { title: texts.dueSoon, color: warning, of: ({ due_soon }: Line) => due_soon },
      { title: texts.overdue, color: danger, of: ({ overdue }: Line) => overdue },
    ]
    const drawn = lines.toReversed()
    return {
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
      legend: { top: 0, left: 0 },
      grid: { left: 8, right: 16, top: 32, bottom: 4, containLabel: true },
      xAxis: { type: 'value', minInterval: 1 },
      yAxis: {
        type: 'category',
        data: drawn.map(({ title }) => say(asTitle(title))),
        axisTick: { show: false },
      },
      series: series.map(({ title, color, of }) => ({
        type: 'bar',
        stack: 'all',
        name: say(title),
        barMaxWidth: 16,
        itemStyle: { color },
        data: drawn.map(of),
      })),
    }
  }, [lines, say, palette, warning, danger])
  return (
    <Chart
      title={say(texts.cases)}
      description={say(texts.casesSays, { open: totals.totals.open, overdue: totals.totals.overdue })}
      option={option}
      onPick={({ name, seriesName }) => {
        const status = lines.find(({ title }) => say(asTitle(title)) === name)?.status
        const late = seriesName === say(texts.overdue) ? { is_overdue: 'true' } : {}
        void go(casesAddress(filters, { status, ...late }))
      }}
      table={{
        columns: [
          { title: say(texts.byStatus) },
          { title: say(texts.all), isNumber: true },
          { title: say(texts.dueSoon), isNumber: true },
          { title: say(texts.overdue), isNumber: true },
        ],
        rows: lines.map(({ status, title, cases, due_soon, overdue }) => ({
          key: status,
          cells: [
            <Link key="status" to={casesAddress(filters, { status })}>
              {say(asTitle(title))}
            </Link>,
            cases,
            due_soon,
            overdue === 0 ? (
              0
            ) : (
              <Link key="overdue" to={casesAddress(filters, { status, is_overdue: 'true' })}>
                {overdue}
              </Link>
            ),
          ],
        })),
      }}
    />
  )
}
