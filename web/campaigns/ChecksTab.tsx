import type { TableColumnsType } from 'antd'
import { Link } from 'react-router'
import { checkLevels, checkOutcomes } from '#campaigns/checking/check-codes.ts'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { asTitle } from '#web/language/format.ts'
import { type Say, useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import type { TabProps } from './CampaignPage.tsx'
import { CodeFilter, RegionFilter, StatusFilter, Toggle } from './ListFilters.tsx'
import { KindTag } from './Marks.tsx'
import { campaignTexts, listTexts as texts } from './texts.ts'

type Check = Answer<'GET /api/campaigns/{campaign_id}/checks'>['items'][number]

function columnsOf(say: Say, address: ListAddress): TableColumnsType<Check> {
  const sorted = (key: string) => ({ key, sorter: true, sortOrder: sortOrderOf(address, key, 'due_on') })
  return [
    { title: say(texts.region), ...sorted('region'), render: (_, { region_name }) => region_name },
    {
      title: say(texts.unit),
      key: 'unit',
      render: (_, { check_id, agency_name }) => (
        <Link to={`/campaign-checks/${check_id}`}>{agency_name}</Link>
      ),
    },
    {
      title: say(texts.level),
      key: 'level',
      render: (_, { level }) => say(asTitle(checkLevels[level as keyof typeof checkLevels])),
    },
    { title: say(texts.byAgency), dataIndex: 'by_agency_name' },
    {
      title: say(campaignTexts.status),
      key: 'status',
      render: (_, { status }) => <KindTag kind="CAMPAIGN_CHECK" status={status} />,
    },
    {
      title: say(texts.outcome),
      key: 'outcome',
      render: (_, { outcome }) =>
        outcome === null ? '' : say(asTitle(checkOutcomes[outcome as keyof typeof checkOutcomes])),
    },
    {
      title: say(texts.due),
      ...sorted('due_on'),
      render: (_, { done_on, due_on }) =>
        done_on === null ? <DueTag day={due_on} /> : <span className="number">{due_on}</span>,
    },
    {
      title: say(texts.doneOn),
      key: 'done_on',
      render: (_, { done_on }) => <span className="number">{done_on}</span>,
    },
  ]
}

/** Mutual, city and provincial checks. */
export function ChecksTab({ campaign: { campaign_id } }: TabProps): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const { filters, cursor } = address
  const page = useAsk(
    'GET /api/campaigns/{campaign_id}/checks',
    { params: { campaign_id }, query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  return (
    <>
      <div className="filters">
        <CodeFilter address={address} name="level" title={say(texts.level)} codes={checkLevels} />
        <StatusFilter address={address} kind="CAMPAIGN_CHECK" />
        <RegionFilter address={address} />
        <Toggle address={address} name="is_overdue" label={say(texts.overdueOnly)} />
        <ExportButton path={`/api/campaigns/${campaign_id}/checks/export`} filters={filters} />
      </div>
      <List<Check> rowKey="check_id" columns={columnsOf(say, address)} page={page} address={address} />
    </>
  )
}
