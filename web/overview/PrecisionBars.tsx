import { useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { Chart } from '#web/charts/Chart.tsx'
import { useChartColors } from '#web/charts/chart-theme.ts'
import type { ChartOption } from '#web/charts/draw.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { workTexts as texts } from './texts.ts'

type Known = Answer<'GET /api/overview/precision'>['items'][number]

const parts = [
  ['TRUE', 'is_true'],
  ['PARTIAL', 'is_partly_true'],
  ['FALSE', 'is_untrue'],
  ['UNVERIFIABLE', 'is_unverifiable'],
] as const
const rulesDrawn = 10

const countOf = (known: Known): number => parts.reduce((sum, [, name]) => sum + known[name], 0)

/** `83.3%`, of digits. */
const percentText = (millionths: string | null): string =>
  millionths === null ? '' : `${(Number(millionths) / 10_000).toFixed(1)}%`

/** What became of each rule's findings: the counts, and what they come to. */
export function PrecisionBars({ items }: { readonly items: readonly Known[] }): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const { palette, warning, faint } = useChartColors()
  const lines = useMemo(
    () => items.filter((each) => countOf(each) > 0).toSorted((one, other) => countOf(other) - countOf(one)),
    [items],
  )
  const option = useMemo<ChartOption>(() => {
    const drawn = lines.slice(0, rulesDrawn).toReversed()
    return {
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
      legend: { top: 0, left: 0 },
      grid: { left: 8, right: 16, top: 32, bottom: 4, containLabel: true },
      xAxis: { type: 'value', minInterval: 1 },
      yAxis: {
        type: 'category',
        data: drawn.map(({ rule_code, precision_millionths }) =>
          `${rule_code} ${percentText(precision_millionths)}`.trim(),
        ),
        axisTick: { show: false },
      },
      series: parts.map(([title, name], index) => ({
        type: 'bar',
        stack: 'all',
        name: say(texts[title]),
        barMaxWidth: 18,
        itemStyle: { color: [palette[0], palette[4], warning, faint][index]! },
        data: drawn.map((each) => each[name]),
      })),
    }
  }, [lines, say, palette, warning, faint])
  return (
    <Chart
      title={say(texts.precision)}
      description={say(texts.precisionSays, {
        rules: lines.length,
        conclusions: lines.reduce((sum, each) => sum + countOf(each), 0),
      })}
      option={option}
      onPick={({ name }) => void go(`/rules/${name.split(' ')[0]!}`)}
      table={{
        columns: [
          { title: say(texts.rule) },
          ...parts.map(([title]) => ({ title: say(texts[title]), isNumber: true })),
          { title: say(texts.rate), isNumber: true },
        ],
        rows: lines.map((each) => ({
          key: each.rule_code,
          cells: [
            <Link key="rule" to={`/rules/${each.rule_code}`}>
              {each.rule_code} {say(asTitle(each.rule_title))}
            </Link>,
            ...parts.map(([, name]) => each[name]),
            percentText(each.precision_millionths),
          ],
        })),
      }}
    />
  )
}
