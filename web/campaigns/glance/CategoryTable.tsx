import { Card } from 'antd'
import { Link } from 'react-router'
import { type CategoryNumber, getCategory } from '#campaigns/forms/categories.ts'
import type { Overview } from '#web/campaigns/read-campaign.ts'
import { glanceTexts as texts } from '#web/campaigns/texts.ts'
import { ChartTable } from '#web/charts/ChartTable.tsx'
import { countText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { campaignAddress } from './drill-down.ts'

/** Problems by the ten categories; each number opens what it counts. */
export function CategoryTable({ campaign }: { readonly campaign: Overview }): React.JSX.Element {
  const say = useSay()
  const region = campaign.region ?? undefined
  const to = (more: Readonly<Record<string, string>>): string =>
    campaignAddress(campaign.campaign_id, 'problems', { region, ...more })
  const number = (title: string) => ({ title, isNumber: true })
  return (
    <Card size="small">
      <h2 className="part-title">{say(texts.categories)}</h2>
      <ChartTable
        title={say(texts.categories)}
        columns={[
          { title: say(texts.category) },
          number(say(texts.problems)),
          number(say(texts.people)),
          number(say(texts.yuan)),
          number(say(texts.handled)),
          number(say(texts.rateRectified)),
          number(say(texts.overdue)),
        ]}
        rows={campaign.categories.map((each) => {
          const category = String(each.category)
          return {
            key: category,
            cells: [
              `${category} ${say(getCategory(each.category as CategoryNumber).title)}`,
              <Link key="problems" to={to({ category })}>
                {countText(each.problems)}
              </Link>,
              countText(each.people_count),
              yuanText(each.amount_fen),
              countText(each.handled),
              countText(each.rectified),
              each.overdue === 0 ? (
                '0'
              ) : (
                <Link key="overdue" to={to({ category, is_overdue: 'true' })}>
                  {countText(each.overdue)}
                </Link>
              ),
            ],
          }
        })}
      />
    </Card>
  )
}
