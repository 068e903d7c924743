import { Alert, Empty, Segmented } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useSay } from '#web/language/language.ts'
import { Busy } from '#web/shell/Busy.tsx'
import { ChartTable, type ChartTableProps } from './ChartTable.tsx'
import { type ChartThemes, useChartThemes } from './chart-theme.ts'
import type { ChartOption, Drawing, Picked } from './draw.ts'
import { chartTexts as texts } from './texts.ts'

export interface ChartProps {
  readonly title: string
  /** What the chart says, in a sentence: read aloud in its place. */
  readonly description: string
  /** Keep it by useMemo: another object is drawn anew. */
  readonly option: ChartOption
  readonly table: Omit<ChartTableProps, 'title'>
  readonly height?: number
  /** A click on what is drawn; whatever it leads to must also be a link in the table, for the keyboard. */
  readonly onPick?: ((picked: Picked) => void) | undefined
  /** Beside the switch: a filter, an export. */
  readonly children?: React.ReactNode
  /** Where a card has the title already. */
  readonly hidesTitle?: boolean
}

type Loaded = 'waiting' | 'drawn' | 'failed'

/** Draws while the page is shown, in the colours of the page; on paper in those of paper. */
function useDrawing(
  option: ChartOption,
  { screen, paper }: ChartThemes,
  onPick: ChartProps['onPick'],
): { readonly place: React.RefObject<HTMLDivElement | null>; readonly loaded: Loaded } {
  const place = useRef<HTMLDivElement>(null)
  const [drawing, setDrawing] = useState<Drawing | null>(null)
  const [isFailed, setFailed] = useState(false)
  const pick = useRef(onPick)
  useEffect(() => {
    pick.current = onPick
  }, [onPick])
  const themeAtFirst = useRef(screen)
  useEffect(() => {
    const element = place.current
    let made: Drawing | null = null
    let isGone = false
    import('./draw.ts').then(
      ({ draw }) => {
        if (isGone || element === null) return
        made = draw(element, { theme: themeAtFirst.current, onPick: (picked) => pick.current?.(picked) })
        setDrawing(made)
      },
      () => setFailed(true),
    )
    const watch = new ResizeObserver(() => made?.resize())
    if (element !== null) watch.observe(element)
    return () => {
      isGone = true
      watch.disconnect()
      made?.dispose()
    }
  }, [])
  useEffect(() => {
    if (drawing === null) return
    const toPaper = (): void => drawing.setTheme(paper)
    const toScreen = (): void => drawing.setTheme(screen)
    toScreen()
    addEventListener('beforeprint', toPaper)
    addEventListener('afterprint', toScreen)
    return () => {
      removeEventListener('beforeprint', toPaper)
      removeEventListener('afterprint', toScreen)
    }
  }, [drawing, paper, screen])
  useEffect(() => drawing?.show(option), [drawing, option])
  return { place, loaded: isFailed ? 'failed' : drawing === null ? 'waiting' : 'drawn' }
}

function Drawn({ title, description, option, table, height, onPick }: ChartProps): React.JSX.Element {
  const say = useSay()
  const { place, loaded } = useDrawing(option, useChartThemes(), onPick)
  return (
    <>
      {loaded === 'failed' ? (
        <>
          <Alert type="warning" showIcon title={say(texts.failed)} />
          <ChartTable title={title} {...table} />
        </>
      ) : null}
      <div className="chart-frame" style={{ height: loaded === 'failed' ? 0 : height }}>
        {loaded === 'waiting' ? <Busy className="chart-wait" label={say(texts.loading)} /> : null}
        <div
          ref={place}
          role="img"
          aria-label={`${title}: ${description}`}
          className={onPick === undefined ? 'chart' : 'chart is-live'}
          data-drawn={loaded === 'drawn'}
        />
      </div>
    </>
  )
}

/** A chart with its table one click away; what draws it is loaded when the first one is shown. */
export function Chart(props: ChartProps): React.JSX.Element {
  const say = useSay()
  const { title, table, height = 280, children, hidesTitle = false } = props
  const [shown, setShown] = useState<'chart' | 'table'>('chart')
  const isEmpty = table.rows.length === 0
  return (
    <section className="chart-box" aria-label={title}>
      <div className="chart-head">
        {hidesTitle ? null : <h2>{title}</h2>}
        <div className="chart-more no-print">
          {children}
          {isEmpty ? null : (
            <Segmented<'chart' | 'table'>
              size="small"
              aria-label={`${title}: ${say(texts.shownAs)}`}
              value={shown}
              onChange={setShown}
              options={[
                { value: 'chart', label: say(texts.chart) },
                { value: 'table', label: say(texts.table) },
              ]}
            />
          )}
        </div>
      </div>
      {isEmpty ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.empty)} />
      ) : shown === 'table' ? (
        <ChartTable title={title} {...table} />
      ) : (
        <Drawn {...props} height={height} />
      )}
    </section>
  )
}
