import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { HeldLine } from '../payment-file-data.ts'
import { FileLine, Holding } from '../payment-line.ts'

/** Of an approved file one line that it holds. */
export const HeldLineFacts = z
  .object({
    batchId: z.string(),
    payMonth: z.string(),
    approvedOn: z.string(),
    enteredBy: z.string(),
    holding: Holding,
    line: FileLine,
    held: HeldLine,
    agencyId: z.string(),
    hasHold: z.boolean(),
  })
  .nullable()

export interface HeldLineKey {
  readonly file_id: string
  readonly payment_id: string
}

export function heldLineQuery({ file_id, payment_id }: HeldLineKey): RawBuilder<unknown> {
  return sql`
    select jsonb_build_object(
      'batchId', file.data -> 'batch' -> 'batch_id',
      'payMonth', file.data -> 'batch' -> 'pay_month',
      'approvedOn', file.data -> 'approvedOn',
      'enteredBy', file.entered_by,
      'holding', file.data -> 'holding',
      'line', line.content,
      'held', held.content,
      'agencyId', file.agency_id,
      'hasHold', exists (
        select
        from app.record as hold
        where
          hold.kind = 'PAYMENT_HOLD'
          and hold.data ->> 'fileId' = file.record_id
          and hold.data ->> 'paymentId' = ${payment_id}
      )
    )
    from app.record as file
    cross join lateral jsonb_array_elements(file.data -> 'lines') as line (content)
    cross join lateral jsonb_array_elements(file.data -> 'held') as held (content)
    where
      file.record_id = ${file_id}
      and file.kind = 'ORDER_PAYMENT_FILE'
      and file.status in ('DONE', 'AWAITING_CONFIRMATION')
      and line.content ->> 'payment_id' = ${payment_id}
      and held.content ->> 'paymentId' = ${payment_id}
  `
}

/** The person's region, and the agency of the file. */
export function heldLineSubject({ file_id, payment_id }: HeldLineKey): RawBuilder<unknown> {
  return sql`
    select jsonb_build_object(
      'regions', jsonb_build_array(person.region),
      'agencyId', file.agency_id,
      'scheme', file.scheme,
      'personId', person.person_id,
      'personKeys', jsonb_build_array(app.identity_key(person.id_number)),
      'amountFen', held.content ->> 'amountFen'
    )
    from app.record as file
    cross join lateral jsonb_array_elements(file.data -> 'lines') as line (content)
    cross join lateral jsonb_array_elements(file.data -> 'held') as held (content)
    inner join register.person on person.person_id = line.content ->> 'person_id'
    where
      file.record_id = ${file_id}
      and file.kind = 'ORDER_PAYMENT_FILE'
      and line.content ->> 'payment_id' = ${payment_id}
      and held.content ->> 'paymentId' = ${payment_id}
  `
}

/** Whether an approved file carries this hold. */
export function carriedQuery(fileId: string): RawBuilder<unknown> {
  return sql`
    select coalesce(jsonb_agg(line ->> 'hold_id'), '[]')
    from app.record as file
    cross join lateral jsonb_array_elements(file.data -> 'lines') as line
    where
      file.record_id = ${fileId}
      and file.kind = 'ORDER_PAYMENT_FILE'
      and file.status in ('DONE', 'AWAITING_CONFIRMATION')
      and line ->> 'hold_id' is not null
  `
}
