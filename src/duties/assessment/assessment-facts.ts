import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { Violation } from './assessment-data.ts'

/** What an assessment is drafted on: the person, the counts of the period, the confirmed findings about him. */
export const AssessmentFacts = z.object({
  /** Null: nobody on post at the unit of who drafts. */
  person: z
    .object({
      agency_id: z.string(),
      name: z.string(),
      posts: z.array(z.string()),
      is_head: z.boolean(),
    })
    .nullable(),
  counts: z.record(z.string(), z.int()),
  violations: z.array(Violation),
  /** Another assessment of the person and period. */
  standing: z.string().nullable(),
})

export function assessmentFacts(asked: {
  readonly staffId: RawBuilder<unknown>
  readonly agencyId: RawBuilder<unknown>
  readonly period: RawBuilder<unknown>
  readonly from: RawBuilder<unknown>
  readonly until: RawBuilder<unknown>
  readonly recordId: string | null
}): RawBuilder<unknown> {
  const { staffId, agencyId, period, from, until, recordId } = asked
  return sql`
    select jsonb_build_object(
      'person', (
        select jsonb_build_object(
          'agency_id', assessed.agency_id,
          'name', assessed.name,
          'posts', coalesce(
            (
              select jsonb_agg(post.title order by post.title)
              from app.post_assignment
              inner join app.post on post.post_id = post_assignment.post_id
              where
                post_assignment.staff_id = assessed.staff_id
                and coalesce(post_assignment.ended_on > app.beijing_day(clock_timestamp()), true)
            ),
            '[]'::jsonb
          ),
          'is_head', exists (
            select
            from app.post_assignment
            inner join app.post on post.post_id = post_assignment.post_id
            where
              post_assignment.staff_id = assessed.staff_id
              and post.agency_id = assessed.agency_id
              and 'UNIT_HEAD' = any (post.properties)
              and coalesce(post_assignment.ended_on > app.beijing_day(clock_timestamp()), true)
          )
        )
        from app.staff_member as assessed
        where
          assessed.staff_id = ${staffId}
          and assessed.agency_id = ${agencyId}
          and assessed.status = 'ON_POST'
      ),
      'counts', app.performance_counts(${agencyId}, ${staffId}, ${from}, ${until}),
      'violations', coalesce(
        (
          select jsonb_agg(
            jsonb_build_object(
              'finding_id', finding.finding_id,
              'rule_code', finding.rule_code,
              'level', finding.level,
              'conclusion', finding_episode.conclusion,
              'concluded_on', app.beijing_day(finding_episode.concluded_at),
              'record_id', finding_episode.record_id
            )
            order by finding_episode.concluded_at, finding.finding_id
          )
          from app.finding
          inner join app.finding_episode on finding_episode.finding_id = finding.finding_id
          where
            finding_episode.conclusion in ('TRUE', 'PARTIAL')
            and app.beijing_day(finding_episode.concluded_at) >= ${from}
            and app.beijing_day(finding_episode.concluded_at) < ${until}
            and (
              (finding.subject_kind = 'staff' and finding.subject_id = ${staffId})
              or (
                finding.subject_kind = 'user_account'
                and exists (
                  select
                  from register.user_account
                  where
                    user_account.account_id = finding.subject_id
                    and user_account.staff_id = ${staffId}
                )
              )
            )
        ),
        '[]'::jsonb
      ),
      'standing', (
        select other.record_id
        from app.record as other
        where
          other.kind = 'ASSESSMENT'
          and other.status <> 'WITHDRAWN'
          and other.data ->> 'staff_id' = ${staffId}
          and other.data ->> 'period' = ${period}
          and other.record_id is distinct from ${recordId}::text
        order by other.record_id
        limit 1
      )
    )
  `
}

/** The person, at the unit of who drafts; relatives of his do not take part. */
export const assessedSubject = (staffId: string, actorId: string): RawBuilder<unknown> => sql`
  select jsonb_build_object(
    'regions', jsonb_build_array(agency.region),
    'agencyId', agency.agency_id,
    'staffIds', jsonb_build_array(${staffId}::text),
    'personKeys', coalesce(
      (
        select jsonb_agg(app.identity_key(assessed.id_number))
        from app.staff_member as assessed
        where assessed.staff_id = ${staffId} and assessed.id_number is not null
      ),
      '[]'::jsonb
    )
  )
  from app.staff_member as actor
  inner join app.agency on agency.agency_id = actor.agency_id
  where actor.staff_id = ${actorId}
`

/** Whether the five working days to read it are over. */
export const readingOver = (): RawBuilder<unknown> => sql`
  select to_jsonb(
    app.working_day_after(app.beijing_day((record.data -> 'proposed' ->> 'at')::timestamptz), 5)
      < app.beijing_day(clock_timestamp())
  )
`
