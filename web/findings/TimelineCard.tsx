import { Alert, Card, Empty, Skeleton, Tag, Timeline } from 'antd'
import { useMemo } from 'react'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { Chart } from '#web/charts/Chart.tsx'
import { useChartColors } from '#web/charts/chart-theme.ts'
import { humanText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { tableTitle, valueText } from './finding-words.ts'
import { openedTexts as texts } from './texts.ts'

type Told = Answer<'GET /api/findings/{finding_id}/timeline'>
type Event = Told['events'][number]

/** Yuan for the eye; figures that are read come from the fen themselves. */
const yuanForDrawing = (fen: string): number => Number(fen) / 100
const sumOf = (all: readonly string[]): string => all.reduce((sum, fen) => sum + BigInt(fen), 0n).toString()

/** A month without money between two with some is seen as one. */
const monthsDrawnMax = 240

function withGaps(months: Told['months']): Told['months'] {
  const known = new Map(months.map((each) => [each.month, each]))
  const numberOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1
  const [first, last] = [numberOf(months[0]!.month), numberOf(months.at(-1)!.month)]
  if (last - first >= monthsDrawnMax) return months
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const number = first + at
    const month = `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`
    return known.get(month) ?? { month, paid_fen: '0', counted_fen: '0', rows: 0 }
  })
}

function Months({ months: paidMonths }: { readonly months: Told['months'] }): React.JSX.Element {
  const say = useSay()
  const months = useMemo(() => withGaps(paidMonths), [paidMonths])
  const colors = useChartColors()
  const [paid, counted] = [say(texts.paid), say(texts.counted)]
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 8, top: 32, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0 },
      tooltip: { trigger: 'axis' as const },
      xAxis: { type: 'category' as const, data: months.map(({ month }) => month) },
      yAxis: { type: 'value' as const },
      series: [
        {
          ...{ type: 'bar' as const, name: paid, itemStyle: { color: colors.palette[0]! } },
          data: months.map(({ paid_fen: fen }) => yuanForDrawing(fen)),
          barMaxWidth: 28,
        },
        {
          ...{ type: 'bar' as const, name: counted, itemStyle: { color: colors.danger } },
          data: months.map(({ counted_fen: fen }) => yuanForDrawing(fen)),
          barMaxWidth: 28,
        },
      ],
    }),
    [months, paid, counted, colors],
  )
  return (
    <Chart
      title={say(texts.paidByMonth)}
      description={say(texts.paidSentence, {
        months: paidMonths.length,
        paid: yuanText(sumOf(months.map(({ paid_fen: fen }) => fen))),
        counted: yuanText(sumOf(months.map(({ counted_fen: fen }) => fen))),
      })}
      option={option}
      height={220}
      table={{
        columns: [
          { title: say(texts.month) },
          { title: paid, isNumber: true },
          { title: counted, isNumber: true },
        ],
        rows: months.map(({ month, paid_fen, counted_fen }) => ({
          key: month,
          cells: [month, yuanText(paid_fen), yuanText(counted_fen)],
        })),
      }}
    />
  )
}

function EventLines({ event }: { readonly event: Event }): React.JSX.Element {
  const say = useSay()
  const textOf = (column: string, value: string | boolean | null): string => {
    const text = valueText(event.table, column, value)
    return typeof text === 'string' ? text : say(text)
  }
  return (
    <>
      <span className="number">{event.day === '' ? say(texts.noDay) : event.day}</span>{' '}
      <strong>{say(tableTitle(event.table, event.table_title))}</strong>
      {event.counted_fen === '0' ? null : (
        <Tag color="error" className="number">
          {yuanText(event.counted_fen)}
        </Tag>
      )}
      <div>
        {event.values
          .map(
            ({ column, title, value }) =>
              `${say({ zh: title, en: humanText(column) })} ${textOf(column, value)}`,
          )
          .join(' · ')}
      </div>
    </>
  )
}

/** When money went out, and what else happened, as the evidence of all of the subject's findings says. */
export function TimelineCard({ id }: { readonly id: string }): React.JSX.Element {
  const say = useSay()
  const { data, error, refetch } = useAsk('GET /api/findings/{finding_id}/timeline', {
    params: { finding_id: id },
  })
  return (
    <Card size="small" title={say(texts.timeline)}>
      {error !== null ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton active />
      ) : data.months.length + data.events.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.timelineEmpty)} />
      ) : (
        <div className="stack">
          {data.is_cut ? <Alert type="info" showIcon title={say(texts.timelineCut)} /> : null}
          {data.months.length === 0 ? null : <Months months={data.months} />}
          {data.events.length === 0 ? null : (
            <Timeline
              items={data.events.map((event) => ({
                key: `${event.table} ${event.key}`,
                content: <EventLines event={event} />,
                color: event.counted_fen === '0' ? 'gray' : 'red',
              }))}
            />
          )}
          <small>{say(texts.timelineMore)}</small>
        </div>
      )}
    </Card>
  )
}
