import { Empty, Segmented } from 'antd'
import { Link } from 'react-router'
import type { Overview } from '#web/campaigns/read-campaign.ts'
import { glanceTexts as texts } from '#web/campaigns/texts.ts'
import { ChartTable } from '#web/charts/ChartTable.tsx'
import { countText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { campaignAddress } from './drill-down.ts'

type Part = Overview['by_region'][number]
type Measure = 'progress' | 'against' | 'late'

const submittedOf = ({ submitted, accepted }: Part): number => submitted + accepted
/** What is amiss, from 0 to 1: the deeper a tile, the more a leader has to ask there. */
const measures: Readonly<Record<Measure, (part: Part) => number>> = {
  progress: (part) => (part.units === 0 ? 0 : 1 - submittedOf(part) / part.units),
  against: ({ contradictions, explained }) =>
    contradictions === 0 ? 0 : (contradictions - explained) / contradictions,
  late: ({ overdue, problems_overdue, units, problems }) =>
    units + problems === 0 ? 0 : (overdue + problems_overdue) / (units + problems),
}
const depths = 5

function Tile({
  part,
  campaign,
  measure,
}: {
  part: Part
  campaign: Overview
  measure: Measure
}): React.JSX.Element {
  const say = useSay()
  const { name, region, units, contradictions, explained, overdue, problems_overdue, problems } = part
  const share = measures[measure](part)
  const depth = share <= 0 ? 0 : Math.max(1, Math.ceil(share * depths))
  const title = part.is_own ? say(texts.own, { name }) : name
  const unexplained = contradictions - explained
  const late = overdue + problems_overdue
  return (
    <li className={`tile depth-${depth}`}>
      <span className="tile-name">
        {part.is_own ? (
          <Link to={campaignAddress(campaign.campaign_id, 'units', { region })}>{title}</Link>
        ) : (
          <Link
            to={campaignAddress(campaign.campaign_id, 'glance', { region })}
            aria-label={say(texts.goInto, { name })}
          >
            {title}
          </Link>
        )}
      </span>
      <span className="tile-value">{say(texts.tileMore, { submitted: submittedOf(part), units })}</span>
      <span className="tile-more">
        <span>{say(texts.tileProblems, { count: problems })}</span>
        <span>
          {unexplained === 0 ? '' : `${say(texts.unexplained)} ${unexplained}`}
          {late === 0 ? '' : ` ${say(texts.overdue)} ${late}`}
        </span>
      </span>
    </li>
  )
}

function RegionTable({ campaign, parts }: { campaign: Overview; parts: readonly Part[] }): React.JSX.Element {
  const say = useSay()
  const number = (title: string) => ({ title, isNumber: true })
  return (
    <ChartTable
      title={say(texts.regions)}
      columns={[
        { title: say(texts.region) },
        number(say(texts.notSubmitted)),
        number(say(texts.answered)),
        number(say(texts.against)),
        number(say(texts.unexplained)),
        number(say(texts.problems)),
        number(say(texts.yuan)),
        number(say(texts.rateRectified)),
        number(say(texts.overdue)),
      ]}
      rows={parts.map((part) => ({
        key: `${part.region} ${part.is_own}`,
        cells: [
          <Link
            key="region"
            to={campaignAddress(campaign.campaign_id, part.is_own ? 'units' : 'glance', {
              region: part.region,
            })}
          >
            {part.is_own ? say(texts.own, { name: part.name }) : part.name}
          </Link>,
          `${part.units - submittedOf(part)} / ${part.units}`,
          countText(part.answered),
          countText(part.contradictions),
          countText(part.contradictions - part.explained),
          countText(part.problems),
          yuanText(part.problem_fen),
          countText(part.rectified),
          countText(part.overdue + part.problems_overdue),
        ],
      }))}
    />
  )
}

/** One tile for each region, of one size; its depth of colour is what is amiss there. */
export function RegionTiles({ campaign }: { readonly campaign: Overview }): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const measure = (['against', 'late'] as const).find((each) => each === address.get('by')) ?? 'progress'
  const shown = address.get('as') === 'table' ? 'table' : 'tiles'
  const parts = campaign.by_region.toSorted(
    (one, other) =>
      measures[measure](other) - measures[measure](one) || one.region.localeCompare(other.region),
  )
  return (
    <section className="chart-box" aria-label={say(texts.regions)}>
      <div className="chart-head">
        <h2>{say(texts.regions)}</h2>
        <div className="chart-more no-print">
          <Segmented<Measure>
            size="small"
            aria-label={say(texts.by)}
            value={measure}
            onChange={(by) => address.set({ by: by === 'progress' ? undefined : by })}
            options={[
              { value: 'progress', label: say(texts.byProgress) },
              { value: 'against', label: say(texts.byAgainst) },
              { value: 'late', label: say(texts.byLate) },
            ]}
          />
          <Segmented<'tiles' | 'table'>
            size="small"
            aria-label={say(texts.regions)}
            value={shown}
            onChange={(as) => address.set({ as: as === 'tiles' ? undefined : as })}
            options={[
              { value: 'tiles', label: say(texts.asTiles) },
              { value: 'table', label: say(texts.asTable) },
            ]}
          />
        </div>
      </div>
      {parts.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.nothing)} />
      ) : shown === 'tiles' ? (
        <ul className="tiles">
          {parts.map((part) => (
            <Tile key={`${part.region} ${part.is_own}`} part={part} campaign={campaign} measure={measure} />
          ))}
        </ul>
      ) : (
        <RegionTable campaign={campaign} parts={parts} />
      )}
    </section>
  )
}
