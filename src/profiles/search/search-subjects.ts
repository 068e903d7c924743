import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { normaliseIdentityNumber } from '#base/identity-number.ts'
import { normaliseName } from '#base/names.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { ProfileKind } from '../profile.ts'

export const foundMax = 20

export interface FoundSubject {
  readonly kind: ProfileKind
  readonly key: string
  /** Name, or number of an account; in clear. */
  readonly label: string
  /** Of an account: the person by whom it was found. */
  readonly person_id: string | null
  readonly id_number: string | null
  readonly region: string | null
}

export interface SearchScope {
  /** On `person.region`. */
  readonly persons: RawBuilder<SqlBool>
  /** On `employer.region`. */
  readonly employers: RawBuilder<SqlBool>
  /** On `agency.region`. */
  readonly staff: RawBuilder<SqlBool>
}

/** From the prefix on, up to what no longer begins with it: an index range, unlike a pattern that a setting may turn off. */
function beginsWith(column: RawBuilder<unknown>, prefix: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`starts_with(${column}, ${prefix}) and ${column} >= ${prefix} and ${column} < ${prefix} || ${'\u{10FFFF}'}`
}

/** A name of at least two characters may be the beginning of one; everything else must be the whole number. */
const isName = (query: string): boolean => /^[\p{L}·]{2,}/u.test(query)

function personQuery(query: string, visible: RawBuilder<SqlBool>): RawBuilder<unknown> {
  const name = normaliseName(query)
  const matches = isName(query)
    ? sql<SqlBool>`(person.person_id = ${query} or (${beginsWith(sql`person.name_normalised`, name)}))`
    : sql<SqlBool>`(person.person_id = ${query} or person.id_number = ${normaliseIdentityNumber(query)})`
  return sql`(
    select
      'person' as kind,
      person.person_id as key,
      person.name as label,
      person.person_id,
      person.id_number,
      person.region
    from register.person
    where ${matches} and ${visible}
    order by person.name_normalised, person.person_id
    limit ${foundMax + 1}
  )`
}

function accountQuery(query: string, visible: RawBuilder<SqlBool>): RawBuilder<unknown> {
  return sql`(
    select
      'account' as kind,
      payee_account.account_number as key,
      payee_account.account_number as label,
      min(payee_account.person_id) as person_id,
      null as id_number,
      null as region
    from register.payee_account
    inner join register.person on person.person_id = payee_account.person_id
    where payee_account.account_number = ${query} and ${visible}
    group by payee_account.account_number
    order by payee_account.account_number
    limit 1
  )`
}

function employerQuery(query: string, visible: RawBuilder<SqlBool>): RawBuilder<unknown> {
  const byName = isName(query) ? sql` or (${beginsWith(sql`employer.name`, query)})` : sql``
  return sql`(
    select
      'employer' as kind,
      employer.employer_id as key,
      employer.name as label,
      null as person_id,
      null as id_number,
      employer.region
    from register.employer
    where (employer.employer_id = ${query} or employer.credit_code = ${query.toUpperCase()}${byName}) and ${visible}
    order by employer.name, employer.employer_id
    limit ${foundMax + 1}
  )`
}

function staffQuery(query: string, visible: RawBuilder<SqlBool>): RawBuilder<unknown> {
  return sql`(
    select
      'staff' as kind,
      staff_member.staff_id as key,
      staff_member.name as label,
      null as person_id,
      null as id_number,
      agency.region
    from app.staff_member
    inner join app.agency on agency.agency_id = staff_member.agency_id
    where staff_member.staff_id = ${query} and ${visible}
    order by staff_member.staff_id
    limit 1
  )`
}

/**
 * Persons, accounts, employers and staff by number, persons and employers also by the beginning of their name; only
 * what is in the scope, and at most so many that one looks further instead of reading on.
 */
export async function searchSubjects(tx: Tx, query: string, scope: SearchScope): Promise<FoundSubject[]> {
  const sought = query.trim()
  const { rows } = await sql<FoundSubject>`
    ${personQuery(sought, scope.persons)}
    union all
    ${accountQuery(sought, scope.persons)}
    union all
    ${employerQuery(sought, scope.employers)}
    union all
    ${staffQuery(sought, scope.staff)}
    order by kind desc, label, key
    limit ${foundMax + 1}
  `.execute(tx)
  return rows
}
