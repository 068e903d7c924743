import { useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { Chart } from '#web/charts/Chart.tsx'
import { useChartColors } from '#web/charts/chart-theme.ts'
import type { ChartOption } from '#web/charts/draw.ts'
import { yuanText } from '#web/language/format.ts'
import { useSay, useSpeaking } from '#web/language/language.ts'
import { shortText, yuanOf } from './amounts.ts'
import { type Filters, overviewAddress, recoveriesAddress } from './drill-down.ts'
import { overviewTexts, workTexts as texts } from './texts.ts'

type Totals = Answer<'GET /api/overview/recovery'>

const parts = [
  ['recovered', 'recovered_fen'],
  ['writtenOff', 'written_off_fen'],
  ['outstanding', 'outstanding_fen'],
] as const

/** By region: due is recovered, written off and outstanding, always. */
export function RecoveryBars({
  totals,
  filters,
}: {
  readonly totals: Totals
  readonly filters: Filters
}): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const { language } = useSpeaking()
  const { success, faint, danger } = useChartColors()
  const { totals: whole, by_region: all } = totals
  const lines = useMemo(() => all.filter(({ recoveries }) => recoveries > 0), [all])
  const option = useMemo<ChartOption>(() => {
    const drawn = lines.toReversed()
    return {
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
      legend: { top: 0, left: 0 },
      grid: { left: 8, right: 20, top: 32, bottom: 4, containLabel: true },
      xAxis: { type: 'value', axisLabel: { formatter: (value: number) => shortText(value, language) } },
      yAxis: { type: 'category', data: drawn.map(({ name }) => name), axisTick: { show: false } },
      series: parts.map(([title, name], index) => ({
        type: 'bar',
        stack: 'all',
        name: say(texts[`${title}Name`]),
        barMaxWidth: 18,
        itemStyle: { color: [success, faint, danger][index]! },
        data: drawn.map((line) => yuanOf(line[name])),
      })),
    }
  }, [lines, say, language, success, faint, danger])
  const said = {
    due: yuanText(whole.due_fen),
    recovered: yuanText(whole.recovered_fen),
    written: yuanText(whole.written_off_fen),
    outstanding: yuanText(whole.outstanding_fen),
  }
  const cellsOf = (line: Pick<(typeof all)[number], 'due_fen' | (typeof parts)[number][1]>) => [
    yuanText(line.due_fen),
    ...parts.map(([, name]) => yuanText(line[name])),
  ]
  return (
    <Chart
      title={say(texts.recovery)}
      description={say(texts.recoverySays, said)}
      option={option}
      onPick={({ name }) => {
        const region = lines.find((line) => line.name === name)?.region
        void go(recoveriesAddress(filters, { region }))
      }}
      table={{
        columns: [
          { title: say(texts.byRegion) },
          { title: say(texts.due), isNumber: true },
          ...parts.map(([title]) => ({ title: say(texts[title]), isNumber: true })),
        ],
        rows:
          lines.length === 0
            ? []
            : [
                ...lines.map((line) => ({
                  key: `${line.region} ${line.is_own}`,
                  cells: [
                    <Link key="region" to={recoveriesAddress(filters, { region: line.region })}>
                      {line.is_own ? say(overviewTexts.own, { name: line.name }) : line.name}
                    </Link>,
                    ...cellsOf(line),
                  ],
                })),
                {
                  key: 'total',
                  cells: [
                    <Link key="all" to={overviewAddress(filters)}>
                      {say(overviewTexts.total)}
                    </Link>,
                    ...cellsOf(whole),
                  ],
                },
              ],
      }}
    />
  )
}
