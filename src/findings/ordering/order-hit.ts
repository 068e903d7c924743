import { formatDay } from '#base/calendar-math.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { Effect } from '#records/effect.ts'

/** An act whose check found something. */
export interface HitAct {
  readonly hitId: string
  /** Null: it was refused, and opened no record. */
  readonly recordId: string | null
  readonly kind: string
  readonly action: string
  readonly actorId: string
  readonly at: Date
  readonly isRefused: boolean
  /** As `storedHit` makes them. */
  readonly hits: readonly { readonly findingId: string; readonly finding: unknown }[]
}

/** The row of the outbox, for the transaction of the act or of its refusal (migration 0165). */
export function orderHitEffect(act: HitAct): Effect {
  return {
    operation: 'insert',
    table: 'app.order_hit',
    values: {
      hit_id: act.hitId,
      record_id: act.recordId,
      kind: act.kind,
      action: act.action,
      actor_id: act.actorId,
      at: act.at.toISOString(),
      asked_on: formatDay(shanghaiDay(act.at)),
      is_refused: act.isRefused,
      finding_ids: [...new Set(act.hits.map(({ findingId }) => findingId))],
      hits: JSON.stringify(act.hits.map(({ finding }) => finding)),
    },
  }
}
