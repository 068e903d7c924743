import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { FactsRequest } from '#records/define-record.ts'
import { LedgerRow } from './filing-data.ts'

/** What the decisions on a filing are made on, read in the load's one statement. */

export const UnitFacts = z.object({
  agency_id: z.string(),
  agency_name: z.string(),
  receiver_id: z.string().nullable(),
  receiver_name: z.string().nullable(),
  /** A filing of this unit and year is there already. */
  has_filing: z.boolean(),
})
export type UnitFacts = z.infer<typeof UnitFacts>

const unitOf = (agencyId: RawBuilder<unknown>, year: number) => sql`
  select
    jsonb_build_object(
      'agency_id', agency.agency_id,
      'agency_name', agency.name,
      'receiver_id', receiver.agency_id,
      'receiver_name', receiver.name,
      'has_filing', exists (
        select
        from app.record as filed
        where
          filed.kind = 'LEDGER_FILING'
          and filed.agency_id = agency.agency_id
          and filed.data ->> 'year' = ${String(year)}
      )
    )
  from app.agency
  left join app.agency as receiver on receiver.agency_id = app.ledger_receiver(agency.agency_id)
  where agency.agency_id = ${agencyId}
`

const ownAgency = (actorId: string) => sql`
  (select staff_member.agency_id from app.staff_member where staff_member.staff_id = ${actorId})
`

export const openFacts = ({ input, actorId }: FactsRequest<{ readonly year: number }>): RawBuilder<unknown> =>
  unitOf(ownAgency(actorId), input.year)

export const callFacts = ({
  input,
}: FactsRequest<{ readonly year: number; readonly agency_id: string }>): RawBuilder<unknown> =>
  unitOf(sql`${input.agency_id}`, input.year)

export const CopyFacts = z.object({
  rows: z.array(LedgerRow),
  /** Responsible people of a line who are no longer on post, with its risk. */
  left: z.array(z.object({ name: z.string(), risk: z.string() })),
})
export type CopyFacts = z.infer<typeof CopyFacts>

/** The unit's ledger as it stands: what is in force, what somebody wants to change or remove included. */
export const copyFacts = (): RawBuilder<unknown> => sql`
  with line as (
    select
      point.record_id,
      point.version,
      point.entered_at,
      point.data -> 'point' as content,
      point.data -> 'people' as people
    from app.record as point
    where
      point.kind = 'RISK_POINT'
      and point.agency_id = record.agency_id
      and point.status in ('IN_FORCE', 'REVISION_PROPOSED', 'RETIREMENT_PROPOSED')
  ),
  responsible as (
    select line.content ->> 'risk' as risk, people.name, people.staff_id
    from line
    cross join lateral (
      values
        (line.content ->> 'direct_staff_id', line.people ->> 'direct'),
        (line.content ->> 'department_head_id', line.people ->> 'department_head'),
        (line.content ->> 'unit_head_id', line.people ->> 'unit_head')
    ) as people (staff_id, name)
  )
  select
    jsonb_build_object(
      'rows', (
        select
          coalesce(
            jsonb_agg(
              jsonb_build_object(
                'risk_point_id', line.record_id,
                'version', line.version,
                'department', line.content ->> 'department',
                'risk', line.content ->> 'risk',
                'measures', jsonb_path_query_array(line.content, '$.measures[*].text'),
                'direct', line.people ->> 'direct',
                'department_head', line.people ->> 'department_head',
                'unit_head', line.people ->> 'unit_head',
                'level', app.risk_level(
                  (line.content ->> 'likelihood')::integer, (line.content ->> 'impact')::integer
                ),
                'residual_level', app.risk_level(
                  (line.content ->> 'residual_likelihood')::integer,
                  (line.content ->> 'residual_impact')::integer
                ),
                'stage', line.content ->> 'stage',
                'domain', line.content ->> 'domain'
              )
              order by line.content ->> 'department', line.entered_at, line.record_id
            ),
            '[]'
          )
        from line
      ),
      'left', (
        select
          coalesce(
            jsonb_agg(
              jsonb_build_object('name', responsible.name, 'risk', responsible.risk)
              order by responsible.risk, responsible.name
            ),
            '[]'
          )
        from responsible
        left join app.staff_member as member
          on member.staff_id = responsible.staff_id
          and member.agency_id = record.agency_id
          and member.status = 'ON_POST'
        where member.staff_id is null
      )
    )
`

/** Which agency decides: only the one that the ledger was filed to accepts or returns it. */
export const deciderFacts = ({ actorId }: FactsRequest<unknown>): RawBuilder<unknown> => sql`
  select to_jsonb(${ownAgency(actorId)})
`
export const DeciderFacts = z.string().nullable()
