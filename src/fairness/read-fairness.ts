import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { isApart, type Rate, rateOf } from './rate.ts'

export type Dimension = 'sex' | 'age' | 'region'

export interface GroupFairness {
  readonly dimension: Dimension
  /** A code of `groups.ts`, or a region. */
  readonly group: string
  readonly regionName: string | null
  readonly persons: number
  /** Too few persons for figures: they would speak of single people. */
  readonly isFew: boolean
  readonly found: number | null
  readonly hitRate: Rate | null
  /** Its rate and that of all others are further apart than chance makes likely. */
  readonly isHitApart: boolean
  /** Episodes concluded as true or partly true, of those that could be verified. */
  readonly held: number | null
  readonly verified: number | null
  readonly trueRate: Rate | null
  readonly isTrueApart: boolean
}

export interface Fairness {
  readonly runId: string
  /** YYYY-MM-DD */
  readonly asOf: string
  readonly persons: number
  readonly found: number
  readonly hitRate: Rate | null
  readonly held: number
  readonly verified: number
  readonly trueRate: Rate | null
  readonly groups: readonly GroupFairness[]
}

interface Asked {
  readonly runId: string
  /** Null: findings of any rule. */
  readonly ruleCode: string | null
  /** With everything below them; the caller has checked the scope. */
  readonly regions: readonly string[]
}

/** Fewer persons or conclusions tell of people, not of a group. */
export const fewMax = 9

/** The latest run whose counts cover one of the regions; null: there is none. */
export async function findCountedRun(
  tx: Tx,
  { runId, regions }: { readonly runId: string | null; readonly regions: readonly string[] },
): Promise<{ runId: string; asOf: string } | null> {
  const { rows } = await sql<{ run_id: string; as_of: string }>`
    select screening_run.run_id, screening_run.as_of::text as as_of
    from app.screening_run
    where screening_run.state = 'DONE'
      and screening_run.as_of is not null
      and ${runId === null ? sql`true` : sql`screening_run.run_id = ${runId}`}
      and exists (
        select
        from app.fairness_count
        join app.region on region.region = fairness_count.region
        where fairness_count.run_id = screening_run.run_id
          and fairness_count.rule_code = ''
          and region.path && ${[...regions]}::text[]
      )
    order by screening_run.as_of desc, screening_run.asked_at desc, screening_run.run_id desc
    limit 1
  `.execute(tx)
  const [row] = rows
  return row === undefined ? null : { runId: row.run_id, asOf: row.as_of }
}

interface Sums {
  readonly dimension: Dimension | 'all'
  readonly group: string
  readonly name: string | null
  readonly persons: bigint
  readonly found: bigint
  readonly held: bigint
  readonly verified: bigint
}

/** Counts that runs and conclusions keep: its cost grows with counties, not with findings. */
async function readSums(tx: Tx, { runId, ruleCode, regions }: Asked): Promise<Sums[]> {
  const within = sql`region.path && ${[...regions]}::text[]`
  const ofRule = ruleCode === null ? sql`true` : sql`fairness_outcome.rule_code = ${ruleCode}`
  const { rows } = await sql<Sums>`
    with
      counted as (
        select
          fairness_count.region, sex, age_group,
          persons,
          case when rule_code = ${ruleCode ?? ''} then found else 0 end as found,
          0::bigint as held,
          0::bigint as verified
        from app.fairness_count
        join app.region on region.region = fairness_count.region
        where run_id = ${runId}
          and rule_code in ('', ${ruleCode ?? ''})
          and ${within}
        union all
        select
          fairness_outcome.region, sex, age_group,
          0, 0,
          case when conclusion in ('TRUE', 'PARTIAL') then episodes else 0 end,
          case when conclusion = 'UNVERIFIABLE' then 0 else episodes end
        from app.fairness_outcome
        join app.region on region.region = fairness_outcome.region
        where ${ofRule} and ${within}
      ),
      summed as (
        select
          case
            when grouping(sex) = 0 then 'sex'
            when grouping(age_group) = 0 then 'age'
            when grouping(counted.region) = 0 then 'region'
            else 'all'
          end as dimension,
          coalesce(sex, age_group, counted.region, '') as "group",
          sum(persons)::bigint as persons,
          sum(found)::bigint as found,
          sum(held)::bigint as held,
          sum(verified)::bigint as verified
        from counted
        group by grouping sets ((), (sex), (age_group), (counted.region))
      )
    select summed.*, region.name
    from summed
    left join app.region on summed.dimension = 'region' and region.region = summed."group"
    order by dimension, "group"
  `.execute(tx)
  return rows
}

/** A group against everybody else, so that a large group is not compared with itself. */
function groupOf(row: Sums, all: Sums): GroupFairness {
  const [persons, found] = [Number(row.persons), Number(row.found)]
  const [held, verified] = [Number(row.held), Number(row.verified)]
  const isFew = persons <= fewMax
  const hasFewConclusions = verified <= fewMax
  const hitRate = isFew ? null : rateOf(found, persons)
  const trueRate = isFew || hasFewConclusions ? null : rateOf(held, verified)
  const others = rateOf(Number(all.found) - found, Number(all.persons) - persons)
  const othersTrue = rateOf(Number(all.held) - held, Number(all.verified) - verified)
  return {
    dimension: row.dimension as Dimension,
    group: row.group,
    regionName: row.name,
    persons,
    isFew,
    found: isFew ? null : found,
    hitRate,
    isHitApart: isApart(hitRate, others),
    held: trueRate === null ? null : held,
    verified: trueRate === null ? null : verified,
    trueRate,
    isTrueApart: isApart(trueRate, othersTrue),
  }
}

export async function readFairness(tx: Tx, asked: Asked & { readonly asOf: string }): Promise<Fairness> {
  const sums = await readSums(tx, asked)
  const nothing: Sums = {
    ...{ dimension: 'all', group: '', name: null },
    ...{ persons: 0n, found: 0n, held: 0n, verified: 0n },
  }
  const all = sums.find(({ dimension }) => dimension === 'all') ?? nothing
  const [persons, found] = [Number(all.persons), Number(all.found)]
  const [held, verified] = [Number(all.held), Number(all.verified)]
  return {
    runId: asked.runId,
    asOf: asked.asOf,
    ...{ persons, found, hitRate: rateOf(found, persons) },
    ...{ held, verified, trueRate: rateOf(held, verified) },
    groups: sums.filter(({ dimension }) => dimension !== 'all').map((row) => groupOf(row, all)),
  }
}
