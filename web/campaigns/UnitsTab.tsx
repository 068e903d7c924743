import type { TableColumnsType } from 'antd'
import { Link } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { countText, yuanText } from '#web/language/format.ts'
import { type Say, useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import type { TabProps } from './CampaignPage.tsx'
import { RegionFilter, StatusFilter, Toggle } from './ListFilters.tsx'
import { KindTag } from './Marks.tsx'
import { campaignTexts, listTexts as texts } from './texts.ts'

type Unit = Answer<'GET /api/campaigns/{campaign_id}/units'>['items'][number]

const isOpen = (status: string): boolean => ['ISSUED', 'ANSWERING', 'RETURNED'].includes(status)

function columnsOf(say: Say, address: ListAddress): TableColumnsType<Unit> {
  const sorted = (key: string) => ({ key, sorter: true, sortOrder: sortOrderOf(address, key, 'region') })
  const number = (title: string, of: (unit: Unit) => string) => ({
    title,
    key: title,
    align: 'right' as const,
    render: (_: unknown, unit: Unit) => <span className="number">{of(unit)}</span>,
  })
  return [
    { title: say(texts.region), ...sorted('region'), render: (_, { region_name }) => region_name },
    {
      title: say(texts.unit),
      key: 'unit',
      render: (_, { task_id, agency_name }) => <Link to={`/campaign-tasks/${task_id}`}>{agency_name}</Link>,
    },
    {
      title: say(campaignTexts.status),
      key: 'status',
      render: (_, { status }) => <KindTag kind="CAMPAIGN_TASK" status={status} />,
    },
    {
      title: say(texts.due),
      ...sorted('due_on'),
      render: (_, { status, due_on }) =>
        isOpen(status) ? <DueTag day={due_on} /> : <span className="number">{due_on}</span>,
    },
    { ...number(say(texts.answered), ({ answered }) => String(answered)), ...sorted('answered') },
    number(say(texts.yes), ({ yes }) => String(yes)),
    number(say(texts.partial), ({ partial }) => String(partial)),
    number(say(texts.no), ({ no }) => String(no)),
    {
      ...number(say(texts.against), ({ contradictions }) => String(contradictions)),
      ...sorted('contradictions'),
    },
    number(say(texts.unexplained), ({ contradictions, explained }) => String(contradictions - explained)),
    number(say(texts.claimed), ({ claimed_fen }) => yuanText(claimed_fen)),
    number(say(texts.detected), ({ detected_count }) => countText(detected_count)),
    {
      ...number(say(texts.detectedYuan), ({ detected_fen }) => yuanText(detected_fen)),
      ...sorted('detected_fen'),
    },
  ]
}

/** Who has answered and who has not. */
export function UnitsTab({ campaign: { campaign_id } }: TabProps): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const { filters, cursor } = address
  const page = useAsk(
    'GET /api/campaigns/{campaign_id}/units',
    { params: { campaign_id }, query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  return (
    <>
      <div className="filters">
        <StatusFilter address={address} kind="CAMPAIGN_TASK" />
        <RegionFilter address={address} />
        <Toggle address={address} name="is_overdue" label={say(texts.overdueOnly)} />
        <Toggle address={address} name="has_contradictions" label={say(texts.againstOnly)} />
        <ExportButton path={`/api/campaigns/${campaign_id}/units/export`} filters={filters} />
      </div>
      <List<Unit> rowKey="task_id" columns={columnsOf(say, address)} page={page} address={address} />
    </>
  )
}
