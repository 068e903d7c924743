import { DatePicker, Input, Segmented, Select, Switch, type TableColumnsType, Tag } from 'antd'
import dayjs from 'dayjs'
import { Link } from 'react-router'
import { eventStatuses, grades, natures } from '#major-events/event-codes.ts'
import type { Answer } from '#web/api/call.ts'
import { useAgencyNames, useAsk } from '#web/api/queries.ts'
import { asTitle, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { OpenButton } from './OpenButton.tsx'
import { PaperStatus } from './PaperStatus.tsx'
import { ReportTabs, reportPaths } from './ReportTabs.tsx'
import { reportTexts as texts } from './texts.ts'
import { UnreportedCases } from './UnreportedCases.tsx'

type Event = Answer<'GET /api/major-events'>['items'][number]
type Grade = keyof typeof grades

const gradeColors: Readonly<Record<string, string>> = { '1': 'error', '2': 'warning' }

/** How late the first report was, or is. */
export function LateTag({
  minutes,
  isReported,
}: {
  readonly minutes: number
  readonly isReported: boolean
}): React.JSX.Element {
  const say = useSay()
  if (minutes === 0)
    return isReported ? <Tag color="success">{say(texts.inTime)}</Tag> : <Tag>{say(texts.notReported)}</Tag>
  const late = say(texts.lateBy, { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
  return <Tag color="error">{isReported ? late : `${say(texts.notReported)} · ${late}`}</Tag>
}

function useColumns(address: ListAddress): TableColumnsType<Event> {
  const say = useSay()
  const agencyOf = useAgencyNames()
  const sorted = (column: string) => ({
    key: column,
    sorter: true,
    sortOrder: sortOrderOf(address, column, '-found_at'),
  })
  const money = (fen: string) => <span className="number">{yuanText(fen)}</span>
  return [
    {
      title: say(texts.number),
      key: 'number',
      render: (_, { record_id, number }) => (
        <Link to={`${reportPaths.events}/${record_id}`}>{number ?? say(texts.noNumber)}</Link>
      ),
    },
    { title: say(texts.unit), dataIndex: 'agency_id', render: (id: string) => agencyOf(id) },
    {
      title: say(texts.grade),
      dataIndex: 'grade',
      render: (grade: Grade) => (
        <Tag color={gradeColors[grade] ?? 'default'}>{say(asTitle(grades[grade]))}</Tag>
      ),
    },
    {
      title: say(texts.nature),
      dataIndex: 'nature',
      render: (nature: keyof typeof natures) => say(asTitle(natures[nature])),
    },
    {
      title: say(texts.status),
      key: 'status',
      render: (_, { status, asked_count, obstruction_count }) => (
        <>
          <PaperStatus kind="MAJOR_EVENT" status={status} />
          {asked_count > 0 ? <Tag color="warning">{say(texts.asked)}</Tag> : null}
          {obstruction_count > 0 ? <Tag color="error">{say(texts.obstructed)}</Tag> : null}
        </>
      ),
    },
    {
      title: say(texts.foundAt),
      ...sorted('found_at'),
      render: (_, { found_at }) => <span className="number">{timeText(found_at)}</span>,
    },
    {
      title: say(texts.firstReport),
      key: 'first',
      render: (_, { minutes_late, first_reported_at }) => (
        <LateTag minutes={minutes_late} isReported={first_reported_at !== null} />
      ),
    },
    {
      title: say(texts.amount),
      ...sorted('amount_fen'),
      align: 'right',
      render: (_, { amount_fen }) => money(amount_fen),
    },
    {
      title: say(texts.confirmed),
      key: 'confirmed',
      align: 'right',
      render: (_, { confirmed_fen, case_count, is_understated }) =>
        case_count === 0 ? (
          ''
        ) : (
          <>
            {is_understated ? <Tag color="error">{say(texts.understated)}</Tag> : null}
            {money(confirmed_fen)}
          </>
        ),
    },
  ]
}

function FoundDays({ address }: { readonly address: ListAddress }): React.JSX.Element {
  const say = useSay()
  const dayOf = (name: string): dayjs.Dayjs | null => {
    const text = address.get(name)
    return text === undefined ? null : dayjs(text)
  }
  return (
    <DatePicker.RangePicker
      aria-label={say(texts.foundAt)}
      placeholder={[say(texts.foundAt), '']}
      allowEmpty={[true, true]}
      style={{ width: 250 }}
      value={[dayOf('found_from'), dayOf('found_to')]}
      onChange={(days) =>
        address.set({
          found_from: days?.[0]?.format('YYYY-MM-DD'),
          found_to: days?.[1]?.format('YYYY-MM-DD'),
        })
      }
    />
  )
}

function Filters({ address }: { readonly address: ListAddress }): React.JSX.Element {
  const say = useSay()
  const many = (name: 'status' | 'grade') => ({
    mode: 'multiple' as const,
    'aria-label': say(texts[name]),
    placeholder: say(texts[name]),
    value: address.get(name)?.split(',') ?? [],
    onChange: (chosen: string[]) => address.set({ [name]: chosen.join(',') }),
  })
  const toggle = (name: 'is_late' | 'is_understated', label: string) => (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is one
    <label>
      <Switch
        size="small"
        checked={address.get(name) === 'true'}
        onChange={(isOn) => address.set({ [name]: isOn ? 'true' : undefined })}
      />{' '}
      {label}
    </label>
  )
  const options = (codes: Readonly<Record<string, { readonly zh: string; readonly en: string }>>) =>
    Object.entries(codes).map(([value, title]) => ({ value, label: say(asTitle(title)) }))
  return (
    <div className="filters">
      <Select {...many('status')} style={{ minWidth: 200 }} options={options(eventStatuses)} />
      <Select {...many('grade')} style={{ minWidth: 130 }} options={options(grades)} />
      <Input.Search
        key={`region ${address.get('region') ?? ''}`}
        aria-label={say(texts.region)}
        placeholder={say(texts.region)}
        defaultValue={address.get('region') ?? ''}
        allowClear
        style={{ width: 170 }}
        onSearch={(value) => address.set({ region: value.trim() })}
      />
      <FoundDays address={address} />
      {toggle('is_late', say(texts.lateOnly))}
      {toggle('is_understated', say(texts.understatedOnly))}
    </div>
  )
}

function AllEvents({ address }: { readonly address: ListAddress }): React.JSX.Element {
  const { cursor } = address
  const { view: _view, ...filters } = address.filters
  const columns = useColumns(address)
  const page = useAsk(
    'GET /api/major-events',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  return (
    <>
      <Filters address={address} />
      <List<Event> rowKey="record_id" columns={columns} page={page} address={address} />
    </>
  )
}

/** 要情 in one's scope, the newest first; what was late, concealed or reported too lightly stands out. */
export function EventsPage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const isUnreported = address.get('view') === 'unreported'
  const { view: _view, ...filters } = address.filters
  return (
    <>
      <PageHead title={say(texts.events)}>
        <Segmented
          value={isUnreported ? 'unreported' : 'all'}
          onChange={(view) => address.set({ view: view === 'all' ? undefined : view })}
          options={[
            { value: 'all', label: say(texts.all) },
            { value: 'unreported', label: say(texts.unreported) },
          ]}
        />
        {isUnreported ? null : <ExportButton path="/api/major-events/export" filters={filters} />}
        <OpenButton kind="MAJOR_EVENT" path={`${reportPaths.events}/new`} label={say(texts.draftEvent)} />
      </PageHead>
      <ReportTabs shown="events" />
      {isUnreported ? <UnreportedCases address={address} /> : <AllEvents address={address} />}
    </>
  )
}
