import { Button, type TableColumnsType } from 'antd'
import { Link, useNavigate } from 'react-router'
import { issuedStatuses } from '#sampling/statuses.ts'
import type { Answer } from '#web/api/call.ts'
import { useAgencyNames, useAsk, useCapabilities } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { SamplingFilters } from './SamplingFilters.tsx'
import { SamplingHead } from './SamplingHead.tsx'
import { SamplingStatus } from './SamplingStatus.tsx'
import { samplingTexts as texts } from './texts.ts'

type IssuedRow = Answer<'GET /api/issued-findings'>['items'][number]

const number = (text: string): React.ReactNode => <span className="number">{text}</span>

function useColumns(address: ListAddress): TableColumnsType<IssuedRow> {
  const say = useSay()
  const agencyOf = useAgencyNames()
  return [
    {
      title: say(texts.title),
      key: 'title',
      render: (_, { record_id, title }) => <Link to={`/sampling/issued/${record_id}`}>{title}</Link>,
    },
    {
      title: say(texts.receiver),
      dataIndex: 'agency_id',
      render: (agencyId: string | null) => (agencyId === null ? '' : agencyOf(agencyId)),
    },
    { title: say(texts.issuer), dataIndex: 'issuing_agency' },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: string) => <SamplingStatus kind="ISSUED_FINDINGS" status={status} />,
    },
    {
      title: say(texts.answered),
      key: 'answered',
      align: 'right',
      render: (_, { answered_count, finding_count }) => number(`${answered_count}/${finding_count}`),
    },
    {
      title: say(texts.isTrue),
      key: 'true',
      align: 'right',
      render: (_, { true_count }) => number(String(true_count)),
    },
    {
      title: say(texts.due),
      key: 'due_day',
      sorter: true,
      sortOrder: sortOrderOf(address, 'due_day', 'due_day'),
      render: (_, { due_on, written_back_on, status }) =>
        status === 'ISSUED' ? (
          <DueTag day={due_on} />
        ) : (
          number(written_back_on === null ? due_on : say(texts.done, { day: written_back_on }))
        ),
    },
  ]
}

/** Findings issued to units, the most urgent first. */
export function IssuedPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const address = useListAddress()
  const { filters, cursor } = address
  const columns = useColumns(address)
  const may = useCapabilities().data
  const page = useAsk(
    'GET /api/issued-findings',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const mayIssue =
    may?.steps.some(({ kind, action }) => kind === 'ISSUED_FINDINGS' && action === 'issue') === true
  return (
    <>
      <SamplingHead path="/sampling/issued">
        <ExportButton path="/api/issued-findings/export" filters={filters} />
        {mayIssue ? (
          <Button type="primary" onClick={() => void go('/sampling/issued/new')}>
            {say(texts.issue)}
          </Button>
        ) : null}
      </SamplingHead>
      <SamplingFilters address={address} statuses={issuedStatuses} hasMonth={false} />
      <List<IssuedRow> rowKey="record_id" columns={columns} page={page} address={address} />
    </>
  )
}
