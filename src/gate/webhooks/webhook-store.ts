import { sql } from 'kysely'
import type { Database, Tx } from '#platform/postgres/database.ts'

/** An event whose lease is ours. */
export interface LeasedEvent {
  readonly eventId: string
  readonly keyId: string
  readonly requestId: string
  readonly recordId: string
  readonly sequence: number
  readonly status: string
  readonly createdAt: Date
  /** This one included. */
  readonly attempts: number
  /** Null: nobody receives. */
  readonly url: string | null
  readonly function: string
  readonly coreOrderId: string
  readonly bodyHash: string
  readonly permitId: string | null
  /** Renewed for this attempt; null where the permit has ended. */
  readonly permitExpiresAt: Date | null
  /** The database's time. */
  readonly at: Date
}

interface EventRow {
  readonly event_id: string
  readonly key_id: string
  readonly request_id: string
  readonly record_id: string
  readonly sequence: number
  readonly status: string
  readonly created_at: Date
  readonly attempts: number
  readonly url: string | null
  readonly function: string
  readonly core_order_id: string
  readonly body_hash: string
  readonly permit_id: string | null
  readonly permit_expires_at: Date | null
  readonly at: Date
}

export interface Leasing {
  readonly limit: number
  readonly leaseSeconds: number
  readonly permitSeconds: number
}

/**
 * Takes what is due and leased by nobody; another process passes over it until the lease is past (platform.md 22). The
 * permit's time begins anew: a receiver that was down for a day still gets one it can use.
 */
export async function leaseDue(
  db: Database,
  { limit, leaseSeconds, permitSeconds }: Leasing,
): Promise<readonly LeasedEvent[]> {
  const { rows } = await sql<EventRow>`
    with due as (
      select event_id
      from app.webhook_event
      where delivered_at is null
        and given_up_at is null
        and next_attempt_at <= clock_timestamp()
        and (leased_until is null or leased_until <= clock_timestamp())
      order by next_attempt_at, event_id
      limit ${limit}
      for update skip locked
    ),
    leased as (
      update app.webhook_event
      set
        leased_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}),
        attempts = attempts + 1
      where event_id in (select event_id from due)
      returning *
    ),
    renewed as (
      update app.gate_permit
      set expires_at = clock_timestamp() + make_interval(secs => ${permitSeconds})
      where state = 'OPEN'
        and permit_id in (select permit_id from leased)
      returning permit_id, expires_at
    )
    select
      leased.event_id,
      leased.key_id,
      leased.request_id,
      leased.record_id,
      leased.sequence,
      leased.status,
      leased.created_at,
      leased.attempts,
      api_key.webhook_url as url,
      gate_request.function,
      gate_request.core_order_id,
      encode(gate_request.body_hash, 'hex') as body_hash,
      renewed.permit_id,
      renewed.expires_at as permit_expires_at,
      clock_timestamp() as at
    from leased
    join app.api_key on api_key.key_id = leased.key_id
    join app.gate_request on gate_request.request_id = leased.request_id
    left join renewed on renewed.permit_id = leased.permit_id
    order by leased.record_id, leased.sequence
  `.execute(db)
  return rows.map((row) => ({
    eventId: row.event_id,
    keyId: row.key_id,
    requestId: row.request_id,
    recordId: row.record_id,
    sequence: row.sequence,
    status: row.status,
    createdAt: row.created_at,
    attempts: row.attempts,
    url: row.url,
    function: row.function,
    coreOrderId: row.core_order_id,
    bodyHash: row.body_hash,
    permitId: row.permit_id,
    permitExpiresAt: row.permit_expires_at,
    at: row.at,
  }))
}

export async function markDelivered(db: Database, eventId: string, answer: string): Promise<void> {
  await sql`
    update app.webhook_event
    set delivered_at = clock_timestamp(), leased_until = null, last_answer = ${answer}
    where event_id = ${eventId}
      and given_up_at is null
  `.execute(db)
}

export async function markFailed(
  db: Database,
  { eventId, answer, pauseSeconds }: { eventId: string; answer: string; pauseSeconds: number },
): Promise<void> {
  await sql`
    update app.webhook_event
    set
      leased_until = null,
      last_answer = ${answer},
      next_attempt_at = clock_timestamp() + make_interval(secs => ${pauseSeconds})
    where event_id = ${eventId}
      and delivered_at is null
  `.execute(db)
}

/** After three days it is a to-do of the system officer at the key's agency. False: delivered or given up meanwhile. */
export async function giveUp(
  tx: Tx,
  { eventId, answer, toDoId }: { eventId: string; answer: string; toDoId: string },
): Promise<boolean> {
  const { rows } = await sql`
    update app.webhook_event
    set given_up_at = clock_timestamp(), leased_until = null, last_answer = ${answer}
    where event_id = ${eventId}
      and delivered_at is null
      and given_up_at is null
    returning event_id
  `.execute(tx)
  if (rows.length === 0) return false
  const title = {
    zh: '核心系统三天未收到业务办理结果，请检查其接口后通知对方',
    en: 'the core system has not received the result of this order for three days: check its address and tell its people',
  }
  await sql`
    insert into app.to_do (to_do_id, record_id, kind, duty, agency_id, title, not_for, created_at)
    select
      ${toDoId}, record.record_id, record.kind, 'SYSTEM_ADMIN', api_key.agency_id, ${JSON.stringify(title)}::jsonb,
      '{}', clock_timestamp()
    from app.webhook_event
    join app.record on record.record_id = webhook_event.record_id
    join app.api_key on api_key.key_id = webhook_event.key_id
    where webhook_event.event_id = ${eventId}
  `.execute(tx)
  return true
}
