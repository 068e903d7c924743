import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { act } from '#records/act.ts'
import type { Effect } from '#records/effect.ts'
import { insertKept } from '#records/insert-kept.ts'
import { appendEntry } from '#trail/append-entry.ts'
import type { GateContext } from '../gate-context.ts'
import { type ApiKey, actorOfKey } from '../keys/api-key.ts'
import { bodyHash, permitSeconds, signPermit } from '../permits/permit-token.ts'
import { checksShown, GateAnswer, type GateOrder } from './gate-order.ts'
import { answerOnce, claimKey, holdAuthority, KeyClaimed, type Keyed, sealGate } from './idempotent.ts'
import { entryAction, type JudgedRequest, judgeRequest, operatorContext } from './judge-request.ts'

export interface AskedGate {
  readonly order: GateOrder
  readonly idempotencyKey: string
}

/**
 * Answers a core system: ALLOW with a permit, REVIEW with an order opened here, REFUSE with reasons (platform.md 2).
 * A Refusal says that nothing was answered: the request is malformed, not this key's, or a check failed.
 */
export async function askGate(gate: GateContext, key: ApiKey, asked: AskedGate): Promise<GateAnswer> {
  const { order, idempotencyKey } = asked
  const keyed: Keyed = {
    keyId: key.keyId,
    endpoint: 'gate/orders',
    idempotencyKey,
    hash: bodyHash(order),
  }
  return answerOnce(gate, keyed, {
    schema: GateAnswer,
    work: async () => {
      const judged = await judgeRequest(gate, key, order)
      const opened = judged.outcome === 'REVIEW' ? await openOrder(gate, key, asked) : null
      return saveAnswer(gate, key, { keyed, order, judged: withOpened(judged, opened), opened })
    },
  })
}

type Opened =
  | { readonly record: { readonly record_id: string; readonly kind: string; readonly status: string } }
  | { readonly refusal: Refusal }

/** An order that cannot be opened here cannot be reviewed here: the request is refused, with that reason. */
function withOpened(judged: JudgedRequest, opened: Opened | null): JudgedRequest {
  if (opened === null || 'record' in opened) return judged
  const { code, text } = opened.refusal
  return { ...judged, outcome: 'REFUSE', reasons: [{ code: code.toUpperCase(), text }, ...judged.reasons] }
}

/**
 * The entry, by the operator, with a key of its own made from the request's: sent again after a crash it finds the
 * order that is already there. An entry that asks for the operator's own confirmation cannot be made through the gate.
 */
async function openOrder(
  gate: GateContext,
  key: ApiKey,
  { order, idempotencyKey }: AskedGate,
): Promise<Opened> {
  const context = operatorContext(gate, key, order.operator_id)
  const request = {
    kind: `ORDER_${order.function}`,
    recordId: null,
    action: entryAction,
    input: order.input,
    version: null,
    attachments: order.attachments,
  }
  const answer = await act(context, {
    ...request,
    confirmation: null,
    endpoint: 'gate',
    idempotencyKey: createHash('sha256').update(`${key.keyId}\n${idempotencyKey}`).digest('hex'),
  })
  if (answer.outcome === 'accepted') {
    const { recordId, kind, status } = answer
    return { record: { record_id: recordId, kind, status } }
  }
  const refusal = new Refusal(answer.code, answer.text)
  const isFinal = !['unavailable', 'in_progress', 'too_many'].includes(answer.code)
  if (isFinal) return { refusal }
  throw refusal
}

interface Saving {
  readonly keyed: Keyed
  readonly order: GateOrder
  readonly judged: JudgedRequest
  readonly opened: Opened | null
}

const trailOutcomes = { ALLOW: 'ALLOWED', REVIEW: 'REVIEW', REFUSE: 'REFUSED' } as const

/** Answer, permit, trail entry: there together or not at all. */
async function saveAnswer(gate: GateContext, key: ApiKey, saving: Saving): Promise<GateAnswer> {
  const { keyed, order, judged, opened } = saving
  const { kernel } = gate
  const { outcome, reasons, checks, found } = judged
  const { at } = found
  const requestId = kernel.newId()
  const record = opened !== null && 'record' in opened ? opened.record : null
  const permit = outcome === 'ALLOW' ? newPermit(gate, key, saving) : null
  const answer: GateAnswer = {
    request_id: requestId,
    outcome,
    permit,
    order: record,
    reasons: reasons.map(({ code, text: { zh, en } }) => ({ code, text: { zh, en } })),
    checks: checksShown(checks),
  }
  const sealed = sealGate(gate, {
    at,
    actorId: found.operator === null ? actorOfKey(key.keyId) : found.operator.staffId,
    function: `${order.function}/gate-request`,
    recordKind: 'GATE_REQUEST',
    recordId: requestId,
    outcome: trailOutcomes[outcome],
    payload: { keyId: key.keyId, order, answer: withoutToken(answer) },
  })
  const kept = keptOfRefusal(gate, judged)
  await kernel.db.transaction().execute(async (tx) => {
    if (!(await claimKey(tx, keyed, { answer, recordId: record?.record_id ?? null, at }))) {
      throw new KeyClaimed()
    }
    await insertKept(tx, kept)
    if (outcome !== 'REFUSE') await holdAuthority(tx, [found.operator!])
    await appendEntry(tx, sealed)
    await insertRequest(tx, {
      requestId,
      ...saving,
      recordId: record?.record_id ?? null,
      entryId: sealed.entryId,
      entryHash: sealed.leafHash,
    })
    if (permit !== null) await insertPermit(tx, { requestId, keyId: key.keyId, at, ...permit })
    if (record !== null) await noticeIfMoved(tx, record)
  })
  return answer
}

/** A request that a hit refuses opens no order, and what was found stays all the same. */
function keptOfRefusal(
  { kernel }: GateContext,
  { found, checked, reasons }: JudgedRequest,
): readonly Effect[] {
  const { kind, operator, at } = found
  if (checked === undefined || operator === null) return []
  const refusal = new Refusal('conflict', reasons[0]!.text)
  const asked = { kind, action: entryAction, recordId: null, actorId: operator.staffId, at, checked, refusal }
  return kernel.keep?.({ ...asked, newId: kernel.newId }) ?? []
}

/** The token is a key until it is used; the trail is read by many. */
function withoutToken(answer: GateAnswer): unknown {
  const { permit } = answer
  return {
    ...answer,
    permit: permit === null ? null : { permit_id: permit.permit_id, expires_at: permit.expires_at },
  }
}

function newPermit(
  { kernel, keys }: GateContext,
  { keyId }: ApiKey,
  { keyed, order, judged }: Saving,
): NonNullable<GateAnswer['permit']> {
  const permitId = kernel.newId()
  const expiresAt = new Date(judged.found.at.getTime() + permitSeconds * 1_000).toISOString()
  const token = signPermit(
    {
      v: 1,
      permit_id: permitId,
      key_id: keyId,
      function: order.function,
      body_sha256: keyed.hash,
      expires_at: expiresAt,
    },
    keys.permit,
  )
  return { permit_id: permitId, token, expires_at: expiresAt }
}

async function insertRequest(
  tx: Tx,
  given: Saving & {
    readonly requestId: string
    readonly recordId: string | null
    readonly entryId: string
    readonly entryHash: Buffer
  },
): Promise<void> {
  const { keyed, order, judged } = given
  const known = judged.checks.map(({ ruleCode, outcome, findingIds }) => ({ ruleCode, outcome, findingIds }))
  await sql`
    insert into app.gate_request (
      request_id, key_id, function, core_order_id, operator_id, body_hash, outcome, person_id, checks, record_id,
      at, entry_id, entry_hash
    )
    values (
      ${given.requestId}, ${keyed.keyId}, ${order.function}, ${order.order_id}, ${order.operator_id},
      ${Buffer.from(keyed.hash, 'hex')}, ${judged.outcome}, ${order.person_id}, ${JSON.stringify(known)}::jsonb,
      ${given.recordId}, ${judged.found.at}, ${given.entryId}, ${given.entryHash}
    )
  `.execute(tx)
}

async function insertPermit(
  tx: Tx,
  given: {
    readonly permit_id: string
    readonly expires_at: string
    readonly requestId: string
    readonly keyId: string
    readonly at: Date
  },
): Promise<void> {
  await sql`
    insert into app.gate_permit (permit_id, request_id, key_id, state, issued_at, expires_at)
    values (
      ${given.permit_id}, ${given.requestId}, ${given.keyId}, 'OPEN', ${given.at}, ${given.expires_at}::timestamptz
    )
  `.execute(tx)
}

/** Somebody may have acted on the order before it was known as the gate's: then its event is due now. */
async function noticeIfMoved(
  tx: Tx,
  record: { readonly record_id: string; readonly status: string },
): Promise<void> {
  await sql`
    select app.notice_gate_order(moved.record_id, moved.status, moved.changed_at)
    from (
      select record_id, status, changed_at
      from app.record
      where record_id = ${record.record_id} and status <> ${record.status}
      for update
    ) as moved
  `.execute(tx)
}
