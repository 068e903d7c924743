import { z } from 'zod'
import { assert, type Refusal } from '#base/refusal.ts'
import type { ActFacts, ToDoDraft } from '#records/define-record.ts'
import { conflict, notPermitted, reason } from '#records/form-fields.ts'
import type { CaseData, CaseRow } from './case-data.ts'

/** What most actions of a case share. */

export const Nothing = z.strictObject({})
export type Nothing = z.infer<typeof Nothing>
export const Reason = z.strictObject({ reason })
export type Reason = z.infer<typeof Reason>

export const entry = { by: 'person', function: 'CASE', step: 'ENTRY' } as const
export const approval = { by: 'person', function: 'CASE', step: 'APPROVAL' } as const
export const lead = { by: 'person', function: 'CASE_LEAD', step: 'ACT' } as const
export const bySystem = { by: 'system', function: 'CASE', step: 'ACT' } as const

/** Who verified decides nothing: whoever did one of these is no second person. */
export const verifyingActions = [
  'open',
  'openMerged',
  'split',
  'begin',
  'work',
  'notify',
  'answer',
  'noAnswer',
  'conclude',
  'measure',
] as const

/** An action on a case that is there. */
export function present(record: CaseRow | null): CaseRow {
  assert(record !== null, 'the workflow opens no case by this action')
  return record
}

/** A case has one person who verifies it; another one has it assigned first. */
export function refusalOfOthers({ data }: CaseRow, { actorId }: ActFacts): Refusal | null {
  if (data.assignee === actorId) return null
  return notPermitted(
    '该案件已分派他人核查；如需办理，请先由负责人改派。',
    'this case is assigned to somebody else; have it assigned to you first.',
  )
}

export function said(facts: ActFacts, text: string): { by: string; at: string; reason: string } {
  return { by: facts.actorId, at: facts.at.toISOString(), reason: text }
}

export function remarked(data: CaseData, action: string, facts: ActFacts, text: string): CaseData {
  return { ...data, remarks: [...data.remarks, { action, ...said(facts, text) }] }
}

/** For the case's assignee. */
export function toDoOfAssignee(record: CaseRow, data: CaseData, zh: string, en: string): ToDoDraft[] {
  const { agency } = record.subject
  if (agency === null || data.assignee === null) return []
  const common = { duty: 'INTERNAL_AUDIT', step: 'ENTRY', agencyId: agency.agencyId } as const
  return [{ ...common, title: { zh, en }, personId: data.assignee }]
}

/** For the leaders of the case's agency. */
export function toDosOfLeaders(record: CaseRow, zh: string, en: string): ToDoDraft[] {
  const { agency } = record.subject
  if (agency === null) return []
  return (['DEPUTY_HEAD', 'UNIT_HEAD'] as const).map((duty) => ({
    duty,
    step: 'APPROVAL',
    agencyId: agency.agencyId,
    title: { zh, en },
  }))
}

/** As much as one person can oversee, and one act can carry. */
export const papersMax = 200
export function refusalOfTooMany(count: number, max: number, zh: string, en: string): Refusal | null {
  if (count < max) return null
  return conflict(`${zh}已达 ${max} 项，不能再增加。`, `there are ${max} ${en} already, which is the most.`)
}
