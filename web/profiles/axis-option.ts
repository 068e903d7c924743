import type { ChartColors } from '#web/charts/chart-theme.ts'
import type { ChartOption } from '#web/charts/draw.ts'
import { type AxisRow, lanesShown, momentOf } from './axis-rows.ts'

/** A row of the axis as the drawing wants it: lane from above, begin, end. */
type Drawn = [lane: number, from: number, to: number, row: number]

const barHeight = 10
const momentWidth = 7
/** What is grave stands out, whatever the rest is. */
const grave: ReadonlySet<string> = new Set(['DEATH', 'CUSTODY', 'FINDING'])

export const laneHeight = 22

function colorOf(lane: string, index: number, { palette, danger }: ChartColors): string {
  return grave.has(lane) ? danger : palette[index % 5]!
}

export interface AxisWords {
  readonly titleOf: (lane: string) => string
  readonly contentOf: (row: AxisRow) => string
  readonly today: string
}

export function spanText(row: AxisRow, today: string): string {
  if (row.to === null || row.to === row.from) return row.from
  return `${row.from} – ${row.goesOn ? today : row.to}`
}

/** Long words would cover the chart: a tooltip is one line of each. */
const cut = (text: string, length = 60): string => (text.length > length ? `${text.slice(0, length)}…` : text)

export function axisOption(rows: readonly AxisRow[], words: AxisWords, colors: ChartColors): ChartOption {
  const lanes = lanesShown(rows)
  const data = rows.map(
    (row, index): Drawn => [
      lanes.indexOf(row.lane),
      momentOf(row.from, false),
      row.to === null ? momentOf(row.from, false) : momentOf(row.to, true),
      index,
    ],
  )
  return {
    grid: { left: 8, right: 16, top: 8, bottom: 44, containLabel: true },
    tooltip: {
      formatter: (given: unknown) => {
        const row = rows[(given as { value: Drawn }).value[3]]
        if (row === undefined) return ''
        return [`${words.titleOf(row.lane)}  ${spanText(row, words.today)}`, cut(words.contentOf(row))].join(
          '\n',
        )
      },
    },
    xAxis: { type: 'time', splitLine: { show: true } },
    yAxis: {
      type: 'category',
      inverse: true,
      data: lanes.map(words.titleOf),
      axisTick: { show: false },
      splitLine: { show: true },
    },
    dataZoom: [
      { type: 'slider', height: 16, bottom: 6, filterMode: 'weakFilter', brushSelect: false },
      { type: 'inside', filterMode: 'weakFilter', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false },
    ],
    series: [
      {
        type: 'custom',
        data,
        encode: { x: [1, 2], y: 0 },
        renderItem: (_, api) => {
          const lane = Number(api.value(0))
          const [begin = 0, middle = 0] = api.coord([api.value(1), lane])
          const [end = 0] = api.coord([api.value(2), lane])
          const isMoment = api.value(1) === api.value(2)
          const width = Math.max(isMoment ? momentWidth : 2, end - begin)
          return {
            type: 'rect',
            shape: {
              x: isMoment ? begin - momentWidth / 2 : begin,
              y: middle - barHeight / 2,
              width,
              height: barHeight,
              r: isMoment ? momentWidth / 2 : 1,
            },
            style: { fill: colorOf(lanes[lane]!, lane, colors), opacity: 0.85 },
          }
        },
      },
    ],
  }
}
