import { Button, type TableColumnsType } from 'antd'
import { Link, useNavigate } from 'react-router'
import { type CategoryNumber, categories, getCategory } from '#campaigns/forms/categories.ts'
import { problemSources, rectifications } from '#campaigns/rectifying/problem-codes.ts'
import type { Answer } from '#web/api/call.ts'
import { useAsk, useCapabilities } from '#web/api/queries.ts'
import { asTitle, countText, yuanText } from '#web/language/format.ts'
import { type Say, useSay } from '#web/language/language.ts'
import { ExportButton, List, sortOrderOf } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import type { TabProps } from './CampaignPage.tsx'
import { CodeFilter, RegionFilter, StatusFilter, Toggle } from './ListFilters.tsx'
import { KindTag } from './Marks.tsx'
import { campaignTexts, listTexts as texts } from './texts.ts'

type Item = Answer<'GET /api/campaigns/{campaign_id}/problems'>['items'][number]

const categoryCodes = Object.fromEntries(categories.map(({ number, title }) => [String(number), title]))

function columnsOf(say: Say, address: ListAddress): TableColumnsType<Item> {
  const sorted = (key: string) => ({ key, sorter: true, sortOrder: sortOrderOf(address, key, 'due_on') })
  return [
    { title: say(texts.region), ...sorted('region'), render: (_, { region_name }) => region_name },
    { title: say(texts.unit), dataIndex: 'agency_name' },
    {
      title: say(texts.category),
      key: 'category',
      render: (_, { category }) => say(getCategory(category as CategoryNumber).title),
    },
    {
      title: say(texts.description),
      key: 'description',
      render: (_, { problem_id, description }) => (
        <Link to={`/campaign-problems/${problem_id}`} className="clamped">
          {description}
        </Link>
      ),
    },
    {
      title: say(texts.amount),
      ...sorted('amount_fen'),
      align: 'right',
      render: (_, { amount_fen }) => <span className="number">{yuanText(amount_fen)}</span>,
    },
    {
      title: say(texts.count),
      key: 'people',
      align: 'right',
      render: (_, { people_count }) => <span className="number">{countText(people_count)}</span>,
    },
    {
      title: say(texts.kind),
      key: 'kind',
      render: (_, { kind }) => say(asTitle(rectifications[kind as keyof typeof rectifications])),
    },
    {
      title: say(texts.source),
      key: 'source',
      render: (_, { source }) => say(asTitle(problemSources[source as keyof typeof problemSources])),
    },
    {
      title: say(campaignTexts.status),
      key: 'status',
      render: (_, { status }) => <KindTag kind="CAMPAIGN_PROBLEM" status={status} />,
    },
    {
      title: say(texts.due),
      ...sorted('due_on'),
      render: (_, { rectified_on, status, due_on }) =>
        rectified_on === null && status !== 'CANCELLED' ? (
          <DueTag day={due_on} />
        ) : (
          <span className="number">{due_on}</span>
        ),
    },
  ]
}

/** Problems and what became of them; a unit records its own, who checks those that were found. */
export function ProblemsTab({ campaign: { campaign_id, status } }: TabProps): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const address = useListAddress()
  const { filters, cursor } = address
  const may = useCapabilities().data
  const page = useAsk(
    'GET /api/campaigns/{campaign_id}/problems',
    { params: { campaign_id }, query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const mayRecord =
    status === 'RUNNING' &&
    may?.steps.some((each) => each.kind === 'CAMPAIGN_PROBLEM' && each.is_opening) === true
  return (
    <>
      <div className="filters">
        <CodeFilter address={address} name="category" title={say(texts.category)} codes={categoryCodes} />
        <StatusFilter address={address} kind="CAMPAIGN_PROBLEM" />
        <CodeFilter address={address} name="kind" title={say(texts.kind)} codes={rectifications} />
        <CodeFilter address={address} name="source" title={say(texts.source)} codes={problemSources} />
        <RegionFilter address={address} />
        <Toggle address={address} name="is_overdue" label={say(texts.overdueOnly)} />
        <ExportButton path={`/api/campaigns/${campaign_id}/problems/export`} filters={filters} />
        {mayRecord ? (
          <Button
            type="primary"
            onClick={() => void go(`/handling/CAMPAIGN_PROBLEM?campaign_id=${campaign_id}`)}
          >
            {say(texts.record)}
          </Button>
        ) : null}
      </div>
      <List<Item> rowKey="problem_id" columns={columnsOf(say, address)} page={page} address={address} />
    </>
  )
}
