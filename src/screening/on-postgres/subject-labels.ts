import type { TableName } from '#standard/tables.ts'
import type { SubjectKind } from '../finding.ts'
import type { HitRow, SubjectLabel } from './check-findings.ts'
import { type CheckShape, finishStatement, type Statement, startStatement, tableStep } from './table-step.ts'

/**
 * Names and regions of the subjects found, as a run looks them up (run-rule.ts, nameSubjects), with the order's effect:
 * a person who is to be renamed has the new name.
 */
interface LabelQuery {
  readonly tables: readonly (readonly [TableName, string])[]
  readonly select: string
}

const queries: Readonly<Partial<Record<SubjectKind, LabelQuery>>> = {
  person: {
    tables: [['person', 'person_id = any(:ids)']],
    select: 'select person_id as label_key, person_id as owner_id, name, region from person',
  },
  staff: {
    tables: [['staff', 'staff_id = any(:ids)']],
    select: 'select staff_id as label_key, staff_id as owner_id, name, null as region from staff',
  },
  employer: {
    tables: [['employer', 'employer_id = any(:ids)']],
    select: 'select employer_id as label_key, employer_id as owner_id, null as name, region from employer',
  },
  card: {
    tables: [
      ['social_card', 'card_number = any(:ids)'],
      ['person', 'person_id = any(array(select person_id from social_card))'],
    ],
    select: `
      select social_card.card_number as label_key, person.person_id as owner_id, null as name, person.region
      from social_card
      join person on person.person_id = social_card.person_id`,
  },
  // An account belongs where the first of the persons belongs who are paid to it: asked by line.
  account: {
    tables: [
      ['payment', 'payment_id = any(:ids)'],
      ['person', 'person_id = any(array(select person_id from payment))'],
    ],
    select: `
      select payment.payment_id as label_key, person.person_id as owner_id, null as name, person.region
      from payment
      join person on person.person_id = payment.person_id
      where person.region is not null`,
  },
}

export function labelStatement(kind: SubjectKind, shape: CheckShape): Statement | null {
  const query = queries[kind]
  if (query === undefined) return null
  const builder = startStatement()
  const steps = query.tables.map(
    ([name, condition]) => `${name} as (${tableStep(builder, name, condition, shape)})`,
  )
  return finishStatement(builder, `with ${steps.join(', ')} ${query.select} order by owner_id, label_key`)
}

/** What to ask for: the subjects, of accounts the lines that are their evidence. */
export function labelKeys(kind: SubjectKind, rows: readonly HitRow[]): string[] {
  if (kind !== 'account') return [...new Set(rows.map((row) => row.subject_id))]
  return rows.filter((row) => row.evidence_table === 'payment').map((row) => row.evidence_key)
}

export interface LabelRow {
  readonly label_key: string
  readonly owner_id: string
  readonly name: string | null
  readonly region: string | null
}

/** @param labels in the order of owners, so that the first row of an account is that of its first person */
export function labelOf(
  kind: SubjectKind,
  rows: readonly HitRow[],
  labels: readonly LabelRow[],
): (subjectId: string) => SubjectLabel {
  const nothing: SubjectLabel = { name: null, region: null }
  if (kind !== 'account') {
    const byKey = new Map(labels.map((label) => [label.label_key, label]))
    return (subjectId) => byKey.get(subjectId) ?? nothing
  }
  const lines = new Map<string, Set<string>>()
  for (const { subject_id: id, evidence_key: key, evidence_table: table } of rows) {
    if (table === 'payment') lines.set(id, (lines.get(id) ?? new Set()).add(key))
  }
  return (subjectId) => labels.find(({ label_key: key }) => lines.get(subjectId)?.has(key)) ?? nothing
}
