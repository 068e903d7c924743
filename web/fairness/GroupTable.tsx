import { Tag } from 'antd'
import type { Answer } from '#web/api/call.ts'
import { countText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { fairnessTexts as texts } from './texts.ts'

type Fairness = Answer<'GET /api/fairness'>
type Group = Fairness['groups'][number]
type Rate = Fairness['hit_rate']

const percent = (share: number): string => `${(100 * share).toFixed(2)}%`

/** The interval as a bar on a scale that all groups of the table share, and the share on it. */
function RateCell({
  rate,
  top,
  isApart = false,
  otherwise,
}: {
  readonly rate: Rate
  readonly top: number
  readonly isApart?: boolean
  readonly otherwise: string
}): React.JSX.Element {
  const say = useSay()
  if (rate === null) return <td className="fairness-quiet">{otherwise}</td>
  const at = (share: number): string => `${top === 0 ? 0 : (100 * share) / top}%`
  const interval = say(texts.interval, { low: percent(rate.low), high: percent(rate.high) })
  return (
    <td>
      <div className="fairness-rate" title={interval}>
        <span className="number">{percent(rate.share)}</span>
        <span className="fairness-scale" role="img" aria-label={interval}>
          <span
            className={isApart ? 'fairness-interval is-apart' : 'fairness-interval'}
            style={{ left: at(rate.low), width: at(rate.high - rate.low) }}
          />
          <span className="fairness-share" style={{ left: at(rate.share) }} />
        </span>
        {isApart ? <Tag color="warning">{say(texts.apart)}</Tag> : null}
      </div>
    </td>
  )
}

const topOf = (groups: readonly Group[], of: 'hit_rate' | 'true_rate'): number =>
  Math.max(0, ...groups.map((group) => group[of]?.high ?? 0))

function Row({
  group,
  tops,
}: {
  readonly group: Group
  readonly tops: { readonly hit: number; readonly held: number }
}): React.JSX.Element {
  const say = useSay()
  const count = (value: number | null): string => (value === null ? '—' : countText(value))
  return (
    <tr>
      <th scope="row">{say(group.title)}</th>
      <td className="is-number number">{countText(group.persons)}</td>
      <td className="is-number number">{count(group.found)}</td>
      <RateCell
        rate={group.hit_rate}
        top={tops.hit}
        isApart={group.is_hit_apart}
        otherwise={say(group.is_few ? texts.few : texts.all)}
      />
      <td className="is-number number">{count(group.verified)}</td>
      <td className="is-number number">{count(group.held)}</td>
      <RateCell
        rate={group.true_rate}
        top={tops.held}
        isApart={group.is_true_apart}
        otherwise={say(group.is_few ? texts.few : texts.fewConclusions)}
      />
    </tr>
  )
}

/** The groups of one dimension and, below, all of them together. */
export function GroupTable({
  fairness,
  dimension,
}: {
  readonly fairness: Fairness
  readonly dimension: Group['dimension']
}): React.JSX.Element {
  const say = useSay()
  const groups = fairness.groups.filter((group) => group.dimension === dimension)
  const tops = { hit: topOf(groups, 'hit_rate'), held: topOf(groups, 'true_rate') }
  return (
    <table className="plain fairness-table">
      <thead>
        <tr>
          <th scope="col">{say(texts.group)}</th>
          <th scope="col" className="is-number">
            {say(texts.persons)}
          </th>
          <th scope="col" className="is-number">
            {say(texts.found)}
          </th>
          <th scope="col">{say(texts.hitRate)}</th>
          <th scope="col" className="is-number">
            {say(texts.verified)}
          </th>
          <th scope="col" className="is-number">
            {say(texts.held)}
          </th>
          <th scope="col">{say(texts.trueRate)}</th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <Row key={group.group} group={group} tops={tops} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{say(texts.all)}</th>
          <td className="is-number number">{countText(fairness.persons)}</td>
          <td className="is-number number">{countText(fairness.found)}</td>
          <RateCell rate={fairness.hit_rate} top={tops.hit} otherwise="—" />
          <td className="is-number number">{countText(fairness.verified)}</td>
          <td className="is-number number">{countText(fairness.held)}</td>
          <RateCell rate={fairness.true_rate} top={tops.held} otherwise={say(texts.fewConclusions)} />
        </tr>
      </tfoot>
    </table>
  )
}
