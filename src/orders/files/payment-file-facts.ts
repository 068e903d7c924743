import { z } from 'zod'
import type { FactPool } from '../storing/order-facts.ts'
import type { EndedHold } from './asked-file.ts'
import { PaymentLine } from './payment-line.ts'
import type { PersonFact } from './split-lines.ts'

const RegisteredLine = z.object({
  paymentId: z.string(),
  status: z.string(),
  batchId: z.string().nullable(),
  /** Months as numbers, fen as digits. */
  content: z.object({
    person_id: z.string(),
    entitlement_id: z.string().nullable(),
    scheme: z.string(),
    benefit: z.string(),
    period_from: z.int(),
    period_to: z.int(),
    kind: z.string(),
    amount_fen: z.string(),
    resend_of: z.string().nullable(),
  }),
})
export type RegisteredLine = z.infer<typeof RegisteredLine>

/** What a payment file is decided on beside the rules' answers. */
export interface PaymentFileFacts {
  /** Of its lines' persons those that the register has, in a region that is known. */
  readonly persons: readonly PersonFact[]
  /** Of its line ids those that the register has. */
  readonly registered: readonly RegisteredLine[]
  readonly isBatchKnown: boolean
  /** Other files with this content or batch id that were not refused, withdrawn or lapsed. */
  readonly sameFiles: readonly string[]
  /** Of its line ids those in another file that may still pay. */
  readonly linesOfOthers: readonly string[]
  /** Of its line ids those of a hold that is not paid: only the hold itself brings them back. */
  readonly linesOnHold: readonly string[]
  /** Whoever is named to look into held lines is on post at the agency and did not enter the file. */
  readonly isHolderThere: boolean
  /** Of the agency and the scheme, wherever they are not in another file that may still pay. */
  readonly endedHolds: readonly EndedHold[]
}

const FactsRow = z.object({
  persons: z.array(
    z.object({
      personId: z.string(),
      region: z.string(),
      lifeStatus: z.string().nullable(),
      deathDate: z.string().nullable(),
    }),
  ),
  registered: z.array(RegisteredLine),
  isBatchKnown: z.boolean(),
  sameFiles: z.array(z.string()),
  linesOfOthers: z.array(z.string()),
  linesOnHold: z.array(z.string()),
  isHolderThere: z.boolean(),
})
const HoldsRow = z.array(z.object({ holdId: z.string(), line: PaymentLine }))

/** An emergency release stays RELEASED or CHECKED; what it paid is in no other file, whoever owns the register. */
const liveStatuses = `('ENTERED', 'RETURNED', 'REVIEWED', 'AWAITING_CONFIRMATION', 'RELEASED', 'CHECKED')`
const fileKinds = `('ORDER_PAYMENT_FILE', 'EMERGENCY_RELEASE')`

/** @param agencyId of the file; @param fileId null while it is entered */
export async function readEndedHolds(
  pool: FactPool,
  asked: { readonly agencyId: string; readonly scheme: string; readonly fileId: string | null },
): Promise<readonly EndedHold[]> {
  const { rows } = await pool.query<{ holds: unknown }>({
    text: `
      with carried_hold as (
        select line ->> 'hold_id' as hold_id
        from app.record as file
        cross join lateral jsonb_array_elements(file.data -> 'lines') as line
        where file.kind = 'ORDER_PAYMENT_FILE'
          and file.status in ${liveStatuses}
          and file.record_id is distinct from $3
          and line ->> 'hold_id' is not null
        union all
        -- Approved, and the hold not told so yet.
        select line ->> 'hold_id' as hold_id
        from app.record as file
        cross join lateral jsonb_array_elements(file.data -> 'lines') as line
        where file.kind = 'ORDER_PAYMENT_FILE'
          and file.status = 'DONE'
          and file.data ->> 'isFollowed' = 'false'
          and file.record_id is distinct from $3
          and line ->> 'hold_id' is not null
      )
      select coalesce(
        jsonb_agg(jsonb_build_object('holdId', record_id, 'line', data -> 'line') order by record_id),
        '[]'
      ) as holds
      from app.record
      where kind = 'PAYMENT_HOLD'
        and status = 'RELEASED'
        and agency_id = $1
        and scheme = $2
        and record_id not in (select hold_id from carried_hold)`,
    values: [asked.agencyId, asked.scheme, asked.fileId],
  })
  return HoldsRow.parse(rows[0]?.holds)
}

export interface AskedFacts {
  readonly fileId: string | null
  readonly fileHash: string
  readonly batchId: string
  readonly paymentIds: readonly string[]
  readonly personIds: readonly string[]
  readonly agencyId: string
  readonly enteredBy: string
  readonly holderId: string
}

/** One statement, however many lines. */
export async function readPaymentFileFacts(
  pool: FactPool,
  asked: AskedFacts,
): Promise<Omit<PaymentFileFacts, 'endedHolds'>> {
  const { rows } = await pool.query<{ facts: unknown }>({
    text: `
      with known_person as (
        select person.person_id, person.region, person.life_status, person.death_date
        from register.person
        where person.person_id = any ($1::text[])
          and exists (select from app.region where region.region = person.region)
      ),
      other_file as (
        select record_id, status, data
        from app.record
        where kind in ${fileKinds}
          and record_id is distinct from $3
      ),
      line_of_other as (
        select distinct line ->> 'payment_id' as payment_id
        from other_file
        cross join lateral jsonb_array_elements(other_file.data -> 'lines') as line
        where (other_file.status in ${liveStatuses} or other_file.data ->> 'isFollowed' = 'false')
          and line ->> 'payment_id' = any ($2::text[])
          -- What an approved file holds has left it.
          and not (
            other_file.data ->> 'approvedOn' is not null
            and exists (
              select
              from jsonb_array_elements(other_file.data -> 'held') as kept
              where kept ->> 'paymentId' = line ->> 'payment_id'
            )
          )
      ),
      line_on_hold as (
        select distinct data ->> 'paymentId' as payment_id
        from app.record
        where kind = 'PAYMENT_HOLD'
          and status <> 'CARRIED'
          and data ->> 'paymentId' = any ($2::text[])
      )
      select jsonb_build_object(
        'persons', (
          select coalesce(
            jsonb_agg(
              jsonb_build_object(
                'personId', person_id,
                'region', region,
                'lifeStatus', life_status,
                'deathDate', death_date
              )
              order by person_id
            ),
            '[]'
          )
          from known_person
        ),
        'registered', (
          select coalesce(
            jsonb_agg(
              jsonb_build_object(
                'paymentId', payment_id,
                'status', status,
                'batchId', batch_id,
                'content', jsonb_build_object(
                  'person_id', person_id,
                  'entitlement_id', entitlement_id,
                  'scheme', scheme,
                  'benefit', benefit,
                  'period_from', period_from,
                  'period_to', period_to,
                  'kind', kind,
                  'amount_fen', amount_fen::text,
                  'resend_of', resend_of
                )
              )
              order by payment_id
            ),
            '[]'
          )
          from register.payment
          where payment_id = any ($2::text[])
        ),
        'isBatchKnown', exists (select from register.payment_batch where batch_id = $5),
        'sameFiles', (
          select coalesce(jsonb_agg(record_id order by record_id), '[]')
          from other_file
          where (data ->> 'fileHash' = $4 or data -> 'batch' ->> 'batch_id' = $5)
            and status not in ('REFUSED', 'WITHDRAWN', 'LAPSED')
        ),
        'linesOfOthers', (
          select coalesce(jsonb_agg(payment_id order by payment_id), '[]')
          from line_of_other
        ),
        'linesOnHold', (
          select coalesce(jsonb_agg(payment_id order by payment_id), '[]')
          from line_on_hold
        ),
        'isHolderThere', exists (
          select
          from app.staff_member
          where staff_id = $8
            and staff_id <> $7
            and agency_id = $6
            and status = 'ON_POST'
        )
      ) as facts`,
    values: [
      [...asked.personIds],
      [...asked.paymentIds],
      asked.fileId,
      asked.fileHash,
      asked.batchId,
      asked.agencyId,
      asked.enteredBy,
      asked.holderId,
    ],
  })
  return FactsRow.parse(rows[0]?.facts)
}
