import { Card, Progress, Tag } from 'antd'
import type { Overview } from '#web/campaigns/read-campaign.ts'
import { glanceTexts as texts } from '#web/campaigns/texts.ts'
import { ChartTable } from '#web/charts/ChartTable.tsx'
import { countText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { shareText } from './drill-down.ts'

const rateTexts = {
  answered: texts.rateAnswered,
  submitted: texts.rateSubmitted,
  city_review: texts.rateCity,
  spot_cities: texts.rateSpot,
  handled: texts.rateHandled,
  rectified: texts.rateRectified,
} as const satisfies Readonly<Record<keyof Overview['rates'], unknown>>

/** What the founding texts ask for, beside what there is: 100 % review, 50 % of the cities, 95 % handled and rectified. */
export function RateTable({ campaign }: { readonly campaign: Overview }): React.JSX.Element {
  const say = useSay()
  const { rates, spot_coverage: spot } = campaign
  const names = Object.keys(rateTexts) as (keyof typeof rateTexts)[]
  return (
    <Card size="small">
      <h2 className="part-title">{say(texts.rates)}</h2>
      <ChartTable
        title={say(texts.rates)}
        columns={[
          { title: say(texts.rate) },
          { title: say(texts.done), isNumber: true },
          { title: say(texts.share), isNumber: true },
          { title: say(texts.needed), isNumber: true },
          { title: '' },
        ]}
        rows={names.map((name) => {
          const { part, whole, millionths, needed_percent, is_reached } = rates[name]
          const share = shareText(millionths)
          return {
            key: name,
            cells: [
              <div key="name">
                {say(rateTexts[name])}
                <Progress
                  percent={(millionths ?? 0) / 10_000}
                  success={{ percent: 0 }}
                  status={is_reached ? 'success' : 'normal'}
                  showInfo={false}
                  size="small"
                  aria-label={say(rateTexts[name])}
                />
              </div>,
              `${countText(part)} / ${countText(whole)}`,
              share ?? '—',
              `${needed_percent}%`,
              share === null ? (
                say(texts.noneYet)
              ) : (
                <Tag key="tag" color={is_reached ? 'success' : 'warning'}>
                  {say(is_reached ? texts.reached : texts.missed)}
                </Tag>
              ),
            ],
          }
        })}
      />
      <p className="chart-note">
        {say(texts.spotMore, { complete: spot.cities_complete, cities: spot.cities })} {say(texts.ratesMore)}
      </p>
    </Card>
  )
}
