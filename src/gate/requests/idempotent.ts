import { sql } from 'kysely'
import { z } from 'zod'
import { Refusal, type RefusalCode } from '#base/refusal.ts'
import type { Database, Tx } from '#platform/postgres/database.ts'
import { trailEntryJson } from '#trail/append-entry.ts'
import { type SealedEntry, sealEntry } from '#trail/seal-entry.ts'
import type { GateContext } from '../gate-context.ts'
import { actorOfKey } from '../keys/api-key.ts'

/** One request of one key at one endpoint (platform.md 18). */
export interface Keyed {
  readonly keyId: string
  readonly endpoint: 'gate/orders' | 'gate/redeem'
  readonly idempotencyKey: string
  /** SHA-256 of the canonical body, as hex. */
  readonly hash: string
}

/** What is said about the request itself and may be said again (src/records/answer.ts). */
const storedCodes = [
  'action_not_available',
  'conflict',
  'invalid_input',
  'not_permitted',
] as const satisfies readonly RefusalCode[]

const RefusedJson = z.object({
  refused: z.object({ code: z.enum(storedCodes), text: z.object({ zh: z.string(), en: z.string() }) }),
})

interface StoredRow {
  readonly answer: unknown
  readonly hash: string
}

/** The answer given before to the same body; null: none. A stored refusal, and another body, are thrown. */
async function findStored<Body>(db: Database, keyed: Keyed, schema: z.ZodType<Body>): Promise<Body | null> {
  const { rows } = await sql<StoredRow>`
    select answer, encode(request_hash, 'hex') as hash
    from app.idempotency
    where account_id = ${actorOfKey(keyed.keyId)}
      and endpoint = ${keyed.endpoint}
      and key = ${keyed.idempotencyKey}
  `.execute(db)
  const stored = rows[0]
  if (stored === undefined) return null
  if (stored.hash !== keyed.hash) {
    throw new Refusal('key_reused', {
      zh: '该幂等键已用于另一请求；每笔新请求请用新的幂等键。',
      en: 'this idempotency key was used for another request; use a new key for each new request.',
    })
  }
  const refused = RefusedJson.safeParse(stored.answer)
  if (refused.success) throw new StoredRefusal(refused.data.refused.code, refused.data.refused.text)
  return schema.parse(stored.answer)
}

/** One that is in the trail already. */
export class StoredRefusal extends Refusal {}

/** Inside the transaction of the act: false when another request with the key was first. Waits for it up to 5 s. */
export async function claimKey(
  tx: Tx,
  keyed: Keyed,
  given: { readonly answer: unknown; readonly recordId: string | null; readonly at: Date },
): Promise<boolean> {
  await sql`set local lock_timeout = '5s'`.execute(tx)
  const { rows } = await sql`
    insert into app.idempotency (account_id, endpoint, key, request_hash, record_id, answer, created_at)
    values (
      ${actorOfKey(keyed.keyId)}, ${keyed.endpoint}, ${keyed.idempotencyKey}, ${Buffer.from(keyed.hash, 'hex')},
      ${given.recordId}, ${JSON.stringify(given.answer)}::jsonb, ${given.at}
    )
    on conflict do nothing
    returning key
  `.execute(tx)
  return rows.length === 1
}

/** Thrown inside a transaction whose key was claimed by another: it rolls back, and that answer counts. */
export class KeyClaimed extends Error {}

/**
 * Answers once for one key. `work` claims the key in the transaction that writes; a refusal is stored with its entry
 * of the trail. What is unavailable or broken stores nothing and may be sent again.
 */
export async function answerOnce<Body>(
  gate: GateContext,
  keyed: Keyed,
  { schema, work }: { readonly schema: z.ZodType<Body>; readonly work: () => Promise<Body> },
): Promise<Body> {
  const { db } = gate.kernel
  const stored = await findStored(db, keyed, schema)
  if (stored !== null) return stored
  try {
    return await work()
  } catch (error) {
    const refusal = error instanceof KeyClaimed ? null : refusalOfError(error)
    if (refusal !== null && !(await saveGateRefusal(gate, refusal, keyed))) {
      throw new StoredRefusal(refusal.code, refusal.text)
    }
    const meanwhile = await findStored(db, keyed, schema)
    if (meanwhile !== null) return meanwhile
    throw error
  }
}

/** A Refusal as it is, a lock that was waited for too long as `in_progress`; everything else is thrown on. */
function refusalOfError(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if ((error as { code?: unknown } | null)?.code !== '55P03') throw error
  return new Refusal('in_progress', {
    zh: '同一幂等键的请求正在处理，请稍候重试。',
    en: 'a request with this key is being worked on; try again in a moment.',
  })
}

/** Refusals of a key in a minute that get an entry of the trail each; more are counted (platform.md 10). */
const writtenMax = 30

/** In a transaction of its own. True: the key was used meanwhile. */
export async function saveGateRefusal(
  gate: GateContext,
  refusal: Refusal,
  refused: Pick<Keyed, 'keyId' | 'endpoint'> & Partial<Keyed>,
): Promise<boolean> {
  const { kernel } = gate
  const { keyId, endpoint, idempotencyKey, hash } = refused
  const { rows: times } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(kernel.db)
  const at = times[0]!.at
  const sealed = sealGate(gate, {
    at,
    actorId: actorOfKey(keyId),
    function: endpoint === 'gate/orders' ? 'GATE/request' : 'GATE/redeem',
    recordKind: 'API_KEY',
    recordId: keyId,
    outcome: 'REFUSED',
    payload: {
      code: refusal.code,
      reason: refusal.text.en.toWellFormed(),
      idempotencyKey: idempotencyKey ?? null,
      bodyHash: hash ?? null,
    },
  })
  const { code, text } = refusal
  const isKept = idempotencyKey !== undefined && storedCodes.some((each) => each === code)
  const saved = {
    accountId: actorOfKey(keyId),
    at,
    writtenMax,
    entry: trailEntryJson(sealed),
    ...(isKept
      ? { endpoint, key: idempotencyKey, requestHash: hash, answer: { refused: { code, text } } }
      : {}),
  }
  const { rows } = await sql<{ saved: { stored?: unknown } }>`
    select app.save_refusal(${JSON.stringify(saved)}::jsonb) as saved
  `.execute(kernel.db)
  return rows[0]!.saved.stored !== undefined
}

export function sealGate({ kernel }: GateContext, act: Parameters<typeof sealEntry>[0]): SealedEntry {
  const { newId, newNonce, hashAlgorithm } = kernel
  return sealEntry(act, {
    entryId: newId(),
    nonce: newNonce(),
    ...(hashAlgorithm === undefined ? {} : { algorithm: hashAlgorithm }),
  })
}

/** Shared, so that a change of this person's authority comes wholly before or wholly after (platform.md 15). */
export async function holdAuthority(
  tx: Tx,
  people: readonly { readonly staffId: string; readonly epoch: bigint }[],
): Promise<void> {
  for (const { staffId, epoch } of people.toSorted((a, b) => (a.staffId < b.staffId ? -1 : 1))) {
    const { rows } = await sql`
      select staff_id
      from app.authority_epoch
      where staff_id = ${staffId} and epoch = ${epoch}
      for share
    `.execute(tx)
    if (rows.length === 1) continue
    throw new Refusal('unavailable', {
      zh: '有关人员的权限正在变更，未作答复；请稍候重试。',
      en: 'the authority of somebody concerned is being changed and nothing was answered; try again in a moment.',
    })
  }
}
