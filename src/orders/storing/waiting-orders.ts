import { sql } from 'kysely'
import { z } from 'zod'
import { isPostProperty, isRole, titleOfDuty } from '#access/duties.ts'
import type { Bilingual } from '#base/bilingual.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { RecordKind } from '#records/define-record.ts'
import { orderKinds } from '../order-functions.ts'

/** Somebody who has the next step: everybody of a post, or the one who has taken it. */
export interface WaitedFor {
  readonly duty: string
  readonly dutyTitle: Bilingual
  readonly agencyId: string
  readonly agencyName: string
  readonly assignedTo: string | null
}

export interface WaitingOrder {
  readonly recordId: string
  readonly kind: string
  readonly title: Bilingual
  readonly status: string
  readonly statusTitle: Bilingual
  readonly enteredBy: string
  readonly enteredAt: Date
  /** `YYYY-MM-DD`; null without a deadline. */
  readonly dueDay: string | null
  /** Empty where nobody here has the next step: the core system has it. */
  readonly waitsFor: readonly WaitedFor[]
}

const Waiting = z.array(
  z.object({
    duty: z.string(),
    agency_id: z.string(),
    name: z.string().nullable(),
    assigned_to: z.string().nullable(),
  }),
)

/**
 * What is open about a person and for whom it waits, oldest first: for the person's page (issue 4, point 4).
 * @param listed more kinds than orders, where a page shows them too: holds of payments
 */
export async function waitingOrdersOf(
  db: Database,
  personId: string,
  listed: readonly RecordKind[] = orderKinds('own'),
): Promise<readonly WaitingOrder[]> {
  const kinds = new Map(listed.map((each) => [each.kind, each]))
  const { rows } = await sql<{
    readonly record_id: string
    readonly kind: string
    readonly status: string
    readonly entered_by: string
    readonly entered_at: Date
    readonly due_day: string | null
    readonly waiting: unknown
  }>`
    select
      record.record_id,
      record.kind,
      record.status,
      record.entered_by,
      record.entered_at,
      record.due_day::text as due_day,
      (
        select
          coalesce(
            jsonb_agg(
              jsonb_build_object(
                'duty', to_do.duty,
                'agency_id', to_do.agency_id,
                'name', agency.name,
                'assigned_to', to_do.assigned_to
              )
              order by to_do.duty, to_do.to_do_id
            ),
            '[]'::jsonb
          )
        from app.to_do
        left join app.agency on agency.agency_id = to_do.agency_id
        where to_do.record_id = record.record_id and to_do.closed_at is null
      ) as waiting
    from app.record
    where
      record.person_id = ${personId}
      and record.is_open
      and record.kind = any (${[...kinds.keys()]}::text[])
    order by record.entered_at, record.record_id
  `.execute(db)
  return rows.map((row): WaitingOrder => {
    const kind = kinds.get(row.kind)!
    return {
      recordId: row.record_id,
      kind: row.kind,
      title: kind.title,
      status: row.status,
      statusTitle: kind.statuses[row.status]!,
      enteredBy: row.entered_by,
      enteredAt: row.entered_at,
      dueDay: row.due_day,
      waitsFor: Waiting.parse(row.waiting).map((each) => ({
        duty: each.duty,
        dutyTitle: titleOf(each.duty),
        agencyId: each.agency_id,
        agencyName: each.name ?? each.agency_id,
        assignedTo: each.assigned_to,
      })),
    }
  })
}

function titleOf(duty: string): Bilingual {
  return isRole(duty) || isPostProperty(duty) ? titleOfDuty(duty) : { zh: duty, en: duty }
}
