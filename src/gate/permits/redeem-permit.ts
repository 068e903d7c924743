import { z } from 'zod'
import type { EarlierStep } from '#access/act-request.ts'
import type { ActorFacts } from '#access/actor.ts'
import { findStep, type StepCode } from '#access/functions/access-function.ts'
import { mayAct } from '#access/may-act.ts'
import { findActorFacts } from '#access/storing/actor-store.ts'
import { assert, Refusal } from '#base/refusal.ts'
import { appendEntry } from '#trail/append-entry.ts'
import type { GateCheck, GateContext } from '../gate-context.ts'
import { type ApiKey, actorOfKey } from '../keys/api-key.ts'
import type { GateOrder } from '../requests/gate-order.ts'
import {
  answerOnce,
  claimKey,
  holdAuthority,
  KeyClaimed,
  type Keyed,
  sealGate,
} from '../requests/idempotent.ts'
import { reasonsOf } from '../requests/judge-checks.ts'
import {
  checkRequest,
  type FoundRequest,
  findRequest,
  momentOfAct,
  refusalOfRequest,
} from '../requests/judge-request.ts'
import { findPermit, redeemRow, type StoredPermit, voidRow } from './permit-store.ts'
import { bodyHash, verifiedPermit } from './permit-token.ts'

export interface Redemption {
  readonly permitId: string
  readonly token: string
  /** What is about to be done: the request's own body, to the letter. */
  readonly order: GateOrder
  /** Null where the function has no such step. */
  readonly reviewerId: string | null
  readonly approverId: string | null
  readonly idempotencyKey: string
}

export const Redeemed = z
  .object({
    permit_id: z.string(),
    request_id: z.string(),
    redeemed_at: z.string(),
    /** Of the trail. */
    entry_id: z.string(),
  })
  .meta({ id: 'RedeemedPermit' })
export type Redeemed = z.infer<typeof Redeemed>

/**
 * Spends a permit for exactly what it was given for, with the people who reviewed it in the core system (platform.md 2).
 * All checks run again: those whose inputs have not changed answer what they answered, and what has changed is seen.
 */
export async function redeemPermit(
  gate: GateContext,
  key: ApiKey,
  redemption: Redemption,
): Promise<Redeemed> {
  const { idempotencyKey, ...body } = redemption
  const keyed: Keyed = { keyId: key.keyId, endpoint: 'gate/redeem', idempotencyKey, hash: bodyHash(body) }
  return answerOnce(gate, keyed, {
    schema: Redeemed,
    work: async () => {
      const permit = await findUsable(gate, key, redemption)
      const found = await findRequest(gate, key, redemption.order)
      const refused = refusalOfRequest(gate, key, redemption.order, found)
      if (refused !== null) throw new Refusal('not_permitted', refused.text)
      const people = await admitPeople(gate, redemption, { permit, found })
      await checkAgain(gate, { permit, found, order: redemption.order })
      return spend(gate, key, { keyed, redemption, permit, found, people })
    },
  })
}

const notFound = (): Refusal =>
  new Refusal('not_found', {
    zh: '没有找到该许可，请核对编号。',
    en: 'there is no such permit; check its number.',
  })

const forged = (): Refusal =>
  new Refusal('not_permitted', {
    zh: '许可的签名无效，不予核销；请使用本系统返回的原文。',
    en: 'the signature of the permit is not valid; send the token as it was given.',
  })

const otherOrder = (): Refusal =>
  new Refusal('conflict', {
    zh: '业务内容与申请许可时不同，不予核销；内容有变更的须重新申请许可。',
    en: 'this is not the order the permit was given for; ask again for what has changed.',
  })

export const noLongerOpen = (state: string): Refusal =>
  new Refusal('action_not_available', {
    zh:
      state === 'REDEEMED'
        ? '该许可已被使用；每个许可只能使用一次。'
        : state === 'VOID'
          ? '该许可已作废，请重新申请。'
          : '该许可已过期（有效期 15 分钟），请重新申请。',
    en:
      state === 'REDEEMED'
        ? 'this permit has been used; each is good for once.'
        : state === 'VOID'
          ? 'this permit has been voided; ask for another.'
          : 'this permit is past its 15 minutes; ask for another.',
  })

async function findUsable(gate: GateContext, key: ApiKey, redemption: Redemption): Promise<StoredPermit> {
  const token = verifiedPermit(redemption.token, gate.keys.permit)
  if (token === null) throw forged()
  if (token.permit_id !== redemption.permitId || token.key_id !== key.keyId) throw notFound()
  const approvals = approvalsOf(gate, redemption.order)
  const permit = await findPermit(gate.kernel.db, { permitId: token.permit_id, approvals })
  if (permit === null || permit.keyId !== key.keyId) throw notFound()
  const hash = bodyHash(redemption.order)
  if (hash !== token.body_sha256 || hash !== permit.bodyHash) throw otherOrder()
  if (permit.state !== 'OPEN') throw noLongerOpen(permit.state)
  if (permit.isExpired) throw noLongerOpen('EXPIRED')
  return permit
}

/** The actions by which somebody approves an order here. */
function approvalsOf({ kernel }: GateContext, order: GateOrder): string[] {
  const actions = kernel.kinds.get(`ORDER_${order.function}`)?.actions ?? {}
  return Object.keys(actions).filter((name) => actions[name]!.step === 'APPROVAL')
}

interface Admitting {
  readonly permit: StoredPermit
  readonly found: FoundRequest
}

/** Each step that the core system does by itself needs its person; who approved here need not approve there. */
async function admitPeople(
  gate: GateContext,
  { order, reviewerId, approverId }: Redemption,
  { permit, found }: Admitting,
): Promise<readonly ActorFacts[]> {
  const definition = gate.kernel.catalogue.get(found.functionCode)
  assert(definition !== undefined, `${found.functionCode} is in the catalogue`)
  const approval = findStep(definition, 'APPROVAL')
  const needs: readonly {
    readonly step: StepCode
    readonly staffId: string | null
    readonly isNeeded: boolean
  }[] = [
    { step: 'REVIEW', staffId: reviewerId, isNeeded: findStep(definition, 'REVIEW') !== undefined },
    {
      step: 'APPROVAL',
      staffId: approverId,
      isNeeded: approval?.when === 'ALWAYS' && permit.recordId === null,
    },
  ]
  const history: EarlierStep[] = [
    { step: 'ENTRY', staffId: order.operator_id, round: 1 },
    ...permit.approvedBy.map((staffId): EarlierStep => ({ step: 'APPROVAL', staffId, round: 1 })),
  ]
  const people: ActorFacts[] = []
  for (const { step, staffId, isNeeded } of needs) {
    if (!isNeeded && staffId === null) continue
    if (!isNeeded || staffId === null) throw wrongPeople(step, isNeeded)
    people.push(await admitPerson(gate, { step, staffId, history, found }))
    history.push({ step, staffId, round: 1 })
  }
  return people
}

function wrongPeople(step: StepCode, isNeeded: boolean): Refusal {
  const zh = step === 'REVIEW' ? '复核人（reviewer_id）' : '审批人（approver_id）'
  const en = step === 'REVIEW' ? 'reviewer_id' : 'approver_id'
  return new Refusal('invalid_input', {
    zh: isNeeded ? `该业务须写明${zh}。` : `该业务在核心系统没有这一环节，不应写明${zh}。`,
    en: isNeeded
      ? `this function needs ${en}.`
      : `there is no such step in the core system; leave ${en} out.`,
  })
}

async function admitPerson(
  gate: GateContext,
  asked: {
    readonly step: StepCode
    readonly staffId: string
    readonly history: readonly EarlierStep[]
    readonly found: FoundRequest
  },
): Promise<ActorFacts> {
  const { step, staffId, history, found } = asked
  const { db, catalogue } = gate.kernel
  const facts = await db.transaction().execute((tx) => findActorFacts(tx, staffId, found.at))
  const who = step === 'REVIEW' ? { zh: '复核人', en: 'reviewer' } : { zh: '审批人', en: 'approver' }
  if (facts === null) {
    throw new Refusal('not_permitted', {
      zh: `本系统中没有该工号的${who.zh}，不予核销；请核对工号。`,
      en: `no member of staff has this id as ${who.en}; check it.`,
    })
  }
  const decision = mayAct(
    facts,
    {
      function: found.functionCode,
      step,
      subject: found.subject!,
      history,
      round: 1,
      approvalLevel: 1,
      moment: momentOfAct(gate, found.at),
    },
    catalogue,
  )
  if (decision.allowed) return facts
  // The sentences of access speak to the person; here somebody else reads them.
  throw new Refusal('not_permitted', {
    zh: `${who.zh}不能办理该业务，不予核销（${decision.reason}）。对其本人的说明：${decision.text.zh}`,
    en: `the ${who.en} may not do this (${decision.reason}); to that person it says: ${decision.text.en}`,
  })
}

/** What was known when the permit was given, or approved here by people, does not stop it; what is new does. */
function newHits(checks: readonly GateCheck[], { knownChecks }: StoredPermit): GateCheck[] {
  return checks.filter((check) => {
    if (check.outcome === 'PASS') return false
    const known = knownChecks.find(({ ruleCode }) => ruleCode === check.ruleCode)
    if (known === undefined || known.outcome !== check.outcome) return true
    return check.findingIds.some((each) => !known.findingIds.includes(each))
  })
}

async function checkAgain(
  gate: GateContext,
  { permit, found, order }: Admitting & { readonly order: GateOrder },
): Promise<void> {
  const { functionCode, at } = found
  const { checks } = await checkRequest(gate, found)
  const hits = newHits(checks, permit)
  if (hits.length === 0) return
  const reasons = hits.flatMap(reasonsOf)
  const sealed = sealGate(gate, {
    at,
    actorId: actorOfKey(permit.keyId),
    function: `${functionCode}/permit-void`,
    recordKind: 'GATE_PERMIT',
    recordId: permit.permitId,
    outcome: 'REFUSED',
    payload: { requestId: permit.requestId, order, reasons },
  })
  await gate.kernel.db.transaction().execute(async (tx) => {
    const { entryId, leafHash } = sealed
    const isOurs = await voidRow(tx, { permitId: permit.permitId, entryId, entryHash: leafHash })
    if (isOurs) await appendEntry(tx, sealed)
  })
  throw new Refusal('conflict', {
    zh: `申请许可之后情况有变，许可作废，请重新申请：${reasons.map(({ text }) => text.zh).join('；')}`,
    en: `something has changed since the permit was given, and it is void; ask again: ${reasons.map(({ text }) => text.en).join('; ')}`,
  })
}

async function spend(
  gate: GateContext,
  key: ApiKey,
  given: Admitting & {
    readonly keyed: Keyed
    readonly redemption: Redemption
    readonly people: readonly ActorFacts[]
  },
): Promise<Redeemed> {
  const { keyed, redemption, permit, found, people } = given
  const { order, reviewerId, approverId } = redemption
  const sealed = sealGate(gate, {
    at: found.at,
    actorId: actorOfKey(key.keyId),
    function: `${order.function}/permit-redeem`,
    recordKind: 'GATE_PERMIT',
    recordId: permit.permitId,
    outcome: 'ACCEPTED',
    payload: { requestId: permit.requestId, order, reviewerId, approverId },
  })
  const answer: Redeemed = {
    permit_id: permit.permitId,
    request_id: permit.requestId,
    redeemed_at: found.at.toISOString(),
    entry_id: sealed.entryId,
  }
  await gate.kernel.db.transaction().execute(async (tx) => {
    const isFirst = await claimKey(tx, keyed, { answer, recordId: permit.recordId, at: found.at })
    if (!isFirst) throw new KeyClaimed()
    await holdAuthority(tx, [found.operator!, ...people])
    const isSpent = await redeemRow(tx, {
      permitId: permit.permitId,
      reviewerId,
      approverId,
      entryId: sealed.entryId,
      entryHash: sealed.leafHash,
    })
    // Used in between, or its last second has gone.
    if (!isSpent) throw noLongerOpen('REDEEMED')
    await appendEntry(tx, sealed)
  })
  return answer
}
