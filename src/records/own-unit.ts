import { type RawBuilder, sql } from 'kysely'

/** For `subjectQuery`: unit and region of whoever acts, where nobody opens a record for another unit. */
export const ownUnit = ({ actorId }: { readonly actorId: string }): RawBuilder<unknown> => sql`
  select jsonb_build_object('regions', jsonb_build_array(agency.region), 'agencyId', agency.agency_id)
  from app.staff_member
  inner join app.agency on agency.agency_id = staff_member.agency_id
  where staff_member.staff_id = ${actorId}
`

/** The region of whoever acts. */
export const ownRegion = ({ actorId }: { readonly actorId: string }): RawBuilder<unknown> => sql`
  select to_jsonb(agency.region)
  from app.staff_member
  inner join app.agency on agency.agency_id = staff_member.agency_id
  where staff_member.staff_id = ${actorId}
`
