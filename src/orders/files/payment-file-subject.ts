import { type RawBuilder, sql } from 'kysely'

/**
 * Whom a file of many people is about: every region of theirs, the agency of whoever enters it, the scheme. All regions
 * must lie in the scope of everybody who handles it. The people are not named one by one: in a county's file stand the
 * parents of half the office, and nobody could handle it (R-SYS-16 is kept for single orders and for holds).
 */
export function fileSubject(asked: {
  readonly personIds: readonly string[]
  /** Holds whose persons are in the file, too. */
  readonly holdIds: readonly string[]
  readonly scheme: string | null
  readonly actorId: string
  /** True: by their keys, so that nobody handles his own. */
  readonly namesPersons?: boolean
}): RawBuilder<unknown> {
  const { personIds, holdIds, scheme, actorId, namesPersons = false } = asked
  const keys = namesPersons ? sql`jsonb_agg(distinct app.identity_key(person.id_number))` : sql`'[]'::jsonb`
  return sql`
    select jsonb_build_object(
      'regions', covered.regions,
      'agencyId', staff_member.agency_id,
      'scheme', ${scheme}::text,
      'personKeys', covered.keys
    )
    from app.staff_member
    cross join lateral (
      select jsonb_agg(distinct person.region) as regions, ${keys} as keys
      from register.person
      inner join app.region on region.region = person.region
      where
        person.person_id = any (${[...personIds]}::text[])
        or person.person_id in (
          select hold.person_id
          from app.record as hold
          where hold.kind = 'PAYMENT_HOLD' and hold.record_id = any (${[...holdIds]}::text[])
        )
    ) as covered
    where staff_member.staff_id = ${actorId} and covered.regions is not null
  `
}
