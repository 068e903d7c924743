import type { ChartColors } from '#web/charts/chart-theme.ts'
import type { ChartOption } from '#web/charts/draw.ts'
import { type AxisRow, lanesShown, momentOf } from './axis-rows.ts'

/** A row of the axis as the drawing wants it: lane from above, begin, end, which row, and its track in the lane. */
type Drawn = [lane: number, from: number, to: number, row: number, track: number, tracks: number]

const barHeight = 12
/** More at one time lie upon each other: a bar must stay to be seen. */
const tracksMax = 6
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

/** What happened first or last is not cut in half by the frame. */
const pad = ({ min, max }: { readonly min: number; readonly max: number }): number =>
  Math.max(86_400_000, (max - min) / 100)

/** Long words would cover the chart: a tooltip is one line of each. */
const cut = (text: string, length = 60): string => (text.length > length ? `${text.slice(0, length)}…` : text)

/** Rows of a lane that go on at the same time lie beside each other. */
function drawLane(rows: readonly AxisRow[], lane: string, place: number): Drawn[] {
  const ends: number[] = []
  const own = rows
    .flatMap((row, index) => {
      if (row.lane !== lane) return []
      const from = momentOf(row.from, false)
      return [{ index, from, to: row.to === null ? from : momentOf(row.to, true) }]
    })
    .sort((one, other) => one.from - other.from)
    .map(({ index, from, to }) => {
      const free = ends.findIndex((end) => end <= from)
      const track = free >= 0 ? free : ends.length < tracksMax ? ends.length : 0
      ends[track] = Math.max(to, from + 1)
      return { index, from, to, track }
    })
  return own.map(({ index, from, to, track }): Drawn => [place, from, to, index, track, ends.length])
}

export function axisOption(rows: readonly AxisRow[], words: AxisWords, colors: ChartColors): ChartOption {
  const lanes = lanesShown(rows)
  const data = lanes.flatMap((lane, index) => drawLane(rows, lane, index))
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
    xAxis: {
      type: 'time',
      splitLine: { show: true },
      min: (range) => range.min - pad(range),
      max: (range) => range.max + pad(range),
    },
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
          const height = barHeight / Number(api.value(5))
          const top = middle - barHeight / 2 + Number(api.value(4)) * height
          const width = Math.max(isMoment ? momentWidth : 2, end - begin)
          return {
            type: 'rect',
            shape: {
              x: isMoment ? begin - momentWidth / 2 : begin,
              y: top,
              width,
              height: Math.max(1, height - 1),
              r: isMoment ? 3 : 1,
            },
            style: { fill: colorOf(lanes[lane]!, lane, colors), opacity: 0.85 },
          }
        },
      },
    ],
  }
}
