import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import type { Open, OpenDue } from './report-data.ts'
import { periodOf } from './report-period.ts'

/** Unit and region of whoever begins the report. */
export const subjectQuery = ({ actorId }: { readonly actorId: string }): RawBuilder<unknown> => sql`
  select jsonb_build_object('regions', jsonb_build_array(agency.region), 'agencyId', agency.agency_id)
  from app.staff_member
  inner join app.agency on agency.agency_id = staff_member.agency_id
  where staff_member.staff_id = ${actorId}
`

/** Whether the unit has one of that kind and period. */
export const openFacts = ({
  input,
  actorId,
}: {
  readonly input: Open
  readonly actorId: string
}): RawBuilder<unknown> => sql`
  select to_jsonb(
    exists (
      select
      from app.record as other
      inner join app.staff_member on staff_member.agency_id = other.agency_id
      where
        other.kind = 'PERIODIC_REPORT'
        and other.status <> 'WITHDRAWN'
        and other.data ->> 'kind' = ${input.kind}
        and other.data ->> 'period' = ${periodOf(input.kind, input.year, input.half)?.period ?? ''}
        and staff_member.staff_id = ${actorId}
    )
  )
`
export const IsThere = z.boolean()

export const dueSubject = ({ input }: { readonly input: OpenDue }): RawBuilder<unknown> => sql`
  select jsonb_build_object('regions', jsonb_build_array(agency.region), 'agencyId', agency.agency_id)
  from app.agency
  where agency.agency_id = ${input.agency_id}
`

export const dueFacts = ({ input }: { readonly input: OpenDue }): RawBuilder<unknown> => sql`
  select to_jsonb(
    exists (
      select
      from app.record as other
      where
        other.kind = 'PERIODIC_REPORT'
        and other.status <> 'WITHDRAWN'
        and other.data ->> 'kind' = 'RISK_HALF_YEAR'
        and other.data ->> 'period' = ${`${input.year}-${input.half}`}
        and other.agency_id = ${input.agency_id}
    )
  )
`

/** The figures of the record's region and period, at the moment of the act: with it they are frozen. */
export const figureFacts = (): RawBuilder<unknown> => sql`
  select app.report_figures(
    record.regions[1],
    (record.data ->> 'from')::date,
    (record.data ->> 'until')::date
  )
`
export const AnsweredFigures = z.record(z.string(), z.string().nullable())

/** Whether the unit of who acts stands above the region of the report: nobody accepts a report of their own level. */
export const aboveFacts = ({ actorId }: { readonly actorId: string }): RawBuilder<unknown> => sql`
  select to_jsonb(
    coalesce(
      (
        select agency.region <> all (record.regions) and record.covering @> array[agency.region]
        from app.staff_member
        inner join app.agency on agency.agency_id = staff_member.agency_id
        where staff_member.staff_id = ${actorId}
      ),
      false
    )
  )
`

export function refusalOfOwnLevel(loaded: unknown): Refusal | null {
  if (z.boolean().parse(loaded)) return null
  return new Refusal('not_permitted', {
    zh: '本级报告由上级基金监督机构接收或退回；请由上级办理。',
    en: 'reports are accepted or returned by the supervision of the level above, not by that of their own level.',
  })
}
