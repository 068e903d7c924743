import { sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '#platform/postgres/database.ts'

/** What belongs to a case or a recovery beside its own record, for whoever has been let see that one. */

export interface StoredFinding {
  readonly finding_id: string
  readonly explanation: string
  readonly person_name: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly period_from: string
  readonly period_to: string
  readonly status: string
}

export interface StoredFile {
  readonly attachment_id: string
  readonly purpose: string
  readonly name: string
  readonly size_bytes: bigint
  readonly version: number
  readonly uploaded_by: string
  readonly uploaded_at: Date
}

export interface StoredLetter {
  readonly record_id: string
  readonly status: string
  readonly template: string
  readonly recovery_id: string | null
  readonly number_text: string | null
  readonly addressee_name: string
  readonly attachment_id: string | null
  readonly entered_by: string
  readonly entered_at: Date
}

export interface StoredOrder {
  readonly record_id: string
  readonly kind: string
  readonly status: string
  readonly amount_fen: bigint | null
  readonly entered_at: Date
}

const rowsMax = 200

export async function findingsOfCase(db: Database, caseId: string): Promise<readonly StoredFinding[]> {
  const { rows } = await sql<StoredFinding>`
    select
      finding.finding_id,
      finding.explanation,
      finding.person_name,
      finding.subject_kind,
      finding.subject_id,
      finding.period_from,
      finding.period_to,
      finding.status
    from app.record as concerned
    cross join jsonb_array_elements(concerned.data -> 'findings') as snapshot
    inner join app.finding on finding.finding_id = snapshot ->> 'finding_id'
    where concerned.kind = 'CASE' and concerned.record_id = ${caseId}
    order by finding.finding_id
    limit ${rowsMax}
  `.execute(db)
  return rows
}

export async function filesOf(db: Database, recordId: string): Promise<readonly StoredFile[]> {
  const { rows } = await sql<StoredFile>`
    select
      attachment.attachment_id,
      record_attachment.purpose,
      attachment.name,
      attachment.size_bytes,
      record_attachment.version,
      attachment.uploaded_by,
      attachment.uploaded_at
    from app.record_attachment
    inner join app.attachment on attachment.attachment_id = record_attachment.attachment_id
    where record_attachment.record_id = ${recordId}
    order by record_attachment.version, attachment.attachment_id
    limit 500
  `.execute(db)
  return rows
}

/** Of a case, or of one of its recoveries. */
export async function lettersOf(
  db: Database,
  { caseId, recoveryId = null }: { readonly caseId: string; readonly recoveryId?: string | null },
): Promise<readonly StoredLetter[]> {
  const { rows } = await sql<StoredLetter>`
    select
      letter.record_id,
      letter.status,
      letter.data ->> 'template' as template,
      letter.data ->> 'recovery_id' as recovery_id,
      letter.data -> 'number' ->> 'text' as number_text,
      letter.data ->> 'addressee_name' as addressee_name,
      letter.data ->> 'attachment_id' as attachment_id,
      letter.entered_by,
      letter.entered_at
    from app.record as letter
    where
      letter.kind = 'LETTER'
      and letter.data ->> 'case_id' = ${caseId}
      and (${recoveryId}::text is null or letter.data ->> 'recovery_id' = ${recoveryId})
    order by letter.entered_at, letter.record_id
    limit ${rowsMax}
  `.execute(db)
  return rows
}

/** Orders in force about the person of the record: they stopped a payment, or wrote something off. */
export async function ordersAbout(
  db: Database,
  { recordId, isWriteOff }: { readonly recordId: string; readonly isWriteOff: boolean },
): Promise<readonly StoredOrder[]> {
  const { rows } = await sql<StoredOrder>`
    select
      referred.record_id,
      referred.kind,
      referred.status,
      referred.amount_fen,
      referred.entered_at
    from app.record as concerned
    inner join app.record as referred on referred.person_id = concerned.person_id
    where
      concerned.record_id = ${recordId}
      and referred.kind like 'ORDER\\_%'
      and referred.status in ('DONE', 'AWAITING_CONFIRMATION')
      and referred.regions && concerned.regions
      and (
        not ${isWriteOff}::boolean
        or (
          referred.kind = 'ORDER_WRITE_OFF'
          and not exists (
            select
            from app.settled_order
            where settled_order.order_id = referred.record_id
          )
        )
      )
    order by referred.entered_at desc, referred.record_id
    limit 50
  `.execute(db)
  return rows
}

const Deadline = z.object({ due_day: z.string().nullable(), is_due_provisional: z.boolean() })

export async function deadlineOf(db: Database, recordId: string): Promise<z.infer<typeof Deadline>> {
  const { rows } = await sql`
    select due_day, due_is_provisional as is_due_provisional
    from app.record
    where record_id = ${recordId}
  `.execute(db)
  return Deadline.parse(rows[0])
}
