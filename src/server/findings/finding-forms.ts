import { z } from 'zod'
import type { FindingRow } from '#findings/reading/list-findings.ts'
import type { OpenedFinding, StoredEvidence } from '#findings/reading/open-finding.ts'
import { maskPersonal } from '#platform/http/list/mask.ts'
import { findRule, titleOfCode } from '#rules/every-rule.ts'
import { getShownTable } from '#standard/record-views.ts'
import { maskData } from '../acting/mask-data.ts'
import { TextForm } from '../acting/record-forms.ts'

/** Findings as the API shows them: masked unless asked otherwise, fen as text of digits, times in UTC. */

export const FindingForm = z
  .object({
    finding_id: z.string(),
    standard_version: z.int(),
    rule_code: z.string(),
    rule_title: TextForm,
    rule_version: z.int(),
    level: z.int().min(1).max(3),
    subject_kind: z.string(),
    subject_id: z.string(),
    person_name: z.string(),
    period_from: z.string(),
    period_to: z.string(),
    amount_fen: z.string(),
    open_amount_fen: z.string(),
    evidence_count: z.int(),
    explanation: z.string(),
    regions: z.array(z.string()),
    owner_region: z.string(),
    schemes: z.array(z.string()),
    agency_id: z.string().nullable(),
    sources: z.array(z.string()),
    status: z.enum(['OPEN', 'IN_CASE', 'CONCLUDED']),
    episode: z.int(),
    first_found_at: z.iso.datetime(),
    last_found_at: z.iso.datetime(),
    last_as_of: z.string().nullable().describe('只由业务办理发现的为空 / null: only an order has found it'),
    not_found_since: z.iso.datetime().nullable(),
    snoozed_until: z.string().nullable(),
  })
  .meta({ id: 'Finding' })
export type FindingForm = z.infer<typeof FindingForm>

export interface Masking {
  readonly isMasked: boolean
}

/** What names a person: an account by its last digits, anything else by how it looks. */
function shownSubject({ subject_kind, subject_id }: FindingRow, { isMasked }: Masking): string {
  if (!isMasked) return subject_id
  if (subject_kind === 'account') return maskPersonal('account_number', subject_id)
  return maskData(subject_id) as string
}

function shownExplanation(row: FindingRow, masking: Masking): string {
  if (!masking.isMasked) return row.explanation
  return maskData(row.explanation.replaceAll(row.subject_id, shownSubject(row, masking))) as string
}

export function findingForm(row: FindingRow, masking: Masking): FindingForm {
  return {
    finding_id: row.finding_id,
    standard_version: row.standard_version,
    rule_code: row.rule_code,
    rule_title: titleOfCode(row.rule_code),
    rule_version: row.rule_version,
    level: row.level,
    subject_kind: row.subject_kind,
    subject_id: shownSubject(row, masking),
    person_name: masking.isMasked ? maskPersonal('name', row.person_name) : row.person_name,
    period_from: row.period_from,
    period_to: row.period_to,
    amount_fen: row.amount_fen.toString(),
    open_amount_fen: row.open_amount_fen.toString(),
    evidence_count: row.evidence_count,
    explanation: shownExplanation(row, masking),
    regions: row.regions,
    owner_region: row.owner_region,
    schemes: row.schemes,
    agency_id: row.agency_id,
    sources: row.sources,
    status: row.status,
    episode: row.episode,
    first_found_at: row.first_found_at.toISOString(),
    last_found_at: row.last_found_at.toISOString(),
    last_as_of: row.last_as_of,
    not_found_since: row.not_found_since?.toISOString() ?? null,
    snoozed_until: row.snoozed_until,
  }
}

export const OpenedFindingForm = FindingForm.extend({
  first_run_id: z.string().nullable(),
  last_run_id: z.string().nullable(),
  not_found_run_id: z.string().nullable(),
  episodes: z.array(
    z.object({
      episode: z.int(),
      opened_at: z.iso.datetime(),
      state: z.enum(['OPEN', 'IN_CASE', 'CONCLUDED']),
      record_id: z.string().nullable(),
      conclusion: z.enum(['TRUE', 'PARTIAL', 'FALSE', 'UNVERIFIABLE']).nullable(),
      concluded_at: z.iso.datetime().nullable(),
      amount_fen: z.string(),
      evidence_count: z.int(),
      digest: z.string(),
    }),
  ),
  rule: z
    .object({
      purpose: TextForm,
      basis: z.array(z.object({ document: z.string(), clause: z.string(), quote: z.string() })),
      check: z.string(),
      sql: z.string(),
    })
    .nullable()
    .describe('规则已不在目录中则为空 / null: the rule is no longer in the catalogue'),
}).meta({ id: 'OpenedFinding' })
export type OpenedFindingForm = z.infer<typeof OpenedFindingForm>

export function openedFindingForm(finding: OpenedFinding, masking: Masking): OpenedFindingForm {
  const rule = findRule(finding.rule_code)
  return {
    ...findingForm(finding, masking),
    first_run_id: finding.first_run_id,
    last_run_id: finding.last_run_id,
    not_found_run_id: finding.not_found_run_id,
    episodes: finding.episodes.map((each) => ({
      ...each,
      opened_at: each.opened_at.toISOString(),
      concluded_at: each.concluded_at?.toISOString() ?? null,
      amount_fen: each.amount_fen.toString(),
    })),
    rule:
      rule === undefined
        ? null
        : {
            purpose: rule.purpose,
            basis: rule.basis.map(({ document, clause, quote }) => ({ document, clause, quote })),
            check: rule.check,
            sql: rule.sql,
          },
  }
}

export const EvidenceForm = z
  .object({
    table: z.string(),
    table_title: z.string(),
    key: z.string(),
    digest: z.string(),
    episode: z.int(),
    is_context: z.boolean(),
    is_current: z.boolean(),
    is_assumed: z.boolean().describe('按业务单办理后的内容 / as an order would write it'),
    amount_fen: z.string(),
    region: z.string().nullable(),
    values: z.array(
      z.object({
        column: z.string(),
        title: z.string(),
        value: z.union([z.string(), z.boolean()]).nullable(),
      }),
    ),
  })
  .meta({ id: 'FindingEvidence' })
export type EvidenceForm = z.infer<typeof EvidenceForm>

export function evidenceForm(row: StoredEvidence, { isMasked }: Masking): EvidenceForm {
  const table = getShownTable(row.table_name)
  return {
    table: row.table_name,
    table_title: table.title,
    key: isMasked ? (maskData(row.row_key) as string) : row.row_key,
    digest: row.digest,
    episode: row.episode,
    is_context: row.is_context,
    is_current: row.is_current,
    is_assumed: row.is_assumed,
    amount_fen: row.amount_fen.toString(),
    region: row.region,
    values: Object.entries(row.content).map(([column, value]) => ({
      column,
      title: table.columns.find(({ name }) => name === column)?.title ?? column,
      value: isMasked ? (maskData(value, column) as string | boolean | null) : value,
    })),
  }
}
