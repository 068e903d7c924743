import { type TableColumnsType, Tag } from 'antd'
import { Link } from 'react-router'
import { findQuestion } from '#campaigns/forms/questions.ts'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { countText, yuanText } from '#web/language/format.ts'
import { type Say, useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import type { TabProps } from './CampaignPage.tsx'
import { RegionFilter, Toggle } from './ListFilters.tsx'
import { listTexts as texts } from './texts.ts'

type Contradiction = Answer<'GET /api/campaigns/{campaign_id}/contradictions'>['items'][number]

function columnsOf(say: Say, address: ListAddress): TableColumnsType<Contradiction> {
  const sorted = (key: string) => ({
    key,
    sorter: true,
    sortOrder: sortOrderOf(address, key, '-detected_fen'),
  })
  const number = (of: (row: Contradiction) => string) => ({
    align: 'right' as const,
    render: (_: unknown, row: Contradiction) => <span className="number">{of(row)}</span>,
  })
  return [
    { title: say(texts.region), ...sorted('region'), render: (_, { region_name }) => region_name },
    {
      title: say(texts.unit),
      key: 'unit',
      render: (_, { task_id, agency_name }) => (
        <Link to={`/campaign-tasks/${task_id}?only=against`}>{agency_name}</Link>
      ),
    },
    {
      title: say(texts.question),
      key: 'question',
      render: (_, { question }) => {
        const found = findQuestion(question)
        return `${question} ${found === undefined ? '' : say(found.text)}`
      },
    },
    { title: say(texts.detected), key: 'detected', ...number((row) => countText(row.detected_count)) },
    {
      title: say(texts.detectedYuan),
      ...sorted('detected_fen'),
      ...number((row) => yuanText(row.detected_fen)),
    },
    {
      title: say(texts.explanation),
      key: 'explanation',
      render: (_, { explained, text }) =>
        explained ? text : <Tag color="warning">{say(texts.notExplained)}</Tag>,
    },
  ]
}

/** “No” where findings exist: the unit's word and what is known, side by side for both (R-WF-16). */
export function ContradictionsTab({ campaign: { campaign_id } }: TabProps): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const { filters, cursor } = address
  const page = useAsk(
    'GET /api/campaigns/{campaign_id}/contradictions',
    { params: { campaign_id }, query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  return (
    <>
      <div className="filters">
        <RegionFilter address={address} />
        <Toggle address={address} name="is_explained" value="false" label={say(texts.unexplainedOnly)} />
        <ExportButton path={`/api/campaigns/${campaign_id}/contradictions/export`} filters={filters} />
      </div>
      <List<Contradiction>
        rowKey="answer_id"
        columns={columnsOf(say, address)}
        page={page}
        address={address}
      />
    </>
  )
}
