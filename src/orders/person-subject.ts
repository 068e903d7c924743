import { type RawBuilder, sql } from 'kysely'

/**
 * Whom an order about a person is about, from the register and not from the input: the person's region, and the handling
 * agency nearest to it. Null where the register has no such person or nobody handles the region.
 */
export function personSubject(personId: string): RawBuilder<unknown> {
  return subjectOfPerson(sql`${personId}`)
}

/** @param personId an expression of type text */
export function subjectOfPerson(personId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select jsonb_build_object(
      'regions', jsonb_build_array(person.region),
      'agencyId', handling.agency_id,
      'personId', person.person_id,
      'personKeys', jsonb_build_array(app.identity_key(person.id_number))
    )
    from register.person
    inner join app.region on region.region = person.region
    cross join lateral (
      select agency.agency_id
      from app.agency
      where agency.kind = 'HANDLING' and agency.region = any (region.path)
      order by array_position(region.path, agency.region) desc, agency.agency_id
      limit 1
    ) as handling
    where person.person_id = ${personId}
  `
}
