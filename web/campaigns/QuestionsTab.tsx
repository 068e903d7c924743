import { Card, Skeleton } from 'antd'
import { findQuestion, questions } from '#campaigns/forms/questions.ts'
import { useAsk } from '#web/api/queries.ts'
import { ChartTable } from '#web/charts/ChartTable.tsx'
import { countText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton } from '#web/lists/List.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import type { TabProps } from './CampaignPage.tsx'
import { listTexts as texts } from './texts.ts'

const order = new Map(questions.map(({ number }, index) => [number, index]))

/** As on the form: 10.1 comes last. */
function inOrder<Item extends { readonly question: string }>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((one, other) => (order.get(one.question) ?? 0) - (order.get(other.question) ?? 0))
}

/** What all units in the region say to each of the fifty, against what is known of them. */
export function QuestionsTab({ campaign: { campaign_id, region } }: TabProps): React.JSX.Element {
  const say = useSay()
  const { data, error, refetch } = useAsk(
    'GET /api/campaigns/{campaign_id}/questions',
    { params: { campaign_id }, query: region === null ? {} : { region } },
    { keepsPrevious: true, staleMs: 30_000 },
  )
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active />
  const number = (title: string) => ({ title, isNumber: true })
  return (
    <>
      <div className="filters">
        <ExportButton
          path={`/api/campaigns/${campaign_id}/questions/export`}
          filters={region === null ? {} : { region }}
        />
      </div>
      <Card size="small" className="all-rows">
        <ChartTable
          title={say(texts.question)}
          columns={[
            { title: '' },
            { title: say(texts.question) },
            number(say(texts.yes)),
            number(say(texts.partial)),
            number(say(texts.no)),
            number(say(texts.count)),
            number(say(texts.amount)),
            number(say(texts.detected)),
            number(say(texts.detectedYuan)),
            number(say(texts.against)),
            number(say(texts.explained)),
          ]}
          rows={inOrder(data.items).map((each) => {
            const question = findQuestion(each.question)
            return {
              key: each.question,
              cells: [
                <span key="number" className="number">
                  {each.question}
                </span>,
                question === undefined ? '' : say(question.text),
                countText(each.yes),
                countText(each.partial),
                countText(each.no),
                countText(each.count),
                yuanText(each.amount_fen),
                countText(each.detected_count),
                yuanText(each.detected_fen),
                each.contradicted > each.explained ? (
                  <strong key="against">{countText(each.contradicted)}</strong>
                ) : (
                  countText(each.contradicted)
                ),
                countText(each.explained),
              ],
            }
          })}
        />
      </Card>
    </>
  )
}
