import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Refusal } from '#base/refusal.ts'
import { conflict } from '#records/form-fields.ts'
import { FindingSnapshot } from './case-data.ts'

/**
 * Where findings come from: their slice and this one know nothing of each other, and the server wires them. Given an
 * expression of type text[], an expression of type jsonb: an array of `FindingSnapshot`, of those that exist. What a
 * case is about is read there and not believed from a form.
 */
export type FindingSource = (findingIds: RawBuilder<unknown>) => RawBuilder<unknown>

export const findingsMax = 200
const rowsMax = 5000

/** The subject of a record about these findings (jsonb array); null where one of the ids is missing. */
export function subjectOfFindings(findings: RawBuilder<unknown>, count: number | null): RawBuilder<unknown> {
  const union = (name: string): RawBuilder<unknown> => sql`coalesce(
    (
      select jsonb_agg(distinct code)
      from
        jsonb_array_elements(loaded.findings) as finding,
        jsonb_array_elements(finding -> 'subject' -> ${sql.lit(name)}) as code
    ),
    '[]'::jsonb
  )`
  const single = (name: string): RawBuilder<unknown> => sql`(
    select min(finding -> 'subject' ->> ${sql.lit(name)})
    from jsonb_array_elements(loaded.findings) as finding
    having count(distinct coalesce(finding -> 'subject' ->> ${sql.lit(name)}, '')) = 1
  )`
  return sql`
    select jsonb_build_object(
      'regions', ${union('regions')},
      'agencyId', ${owningAgency},
      'scheme', ${single('scheme')},
      'personId', ${single('personId')},
      'personKeys', ${union('personKeys')},
      'staffIds', ${union('staffIds')},
      'handlers', ${union('handlers')},
      'amountFen', (
        select sum((finding ->> 'amount_fen')::bigint)::text
        from jsonb_array_elements(loaded.findings) as finding
      )
    )
    from (select (${findings})::jsonb as findings offset 0) as loaded
    where ${count === null ? sql`jsonb_array_length(loaded.findings) > 0` : sql`jsonb_array_length(loaded.findings) = ${count}`}
  `
}

/** The lowest agency that is each finding's or above it (platform.md 14). */
const owningAgency = sql`(
  select above.agency_id
  from
    (
      select distinct finding -> 'subject' ->> 'agencyId' as agency_id
      from jsonb_array_elements(loaded.findings) as finding
    ) as concerned
  inner join app.agency on agency.agency_id = concerned.agency_id
  cross join unnest(agency.path) with ordinality as above (agency_id, depth)
  group by above.agency_id
  having count(*) = (
    select count(distinct coalesce(finding -> 'subject' ->> 'agencyId', ''))
    from jsonb_array_elements(loaded.findings) as finding
  )
  order by min(above.depth) desc
  limit 1
)`

/** With who has them already. */
export function findingFacts(findings: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select jsonb_build_object(
      'findings', loaded.findings,
      'held', coalesce(
        (
          select jsonb_object_agg(case_finding.finding_id, case_finding.record_id)
          from app.case_finding
          where case_finding.finding_id in (
            select finding ->> 'finding_id' from jsonb_array_elements(loaded.findings) as finding
          )
        ),
        '{}'::jsonb
      )
    )
    from (select (${findings})::jsonb as findings offset 0) as loaded
  `
}

const Facts = z.object({ findings: z.array(FindingSnapshot), held: z.record(z.string(), z.string()) })

/** The findings that a case may be opened on, or why not. `from`: cases that give theirs up for it. */
export function findingsOf(
  loaded: unknown,
  from: readonly string[] = [],
): readonly FindingSnapshot[] | Refusal {
  const { findings, held } = Facts.parse(loaded)
  const holder = Object.entries(held).find(([, recordId]) => !from.includes(recordId))
  if (holder !== undefined) {
    return conflict(
      `疑点 ${holder[0]} 已在案件 ${holder[1]} 中核查，不能重复立案。`,
      `finding ${holder[0]} is in case ${holder[1]} already; a second case about it is not opened.`,
    )
  }
  if (findings.reduce((sum, { rows }) => sum + rows.length, 0) > rowsMax || findings.length > findingsMax) {
    return conflict(
      `一个案件最多 ${findingsMax} 条疑点、${rowsMax} 行证据，请分案办理。`,
      `a case has at most ${findingsMax} findings and ${rowsMax} rows of evidence; open several.`,
    )
  }
  return findings
}
