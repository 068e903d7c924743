import { type TableColumnsType, Tag } from 'antd'
import { Link } from 'react-router'
import { itemStatuses } from '#sampling/statuses.ts'
import type { Answer } from '#web/api/call.ts'
import { useAgencyNames, useAsk, useMe, useStaffNames } from '#web/api/queries.ts'
import { yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { functionTitle } from './read-sampling.ts'
import { SamplingFilters, Toggle } from './SamplingFilters.tsx'
import { SamplingHead } from './SamplingHead.tsx'
import { SamplingStatus } from './SamplingStatus.tsx'
import { samplingTexts as texts } from './texts.ts'

type ItemRow = Answer<'GET /api/sample-items'>['items'][number]

function useColumns(address: ListAddress): TableColumnsType<ItemRow> {
  const say = useSay()
  const agencyOf = useAgencyNames()
  const nameOf = useStaffNames()
  return [
    {
      title: say(texts.function),
      key: 'function',
      render: (_, row) => (
        <Link to={`/sampling/items/${row.record_id}`}>
          {say(functionTitle(row.function))} <span className="number">#{row.place}</span>
        </Link>
      ),
    },
    {
      title: say(texts.month),
      dataIndex: 'month',
      render: (month: string, { plan_id }) => (
        <Link to={`/sampling/plans/${plan_id}`} className="number">
          {month}
        </Link>
      ),
    },
    { title: say(texts.audited), dataIndex: 'audited_agency_id', render: agencyOf },
    { title: say(texts.checking), dataIndex: 'checking_agency_id', render: agencyOf },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: string) => <SamplingStatus kind="SAMPLE_ITEM" status={status} />,
    },
    {
      title: say(texts.checker),
      dataIndex: 'checker',
      render: (staffId: string | null) =>
        staffId === null ? <Tag>{say(texts.nobody)}</Tag> : nameOf(staffId),
    },
    { title: say(texts.person), dataIndex: 'person_id' },
    {
      title: say(texts.amount),
      key: 'amount',
      align: 'right',
      render: (_, { amount_fen }) =>
        amount_fen === null ? '' : <span className="number">{yuanText(amount_fen)}</span>,
    },
    {
      title: say(texts.due),
      key: 'due_day',
      sorter: true,
      sortOrder: sortOrderOf(address, 'due_day', 'due_day'),
      render: (_, { is_open, due_day }) => (is_open ? <DueTag day={due_day} /> : null),
    },
  ]
}

/** What was drawn, the most urgent first; whoever is fit takes one and checks it. */
export function ItemsPage(): React.JSX.Element {
  const address = useListAddress()
  const { filters, cursor } = address
  const columns = useColumns(address)
  const me = useMe().data?.staff_id
  const page = useAsk(
    'GET /api/sample-items',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  return (
    <>
      <SamplingHead path="/sampling/items">
        <ExportButton path="/api/sample-items/export" filters={filters} />
      </SamplingHead>
      <SamplingFilters address={address} statuses={itemStatuses} hasMonth>
        <Toggle address={address} name="checker" title={texts.mine} on={me} />
      </SamplingFilters>
      <List<ItemRow> rowKey="record_id" columns={columns} page={page} address={address} />
    </>
  )
}
