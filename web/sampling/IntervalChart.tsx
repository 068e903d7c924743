import { useMemo } from 'react'
import { Chart } from '#web/charts/Chart.tsx'
import { useChartColors } from '#web/charts/chart-theme.ts'
import type { ChartOption } from '#web/charts/draw.ts'
import { countText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { functionTitle, percentText, type Results } from './read-sampling.ts'
import { samplingTexts as texts } from './texts.ts'

/** Of each function that is checked to the end: the share that is wrong, and between what it lies (Wilson, 95 %). */
export function IntervalChart({ results }: { readonly results: Results }): React.JSX.Element | null {
  const say = useSay()
  const { palette, faint } = useChartColors()
  const lines = useMemo(
    () =>
      results.strata.flatMap(({ code, function: name, checked, wrong, projection }) =>
        projection === null ? [] : [{ code, title: say(functionTitle(name)), checked, wrong, ...projection }],
      ),
    [results, say],
  )
  const option = useMemo<ChartOption>(() => {
    const drawn = lines.toReversed()
    return {
      grid: { left: 8, right: 24, top: 8, bottom: 4, containLabel: true },
      xAxis: { type: 'value', min: 0, axisLabel: { formatter: (value: number) => percentText(value) } },
      yAxis: { type: 'category', data: drawn.map(({ title }) => title), axisTick: { show: false } },
      series: [
        // What lies below the interval takes its room and is not seen.
        {
          ...{ type: 'bar', stack: 'interval', silent: true, barMaxWidth: 10 },
          itemStyle: { color: 'transparent' },
          data: drawn.map(({ low }) => low),
        },
        {
          ...{ type: 'bar', stack: 'interval', silent: true, barMaxWidth: 10 },
          itemStyle: { color: faint },
          data: drawn.map(({ low, high }) => high - low),
        },
        {
          ...{ type: 'scatter', symbolSize: 10, silent: true },
          itemStyle: { color: palette[0]! },
          data: drawn.map(({ share }, index) => [share, index]),
        },
      ],
    }
  }, [lines, palette, faint])
  if (lines.length === 0) return null
  return (
    <Chart
      title={say(texts.intervals)}
      description={say(texts.intervalsSay, { functions: lines.length })}
      option={option}
      height={48 + 32 * lines.length}
      table={{
        columns: [
          { title: say(texts.function) },
          { title: say(texts.checked), isNumber: true },
          { title: say(texts.wrong), isNumber: true },
          { title: say(texts.share), isNumber: true },
          { title: say(texts.interval), isNumber: true },
        ],
        rows: lines.map(({ code, title, checked, wrong, share, low, high }) => ({
          key: code,
          cells: [
            title,
            countText(checked),
            countText(wrong),
            percentText(share),
            `${percentText(low)} – ${percentText(high)}`,
          ],
        })),
      }}
    />
  )
}
