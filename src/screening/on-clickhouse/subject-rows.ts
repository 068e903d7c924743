import type { TableName } from '#standard/tables.ts'
import type { SubjectKind } from '../finding.ts'

/** The rows that name the subjects of hits (screening/run-rule.ts) and say whose they are: table, and which. */
export function namedBySubject(kind: SubjectKind, hits: string): readonly (readonly [TableName, string])[] {
  const subjects = `(select subject_id from ${hits})`
  if (kind === 'person') return [['person', `person_id in ${subjects}`]]
  if (kind === 'staff') return [['staff', `staff_id in ${subjects}`]]
  if (kind === 'employer') return [['employer', `employer_id in ${subjects}`]]
  if (kind === 'user_account') return [['user_account', `account_id in ${subjects}`]]
  if (kind === 'card') {
    const holders = `select person_id from social_card where card_number in ${subjects}`
    return [
      ['social_card', `card_number in ${subjects}`],
      ['person', `person_id in (${holders})`],
    ]
  }
  if (kind === 'account') {
    const lines = `select evidence_key from ${hits} where evidence_table = 'payment'`
    return [['person', `person_id in (select person_id from payment where payment_id in (${lines}))`]]
  }
  return []
}
