import { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import type { Refusal } from '#base/refusal.ts'
import { AccessRefusal } from '#records/ask-access.ts'
import type { RecordKind } from '#records/define-record.ts'
import type { RecordSummary } from '#records/reading/list-records.ts'
import type { OpenedRecord } from '#records/reading/open-record.ts'
import { maskData } from './mask-data.ts'

/** Records as the API shows them: snake case, fen as text of digits, times in UTC. */

export const TextForm = z.object({ zh: z.string(), en: z.string() })

export const SummaryForm = z
  .object({
    record_id: z.string(),
    kind: z.string(),
    status: z.string(),
    version: z.int(),
    regions: z.array(z.string()),
    agency_id: z.string().nullable(),
    scheme: z.string().nullable(),
    person_id: z.string().nullable(),
    amount_fen: z.string().nullable(),
    is_open: z.boolean(),
    entered_by: z.string(),
    entered_at: z.iso.datetime(),
    changed_by: z.string(),
    changed_at: z.iso.datetime(),
    due_day: z.string().nullable(),
    is_due_provisional: z.boolean(),
  })
  .meta({ id: 'RecordSummary' })
export type SummaryForm = z.infer<typeof SummaryForm>

export function summaryForm(row: RecordSummary): SummaryForm {
  return {
    record_id: row.recordId,
    kind: row.kind,
    status: row.status,
    version: row.version,
    regions: row.regions,
    agency_id: row.agencyId,
    scheme: row.scheme,
    person_id: row.personId,
    amount_fen: row.amountFen?.toString() ?? null,
    is_open: row.isOpen,
    entered_by: row.enteredBy,
    entered_at: row.enteredAt.toISOString(),
    changed_by: row.changedBy,
    changed_at: row.changedAt.toISOString(),
    due_day: row.dueDay,
    is_due_provisional: row.isDueProvisional,
  }
}

const ActionForm = z.object({
  action: z.string(),
  title: TextForm,
  /** Null: the person may. Else why not. */
  refusal: z.object({ code: z.string(), text: TextForm, duties: z.array(TextForm) }).nullable(),
})

export const RecordForm = z
  .object({
    record_id: z.string(),
    kind: z.string(),
    status: z.string(),
    status_title: TextForm,
    version: z.int(),
    /** Of the kind's own schema; personal data masked unless unmasked. */
    data: z.unknown(),
    is_masked: z.boolean(),
    agency_id: z.string().nullable(),
    regions: z.array(z.string()),
    scheme: z.string().nullable(),
    person_id: z.string().nullable(),
    amount_fen: z.string().nullable(),
    entered_by: z.string(),
    entered_at: z.iso.datetime(),
    changed_at: z.iso.datetime(),
    attachments: z.array(z.object({ id: z.string(), purpose: z.string(), size_bytes: z.int() })),
    history: z.array(
      z.object({
        version: z.int(),
        action: z.string(),
        actor_id: z.string(),
        at: z.iso.datetime(),
        status_before: z.string(),
        status_after: z.string(),
        input: z.unknown(),
      }),
    ),
    comments: z.array(
      z.object({ comment_id: z.string(), actor_id: z.string(), at: z.iso.datetime(), text: z.string() }),
    ),
    actions: z.array(ActionForm),
  })
  .meta({ id: 'Record' })
export type RecordForm = z.infer<typeof RecordForm>

function refusalForm(refusal: Refusal | null): z.infer<typeof ActionForm>['refusal'] {
  if (refusal === null) return null
  const duties: readonly { readonly title: Bilingual }[] =
    refusal instanceof AccessRefusal ? refusal.couldBeDoneBy.duties : []
  return { code: refusal.code, text: refusal.text, duties: duties.map(({ title }) => title) }
}

/** As stored, which is JSON: `z.codec` where it differs from what code works with. */
export function storedData(kind: RecordKind, data: unknown): unknown {
  return z.encode(kind.schema, data)
}

export function recordForm(
  kind: RecordKind,
  opened: OpenedRecord,
  { isMasked }: { isMasked: boolean },
): RecordForm {
  const { record, attached, history, comments, actions } = opened
  const shown = (value: unknown, schema?: z.ZodType): unknown =>
    isMasked ? maskData(value, '', schema) : value
  return {
    record_id: record.id,
    kind: record.kind,
    status: record.status,
    status_title: kind.statuses[record.status]!,
    version: record.version,
    data: shown(storedData(kind, record.data), kind.schema),
    is_masked: isMasked,
    agency_id: record.subject.agency?.agencyId ?? null,
    regions: [...record.subject.regionCodes],
    scheme: record.subject.scheme,
    person_id: record.subject.personId,
    amount_fen: record.subject.amountFen?.toString() ?? null,
    entered_by: record.enteredBy,
    entered_at: record.enteredAt.toISOString(),
    changed_at: record.changedAt.toISOString(),
    attachments: attached.map(({ id, purpose, sizeBytes }) => ({ id, purpose, size_bytes: sizeBytes })),
    history: history.map((each) => ({
      version: each.version,
      action: each.action,
      actor_id: each.actorId,
      at: each.at.toISOString(),
      status_before: each.statusBefore,
      status_after: each.statusAfter,
      input: shown(each.input, kind.actions[each.action]?.input),
    })),
    comments: comments.map((each) => ({
      comment_id: each.commentId,
      actor_id: each.actorId,
      at: each.at.toISOString(),
      text: String(shown(each.text)),
    })),
    actions: actions.map(({ action, title, refusal }) => ({ action, title, refusal: refusalForm(refusal) })),
  }
}
