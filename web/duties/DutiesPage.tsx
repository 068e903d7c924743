import { Segmented, type TableColumnsType, Tag } from 'antd'
import { Link } from 'react-router'
import { matterStatuses, rotationStatuses, trainingStatuses } from '#duties/duty-codes.ts'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { OpenButton } from '#web/reports/OpenButton.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { CoverageCard } from './CoverageCard.tsx'
import { DutyTabs } from './DutyTabs.tsx'
import { dutyTexts as texts } from './texts.ts'

type Duty = Answer<'GET /api/duties'>['items'][number]

const kinds = {
  SUPERVISED_MATTER: { statuses: matterStatuses, open: texts.order },
  TRAINING: { statuses: trainingStatuses, open: texts.plan },
  ROTATION_PLAN: { statuses: rotationStatuses, open: texts.propose },
} as const
type Kind = keyof typeof kinds

/** Others are under way. */
const colors: Readonly<Record<string, string>> = {
  ...{ PROPOSED: 'warning', RETURNED: 'warning', REPORTED: 'warning', HELD: 'warning', EXAMINED: 'warning' },
  ...{ CLOSED: 'success', RECALLED: 'default', CANCELLED: 'default', WITHDRAWN: 'default' },
}
const isKind = (text: string | undefined): text is Kind => text !== undefined && Object.hasOwn(kinds, text)

function useColumns(kind: Kind, address: ListAddress): TableColumnsType<Duty> {
  const say = useSay()
  const statuses: Readonly<Record<string, { readonly zh: string; readonly en: string }>> =
    kinds[kind].statuses
  const count = (name: 'people' | 'came' | 'examined' | 'passed', title: { zh: string; en: string }) => ({
    title: say(title),
    dataIndex: name,
    align: 'right' as const,
    render: (value: number) => <span className="number">{value}</span>,
  })
  const own: Readonly<Record<Kind, TableColumnsType<Duty>>> = {
    SUPERVISED_MATTER: [{ title: say(texts.orderedBy), dataIndex: 'ordered_by' }],
    TRAINING: [
      count('people', texts.invited),
      count('came', texts.came),
      count('examined', texts.examined),
      count('passed', texts.passed),
    ],
    ROTATION_PLAN: [count('people', texts.toMove), count('came', texts.moved)],
  }
  return [
    {
      title: say(texts.what),
      key: 'title',
      render: (_, { record_id, title }) => <Link to={`/records/${kind}/${record_id}`}>{title}</Link>,
    },
    { title: say(texts.unit), dataIndex: 'agency' },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: string) => (
        <Tag color={colors[status] ?? 'processing'}>
          {say(asTitle(statuses[status] ?? { zh: status, en: status }))}
        </Tag>
      ),
    },
    ...own[kind],
    {
      title: say(kind === 'TRAINING' ? texts.planned : texts.due),
      key: 'due_on',
      sorter: true,
      sortOrder: sortOrderOf(address, 'due_on', 'due_on'),
      render: (_, { due_on, done_on }) =>
        done_on === null ? <DueTag day={due_on} /> : <span className="number">{due_on}</span>,
    },
    {
      title: say(texts.doneOn),
      dataIndex: 'done_on',
      render: (day: string | null) => <span className="number">{day}</span>,
    },
  ]
}

/** 督办、培训、轮岗: what is asked of people beside their business, by the day it is due. */
export function DutiesPage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const asked = address.get('kind')
  const kind: Kind = isKind(asked) ? asked : 'SUPERVISED_MATTER'
  const filters = { ...address.filters, kind }
  const columns = useColumns(kind, address)
  const page = useAsk(
    'GET /api/duties',
    { query: { ...filters, ...(address.cursor === undefined ? {} : { cursor: address.cursor }) } },
    { keepsPrevious: true },
  )
  return (
    <>
      <PageHead
        title={say(texts.duties)}
        beside={
          <Segmented<Kind>
            aria-label={say(texts.views)}
            className="no-print"
            value={kind}
            onChange={(chosen) => address.set({ kind: chosen, status: undefined })}
            options={(Object.keys(kinds) as Kind[]).map((value) => ({ value, label: say(texts[value]) }))}
          />
        }
      >
        <ExportButton path="/api/duties/export" filters={filters} />
        <OpenButton kind={kind} path={`/handling/${kind}`} label={say(kinds[kind].open)} />
      </PageHead>
      <DutyTabs />
      <div className="stack">
        <List<Duty> rowKey="record_id" columns={columns} page={page} address={address} />
        {kind === 'TRAINING' ? <CoverageCard /> : null}
      </div>
    </>
  )
}
