import { z } from 'zod'
import { maskPersonal } from '#platform/http/list/mask.ts'
import { titleOfCode } from '#rules/every-rule.ts'
import { TextForm } from '../acting/record-forms.ts'
import type { CaseRow, RecordColumns } from './list-cases.ts'
import type { RecoveryRow } from './list-recoveries.ts'

/** Cases and recoveries as lists show them: fen as text of digits, times in UTC, names masked. */

export function ruleTitle(code: string): z.infer<typeof TextForm> {
  return titleOfCode(code)
}

const common = {
  record_id: z.string(),
  status: z.string(),
  version: z.int(),
  regions: z.array(z.string()),
  agency_id: z.string().nullable(),
  person_id: z.string().nullable(),
  amount_fen: z.string().nullable(),
  is_open: z.boolean(),
  entered_by: z.string(),
  entered_at: z.iso.datetime(),
  changed_at: z.iso.datetime(),
  due_day: z.string().nullable(),
  is_due_provisional: z.boolean(),
  is_overdue: z.boolean(),
}

export const CaseForm = z
  .object({
    ...common,
    level: z.int().min(1).max(3),
    assignee: z.string().nullable(),
    verdict: z.string().nullable(),
    loss_fen: z.string().nullable(),
    finding_count: z.int(),
    rules: z.array(z.object({ code: z.string(), title: TextForm })),
  })
  .meta({ id: 'Case' })
export type CaseForm = z.infer<typeof CaseForm>

export const balanceForm = {
  due_fen: z.string(),
  recovered_fen: z.string(),
  written_off_fen: z.string(),
  outstanding_fen: z.string(),
}
export const RecoveryForm = z
  .object({
    ...common,
    case_id: z.string(),
    debtor_name: z.string().describe('脱敏 / masked'),
    plan_kind: z.string().nullable(),
    ...balanceForm,
  })
  .meta({ id: 'Recovery' })
export type RecoveryForm = z.infer<typeof RecoveryForm>

function commonOf(row: RecordColumns) {
  return {
    record_id: row.record_id,
    status: row.status,
    version: row.version,
    regions: row.regions,
    agency_id: row.agency_id,
    person_id: row.person_id,
    amount_fen: row.amount_fen?.toString() ?? null,
    is_open: row.is_open,
    entered_by: row.entered_by,
    entered_at: row.entered_at.toISOString(),
    changed_at: row.changed_at.toISOString(),
    due_day: row.due_day,
    is_due_provisional: row.due_is_provisional,
    is_overdue: row.is_overdue,
  }
}

export function caseForm(row: CaseRow): CaseForm {
  const { level, assignee, verdict, loss_fen, finding_count, rule_codes } = row
  return {
    ...commonOf(row),
    ...{ level, assignee, verdict, finding_count },
    loss_fen: loss_fen?.toString() ?? null,
    rules: rule_codes.map((code) => ({ code, title: ruleTitle(code) })),
  }
}

type Amounts = Pick<RecoveryRow, 'due_fen' | 'recovered_fen' | 'written_off_fen' | 'outstanding_fen'>

export function balanceOf(row: Amounts): { readonly [Name in keyof Amounts]: string } {
  return {
    due_fen: row.due_fen.toString(),
    recovered_fen: row.recovered_fen.toString(),
    written_off_fen: row.written_off_fen.toString(),
    outstanding_fen: row.outstanding_fen.toString(),
  }
}

export function recoveryForm(row: RecoveryRow): RecoveryForm {
  const { case_id, debtor_name, plan_kind } = row
  return {
    ...commonOf(row),
    ...{ case_id, plan_kind },
    debtor_name: maskPersonal('name', debtor_name),
    ...balanceOf(row),
  }
}
