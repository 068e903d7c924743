import { Input, Select, type TableColumnsType } from 'antd'
import { Link } from 'react-router'
import { groupKinds, groupStatuses } from '#meetings/meeting-codes.ts'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { OpenButton } from './OpenButton.tsx'
import { PaperStatus } from './PaperStatus.tsx'
import { ReportTabs, reportPaths } from './ReportTabs.tsx'
import { reportTexts as texts } from './texts.ts'

type Group = Answer<'GET /api/leading-groups'>['items'][number]

function Filters({ address }: { readonly address: ListAddress }): React.JSX.Element {
  const say = useSay()
  return (
    <div className="filters">
      <Select
        mode="multiple"
        aria-label={say(texts.status)}
        placeholder={say(texts.status)}
        style={{ minWidth: 180 }}
        value={address.get('status')?.split(',') ?? []}
        onChange={(chosen: string[]) => address.set({ status: chosen.join(',') })}
        options={Object.entries(groupStatuses).map(([value, title]) => ({
          value,
          label: say(asTitle(title)),
        }))}
      />
      <Input.Search
        key={`region ${address.get('region') ?? ''}`}
        aria-label={say(texts.region)}
        placeholder={say(texts.region)}
        defaultValue={address.get('region') ?? ''}
        allowClear
        style={{ width: 170 }}
        onSearch={(value) => address.set({ region: value.trim() })}
      />
    </div>
  )
}

/** 领导小组名册: whose term ends first comes first. */
export function GroupsPage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const { filters, cursor } = address
  const page = useAsk(
    'GET /api/leading-groups',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const columns: TableColumnsType<Group> = [
    {
      title: say(texts.groupTitle),
      key: 'title',
      render: (_, { record_id, title }) => <Link to={`/records/LEADING_GROUP/${record_id}`}>{title}</Link>,
    },
    {
      title: say(texts.groupKind),
      dataIndex: 'kind',
      render: (kind: keyof typeof groupKinds) => say(asTitle(groupKinds[kind])),
    },
    { title: say(texts.unit), dataIndex: 'agency' },
    {
      title: say(texts.status),
      dataIndex: 'status',
      render: (status: string) => <PaperStatus kind="LEADING_GROUP" status={status} />,
    },
    { title: say(texts.head), dataIndex: 'head' },
    { title: say(texts.members), dataIndex: 'member_count', align: 'right' },
    {
      title: say(texts.term),
      key: 'until',
      sorter: true,
      sortOrder: sortOrderOf(address, 'until', 'until'),
      render: (_, { from, until }) => <span className="number">{`${from} – ${until}`}</span>,
    },
  ]
  return (
    <>
      <PageHead title={say(texts.groups)}>
        <ExportButton path="/api/leading-groups/export" filters={filters} />
        <OpenButton kind="LEADING_GROUP" path={`${reportPaths.groups}/new`} label={say(texts.proposeGroup)} />
      </PageHead>
      <ReportTabs shown="groups" />
      <Filters address={address} />
      <List<Group> rowKey="record_id" columns={columns} page={page} address={address} />
    </>
  )
}
