import { z } from 'zod'

/** What a core system is told of an order that its request opened. No personal data: numbers, a status, a permit. */
export const WebhookEvent = z.strictObject({
  /** The same at each attempt: what has been received once is received. */
  event_id: z.string(),
  kind: z.literal('ORDER_STATUS'),
  /** 1, 2, 3 … of this order: an older one than the last received is left out. */
  sequence: z.int(),
  occurred_at: z.string(),
  request_id: z.string(),
  /** The core system's own number. */
  order_id: z.string(),
  function: z.string(),
  record_id: z.string(),
  status: z.string(),
  /** Once people have approved: valid for fifteen minutes from this attempt. */
  permit: z.strictObject({ permit_id: z.string(), token: z.string(), expires_at: z.string() }).nullable(),
})
export type WebhookEvent = z.infer<typeof WebhookEvent>

const minute = 60
const hour = 3_600
/** After the first attempt, the second, and so on; the last is repeated. */
const pausesInSeconds: readonly number[] = [
  10,
  30,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
]

/** platform.md 18. */
export const givenUpAfterSeconds = 3 * 24 * hour

/** Seconds until the next attempt after `attempts` of them. */
export function pauseAfter(attempts: number): number {
  return pausesInSeconds[Math.min(attempts, pausesInSeconds.length) - 1] ?? pausesInSeconds[0]!
}
