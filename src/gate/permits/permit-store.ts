import { sql } from 'kysely'
import { z } from 'zod'
import type { Database, Tx } from '#platform/postgres/database.ts'

/** A permit with the request it was given for. */
export interface StoredPermit {
  readonly permitId: string
  readonly requestId: string
  readonly keyId: string
  readonly state: string
  readonly isExpired: boolean
  readonly bodyHash: string
  /** Of REVIEW: the order that people decided here. */
  readonly recordId: string | null
  readonly knownChecks: readonly KnownCheck[]
  /** Who approved the order here. */
  readonly approvedBy: readonly string[]
}

const KnownCheck = z.object({
  ruleCode: z.string(),
  outcome: z.string(),
  findingIds: z.array(z.string()),
})
export type KnownCheck = z.infer<typeof KnownCheck>

interface PermitRow {
  readonly permit_id: string
  readonly request_id: string
  readonly key_id: string
  readonly state: string
  readonly is_expired: boolean
  readonly body_hash: string
  readonly record_id: string | null
  readonly checks: unknown
  readonly approved_by: readonly string[]
}

export async function findPermit(
  db: Database,
  { permitId, approvals }: { readonly permitId: string; readonly approvals: readonly string[] },
): Promise<StoredPermit | null> {
  const { rows } = await sql<PermitRow>`
    select
      gate_permit.permit_id,
      gate_permit.request_id,
      gate_permit.key_id,
      gate_permit.state,
      gate_permit.expires_at is null or gate_permit.expires_at <= clock_timestamp() as is_expired,
      encode(gate_request.body_hash, 'hex') as body_hash,
      gate_request.record_id,
      gate_request.checks,
      array(
        select actor_id
        from app.record_action
        where record_action.record_id = gate_request.record_id
          and action = any(${[...approvals]}::text[])
        order by version
      ) as approved_by
    from app.gate_permit
    join app.gate_request on gate_request.request_id = gate_permit.request_id
    where gate_permit.permit_id = ${permitId}
  `.execute(db)
  const row = rows[0]
  if (row === undefined) return null
  return {
    permitId: row.permit_id,
    requestId: row.request_id,
    keyId: row.key_id,
    state: row.state,
    isExpired: row.is_expired,
    bodyHash: row.body_hash,
    recordId: row.record_id,
    knownChecks: z.array(KnownCheck).parse(row.checks),
    approvedBy: row.approved_by,
  }
}

/** False when it was used, ended or past meanwhile: the row's lock lets exactly one through. */
export async function redeemRow(
  tx: Tx,
  given: {
    readonly permitId: string
    readonly reviewerId: string | null
    readonly approverId: string | null
    readonly entryId: string
    readonly entryHash: Buffer
  },
): Promise<boolean> {
  const { rows } = await sql`
    update app.gate_permit
    set
      state = 'REDEEMED',
      ended_at = clock_timestamp(),
      reviewer_id = ${given.reviewerId},
      approver_id = ${given.approverId},
      entry_id = ${given.entryId},
      entry_hash = ${given.entryHash}
    where permit_id = ${given.permitId}
      and state = 'OPEN'
      and expires_at > clock_timestamp()
    returning permit_id
  `.execute(tx)
  return rows.length === 1
}

export async function voidRow(
  tx: Tx,
  given: { readonly permitId: string; readonly entryId: string; readonly entryHash: Buffer },
): Promise<boolean> {
  const { rows } = await sql`
    update app.gate_permit
    set state = 'VOID', ended_at = clock_timestamp(), entry_id = ${given.entryId}, entry_hash = ${given.entryHash}
    where permit_id = ${given.permitId}
      and state = 'OPEN'
    returning permit_id
  `.execute(tx)
  return rows.length === 1
}

export interface DuePermit {
  readonly permitId: string
  readonly requestId: string
  readonly keyId: string
  readonly function: string
  readonly at: Date
}

/**
 * Past and unused, locked for this transaction. One that a webhook is still carrying is left alone: its fifteen
 * minutes begin anew with each attempt.
 */
export async function lockExpired(tx: Tx, limit: number): Promise<readonly DuePermit[]> {
  const { rows } = await sql<{
    permit_id: string
    request_id: string
    key_id: string
    function: string
    at: Date
  }>`
    select
      gate_permit.permit_id,
      gate_permit.request_id,
      gate_permit.key_id,
      gate_request.function,
      clock_timestamp() as at
    from app.gate_permit
    join app.gate_request on gate_request.request_id = gate_permit.request_id
    where gate_permit.state = 'OPEN'
      and gate_permit.expires_at <= clock_timestamp()
      and not exists (
        select
        from app.webhook_event
        where webhook_event.permit_id = gate_permit.permit_id
          and webhook_event.delivered_at is null
          and webhook_event.given_up_at is null
      )
    order by gate_permit.expires_at, gate_permit.permit_id
    limit ${limit}
    for update of gate_permit skip locked
  `.execute(tx)
  return rows.map((row) => ({
    permitId: row.permit_id,
    requestId: row.request_id,
    keyId: row.key_id,
    function: row.function,
    at: row.at,
  }))
}

export async function expireRow(
  tx: Tx,
  given: { readonly permitId: string; readonly entryId: string; readonly entryHash: Buffer },
): Promise<void> {
  await sql`
    update app.gate_permit
    set state = 'EXPIRED', ended_at = clock_timestamp(), entry_id = ${given.entryId}, entry_hash = ${given.entryHash}
    where permit_id = ${given.permitId}
  `.execute(tx)
}
