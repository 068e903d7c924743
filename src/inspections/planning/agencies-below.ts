import { type RawBuilder, sql } from 'kysely'

/**
 * 经办机构 that the agency supervises: of its region and of those below, without itself and what is above it. Aliases:
 * `supervisor` and `below`, both rows of app.agency.
 */
export const isBelow: RawBuilder<unknown> = sql`
  below.kind = 'HANDLING'
  and below.agency_id <> supervisor.agency_id
  and below.agency_id <> all (supervisor.path)
  and exists (
    select
    from app.region
    where region.region = below.region and supervisor.region = any (region.path)
  )
`

/** As jsonb: `Place` of each, by id. */
export function agenciesBelow(supervisorId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select
      coalesce(
        jsonb_agg(
          jsonb_build_object('agency_id', below.agency_id, 'title', below.name, 'region', below.region)
          order by below.agency_id
        ),
        '[]'::jsonb
      )
    from app.agency as supervisor
    inner join app.agency as below on ${isBelow}
    where supervisor.agency_id = ${supervisorId}
  )`
}

/** The agency that the person serves. */
export const agencyOfStaff = (staffId: string): RawBuilder<unknown> =>
  sql`(select member.agency_id from app.staff_member as member where member.staff_id = ${staffId})`
