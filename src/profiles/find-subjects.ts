import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { getTable, type TableName } from '#standard/tables.ts'
import { valuesJson, valuesOf } from './lanes/lane-source.ts'
import type { Values } from './profile.ts'

/** A subject as the register has it; null in all of these: not there, or outside the scope. */
export interface FoundSubjectFacts {
  readonly region: string | null
  readonly facts: Values
}

/** Not the address: it says in which neighbourhood somebody lives, which no rule and no page looks at. */
const personFacts = [
  'name',
  'id_number',
  'sex',
  'birth_date',
  'archive_birth_date',
  'category',
  'first_work_date',
  'retire_date',
  'life_status',
  'death_date',
  'phone',
  'region',
] as const
const employerFacts = [
  'name',
  'credit_code',
  'industry_code',
  'injury_risk_class',
  'registered_on',
  'registration_status',
  'cancelled_on',
  'legal_representative_id_number',
  'phone',
  'declared_headcount',
  'region',
] as const

async function findRow(
  tx: Tx,
  tableName: TableName,
  given: { readonly names: readonly string[]; readonly condition: RawBuilder<SqlBool> },
): Promise<FoundSubjectFacts | null> {
  const { rows } = await sql<{ region: string | null; facts: Values }>`
    select held.region, ${valuesJson(getTable(tableName), given.names)} as facts
    from ${sql.ref(`register.${tableName}`)} as held
    where ${given.condition}
    order by held.region
    limit 1
  `.execute(tx)
  const row = rows[0]
  return row === undefined ? null : { region: row.region, facts: valuesOf(tableName, row.facts) }
}

/** `visible` is on `held.region`. */
export function findPerson(
  tx: Tx,
  { personId, visible }: { readonly personId: string; readonly visible: RawBuilder<SqlBool> },
): Promise<FoundSubjectFacts | null> {
  const condition = sql<SqlBool>`held.person_id = ${personId} and ${visible}`
  return findRow(tx, 'person', { names: personFacts, condition })
}

/** `visible` is on `held.region`. */
export function findEmployer(
  tx: Tx,
  { employerId, visible }: { readonly employerId: string; readonly visible: RawBuilder<SqlBool> },
): Promise<FoundSubjectFacts | null> {
  const condition = sql<SqlBool>`held.employer_id = ${employerId} and ${visible}`
  return findRow(tx, 'employer', { names: employerFacts, condition })
}

/** The accounts of a person: few; so an account's address can name the person and not the number. */
export async function listAccountNumbers(tx: Tx, personId: string): Promise<string[]> {
  const { rows } = await sql<{ account_number: string }>`
    select account_number
    from register.payee_account
    where person_id = ${personId}
    order by account_number
    limit 200
  `.execute(tx)
  return rows.map(({ account_number }) => account_number)
}

/** Of the organisation, else of the core system alone, which says nothing of a place; `visible` is on `known.region`. */
export async function findStaff(
  tx: Tx,
  { staffId, visible }: { readonly staffId: string; readonly visible: RawBuilder<SqlBool> },
): Promise<FoundSubjectFacts | null> {
  const { rows } = await sql<FoundSubjectFacts>`
    with
      known as (
        select
          1 as place,
          agency.region,
          staff_member.name,
          staff_member.department,
          staff_member.status,
          staff_member.left_on
        from app.staff_member
        inner join app.agency on agency.agency_id = staff_member.agency_id
        where staff_member.staff_id = ${staffId}
        union all
        select 2, null, staff.name, staff.department, staff.status, staff.left_on
        from register.staff
        where staff.staff_id = ${staffId}
      )
    select
      known.region,
      json_build_object(
        'name', known.name,
        'staff_id', ${staffId}::text,
        'department', known.department,
        'status', known.status,
        'left_on', to_char(known.left_on, 'YYYY-MM-DD')
      ) as facts
    from known
    where ${visible}
    order by known.place
    limit 1
  `.execute(tx)
  return rows[0] ?? null
}
