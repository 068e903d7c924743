import { orderHitEffect } from '#findings/ordering/order-hit.ts'
import { foundOf } from '#orders/checking/found-hit.ts'
import type { KeepChecked } from '#records/act-context.ts'

/**
 * HITs of an order's check become findings (platform.md 4): those of an act that was accepted, to be approved in spite
 * of them or with the lines held, and those for which one was refused. A refusal for another reason keeps nothing: what
 * was asked has not been judged, and comes again.
 */
export const keepOrderHits: KeepChecked = ({
  kind,
  action,
  recordId,
  actorId,
  at,
  checked,
  refusal,
  newId,
}) => {
  const found = foundOf(checked)
  if (found.length === 0) return []
  if (refusal !== null && !(refusal.code === 'conflict' && found.some(({ isStop }) => isStop))) return []
  const isRefused = refusal !== null
  return [
    orderHitEffect({
      hitId: newId(),
      recordId,
      kind: kind.kind,
      action,
      actorId,
      at,
      isRefused,
      hits: found,
    }),
  ]
}
