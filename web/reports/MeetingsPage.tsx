import { Input, Select, type TableColumnsType } from 'antd'
import { Link } from 'react-router'
import { meetingKinds, meetingStatuses } from '#meetings/meeting-codes.ts'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { asTitle, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { OpenButton } from './OpenButton.tsx'
import { PaperStatus } from './PaperStatus.tsx'
import { ReportTabs, reportPaths } from './ReportTabs.tsx'
import { reportTexts as texts } from './texts.ts'

type Meeting = Answer<'GET /api/meetings'>['items'][number]
type Decision = Answer<'GET /api/meeting-decisions'>['items'][number]
type Kind = keyof typeof meetingKinds

const dayCell = (text: string | null): React.JSX.Element => <span className="number">{text ?? ''}</span>

function Filters({
  address,
  hasStatus,
}: {
  readonly address: ListAddress
  readonly hasStatus: boolean
}): React.JSX.Element {
  const say = useSay()
  return (
    <div className="filters">
      <Select
        aria-label={say(texts.meetingKind)}
        placeholder={say(texts.meetingKind)}
        allowClear
        style={{ minWidth: 180 }}
        value={address.get('kind') ?? null}
        onChange={(kind) => address.set({ kind: kind ?? undefined })}
        options={Object.entries(meetingKinds).map(([value, title]) => ({
          value,
          label: say(asTitle(title)),
        }))}
      />
      {hasStatus ? (
        <Select
          mode="multiple"
          aria-label={say(texts.status)}
          placeholder={say(texts.status)}
          style={{ minWidth: 180 }}
          value={address.get('status')?.split(',') ?? []}
          onChange={(chosen: string[]) => address.set({ status: chosen.join(',') })}
          options={Object.entries(meetingStatuses).map(([value, title]) => ({
            value,
            label: say(asTitle(title)),
          }))}
        />
      ) : null}
      {(['month', 'region'] as const).map((name) => (
        <Input.Search
          key={`${name} ${address.get(name) ?? ''}`}
          aria-label={say(texts[name])}
          placeholder={name === 'month' ? '2026-11' : say(texts[name])}
          defaultValue={address.get(name) ?? ''}
          allowClear
          style={{ width: 170 }}
          onSearch={(value) => address.set({ [name]: value.trim() })}
        />
      ))}
    </div>
  )
}

/** 支付调拨会、领导小组会议、联席会议 in one's scope, the latest first. */
export function MeetingsPage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const { filters, cursor } = address
  const page = useAsk(
    'GET /api/meetings',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const columns: TableColumnsType<Meeting> = [
    {
      title: say(texts.meetingKind),
      key: 'kind',
      render: (_, { record_id, kind }) => (
        <Link to={`${reportPaths.meetings}/${record_id}`}>{say(asTitle(meetingKinds[kind as Kind]))}</Link>
      ),
    },
    { title: say(texts.month), dataIndex: 'month', render: dayCell },
    { title: say(texts.unit), dataIndex: 'agency' },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: string) => <PaperStatus kind="MEETING" status={status} />,
    },
    { title: say(texts.number), dataIndex: 'number' },
    {
      title: say(texts.planned),
      key: 'planned_on',
      sorter: true,
      sortOrder: sortOrderOf(address, 'planned_on', '-planned_on'),
      render: (_, { planned_on }) => dayCell(planned_on),
    },
    { title: say(texts.held), dataIndex: 'held_on', render: dayCell },
    { title: say(texts.chair), dataIndex: 'chair' },
    { title: say(texts.decisionCount), dataIndex: 'decision_count', align: 'right' },
  ]
  return (
    <>
      <PageHead title={say(texts.meetings)}>
        <ExportButton path="/api/meetings/export" filters={filters} />
        <OpenButton kind="MEETING" path={`${reportPaths.meetings}/new`} label={say(texts.callMeeting)} />
      </PageHead>
      <ReportTabs shown="meetings" />
      <Filters address={address} hasStatus />
      <List<Meeting> rowKey="record_id" columns={columns} page={page} address={address} />
    </>
  )
}

/** 议定事项 with the numbers that other records refer to. */
export function DecisionsPage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const { filters, cursor } = address
  const page = useAsk(
    'GET /api/meeting-decisions',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const columns: TableColumnsType<Decision> = [
    {
      title: say(texts.number),
      key: 'number',
      render: (_, { decision_number, meeting_id }) => (
        <Link to={`${reportPaths.meetings}/${meeting_id}`}>{decision_number}</Link>
      ),
    },
    { title: say(texts.month), dataIndex: 'month', render: dayCell },
    { title: say(texts.unit), dataIndex: 'agency' },
    { title: say(texts.decided), dataIndex: 'decided' },
    {
      title: say(texts.amount),
      dataIndex: 'amount_fen',
      align: 'right',
      render: (fen: string | null) => <span className="number">{fen === null ? '' : yuanText(fen)}</span>,
    },
    { title: say(texts.until), dataIndex: 'due_on', render: dayCell },
    {
      title: say(texts.held),
      key: 'held_on',
      sorter: true,
      sortOrder: sortOrderOf(address, 'held_on', '-held_on'),
      render: (_, { held_on }) => dayCell(held_on),
    },
    {
      title: say(texts.paymentFiles),
      dataIndex: 'payment_files',
      render: (files: readonly string[]) => <span className="code">{files.join(' ')}</span>,
    },
  ]
  return (
    <>
      <PageHead title={say(texts.decisions)}>
        <ExportButton path="/api/meeting-decisions/export" filters={filters} />
      </PageHead>
      <ReportTabs shown="decisions" />
      <Filters address={address} hasStatus={false} />
      <List<Decision> rowKey="decision_number" columns={columns} page={page} address={address} />
    </>
  )
}
