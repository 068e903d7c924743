import { appendEntry } from '#trail/append-entry.ts'
import type { GateContext } from '../gate-context.ts'
import { sealGate } from '../requests/idempotent.ts'
import { expireRow, lockExpired } from './permit-store.ts'

const permitsAtOnce = 200

/** For a job, every minute: permits that ran out unused, each with its entry in the trail. Returns how many. */
export async function expirePermits(gate: GateContext): Promise<number> {
  return gate.kernel.db.transaction().execute(async (tx) => {
    const expired = await lockExpired(tx, permitsAtOnce)
    for (const { permitId, requestId, keyId, function: functionCode, at } of expired) {
      const sealed = sealGate(gate, {
        at,
        actorId: 'system:gate',
        function: `${functionCode}/permit-expire`,
        recordKind: 'GATE_PERMIT',
        recordId: permitId,
        outcome: 'EXPIRED',
        payload: { requestId, keyId },
      })
      await appendEntry(tx, sealed)
      await expireRow(tx, { permitId, entryId: sealed.entryId, entryHash: sealed.leafHash })
    }
    return expired.length
  })
}
