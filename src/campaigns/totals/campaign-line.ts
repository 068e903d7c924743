import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'

/** Sums over units of a campaign. */
export interface CampaignLine {
  readonly units: number
  readonly issued: number
  readonly answering: number
  readonly submitted: number
  readonly returned: number
  readonly accepted: number
  /** Not submitted, and its day is over. */
  readonly overdue: number
  readonly answered: number
  readonly yes: number
  readonly no: number
  readonly partial: number
  readonly contradictions: number
  readonly explained: number
  readonly claimed_fen: bigint
  readonly detected_count: number
  readonly detected_fen: bigint
  readonly problems: number
  /** Cannot be rectified before the rules are changed: apart in the rates (R-WF-02). */
  readonly legislation: number
  readonly handled: number
  readonly rectified: number
  /** Of those that count in the rates. */
  readonly counted_handled: number
  readonly counted_rectified: number
  readonly problems_overdue: number
  readonly problem_fen: bigint
  /** Units that a city has to review (复查面), and those it has: a result of “again” is none. */
  readonly reviewable: number
  readonly city_checks: number
  readonly city_done: number
  readonly spot_checks: number
  readonly spot_done: number
  readonly mutual_checks: number
  readonly mutual_done: number
  readonly redo: number
}

export const noLine: CampaignLine = {
  ...{ units: 0, issued: 0, answering: 0, submitted: 0, returned: 0, accepted: 0, overdue: 0, answered: 0 },
  ...{ yes: 0, no: 0, partial: 0, contradictions: 0, explained: 0, claimed_fen: 0n, detected_count: 0 },
  ...{ detected_fen: 0n, problems: 0, legislation: 0, handled: 0, rectified: 0, counted_handled: 0 },
  ...{ counted_rectified: 0, problems_overdue: 0, problem_fen: 0n, reviewable: 0, city_checks: 0 },
  ...{ city_done: 0, spot_checks: 0, spot_done: 0, mutual_checks: 0, mutual_done: 0, redo: 0 },
}

const today = sql`(clock_timestamp() at time zone 'Asia/Shanghai')::date`

/** A row for each unit of the campaign in the regions, with what was found and checked there. */
export function unitLines(campaignId: RawBuilder<unknown>, members: readonly string[]): RawBuilder<unknown> {
  return sql`
    select
      unit.*,
      place.path,
      place.level,
      place.level <> 'PROVINCE' and unit.agency_id is distinct from (
        select campaign.agency_id from app.record as campaign where campaign.record_id = ${campaignId}
      ) as is_reviewable,
      unit.submitted_on is null and unit.due_on < ${today} as is_overdue,
      coalesce(problem.problems, 0) as problems,
      coalesce(problem.legislation, 0) as legislation,
      coalesce(problem.handled, 0) as handled,
      coalesce(problem.rectified, 0) as rectified,
      coalesce(problem.counted_handled, 0) as counted_handled,
      coalesce(problem.counted_rectified, 0) as counted_rectified,
      coalesce(problem.overdue, 0) as problems_overdue,
      coalesce(problem.amount_fen, 0) as problem_fen,
      coalesce(checked.city_checks, 0) as city_checks,
      coalesce(checked.city_done, 0) as city_done,
      coalesce(checked.spot_checks, 0) as spot_checks,
      coalesce(checked.spot_done, 0) as spot_done,
      coalesce(checked.mutual_checks, 0) as mutual_checks,
      coalesce(checked.mutual_done, 0) as mutual_done,
      coalesce(checked.redo, 0) as redo
    from app.campaign_unit as unit
    inner join app.region as place on place.region = unit.region
    left join (
      select
        campaign_id,
        agency_id,
        count(*) as problems,
        count(*) filter (where needs_legislation) as legislation,
        count(*) filter (where handled_on is not null) as handled,
        count(*) filter (where rectified_on is not null) as rectified,
        count(*) filter (where handled_on is not null and not needs_legislation) as counted_handled,
        count(*) filter (where rectified_on is not null and not needs_legislation) as counted_rectified,
        count(*) filter (where rectified_on is null and due_on < ${today}) as overdue,
        sum(amount_fen) as amount_fen
      from app.campaign_problem
      group by campaign_id, agency_id
    ) as problem on problem.campaign_id = unit.campaign_id and problem.agency_id = unit.agency_id
    left join (
      select
        campaign_id,
        agency_id,
        count(*) filter (where level = 'CITY') as city_checks,
        count(*) filter (where level = 'CITY' and done_on is not null and outcome <> 'REDO') as city_done,
        count(*) filter (where level = 'PROVINCE') as spot_checks,
        count(*) filter (where level = 'PROVINCE' and done_on is not null and outcome <> 'REDO') as spot_done,
        count(*) filter (where level = 'MUTUAL') as mutual_checks,
        count(*) filter (where level = 'MUTUAL' and done_on is not null) as mutual_done,
        count(*) filter (where outcome = 'REDO') as redo
      from app.campaign_check
      group by campaign_id, agency_id
    ) as checked on checked.campaign_id = unit.campaign_id and checked.agency_id = unit.agency_id
    where unit.campaign_id = ${campaignId}
      and place.path && ${[...members]}::text[]
  `
}

const added = (column: string): RawBuilder<unknown> =>
  sql`coalesce(sum(line.${sql.ref(column)}), 0)::integer as ${sql.ref(column)}`
const counted = (status: string): RawBuilder<unknown> =>
  sql`count(*) filter (where line.status = ${sql.lit(status)})::integer`

/** Over the rows of `unitLines`, as `line`. */
export const lineSums = sql`
  count(*)::integer as units,
  ${counted('ISSUED')} as issued,
  ${counted('ANSWERING')} as answering,
  ${counted('SUBMITTED')} as submitted,
  ${counted('RETURNED')} as returned,
  count(*) filter (where line.accepted_on is not null)::integer as accepted,
  count(*) filter (where line.is_overdue)::integer as overdue,
  ${sql.join(
    [
      ...['answered', 'yes', 'no', 'partial', 'contradictions', 'explained', 'detected_count'],
      ...['problems', 'legislation', 'handled', 'rectified', 'counted_handled', 'counted_rectified'],
      ...['problems_overdue', 'city_checks', 'city_done', 'spot_checks', 'spot_done', 'mutual_checks'],
      ...['mutual_done', 'redo'],
    ].map(added),
  )},
  count(*) filter (where line.is_reviewable)::integer as reviewable,
  coalesce(sum(line.claimed_fen), 0)::bigint as claimed_fen,
  coalesce(sum(line.detected_fen), 0)::bigint as detected_fen,
  coalesce(sum(line.problem_fen), 0)::bigint as problem_fen
`

export interface PlacesAsked {
  readonly campaignId: string
  /** What is counted: none lies within another. */
  readonly members: readonly string[]
  /** What it is broken down to, each with everything below it. */
  readonly parts: readonly string[]
  /** Members of which also the units at the very region are a line. */
  readonly own: readonly string[]
}

export interface CampaignTotals {
  readonly whole: CampaignLine
  readonly byRegion: ReadonlyMap<string, CampaignLine>
  readonly ofOwn: ReadonlyMap<string, CampaignLine>
}

type Row = CampaignLine & { readonly part: 'WHOLE' | 'BELOW' | 'OWN'; readonly region: string }

/** Of the lines that acts keep: no record is opened, whatever the number of answers. */
export async function readCampaignTotals(tx: Tx, asked: PlacesAsked): Promise<CampaignTotals> {
  const { campaignId, members, parts, own } = asked
  const { rows } = await sql<Row>`
    with line as materialized (${unitLines(sql`${campaignId}`, members)}),
    target as (
      select 'WHOLE' as part, '' as region
      union all
      select 'BELOW', part from unnest(${[...parts]}::text[]) as part
      union all
      select 'OWN', own from unnest(${[...own]}::text[]) as own
    )
    select target.part, target.region, ${lineSums}
    from target
    inner join line
      on target.part = 'WHOLE'
      or (target.part = 'BELOW' and line.path @> array[target.region])
      or (target.part = 'OWN' and line.region = target.region)
    group by target.part, target.region
    order by target.part, target.region
  `.execute(tx)
  const of = (part: Row['part']) =>
    new Map(
      rows
        .filter((row) => row.part === part)
        .map(({ part: _part, region, ...line }): [string, CampaignLine] => [region, line]),
    )
  return { whole: of('WHOLE').get('') ?? noLine, byRegion: of('BELOW'), ofOwn: of('OWN') }
}
