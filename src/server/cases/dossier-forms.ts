import { z } from 'zod'
import type { FindingSnapshot } from '#cases/case-data.ts'
import type { Verifier } from '#cases/verifying/able-to-verify.ts'
import { maskPersonal } from '#platform/http/list/mask.ts'
import type { RecordKind } from '#records/define-record.ts'
import { maskData } from '../acting/mask-data.ts'
import { TextForm } from '../acting/record-forms.ts'
import { ruleTitle } from './case-forms.ts'
import type { StoredFile, StoredFinding, StoredLetter, StoredOrder } from './load-dossier.ts'

/** Masked, always: what is shown in full is asked of the record itself, with a reason. */

export const DossierFinding = z.object({
  finding_id: z.string(),
  rule_code: z.string(),
  rule_title: TextForm,
  level: z.int(),
  amount_fen: z.string(),
  row_count: z.int(),
  /** Null: the finding is not stored here any more. */
  said: z
    .object({
      explanation: z.string(),
      person_name: z.string(),
      period_from: z.string(),
      period_to: z.string(),
      status: z.string(),
    })
    .nullable(),
})

export function findingForm(
  snapshot: FindingSnapshot,
  stored: StoredFinding | undefined,
): z.infer<typeof DossierFinding> {
  const { finding_id, rule_code, level, amount_fen, rows } = snapshot
  return {
    ...{ finding_id, rule_code, level },
    rule_title: ruleTitle(rule_code),
    amount_fen: amount_fen.toString(),
    row_count: rows.length,
    said: stored === undefined ? null : said(stored),
  }
}

function said({ explanation, person_name, period_from, period_to, status, ...subject }: StoredFinding) {
  const { subject_kind, subject_id } = subject
  const shown =
    subject_kind === 'account'
      ? explanation.replaceAll(subject_id, maskPersonal('account_number', subject_id))
      : explanation
  return {
    explanation: String(maskData(shown)),
    person_name: maskPersonal('name', person_name),
    ...{ period_from, period_to, status },
  }
}

export const DossierFile = z.object({
  attachment_id: z.string(),
  purpose: z.string(),
  name: z.string(),
  size_bytes: z.int(),
  /** Of the record: the act that attached it. */
  version: z.int(),
  uploaded_by: z.string(),
  uploaded_at: z.iso.datetime(),
})

export function fileForm(file: StoredFile): z.infer<typeof DossierFile> {
  const { attachment_id, purpose, version, uploaded_by } = file
  return {
    ...{ attachment_id, purpose, version, uploaded_by },
    name: String(maskData(file.name)),
    size_bytes: Number(file.size_bytes),
    uploaded_at: file.uploaded_at.toISOString(),
  }
}

export const DossierLetter = z.object({
  record_id: z.string(),
  status: z.string(),
  template: z.string(),
  recovery_id: z.string().nullable(),
  number_text: z.string().nullable(),
  addressee_name: z.string(),
  attachment_id: z.string().nullable(),
  entered_by: z.string(),
  entered_at: z.iso.datetime(),
})

export function letterForm({
  addressee_name,
  entered_at,
  ...letter
}: StoredLetter): z.infer<typeof DossierLetter> {
  return {
    ...letter,
    addressee_name: maskPersonal('name', addressee_name),
    entered_at: entered_at.toISOString(),
  }
}

export const DossierOrder = z.object({
  record_id: z.string(),
  kind: z.string(),
  kind_title: TextForm,
  status: z.string(),
  amount_fen: z.string().nullable(),
  entered_at: z.iso.datetime(),
})

export function orderForm(
  { record_id, kind, status, amount_fen, entered_at }: StoredOrder,
  kinds: ReadonlyMap<string, RecordKind>,
): z.infer<typeof DossierOrder> {
  return {
    ...{ record_id, kind, status },
    kind_title: kinds.get(kind)?.title ?? { zh: kind, en: kind },
    amount_fen: amount_fen?.toString() ?? null,
    entered_at: entered_at.toISOString(),
  }
}

export const VerifierForm = z.object({
  staff_id: z.string(),
  /** Of people of one's own agency only. */
  name: z.string().nullable(),
  agency_id: z.string(),
  agency_name: z.string(),
  open_cases: z.int(),
})

export function verifierForm(verifier: Verifier, ownAgency: string): z.infer<typeof VerifierForm> {
  return { ...verifier, name: verifier.agency_id === ownAgency ? verifier.name : null }
}
