import { Card, Empty, Skeleton, Tag } from 'antd'
import { Link } from 'react-router'
import { findQuestion } from '#campaigns/forms/questions.ts'
import { useAsk } from '#web/api/queries.ts'
import { ChartTable } from '#web/charts/ChartTable.tsx'
import { countText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { Problem } from '#web/shell/Problem.tsx'
import type { TabProps } from './CampaignPage.tsx'
import { RegionFilter, Toggle } from './ListFilters.tsx'
import { listTexts as texts } from './texts.ts'

/** “No” where findings exist: the unit's word and what is known, side by side for both (R-WF-16). */
export function ContradictionsTab({ campaign: { campaign_id } }: TabProps): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const region = address.get('region')
  const isUnexplained = address.get('is_explained') === 'false'
  const { data, error, refetch } = useAsk(
    'GET /api/campaigns/{campaign_id}/contradictions',
    {
      params: { campaign_id },
      query: {
        ...(region === undefined ? {} : { region }),
        ...(isUnexplained ? { is_explained: 'false' as const } : {}),
      },
    },
    { keepsPrevious: true },
  )
  const filters = (
    <div className="filters">
      <RegionFilter address={address} />
      <Toggle address={address} name="is_explained" value="false" label={say(texts.unexplainedOnly)} />
    </div>
  )
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active />
  return (
    <>
      {filters}
      <Card size="small" className="all-rows">
        {data.items.length === 0 ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.none)} />
        ) : (
          <ChartTable
            title={say(texts.against)}
            columns={[
              { title: say(texts.unit) },
              { title: say(texts.question) },
              { title: say(texts.detected), isNumber: true },
              { title: say(texts.detectedYuan), isNumber: true },
              { title: say(texts.explanation) },
            ]}
            rows={data.items.map((each) => {
              const question = findQuestion(each.question)
              return {
                key: `${each.task_id} ${each.question}`,
                cells: [
                  <Link key="unit" to={`/campaign-tasks/${each.task_id}?only=against`}>
                    {each.agency_name}
                  </Link>,
                  `${each.question} ${question === undefined ? '' : say(question.text)}`,
                  countText(each.detected_count),
                  yuanText(each.detected_fen),
                  each.explained ? (
                    each.text
                  ) : (
                    <Tag key="none" color="warning">
                      {say(texts.notExplained)}
                    </Tag>
                  ),
                ],
              }
            })}
            more={data.has_more ? say(texts.more) : undefined}
          />
        )}
      </Card>
    </>
  )
}
