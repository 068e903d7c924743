import { Progress, type TableColumnsType } from 'antd'
import { Link } from 'react-router'
import { planStatuses } from '#sampling/statuses.ts'
import type { Answer } from '#web/api/call.ts'
import { useAgencyNames, useAsk } from '#web/api/queries.ts'
import { countText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { SamplingFilters } from './SamplingFilters.tsx'
import { SamplingHead } from './SamplingHead.tsx'
import { SamplingStatus } from './SamplingStatus.tsx'
import { samplingTexts as texts } from './texts.ts'

type PlanItem = Answer<'GET /api/sample-plans'>['items'][number]

function useColumns(address: ListAddress): TableColumnsType<PlanItem> {
  const say = useSay()
  const agencyOf = useAgencyNames()
  const count = (name: 'population' | 'wanted' | 'wrong') => ({
    title: say(texts[name]),
    key: name,
    align: 'right' as const,
    render: (_: unknown, row: PlanItem) => <span className="number">{countText(row[name])}</span>,
  })
  return [
    {
      title: say(texts.month),
      dataIndex: 'month',
      render: (month: string, { record_id }) => (
        <Link to={`/sampling/plans/${record_id}`} className="number">
          {month}
        </Link>
      ),
    },
    {
      title: say(texts.agency),
      dataIndex: 'agency_id',
      render: (agencyId: string | null) => (agencyId === null ? '' : agencyOf(agencyId)),
    },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: string) => <SamplingStatus kind="SAMPLE_PLAN" status={status} />,
    },
    count('population'),
    count('wanted'),
    {
      title: say(texts.progress),
      key: 'progress',
      width: 220,
      render: (_, { checked, wanted }) => (
        <Progress
          size="small"
          aria-label={say(texts.progress)}
          percent={wanted === 0 ? 0 : Math.floor((checked * 100) / wanted)}
          format={() => <span className="number">{`${checked}/${wanted}`}</span>}
        />
      ),
    },
    count('wrong'),
    {
      title: say(texts.due),
      key: 'due_day',
      sorter: true,
      sortOrder: sortOrderOf(address, 'due_day'),
      render: (_, { due_on, completed_on, is_open }) =>
        completed_on !== null ? (
          say(texts.done, { day: completed_on })
        ) : is_open ? (
          <DueTag day={due_on} />
        ) : (
          <span className="number">{due_on}</span>
        ),
    },
  ]
}

/** Plans of one's scope, the newest first: what is to be checked of each month, and how far it is. */
export function PlansPage(): React.JSX.Element {
  const address = useListAddress()
  const { filters, cursor } = address
  const columns = useColumns(address)
  const page = useAsk(
    'GET /api/sample-plans',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  return (
    <>
      <SamplingHead path="/sampling">
        <ExportButton path="/api/sample-plans/export" filters={filters} />
      </SamplingHead>
      <SamplingFilters address={address} statuses={planStatuses} hasMonth />
      <List<PlanItem> rowKey="record_id" columns={columns} page={page} address={address} />
    </>
  )
}
