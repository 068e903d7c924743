/** What findings.csv says of a finding besides its figures: its id, and the name and region of a person. */
import { createHash } from 'node:crypto'
import type { Loaded } from '../loading/row.ts'
import type { Finding } from '../rules/rule.ts'

/**
 * "`finding_id` is the first 16 hex digits of SHA-256 of `standard_version|rule_code|subject_kind|subject_id`"
 * "`person_name_masked` keeps the first character, the others become `*`"
 * "A last column `region` is the person's, employer's or account's person's; empty where unknown."
 * ambiguous: the region of an account of several persons, and of batches, orders and staff: only persons are compared.
 */
export function personLabels(data: Loaded, findings: readonly Finding[]): string[] {
  return findings
    .filter((each) => each.subjectKind === 'person')
    .map(({ ruleCode, subjectKind, subjectId }) => {
      const id = createHash('sha256').update(['1', ruleCode, subjectKind, subjectId].join('|')).digest('hex')
      const person = data.rows('person').find((each) => each.person_id === subjectId)
      const [first = '', ...others] = [...(person?.name ?? '')]
      const masked = `${first}${'*'.repeat(others.length)}`
      return `${ruleCode} ${subjectKind} ${subjectId}: ${id.slice(0, 16)} ${masked} ${person?.region ?? ''}`
    })
}
