import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { formatMonth } from '#base/calendar-math.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { Lane, LaneRow } from '../profile.ts'
import { laneRowsMax } from './lane-source.ts'
import { lanesOf } from './read-lanes.ts'

interface Spell {
  readonly scheme: string
  readonly employer_id: string | null
  readonly period_from: number
  readonly period_to: number
  readonly months: number
  readonly amount_fen: bigint
}

/** Months paid without a gap as one spell, by scheme and employer: what a life of contributions looks like. */
export async function readContributionSpells(
  tx: Tx,
  {
    personId,
    ofSchemes,
  }: {
    readonly personId: string
    /** On `contribution.scheme`. */
    readonly ofSchemes: RawBuilder<SqlBool>
  },
): Promise<Lane> {
  const { rows } = await sql<Spell>`
    with
      contributed_month as (
        select
          scheme,
          employer_id,
          period,
          sum(coalesce(employer_amount_fen, 0) + coalesce(person_amount_fen, 0)) as amount_fen
        from register.contribution
        where person_id = ${personId} and ${ofSchemes}
        group by scheme, employer_id, period
      ),
      numbered_month as (
        select
          contributed_month.*,
          period - row_number() over (partition by scheme, employer_id order by period) as spell
        from contributed_month
      )
    select
      scheme,
      employer_id,
      min(period) as period_from,
      max(period) as period_to,
      count(*)::integer as months,
      sum(amount_fen)::bigint as amount_fen
    from numbered_month
    group by scheme, employer_id, spell
    order by max(period) desc, scheme, employer_id
    limit ${laneRowsMax + 1}
  `.execute(tx)
  const spells = rows.map(
    (row): LaneRow => ({
      lane: 'CONTRIBUTION',
      table: 'contribution',
      from: formatMonth(row.period_from),
      to: formatMonth(row.period_to),
      values: {
        scheme: row.scheme,
        employer_id: row.employer_id,
        month_count: String(row.months),
        amount_total: row.amount_fen.toString(),
      },
    }),
  )
  return lanesOf(['CONTRIBUTION'], spells)[0]!
}
