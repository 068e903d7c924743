import { type RawBuilder, sql } from 'kysely'
import { rowKeyOf, storedKey } from '#register/register-change.ts'
import { registerKey } from '#register/register-column.ts'
import { tableOf, type WrittenRow } from '#register/register-row.ts'
import { subjectOfPerson } from '../person-subject.ts'

/**
 * Whom a row of the register is about: the person it names, by personal or by id number; a row that names nobody, or
 * nobody we know, belongs to the agency of whoever asks. Null where there is no such row.
 */
export function rowSubject(asked: {
  readonly table: string
  readonly key: WrittenRow
  readonly actorId: string
}): RawBuilder<unknown> {
  const table = tableOf(asked.table)
  const rowKey = rowKeyOf(table, storedKey(table, asked.key))
  const names = table.columns.map(({ name }) => name)
  const found = sql`${sql.id('register', table.name)} as given where given.${sql.id(registerKey(table))} = ${rowKey}`
  const ofAgency = sql`(
    select jsonb_build_object('regions', jsonb_build_array(agency.region), 'agencyId', agency.agency_id)
    from app.staff_member
    inner join app.agency on agency.agency_id = staff_member.agency_id
    where staff_member.staff_id = ${asked.actorId} and exists (select from ${found})
  )`
  if (names.includes('person_id')) {
    const personId = sql`(select given.person_id from ${found})`
    // A row of somebody is never handled as one of nobody, whatever the agency.
    return sql`select coalesce((${subjectOfPerson(personId)}), case when ${personId} is null then ${ofAgency} end)`
  }
  if (!names.includes('id_number')) return sql`select ${ofAgency}`
  const personId = sql`(
    select min(person.person_id)
    from register.person
    where person.id_number = (select given.id_number from ${found})
  )`
  return sql`select coalesce((${subjectOfPerson(personId)}), ${ofAgency})`
}
