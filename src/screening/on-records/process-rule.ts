import type { Bilingual } from '#base/bilingual.ts'
import type { WorkTable } from '#standard/record-views.ts'
import type { recordSubjectKinds } from '../finding.ts'
import type { RuleOf } from '../rule.ts'

/** What the program itself lays beside the records, by column and type of PostgreSQL. Filled with each run. */
export const workReferences = {
  /** Working days, those of unannounced years counted Monday to Friday (platform.md 17). */
  work_calendar: { day: 'integer', is_working: 'boolean', working_number: 'integer' },
  /** Each record kind's workflow: what may be done in a status and where it leads. */
  workflow_step: { kind: 'text', status_before: 'text', action: 'text', status_after: 'text' },
  /** Which tables the catalogue's rules cannot do without. */
  rule_need: { rule_code: 'text', table_name: 'text' },
  /** Two units' answers that read alike: computed outside SQL (process-rules/similar-answers.ts). */
  answer_likeness: {
    campaign_id: 'text',
    task_id: 'text',
    other_task_id: 'text',
    other_agency_id: 'text',
    likeness: 'bigint',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>
export type WorkReference = keyof typeof workReferences

export type ProcessSubjectKind =
  | (typeof recordSubjectKinds)[number]
  | 'batch'
  | 'fund_account'
  | 'order'
  | 'staff'

/**
 * A rule about how the work is done (R-WF): like any other, but it reads the system's own records and what was delivered
 * on payments and accounts, on PostgreSQL only, and a supervisor owns what it finds. It is no part of the catalogue that
 * screens deliveries.
 */
export interface ProcessRule extends RuleOf<WorkTable, WorkTable | WorkReference, ProcessSubjectKind> {
  /** How often its question makes sense; it is asked every night. */
  readonly cadence: Bilingual
  /**
   * Where what was delivered answers only a part of the question: then finding nothing is no PASS. A select of one
   * boolean `is_weak` from the register and the views as they are, with the month of the run as `$1`.
   */
  readonly weakness?: { readonly sql: string; readonly reason: Bilingual }
  /** Why it cannot be answered yet: records of that kind do not exist in this program. Such a rule never runs. */
  readonly waitsFor?: Bilingual
}

export function defineProcessRule(rule: ProcessRule): ProcessRule {
  return Object.freeze(rule)
}
