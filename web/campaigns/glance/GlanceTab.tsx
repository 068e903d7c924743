import { Card } from 'antd'
import { Link } from 'react-router'
import { phases } from '#campaigns/planning/plan-codes.ts'
import type { TabProps } from '#web/campaigns/CampaignPage.tsx'
import type { Overview } from '#web/campaigns/read-campaign.ts'
import { planTexts, glanceTexts as texts } from '#web/campaigns/texts.ts'
import { ChartTable } from '#web/charts/ChartTable.tsx'
import { asTitle, countText, daysUntil, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { CategoryTable } from './CategoryTable.tsx'
import { campaignAddress } from './drill-down.ts'
import { RateTable } from './RateTable.tsx'
import { RegionTiles } from './RegionTiles.tsx'
import '#web/overview/overview.css'

interface Figure {
  readonly title: string
  readonly value: string
  readonly more: string
  readonly path: string
  readonly isGrave?: boolean
}

function useFigures({ campaign_id, region, whole }: Overview): readonly Figure[] {
  const say = useSay()
  const to = (tab: string, more: Readonly<Record<string, string>> = {}): string =>
    campaignAddress(campaign_id, tab, { region: region ?? undefined, ...more })
  const unexplained = whole.contradictions - whole.explained
  const submitted = whole.submitted + whole.accepted
  return [
    {
      title: say(texts.answered),
      value: `${countText(whole.answered)} / ${countText(whole.asked)}`,
      more: say(texts.answeredMore, { submitted, units: whole.units, accepted: whole.accepted }),
      path: to('units'),
    },
    {
      title: say(texts.found),
      value: countText(whole.yes + whole.partial),
      more: say(texts.foundMore, {
        yes: countText(whole.yes),
        partial: countText(whole.partial),
        yuan: yuanText(whole.claimed_fen),
      }),
      path: to('questions'),
    },
    {
      title: say(texts.against),
      value: countText(whole.contradictions),
      more: say(texts.againstMore, { unexplained, count: countText(whole.detected_count) }),
      path: to('contradictions'),
      isGrave: unexplained > 0,
    },
    {
      title: say(texts.late),
      value: countText(whole.overdue + whole.problems_overdue),
      more: say(texts.lateMore, { units: whole.overdue, problems: whole.problems_overdue }),
      path: whole.overdue > 0 ? to('units', { is_overdue: 'true' }) : to('problems', { is_overdue: 'true' }),
      isGrave: whole.overdue + whole.problems_overdue > 0,
    },
    {
      title: say(texts.problems),
      value: countText(whole.problems),
      more: say(texts.problemsMore, { yuan: yuanText(whole.problem_fen), legislation: whole.legislation }),
      path: to('problems'),
    },
  ]
}

/** The five phases with their dates, the one that runs set apart. */
function Phases({ campaign }: { readonly campaign: Overview }): React.JSX.Element {
  const say = useSay()
  const { plan, today } = campaign
  return (
    <Card size="small">
      <h2 className="part-title">{say(texts.phases)}</h2>
      <ChartTable
        title={say(texts.phases)}
        columns={[
          { title: say(planTexts.phase) },
          { title: say(planTexts.from) },
          { title: say(planTexts.to) },
          { title: '' },
        ]}
        rows={plan.phases.map(({ code, starts_on, due_on }) => {
          const days = daysUntil(due_on, today)
          const isNow = starts_on <= today && today <= due_on
          const state = isNow
            ? `${say(texts.now)} · ${say(texts.daysLeft, { days })}`
            : say(today < starts_on ? texts.ahead : texts.over)
          const name = say(asTitle(phases[code]))
          return {
            key: code,
            cells: [
              isNow ? <strong key="name">{name}</strong> : name,
              <span key="from" className="number">
                {starts_on}
              </span>,
              <span key="to" className="number">
                {due_on}
              </span>,
              state,
            ],
          }
        })}
      />
    </Card>
  )
}

export function GlanceTab({ campaign }: TabProps): React.JSX.Element {
  const figures = useFigures(campaign)
  return (
    <>
      <div className="figures">
        {figures.map(({ title, value, more, path, isGrave = false }) => (
          <Link key={title} to={path} className="figure">
            <span className="figure-title">{title}</span>
            <span className={isGrave ? 'figure-value is-grave' : 'figure-value'}>{value}</span>
            <span className="figure-more">{more}</span>
          </Link>
        ))}
      </div>
      <div className="overview-parts">
        <div className="is-wide">
          <Card size="small">
            <RegionTiles campaign={campaign} />
          </Card>
          <CategoryTable campaign={campaign} />
        </div>
        <div>
          <RateTable campaign={campaign} />
          <Phases campaign={campaign} />
        </div>
      </div>
    </>
  )
}
