import { Card } from 'antd'
import { useMemo } from 'react'
import { useKinds } from '#web/api/queries.ts'
import { Chart } from '#web/charts/Chart.tsx'
import { useChartColors } from '#web/charts/chart-theme.ts'
import type { ChartOption } from '#web/charts/draw.ts'
import { useSay } from '#web/language/language.ts'
import { type Profile, valueText } from './profile-words.ts'
import { profileTexts as texts } from './texts.ts'

type Work = NonNullable<Profile['activity']>

/** How much somebody did, by month: in the core system's log and here. */
export function Activity({ activity }: { readonly activity: Work }): React.JSX.Element {
  const say = useSay()
  const kinds = useKinds()
  const { palette } = useChartColors()
  const [core, here] = [say(texts.core), say(texts.here)]
  const months = useMemo(() => [...new Set(activity.months.map(({ month }) => month))], [activity])
  const option = useMemo((): ChartOption => {
    const series = (place: 'CORE' | 'HERE', name: string, index: number) => ({
      type: 'bar' as const,
      name,
      stack: 'all',
      barMaxWidth: 24,
      itemStyle: { color: palette[index]! },
      data: months.map((month) =>
        activity.months
          .filter((each) => each.month === month && each.place === place)
          .reduce((sum, { lines }) => sum + lines, 0),
      ),
    })
    return {
      grid: { left: 8, right: 8, top: 32, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0 },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: months },
      yAxis: { type: 'value', minInterval: 1 },
      series: [series('CORE', core, 0), series('HERE', here, 1)],
    }
  }, [activity, months, palette, core, here])
  const titleOf = (place: string, code: string): string => {
    const value = { column: 'function_code', value: code, ref: null }
    const title = place === 'HERE' ? kinds?.get(code)?.title : valueText('operation', value)
    return title === undefined ? code : say(title)
  }
  return (
    <Card size="small">
      <Chart
        title={say(texts.activity)}
        description={say(texts.activitySentence, {
          months: months.length,
          lines: activity.months.reduce((sum, { lines }) => sum + lines, 0),
        })}
        option={option}
        height={318}
        table={{
          columns: [
            { title: say(texts.month) },
            { title: say(texts.work) },
            { title: say(texts.kind) },
            { title: say(texts.times), isNumber: true },
          ],
          rows: activity.months.toReversed().map(({ month, place, code, lines }) => ({
            key: `${month} ${place} ${code}`,
            cells: [month, titleOf(place, code), place === 'CORE' ? core : here, lines],
          })),
          more: activity.is_complete ? undefined : say(texts.activityCut),
        }}
      />
      {activity.is_complete ? null : <p>{say(texts.activityCut)}</p>}
    </Card>
  )
}
