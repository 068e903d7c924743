/**
 * Draws the cost of screening against the size of the delivery, from the files that bench/screening.ts wrote.
 *
 *   node bench/plot-cost.ts FILE.json… --out docs/performance.svg
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import * as echarts from 'echarts'
import { z } from 'zod'

const Measured = z.object({
  persons: z.number(),
  lines: z.number(),
  rules: z.number(),
  repeat: z.number(),
  ours: z.number(),
  direct: z.number(),
  views: z.number(),
  peakMegabytes: z.number(),
})
type Measured = z.infer<typeof Measured>

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } })
const measured = positionals
  .map((file) => Measured.parse(JSON.parse(readFileSync(file, 'utf8'))))
  .toSorted((left, right) => left.lines - right.lines)

const millions = (lines: number): string => (lines / 1e6).toFixed(1)
const perMillion = (pick: (each: Measured) => number): [string, string][] =>
  measured.map((each) => [millions(each.lines), ((pick(each) / each.lines) * 1e6).toFixed(4)])

const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 820, height: 420 })
chart.setOption({
  animation: false,
  title: { text: `Screening: cost per line, ${measured[0]?.rules ?? 0} rules`, left: 16, top: 8 },
  legend: { top: 16, right: 30, orient: 'vertical' },
  grid: { left: 80, right: 30, top: 100, bottom: 60 },
  xAxis: { type: 'log', name: 'million lines of the delivery', nameLocation: 'middle', nameGap: 32, min: 10 },
  yAxis: { type: 'value', name: 'seconds per million lines', nameLocation: 'middle', nameGap: 44, min: 0 },
  series: [
    { name: 'rules, our runner', type: 'line', data: perMillion((each) => each.ours), symbolSize: 8 },
    {
      name: 'rules, the same SQL run directly',
      type: 'line',
      data: perMillion((each) => each.direct),
      symbolSize: 8,
    },
    { name: 'shared views, built once', type: 'line', data: perMillion((each) => each.views), symbolSize: 8 },
  ],
})
writeFileSync(values.out ?? 'cost.svg', chart.renderToSVGString())
chart.dispose()
for (const each of measured) {
  console.log(
    `${each.persons} persons, ${millions(each.lines)} million lines: rules ${each.ours.toFixed(1)} s, ` +
      `raw ${each.direct.toFixed(1)} s, views ${each.views.toFixed(1)} s, peak ${each.peakMegabytes} MB`,
  )
}
