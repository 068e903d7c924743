import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { accountRef } from './account-ref.ts'
import type { RefForm } from './profile-forms.ts'
import type { ProfileScope } from './profile-scope.ts'

interface OfFinding {
  readonly finding: { readonly subject_kind: string; readonly subject_id: string }
  readonly key: Buffer
}

/** The profile of a finding's subject; null for a subject that has none, or none of whose persons is in the scope. */
export async function refOfFinding(
  tx: Tx,
  scope: ProfileScope,
  { finding, key }: OfFinding,
): Promise<RefForm | null> {
  const { subject_kind: kind, subject_id: id } = finding
  if (kind === 'person' || kind === 'staff') return { kind, ref: id }
  if (kind === 'employer') {
    const { rows } = await sql<{ employer_id: string }>`
      select employer_id
      from register.employer
      where employer_id = ${id} or credit_code = ${id}
      order by employer_id
      limit 1
    `.execute(tx)
    return rows[0] === undefined ? null : { kind, ref: rows[0].employer_id }
  }
  if (kind !== 'account') return null
  const { rows } = await sql<{ person_id: string }>`
    select person.person_id
    from register.payee_account
    inner join register.person on person.person_id = payee_account.person_id
    where payee_account.account_number = ${id} and ${scope.business('person.region')}
    order by person.person_id
    limit 1
  `.execute(tx)
  const personId = rows[0]?.person_id
  return personId === undefined ? null : { kind, ref: accountRef(key, { personId, accountNumber: id }) }
}
