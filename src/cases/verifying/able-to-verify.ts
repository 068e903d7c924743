import { type SqlBool, sql } from 'kysely'
import type { Database } from '#platform/postgres/database.ts'

/**
 * Of a row of `app.staff_member`: on post with the duty for all regions of the case `record`, and not concerned by it.
 * Asked by whoever assigns a case, and once more when it is assigned.
 */
export const isAbleToVerify = sql<SqlBool>`
  staff_member.status = 'ON_POST'
  and not (record.concerned -> 'staffIds' ? staff_member.staff_id)
  and not (record.concerned -> 'handlers' ? staff_member.staff_id)
  and not exists (
    select
    from unnest(record.regions) as concerned
    inner join app.region on region.region = concerned
    where not exists (
      select
      from app.role_grant
      where
        role_grant.staff_id = staff_member.staff_id
        and role_grant.role in ('INTERNAL_AUDIT', 'SUPERVISION')
        and role_grant.regions && region.path
        and role_grant.valid_from <= clock_timestamp()
        and (role_grant.valid_to is null or role_grant.valid_to > clock_timestamp())
    )
  )
`

export interface Verifier {
  readonly staff_id: string
  readonly name: string
  readonly agency_id: string
  readonly agency_name: string
  /** Of their cases that are open: whoever assigns sees who has how much. */
  readonly open_cases: number
}

const verifiersMax = 100

/** Who may verify all of these cases: those of the case's own agency first, whoever has fewest cases before the others. */
export async function verifiersOf(db: Database, caseIds: readonly string[]): Promise<readonly Verifier[]> {
  const { rows } = await sql<Verifier>`
    with
      able as (
        select
          staff_member.staff_id,
          staff_member.name,
          agency.agency_id,
          agency.name as agency_name,
          bool_or(agency.agency_id = record.agency_id) as is_own
        from app.record
        inner join app.staff_member on ${isAbleToVerify}
        inner join app.agency on agency.agency_id = staff_member.agency_id
        where record.kind = 'CASE' and record.record_id = any (${[...caseIds]}::text[])
        group by staff_member.staff_id, staff_member.name, agency.agency_id, agency.name
        having count(*) = ${caseIds.length}
      )
    select
      able.staff_id,
      able.name,
      able.agency_id,
      able.agency_name,
      (
        select count(*)::integer
        from app.record as held
        where held.kind = 'CASE' and held.is_open and held.data ->> 'assignee' = able.staff_id
      ) as open_cases
    from able
    order by able.is_own desc, open_cases, able.staff_id
    limit ${verifiersMax}
  `.execute(db)
  return rows
}
