import { sql } from 'kysely'
import { z } from 'zod'
import { Basic } from '#campaigns/answering/task-data.ts'
import type { BasicSummaryRow } from '#campaigns/documents/basic-summary.ts'
import { questions } from '#campaigns/forms/questions.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { getColumn, getTable } from '#standard/tables.ts'

const linkedRules = [...new Set(questions.flatMap(({ rules }) => rules))].sort()

interface Row {
  readonly region_name: string
  readonly schemes: readonly string[]
  readonly basics: unknown
  readonly started_on: string | null
  readonly submitted_on: string | null
  readonly leads: number
  readonly verified: number
  readonly confirmed: number
  readonly amount_fen: bigint
  readonly rectified: number
  readonly open: number
}

const schemeTitles = getColumn(getTable('payment'), 'scheme').codes ?? {}
const titleOf = (code: string): string => schemeTitles[code] ?? code

const nothingSaid = { recipients: null, monthlyFen: null, staff: null, accounts: null, sampled: null }
const ofUnitAlready = {
  ...{ leads: null, verified: null, confirmed: null, amountFen: null, rectified: null, open: null },
}

/** One line for each scheme that the unit described, else one. */
function linesOf(row: Row): BasicSummaryRow[] {
  const place = { region: row.region_name, startedOn: row.started_on, finishedOn: row.submitted_on }
  const ofUnit = {
    ...{ leads: row.leads, verified: row.verified, confirmed: row.confirmed },
    ...{ amountFen: row.amount_fen, rectified: row.rectified, open: row.open },
  }
  const basics = z.array(Basic).parse(row.basics)
  if (basics.length === 0) {
    const scheme = row.schemes.length === 0 ? '全部险种' : row.schemes.map(titleOf).join('、')
    return [{ ...place, scheme, ...nothingSaid, ...ofUnit }]
  }
  return basics.map(({ scheme, recipients, monthly_fen, staff, accounts, sampled }, index) => ({
    ...{ ...place, scheme: titleOf(scheme), recipients, monthlyFen: monthly_fen, staff, accounts, sampled },
    ...(index === 0 ? ofUnit : ofUnitAlready),
  }))
}

/**
 * 附件1: how many draw a benefit, how much is paid a month, people, accounts and samples as each unit described itself;
 * findings of the rules that the questions are linked to with what became of them, and problems with what was rectified,
 * as the system knows them.
 */
export async function readBasics(
  tx: Tx,
  { campaignId, members }: { readonly campaignId: string; readonly members: readonly string[] },
): Promise<readonly BasicSummaryRow[]> {
  const { rows } = await sql<Row>`
    select
      concat(place.name, ' ', agency.name) as region_name,
      array(select jsonb_array_elements_text(task.data -> 'plan' -> 'schemes')) as schemes,
      coalesce(task.data -> 'basics', '[]'::jsonb) as basics,
      app.day_in_china(task.entered_at)::text as started_on,
      unit.submitted_on::text as submitted_on,
      lead.leads,
      lead.verified,
      lead.confirmed,
      problem.amount_fen,
      problem.rectified,
      problem.open
    from app.campaign_unit as unit
    inner join app.record as task on task.record_id = unit.task_id
    inner join app.agency on agency.agency_id = unit.agency_id
    inner join app.region as place on place.region = unit.region
    cross join lateral (
      select
        count(*)::integer as leads,
        (count(*) filter (where concluded.conclusion is not null))::integer as verified,
        (count(*) filter (where concluded.conclusion in ('TRUE', 'PARTIAL')))::integer as confirmed
      from app.finding
      left join app.finding_episode as concluded
        on concluded.finding_id = finding.finding_id and concluded.episode = finding.episode
      where finding.agency_id = unit.agency_id
        and finding.rule_code = any(${linkedRules}::text[])
        and coalesce(nullif(left(finding.period_to, 7), ''), to_char(finding.last_as_of, 'YYYY-MM'))
          >= task.data -> 'plan' ->> 'period_from'
        and coalesce(nullif(left(finding.period_from, 7), ''), to_char(finding.first_found_at, 'YYYY-MM'))
          <= task.data -> 'plan' ->> 'period_to'
    ) as lead
    cross join lateral (
      select
        coalesce(sum(amount_fen), 0)::bigint as amount_fen,
        (count(*) filter (where rectified_on is not null))::integer as rectified,
        (count(*) filter (where rectified_on is null))::integer as open
      from app.campaign_problem
      where campaign_problem.campaign_id = unit.campaign_id and campaign_problem.agency_id = unit.agency_id
    ) as problem
    where unit.campaign_id = ${campaignId}
      and place.path && ${[...members]}::text[]
    order by place.region, unit.agency_id
  `.execute(tx)
  return rows.flatMap(linesOf)
}
