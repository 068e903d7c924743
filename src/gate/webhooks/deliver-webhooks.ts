import type { GateContext } from '../gate-context.ts'
import { webhookSecret } from '../keys/api-key.ts'
import { permitSeconds, signPermit } from '../permits/permit-token.ts'
import { givenUpAfterSeconds, pauseAfter, type WebhookEvent } from './webhook-event.ts'
import { signatureHeader, signWebhook } from './webhook-signature.ts'
import { giveUp, type LeasedEvent, leaseDue, markDelivered, markFailed } from './webhook-store.ts'

export interface Delivery {
  readonly gate: GateContext
  /** `fetch` of Node.js, or what stands for it. */
  readonly send: typeof fetch
}

/** A receiver that needs longer has not received it. */
const answer_ms_max = 10_000
const eventsAtOnce = 20
/** Longer than all of a round may take: they are sent side by side. */
const leaseSeconds = 60

/** One round of whatever is due; for a chore every few seconds, in every process. Returns how many were attempted. */
export async function deliverWebhooks(delivery: Delivery): Promise<number> {
  const { db } = delivery.gate.kernel
  const leased = await leaseDue(db, { limit: eventsAtOnce, leaseSeconds, permitSeconds })
  await Promise.all(leased.map((event) => deliver(delivery, event)))
  return leased.length
}

async function deliver({ gate, send }: Delivery, event: LeasedEvent): Promise<void> {
  const { db, newId } = gate.kernel
  const { eventId, attempts } = event
  const answer = event.url === null ? 'NO_ADDRESS' : await post({ gate, send }, event, event.url)
  if (/^2\d\d$/.test(answer)) return markDelivered(db, eventId, answer)
  const pauseSeconds = pauseAfter(attempts)
  const ageSeconds = (event.at.getTime() - event.createdAt.getTime()) / 1_000
  if (event.url !== null && ageSeconds + pauseSeconds <= givenUpAfterSeconds) {
    return markFailed(db, { eventId, answer, pauseSeconds })
  }
  await db.transaction().execute((tx) => giveUp(tx, { eventId, answer, toDoId: newId() }))
}

/** The status, or a word: what a receiver says beyond that is not kept. */
async function post({ gate, send }: Delivery, event: LeasedEvent, url: string): Promise<string> {
  const body = JSON.stringify(toldOf(gate, event))
  const secret = webhookSecret(gate.keys.webhook, event.keyId)
  const seconds = Math.floor(event.at.getTime() / 1_000)
  try {
    const response = await send(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        [signatureHeader]: signWebhook({ secret, body }, seconds),
      },
      // Another address has not been agreed on by anybody.
      redirect: 'manual',
      signal: AbortSignal.timeout(answer_ms_max),
    })
    await response.body?.cancel()
    return String(response.status)
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? 'TIMEOUT' : 'UNREACHABLE'
  }
}

function toldOf({ keys }: GateContext, event: LeasedEvent): WebhookEvent {
  const { permitId, permitExpiresAt } = event
  const expiresAt = permitExpiresAt?.toISOString()
  return {
    event_id: event.eventId,
    kind: 'ORDER_STATUS',
    sequence: event.sequence,
    occurred_at: event.createdAt.toISOString(),
    request_id: event.requestId,
    order_id: event.coreOrderId,
    function: event.function,
    record_id: event.recordId,
    status: event.status,
    permit:
      permitId === null || expiresAt === undefined
        ? null
        : {
            permit_id: permitId,
            expires_at: expiresAt,
            token: signPermit(
              {
                v: 1,
                permit_id: permitId,
                key_id: event.keyId,
                function: event.function,
                body_sha256: event.bodyHash,
                expires_at: expiresAt,
              },
              keys.permit,
            ),
          },
  }
}
