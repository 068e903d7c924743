import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'

export interface SpotCoverage {
  readonly cities: number
  /** With at least one spot check done. */
  readonly cities_done: number
  /** With the city itself and the number of counties asked for (市本级和两个县区, 004 三（四）). */
  readonly cities_complete: number
}

interface Asked {
  readonly campaignId: string
  readonly members: readonly string[]
}

export async function readSpotCoverage(
  tx: Tx,
  { campaignId, members }: Asked,
  countiesNeeded: number,
): Promise<SpotCoverage> {
  const { rows } = await sql<SpotCoverage>`
    with place as (
      select region.region, region.level, region.path, count(*) as units
      from app.campaign_unit as unit
      inner join app.region on region.region = unit.region
      where unit.campaign_id = ${campaignId}
        and region.path && ${[...members]}::text[]
      group by region.region, region.level, region.path
    ),
    spot as (
      select distinct checked.region
      from app.campaign_check as checked
      where checked.campaign_id = ${campaignId}
        and checked.level = 'PROVINCE'
        and checked.done_on is not null
        and checked.outcome <> 'REDO'
    ),
    city as (
      select
        city.region,
        bool_or(spot.region = city.region) as is_itself_done,
        count(*) filter (where place.level = 'COUNTY') as counties,
        count(spot.region) filter (where place.level = 'COUNTY') as counties_done
      from app.region as city
      inner join place on place.path @> array[city.region]
      left join spot on spot.region = place.region
      where city.level = 'CITY'
      group by city.region
    )
    select
      count(*)::integer as cities,
      (count(*) filter (where city.is_itself_done or city.counties_done > 0))::integer as cities_done,
      (
        count(*) filter (
          where city.is_itself_done and city.counties_done >= least(city.counties, ${countiesNeeded}::integer)
        )
      )::integer as cities_complete
    from city
  `.execute(tx)
  return rows[0]!
}

export interface CategoryTotal {
  readonly category: number
  readonly problems: number
  readonly people_count: number
  readonly amount_fen: bigint
  readonly handled: number
  readonly rectified: number
  readonly overdue: number
}

/** Problems by the ten categories; a category without any is left out. */
export async function readCategoryTotals(
  tx: Tx,
  { campaignId, members }: Asked,
): Promise<readonly CategoryTotal[]> {
  const { rows } = await sql<CategoryTotal>`
    select
      problem.category,
      count(*)::integer as problems,
      sum(problem.people_count)::integer as people_count,
      sum(problem.amount_fen)::bigint as amount_fen,
      (count(*) filter (where problem.handled_on is not null))::integer as handled,
      (count(*) filter (where problem.rectified_on is not null))::integer as rectified,
      (
        count(*) filter (
          where problem.rectified_on is null
            and problem.due_on < (clock_timestamp() at time zone 'Asia/Shanghai')::date
        )
      )::integer as overdue
    from app.campaign_problem as problem
    inner join app.region as place on place.region = problem.region
    where problem.campaign_id = ${campaignId}
      and place.path && ${[...members]}::text[]
    group by problem.category
    order by problem.category
  `.execute(tx)
  return rows
}

export interface QuestionTotal {
  readonly question: string
  readonly units: number
  readonly yes: number
  readonly no: number
  readonly partial: number
  readonly count: number
  readonly amount_fen: bigint
  readonly detected_count: number
  readonly detected_fen: bigint
  readonly contradicted: number
  readonly explained: number
}

export async function readQuestionTotals(
  tx: Tx,
  { campaignId, members }: Asked,
): Promise<readonly QuestionTotal[]> {
  const { rows } = await sql<QuestionTotal>`
    select
      answer.question,
      count(*)::integer as units,
      (count(*) filter (where answer.answer = 'YES'))::integer as yes,
      (count(*) filter (where answer.answer = 'NO'))::integer as no,
      (count(*) filter (where answer.answer = 'PARTIAL'))::integer as partial,
      sum(answer.count)::integer as count,
      sum(answer.amount_fen)::bigint as amount_fen,
      sum(answer.detected_count)::integer as detected_count,
      sum(answer.detected_fen)::bigint as detected_fen,
      (count(*) filter (where answer.answer = 'NO' and answer.detected_count > 0))::integer as contradicted,
      (
        count(*) filter (where answer.answer = 'NO' and answer.detected_count > 0 and answer.explained)
      )::integer as explained
    from app.campaign_answer as answer
    inner join app.region as place on place.region = answer.region
    where answer.campaign_id = ${campaignId}
      and place.path && ${[...members]}::text[]
    group by answer.question
    order by answer.question
  `.execute(tx)
  return rows
}
