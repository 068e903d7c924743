import {
  BarChart,
  type BarSeriesOption,
  CustomChart,
  type CustomSeriesOption,
  GraphChart,
  type GraphSeriesOption,
  HeatmapChart,
  type HeatmapSeriesOption,
  LineChart,
  type LineSeriesOption,
  PieChart,
  type PieSeriesOption,
  ScatterChart,
  type ScatterSeriesOption,
  TreemapChart,
  type TreemapSeriesOption,
} from 'echarts/charts'
import {
  DataZoomComponent,
  type DataZoomComponentOption,
  GridComponent,
  type GridComponentOption,
  LegendComponent,
  type LegendComponentOption,
  MarkLineComponent,
  type MarkLineComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
  VisualMapComponent,
  type VisualMapComponentOption,
} from 'echarts/components'
import { type ComposeOption, type ECElementEvent, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { ChartTheme } from './chart-theme.ts'

// Canvas only: the other renderer writes style attributes, which the policy of the page does not let in.
use([
  BarChart,
  CustomChart,
  GraphChart,
  HeatmapChart,
  LineChart,
  PieChart,
  ScatterChart,
  TreemapChart,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
])

/** What a page asks to be drawn; more kinds are registered above when one is needed. */
export type ChartOption = ComposeOption<
  | BarSeriesOption
  | CustomSeriesOption
  | DataZoomComponentOption
  | GraphSeriesOption
  | GridComponentOption
  | HeatmapSeriesOption
  | LegendComponentOption
  | LineSeriesOption
  | MarkLineComponentOption
  | PieSeriesOption
  | ScatterSeriesOption
  | TooltipComponentOption
  | TreemapSeriesOption
  | VisualMapComponentOption
>

export interface Picked {
  readonly name: string
  readonly seriesName: string | undefined
  readonly dataIndex: number
  readonly data: unknown
}

export interface Drawing {
  readonly show: (option: ChartOption) => void
  readonly setTheme: (theme: ChartTheme) => void
  readonly resize: () => void
  readonly dispose: () => void
}

export interface DrawOptions {
  readonly theme: ChartTheme
  readonly onPick: (picked: Picked) => void
}

function pickedOf({ name, seriesName, dataIndex, data }: ECElementEvent): Picked {
  return { name, seriesName, dataIndex, data }
}

/** A drawing in an element of the page, until `dispose`. */
export function draw(place: HTMLElement, { theme, onPick }: DrawOptions): Drawing {
  const chart = init(place, theme, { renderer: 'canvas' })
  chart.on('click', (event) => onPick(pickedOf(event as ECElementEvent)))
  return {
    // Nothing moves: figures are read, not watched. A tooltip is drawn, as markup it would need style attributes.
    show: ({ tooltip, ...option }) =>
      chart.setOption(
        {
          animation: false,
          ...option,
          ...(tooltip === undefined
            ? {}
            : { tooltip: { renderMode: 'richText', confine: true, ...tooltip } }),
        },
        { notMerge: true },
      ),
    setTheme: (next) => chart.setTheme(next),
    resize: () => chart.resize(),
    dispose: () => chart.dispose(),
  }
}
