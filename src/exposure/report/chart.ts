import { type Markup, markup, noMarkup } from '#reporting/page/markup.ts'

/** Drawings in SVG, made here: they need no script, print as they are, and their texts are escaped by `markup`. */
export interface ChartLine {
  readonly title: string
  readonly colour: string
  /** [x, y] in the units of the axes; a y that is NaN leaves a gap. */
  readonly points: readonly (readonly [number, number])[]
  readonly isDashed?: boolean
}

export interface ChartDots {
  readonly title: string
  readonly colour: string
  readonly points: readonly (readonly [number, number])[]
  readonly radius?: number
}

export interface Chart {
  /** What a reader who cannot see it is told. */
  readonly description: string
  readonly lines: readonly ChartLine[]
  readonly dots?: readonly ChartDots[]
  readonly formatX: (x: number) => string
  readonly formatY: (y: number) => string
  readonly titleX?: string
  readonly titleY?: string
}

const width = 640
const height = 280
const inset = { left: 64, right: 16, top: 28, bottom: 44 } as const

interface Scale {
  readonly low: number
  readonly high: number
  readonly to: (value: number) => number
}

function scaleOf(values: readonly number[], from: number, to: number): Scale {
  const known = values.filter(Number.isFinite)
  let [low, high] = [Math.min(...known), Math.max(...known)]
  if (!(high > low)) [low, high] = [low - 1, low + 1]
  const margin = 0.04 * (high - low)
  ;[low, high] = [low - margin, high + margin]
  return { low, high, to: (value) => from + ((value - low) / (high - low)) * (to - from) }
}

/** Round numbers, about five of them. */
function ticksOf({ low, high }: Scale): number[] {
  const raw = (high - low) / 7
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= raw) ?? raw
  const ticks: number[] = []
  for (let k = Math.ceil(low / step); k * step <= high; k += 1) ticks.push(k * step)
  return ticks
}

const round = (value: number): string => value.toFixed(1)

function pathOf(points: ChartLine['points'], x: Scale, y: Scale): string {
  let isDown = false
  return points
    .map(([at, value]) => {
      if (!Number.isFinite(value)) {
        isDown = false
        return ''
      }
      const command = isDown ? 'L' : 'M'
      isDown = true
      return `${command}${round(x.to(at))} ${round(y.to(value))}`
    })
    .join('')
}

function axes(chart: Chart, x: Scale, y: Scale): Markup {
  const [right, bottom] = [width - inset.right, height - inset.bottom]
  const rows = ticksOf(y).map(
    (tick) =>
      markup`<line x1="${inset.left}" x2="${right}" y1="${round(y.to(tick))}" y2="${round(y.to(tick))}" class="grid"/><text x="${inset.left - 8}" y="${round(y.to(tick) + 4)}" text-anchor="end">${chart.formatY(tick)}</text>`,
  )
  const columns = ticksOf(x).map(
    (tick) =>
      markup`<text x="${round(x.to(tick))}" y="${bottom + 18}" text-anchor="middle">${chart.formatX(tick)}</text>`,
  )
  const titles = markup`<text x="${right}" y="${height - 2}" text-anchor="end">${chart.titleX ?? ''}</text><text x="4" y="14">${chart.titleY ?? ''}</text>`
  return markup`${rows}${columns}<line x1="${inset.left}" x2="${right}" y1="${bottom}" y2="${bottom}" class="axis"/>${titles}`
}

/** Beside the drawing, not in it: names of any length find room. */
function legend(items: readonly { readonly title: string; readonly colour: string }[]): Markup {
  const marks = items.map(
    ({ title, colour }) => markup`<span><i style="background:${colour}"></i>${title}</span>`,
  )
  return markup`<div class="legend">${marks}</div>`
}

function dotsOf({ points, colour, radius = 3 }: ChartDots, x: Scale, y: Scale): Markup {
  const each = points.map(
    ([at, value]) =>
      markup`<circle cx="${round(x.to(at))}" cy="${round(y.to(value))}" r="${radius}" fill="${colour}"/>`,
  )
  return markup`${each}`
}

/** Lines and dots over two linear axes. */
export function drawChart(chart: Chart): Markup {
  const { lines, dots = [], description } = chart
  const all = [...lines, ...dots].flatMap(({ points }) => points)
  if (all.length === 0) return noMarkup
  const x = scaleOf(
    all.map(([at]) => at),
    inset.left,
    width - inset.right,
  )
  const y = scaleOf(
    all.map(([, value]) => value),
    height - inset.bottom,
    inset.top,
  )
  const paths = lines.map(
    ({ points, colour, isDashed }) =>
      markup`<path d="${pathOf(points, x, y)}" fill="none" stroke="${colour}" stroke-width="1.5"${isDashed === true ? markup` stroke-dasharray="5 4"` : noMarkup}/>`,
  )
  return markup`${legend([...lines, ...dots])}<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${description}">${axes(chart, x, y)}${paths}${dots.map((each) => dotsOf(each, x, y))}</svg>`
}

export interface Bar {
  readonly title: string
  readonly value: number
  readonly text: string
  readonly isBad: boolean
  /** Lines across the bar: limits. */
  readonly marks: readonly number[]
}

const barHeight = 26
const barLeft = 230
const barRight = 84

/** Horizontal bars from a common zero, with limits as strokes. */
export function drawBars(bars: readonly Bar[], description: string): Markup {
  if (bars.length === 0) return noMarkup
  const values = bars.flatMap(({ value, marks }) => [value, ...marks])
  const [low, high] = [Math.min(0, ...values), Math.max(0.0001, ...values)]
  const to = (value: number): number =>
    barLeft + ((value - low) / (high - low)) * (width - barLeft - barRight)
  const rows = bars.map(({ title, value, text, isBad, marks }, index) => {
    const top = index * barHeight + 6
    const [from, until] = [Math.min(to(0), to(value)), Math.max(to(0), to(value))]
    const strokes = marks.map(
      (mark) =>
        markup`<line x1="${round(to(mark))}" x2="${round(to(mark))}" y1="${top - 4}" y2="${top + 18}" class="limit"/>`,
    )
    return markup`<text x="${barLeft - 10}" y="${top + 12}" text-anchor="end">${title}</text><rect x="${round(from)}" y="${top}" width="${round(Math.max(until - from, 1))}" height="14" class="${isBad ? 'bar bad' : 'bar'}"/>${strokes}<text x="${width - barRight + 10}" y="${top + 12}">${text}</text>`
  })
  return markup`<svg viewBox="0 0 ${width} ${bars.length * barHeight + 8}" role="img" aria-label="${description}">${rows}</svg>`
}
