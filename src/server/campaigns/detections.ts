import { type RawBuilder, sql } from 'kysely'
import type { DetectionAsked, DetectionSource } from '#campaigns/detection-source.ts'
import { questions } from '#campaigns/forms/questions.ts'

/**
 * Findings against a unit's answers (R-WF-16). A unit's findings are those that a handling agency in its region owns; of
 * a township or village, those that lie in it. Those of the period that is looked at, unless concluded as untrue: a
 * finding in a case, or one that turned out true, speaks against a “no” like an open one.
 */

/** Question and rule, a pair a row. */
const pairs = questions.flatMap(({ number, rules }) => rules.map((rule) => ({ question: number, rule })))
const linkedRules = [...new Set(pairs.map(({ rule }) => rule))].sort()

const idsMax = 50

const pairTable = sql`
  unnest(
    ${pairs.map(({ question }) => question)}::text[],
    ${pairs.map(({ rule }) => rule)}::text[]
  ) as linked (question, rule_code)
`

/** Of a finding without months, when it was found. */
const isInPeriod = ({ from, to }: DetectionAsked): RawBuilder<unknown> => sql`
  coalesce(nullif(left(finding.period_to, 7), ''), to_char(finding.last_as_of, 'YYYY-MM')) >= ${from}
  and coalesce(nullif(left(finding.period_from, 7), ''), to_char(finding.first_found_at, 'YYYY-MM')) <= ${to}
`

const findingColumns = sql`
  finding.finding_id, finding.rule_code, finding.episode, finding.status, finding.amount_fen,
  finding.evidence_count, finding.period_from, finding.period_to, finding.last_as_of, finding.first_found_at
`

/** Two branches, so that each has its index. */
const ofUnit = (agencyId: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select ${findingColumns}
  from app.agency as unit
  inner join app.agency as beside on beside.region = unit.region
  inner join app.finding
    on finding.agency_id = beside.agency_id
    and finding.rule_code = any(${linkedRules}::text[])
  where unit.agency_id = ${agencyId} and unit.kind not in ('TOWN', 'VILLAGE')
  union all
  select ${findingColumns}
  from app.agency as unit
  inner join app.finding
    on finding.covering @> array[unit.region]
    and finding.rule_code = any(${linkedRules}::text[])
  where unit.agency_id = ${agencyId} and unit.kind in ('TOWN', 'VILLAGE')
`

export const findingDetections: DetectionSource = (asked) => sql`
  (
    select coalesce(
      jsonb_object_agg(
        of_question.question,
        jsonb_build_object(
          'count', of_question.findings,
          'amount_fen', of_question.amount_fen,
          'digest', of_question.digest,
          'finding_ids', to_jsonb(of_question.finding_ids)
        )
      ),
      '{}'::jsonb
    )
    from (
      select
        linked.question,
        count(*) as findings,
        sum(finding.amount_fen)::bigint::text as amount_fen,
        encode(
          sha256(
            convert_to(
              string_agg(
                concat_ws(
                  ':', finding.finding_id, finding.episode, finding.status, finding.amount_fen, finding.evidence_count
                ),
                ',' order by finding.finding_id
              ),
              'UTF8'
            )
          ),
          'hex'
        ) as digest,
        (array_agg(finding.finding_id order by finding.amount_fen desc, finding.finding_id))[1:${sql.lit(idsMax)}]
          as finding_ids
      from (${ofUnit(asked.agencyId)}) as finding
      inner join ${pairTable} on linked.rule_code = finding.rule_code
      where ${isInPeriod(asked)}
        and (
          finding.status <> 'CONCLUDED'
          or exists (
            select
            from app.finding_episode as concluded
            where concluded.finding_id = finding.finding_id
              and concluded.episode = finding.episode
              and concluded.conclusion in ('TRUE', 'PARTIAL')
          )
        )
      group by linked.question
    ) as of_question
  )
`
