import { z } from 'zod'
import { TextForm } from '../acting/record-forms.ts'
import { ruleTitle } from '../cases/case-forms.ts'
import type { InspectionLine } from './list-inspections.ts'

/** Inspections as lists and pages show them: fen as text of digits, days `YYYY-MM-DD`. */

export const InspectionForm = z
  .object({
    record_id: z.string(),
    status: z.string(),
    version: z.int(),
    supervisor_id: z.string(),
    supervisor_name: z.string(),
    inspected_id: z.string(),
    inspected_name: z.string(),
    region: z.string(),
    year: z.int(),
    kind: z.string(),
    is_on_site: z.boolean(),
    title: z.string(),
    planned_from: z.string(),
    planned_to: z.string(),
    started_on: z.string().nullable(),
    finished_on: z.string().nullable(),
    notice_number: z.string().nullable(),
    opinion_number: z.string().nullable(),
    team: z.int(),
    facts: z.int(),
    amount_fen: z.string(),
    items: z.int(),
    items_verified: z.int(),
    items_overdue: z.int(),
    is_open: z.boolean(),
    due_day: z.string().nullable(),
    is_due_provisional: z.boolean(),
    is_overdue: z.boolean(),
    changed_at: z.iso.datetime(),
  })
  .meta({ id: 'Inspection' })
export type InspectionForm = z.infer<typeof InspectionForm>

export function inspectionForm({
  amount_fen,
  changed_at,
  due_is_provisional,
  cursor_id: _id,
  cursor_value: _value,
  ...line
}: InspectionLine): InspectionForm {
  return {
    ...line,
    amount_fen: amount_fen.toString(),
    is_due_provisional: due_is_provisional,
    changed_at: changed_at.toISOString(),
  }
}

export const PlaceForm = z.object({ agency_id: z.string(), name: z.string(), region: z.string() })

/** A finding that a fact names, or may name; masked: no person stands in it. */
export const LinkedFinding = z.object({
  finding_id: z.string(),
  rule_code: z.string(),
  rule_title: TextForm,
  level: z.int(),
  status: z.string(),
  amount_fen: z.string(),
  first_found_on: z.string(),
})

export interface StoredFinding {
  readonly finding_id: string
  readonly rule_code: string
  readonly level: number
  readonly status: string
  readonly amount_fen: bigint
  readonly first_found_on: string
}

export function linkedFinding({ amount_fen, ...finding }: StoredFinding): z.infer<typeof LinkedFinding> {
  return { ...finding, rule_title: ruleTitle(finding.rule_code), amount_fen: amount_fen.toString() }
}
