import { z } from 'zod'
import type { RunRow, RunRuleRow } from '#runs/reading/list-runs.ts'
import type { DifferenceRow } from '#runs/shadows.ts'
import { maskData } from '../acting/mask-data.ts'
import { TextForm } from '../acting/record-forms.ts'

const states = ['WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED'] as const

export const RunForm = z
  .object({
    run_id: z.string(),
    snapshot_id: z.string(),
    agency_id: z.string(),
    region: z.string(),
    rule_codes: z.array(z.string()).nullable(),
    as_of: z.string().nullable(),
    is_trial: z.boolean().describe('试算：不产生疑点 / a trial: it leaves no findings'),
    state: z.enum(states),
    asked_by: z.string().nullable(),
    asked_at: z.iso.datetime(),
    cancel_asked_by: z.string().nullable(),
    cancel_asked_at: z.iso.datetime().nullable(),
    attempts: z.int(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
    progress: z
      .object({ stage: z.string(), subject: z.string(), done: z.number(), total: z.number() })
      .nullable(),
    failure: TextForm.nullable(),
    result: z
      .object({
        program_version: z.string(),
        standard_version: z.int(),
        findings: z.int(),
        amount_fen: z.string(),
        opened: z.int(),
        reopened: z.int(),
        older: z.int(),
        not_found_again: z.int(),
        manifest_sha256: z.string(),
        warnings: z.array(TextForm),
        tables: z.array(
          z.object({
            table: z.string(),
            rows: z.int(),
            rows_rejected: z.int(),
            first_date: z.string().nullable(),
            last_date: z.string().nullable(),
          }),
        ),
      })
      .nullable(),
  })
  .meta({ id: 'ScreeningRun' })

const RunRuleForm = z.object({
  rule_code: z.string(),
  rule_version: z.int(),
  shadow: z.string().nullable(),
  status: z.enum(['HIT', 'PASS', 'NOT_EVALUATED', 'FAILED']),
  reason: TextForm.nullable(),
  findings: z.int(),
  amount_fen: z.string(),
  parameters: z.record(z.string(), z.string()),
  sql_sha256: z.string(),
  seconds: z.number(),
  compared: z
    .object({ only_live: z.int(), only_shadow: z.int(), different: z.int(), same: z.int() })
    .nullable(),
})

export function runForm(row: RunRow): z.input<typeof RunForm> {
  const { run_id, snapshot_id, agency_id, region, rule_codes, as_of, is_trial, state, attempts } = row
  const time = (at: Date | null): string | null => at?.toISOString() ?? null
  return {
    ...{ run_id, snapshot_id, agency_id, region, rule_codes, as_of, is_trial, state, attempts },
    asked_by: row.asked_by,
    asked_at: row.asked_at.toISOString(),
    cancel_asked_by: row.cancel_asked_by,
    cancel_asked_at: time(row.cancel_asked_at),
    started_at: time(row.started_at),
    finished_at: time(row.finished_at),
    progress: row.progress,
    failure: row.failure,
    result: row.result as z.input<typeof RunForm>['result'],
  }
}

export function differenceForm({ rule_code, shadow, finding_id, subject_kind, ...row }: DifferenceRow) {
  const kind = subject_kind === 'account' ? 'account_number' : ''
  const subject_id = maskData(row.subject_id, kind) as string
  return {
    ...{ rule_code, shadow, finding_id, subject_kind, subject_id },
    ...{ live: row.live_side, shadow_side: row.shadow_side },
  }
}

export function ruleForm(row: RunRuleRow): z.input<typeof RunRuleForm> {
  const { seconds, shadow, amount_fen, ...others } = row
  return {
    ...others,
    shadow: shadow === '' ? null : shadow,
    amount_fen: amount_fen.toString(),
    seconds: Number(seconds),
  }
}

export const OpenedRunForm = RunForm.extend({
  rules: z.array(RunRuleForm),
  delivery_title: z.string().nullable().describe('空：载入登记库的交付 / null: loaded into the register'),
  shadows: z.array(z.object({ rule_code: z.string(), name: z.string() })),
  usual_seconds: z
    .int()
    .nullable()
    .describe('近五次同类筛查用时的中位数 / median of the last five alike; null: there was none'),
})

const SideForm = z.object({ level: z.int(), amount_fen: z.string(), evidence_count: z.int() }).nullable()
export const DifferenceForm = z.object({
  rule_code: z.string(),
  shadow: z.string(),
  finding_id: z.string(),
  subject_kind: z.string(),
  subject_id: z.string(),
  live: SideForm,
  shadow_side: SideForm,
})
