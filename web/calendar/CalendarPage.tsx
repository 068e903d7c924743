import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { App, Button, Card, Flex, Input, Select, type TableColumnsType, Tag } from 'antd'
import { Link } from 'react-router'
import { deadlineSlices, deadlineStates } from '#calendar/deadline-slices.ts'
import { type Answer, download, Refused } from '#web/api/call.ts'
import { useAsk, useCapabilities } from '#web/api/queries.ts'
import { asTitle, beijingDay } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import './calendar.css'
import { MonthGrid } from './MonthGrid.tsx'
import { firstAndLast, monthFrom, monthOf, partsOf } from './months.ts'
import { calendarTexts as texts } from './texts.ts'

type Deadline = Answer<'GET /api/deadlines'>['items'][number]

const stateColours = { OPEN: 'processing', OVERDUE: 'error', LATE: 'warning', DONE: 'success' } as const

function useColumns(): TableColumnsType<Deadline> {
  const say = useSay()
  return [
    {
      title: say(texts.due),
      dataIndex: 'due_on',
      width: 190,
      render: (day: string, { done_on }) =>
        done_on === null ? <DueTag day={day} /> : <span className="number">{day}</span>,
    },
    {
      title: say(texts.what),
      key: 'what',
      render: (_, { title, record_kind, record_id }) =>
        record_kind === null || record_id === null ? (
          say(asTitle(title))
        ) : (
          <Link to={`/records/${record_kind}/${record_id}`}>{say(asTitle(title))}</Link>
        ),
    },
    {
      title: say(texts.slice),
      dataIndex: 'slice',
      width: 130,
      render: (slice: Deadline['slice']) => say(asTitle(deadlineSlices[slice].title)),
    },
    { title: say(texts.unit), dataIndex: 'agency_name', width: 220 },
    {
      title: say(texts.state),
      dataIndex: 'state',
      width: 110,
      render: (state: Deadline['state']) => (
        <Tag color={stateColours[state]}>{say(asTitle(deadlineStates[state]))}</Tag>
      ),
    },
    {
      title: say(texts.doneOn),
      dataIndex: 'done_on',
      width: 120,
      render: (day: string | null) => <span className="number">{day}</span>,
    },
  ]
}

function Filters({ address }: { readonly address: ListAddress }): React.JSX.Element {
  const say = useSay()
  const options = <Titles extends Readonly<Record<string, { readonly zh: string; readonly en: string }>>>(
    titles: Titles,
  ) => Object.entries(titles).map(([value, title]) => ({ value, label: say(asTitle(title)) }))
  const slices = Object.fromEntries(
    Object.entries(deadlineSlices).map(([slice, { title }]) => [slice, title] as const),
  )
  return (
    <div className="filters">
      <Select
        allowClear
        aria-label={say(texts.slice)}
        placeholder={say(texts.slice)}
        style={{ minWidth: 150 }}
        value={address.get('slice') ?? null}
        onChange={(slice: string | undefined) => address.set({ slice })}
        options={options(slices)}
      />
      <Select
        mode="multiple"
        aria-label={say(texts.state)}
        placeholder={say(texts.state)}
        style={{ minWidth: 180 }}
        value={address.get('state')?.split(',') ?? []}
        onChange={(chosen: string[]) => address.set({ state: chosen.join(',') })}
        options={options(deadlineStates)}
      />
      <Input.Search
        key={address.get('region') ?? ''}
        aria-label={say(texts.region)}
        placeholder={say(texts.region)}
        defaultValue={address.get('region') ?? ''}
        allowClear
        style={{ width: 190 }}
        onSearch={(value) => address.set({ region: value.trim() })}
      />
    </div>
  )
}

function CalendarFile({ filters }: { readonly filters: Readonly<Record<string, string>> }) {
  const say = useSay()
  const { message } = App.useApp()
  if (useCapabilities().data?.readings.includes('EXPORT') !== true) return null
  const save = async (): Promise<void> => {
    try {
      await download(`/api/deadlines/export?${new URLSearchParams({ ...filters, format: 'ics' }).toString()}`)
    } catch (error) {
      if (error instanceof Refused) void message.error(say(error.problem.text))
    }
  }
  return (
    <Button title={say(texts.icsMore)} onClick={() => void save()}>
      {say(texts.ics)}
    </Button>
  )
}

function MonthSteps({ month, go }: { readonly month: string; readonly go: (month: string) => void }) {
  const say = useSay()
  const { year, month: number } = partsOf(month)
  return (
    <Flex gap={8} align="center">
      <Button
        size="small"
        icon={<LeftOutlined />}
        aria-label={say(texts.previous)}
        onClick={() => go(monthFrom(month, -1))}
      />
      <strong className="number">{say(texts.month, { year, month: String(number).padStart(2, '0') })}</strong>
      <Button
        size="small"
        icon={<RightOutlined />}
        aria-label={say(texts.next)}
        onClick={() => go(monthFrom(month, 1))}
      />
      <Button size="small" onClick={() => go(beijingDay(new Date()).slice(0, 7))}>
        {say(texts.thisMonth)}
      </Button>
    </Flex>
  )
}

/** What is due when, of everything that one may read: a month of days, and the list of the month or of a day. */
export function CalendarPage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const columns = useColumns()
  const { month: asked, day, ...filters } = address.filters
  const month = monthOf(asked) ?? beijingDay(new Date()).slice(0, 7)
  const period = firstAndLast(month)
  const listed = { ...filters, ...(day === undefined ? period : { from: day, to: day }) }
  const { sort: _sort, ...counted } = filters
  const days = useAsk(
    'GET /api/deadlines/days',
    { query: { ...counted, ...period } },
    { keepsPrevious: true },
  )
  const page = useAsk(
    'GET /api/deadlines',
    { query: { ...listed, ...(address.cursor === undefined ? {} : { cursor: address.cursor }) } },
    { keepsPrevious: true },
  )
  return (
    <>
      <PageHead title={say(texts.calendar)}>
        <CalendarFile filters={listed} />
        <ExportButton path="/api/deadlines/export" filters={listed} />
      </PageHead>
      <Filters address={address} />
      <div className="stack">
        <Card
          size="small"
          title={<MonthSteps month={month} go={(next) => address.set({ month: next, day: undefined })} />}
          extra={
            day === undefined ? null : (
              <Button size="small" onClick={() => address.set({ day: undefined })}>
                {say(texts.wholeMonth)}
              </Button>
            )
          }
        >
          {days.error === null ? null : <Problem error={days.error} retry={() => void days.refetch()} />}
          {days.data === undefined ? null : (
            <MonthGrid
              items={days.data.items}
              today={days.data.today}
              chosen={day}
              onChoose={(chosen) => address.set({ day: chosen })}
            />
          )}
        </Card>
        <List<Deadline> rowKey="deadline_id" columns={columns} page={page} address={address} />
      </div>
    </>
  )
}
