import { type RawBuilder, sql } from 'kysely'

/**
 * Findings as a case is opened on them, an expression of type jsonb for an expression of type text[]: of each its open
 * episode with the rows that count, their digests and months, and whom it concerns. A finding that is concluded is
 * left out; of one in a case, the case that has it says so. Shape: `FindingSnapshot` of the cases; the server hands this to them.
 */
export function findingSnapshots(findingIds: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    coalesce(
      (
        select
          jsonb_agg(
            jsonb_build_object(
              'finding_id', finding.finding_id,
              'rule_code', finding.rule_code,
              'level', finding.level,
              'amount_fen', finding.open_amount_fen::text,
              'rows', ${rowsOf},
              'subject', ${subjectOf}
            )
            order by finding.finding_id
          )
        from app.finding
        where finding.finding_id = any (${findingIds})
          and finding.status in ('OPEN', 'IN_CASE')
      ),
      '[]'::jsonb
    )
  `
}

/** A case reads no more; how many there are is said when it is opened. */
const ofEpisode = sql`
  from app.finding_evidence as evidence
  where evidence.finding_id = finding.finding_id
    and evidence.episode = finding.episode
    and evidence.is_current
    and not evidence.is_context
`

/** The month that a row of money is for, else the one it happened in, else that of the run: as year × 12 + month − 1. */
const month = sql`
  (
    select (left(said.month, 4))::integer * 12 + (substr(said.month, 6, 2))::integer - 1
    from (
      select
        coalesce(
          (
            select value
            from unnest(
              array[
                evidence.content ->> 'period_from',
                evidence.content ->> 'pay_month',
                evidence.content ->> 'period',
                evidence.content ->> 'paid_at',
                evidence.content ->> 'happened_at',
                nullif(finding.period_to, ''),
                to_char(coalesce(finding.last_as_of, finding.last_order_on), 'YYYY-MM')
              ]
            ) with ordinality as given (value, place)
            where value ~ '^[0-9]{4}-(0[1-9]|1[0-2])'
            order by place
            limit 1
          ),
          to_char(coalesce(finding.last_as_of, finding.last_order_on), 'YYYY-MM')
        ) as month
    ) as said
  )
`

const rowsOf = sql`
  coalesce(
    (
      select
        jsonb_agg(
          jsonb_build_object(
            'table', evidence.table_name,
            'key', evidence.row_key,
            'digest', encode(evidence.digest, 'hex'),
            'amount_fen', evidence.amount_fen::text,
            'month', ${month}
          )
          order by evidence.table_name, evidence.row_key, evidence.digest
        )
      ${ofEpisode}
    ),
    '[]'::jsonb
  )
`

/** Nobody looks into what is about oneself, about a relative, or what one has handled (R-SYS-16, domain 3.11). */
const subjectOf = sql`
  jsonb_build_object(
    'regions', to_jsonb(finding.regions),
    'agencyId', finding.agency_id,
    'scheme', (
      select min(evidence.content ->> 'scheme')
      ${ofEpisode}
      having count(distinct coalesce(evidence.content ->> 'scheme', '')) = 1
    ),
    'personId', case when finding.subject_kind = 'person' then finding.subject_id end,
    'personKeys', coalesce(
      (
        select jsonb_agg(distinct app.identity_key(person.id_number))
        from register.person
        where person.id_number is not null
          and (
            (finding.subject_kind = 'person' and person.person_id = finding.subject_id)
            or person.person_id in (
              select evidence.content ->> 'person_id'
              ${ofEpisode}
            )
          )
      ),
      '[]'::jsonb
    ),
    'staffIds', case
      when finding.subject_kind = 'staff' then jsonb_build_array(finding.subject_id)
      else '[]'::jsonb
    end,
    'handlers', coalesce(
      (
        select jsonb_agg(distinct handled.staff_id)
        from (
          select evidence.content ->> 'operator_id' as staff_id
          ${ofEpisode}
          union
          select evidence.content ->> 'staff_id'
          ${ofEpisode}
        ) as handled
        inner join app.staff_member on staff_member.staff_id = handled.staff_id
      ),
      '[]'::jsonb
    )
  )
`
