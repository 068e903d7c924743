import { notFoundText } from '#access/act-refusals.ts'
import type { ActorFacts } from '#access/actor.ts'
import { type HighRiskCode, highRiskCodes } from '#access/functions/high-risk-functions.ts'
import { mayAct } from '#access/may-act.ts'
import { type Moment, momentOf } from '#access/moment.ts'
import { assert, Refusal } from '#base/refusal.ts'
import type { ActContext } from '#records/act-context.ts'
import type { RecordAction, RecordKind } from '#records/define-record.ts'
import { inputFault } from '#records/input-fault.ts'
import { loadAct } from '#records/load-act.ts'
import type { RecordSubject } from '#records/record.ts'
import { type GateCheck, GateChecked, type GateContext, orderKindOf } from '../gate-context.ts'
import { type ApiKey, actorOfKey } from '../keys/api-key.ts'
import type { GateOrder, GateReason } from './gate-order.ts'
import { type Judgement, judgeChecks, refuseErrors } from './judge-checks.ts'

/** The action that opens an order of the gate. */
export const entryAction = 'enter'

export interface FoundRequest {
  readonly kind: RecordKind
  readonly functionCode: HighRiskCode
  readonly at: Date
  readonly operator: ActorFacts | null
  /** With the amount that the core system states. */
  readonly subject: RecordSubject | null
  readonly input: unknown
  /** The answer to the entry's own `factsQuery`. */
  readonly loaded: unknown
}

export interface JudgedRequest extends Judgement {
  readonly found: FoundRequest
  readonly checks: readonly GateCheck[]
  /** What `Kernel.check` answered, where a hit refuses the request: what it found is kept (platform.md 4). */
  readonly checked?: unknown
}

function findEntry(kind: RecordKind | undefined): RecordAction | undefined {
  return kind?.actions[entryAction]
}

/** The kind and the parsed input, or a Refusal that tells the core system what to mend. */
function parseOrder(
  { kernel }: GateContext,
  { functions }: ApiKey,
  order: GateOrder,
): { kind: RecordKind; functionCode: HighRiskCode; input: unknown } {
  const kind = kernel.kinds.get(orderKindOf(order.function))
  const entry = findEntry(kind)
  const functionCode = highRiskCodes.find((each) => each === order.function)
  if (kind === undefined || entry === undefined || functionCode === undefined) {
    throw new Refusal('invalid_input', {
      zh: `没有业务类别“${order.function}”；请用 22 项高风险业务的代码，如 ACCOUNT_CHANGE。`,
      en: `there is no function ${order.function}; use a code of the 22 high-risk functions, e.g. ACCOUNT_CHANGE.`,
    })
  }
  if (!functions.includes(functionCode)) {
    throw new Refusal('not_permitted', {
      zh: `该接口密钥不能用于业务类别 ${functionCode}；请联系系统管理员。`,
      en: `this key may not be used for ${functionCode}; ask the system officer.`,
    })
  }
  const input = entry.input.safeParse(order.input)
  if (!input.success) throw inputFault(input.error)
  return { kind, functionCode, input: input.data }
}

/** One statement: the operator, the subject as the register has it, the database's time. */
export async function findRequest(gate: GateContext, key: ApiKey, order: GateOrder): Promise<FoundRequest> {
  const { kind, functionCode, input } = parseOrder(gate, key, order)
  const { actorFacts, loaded } = await loadAct(operatorContext(gate, key, order.operator_id), kind, {
    kind: kind.kind,
    recordId: null,
    action: entryAction,
    input: order.input,
    version: null,
    attachments: [],
    confirmation: null,
    endpoint: 'gate',
    // Nothing is stored under it: the gate has its own answers.
    idempotencyKey: 'not-a-key-of-the-gate',
  })
  const { newSubject } = loaded
  const amountFen = order.amount_fen === null ? null : BigInt(order.amount_fen)
  const subject = newSubject === null ? null : { ...newSubject, amountFen }
  return { kind, functionCode, at: loaded.at, operator: actorFacts, subject, input, loaded: loaded.facts }
}

/** The operator, in no session here: the core system's key stands for session and terminal. */
export function operatorContext({ kernel }: GateContext, key: ApiKey, operatorId: string): ActContext {
  const session = actorOfKey(key.keyId)
  return {
    ...kernel,
    actor: { kind: 'person', staffId: operatorId, sessionId: session, terminalId: session },
  }
}

export function momentOfAct({ kernel }: GateContext, at: Date): Moment {
  return momentOf(at, (day) => kernel.workingDays.isWorkingByDay.get(day))
}

/** Absent and handled elsewhere are one answer (platform.md 25). */
export function isForKey(subject: RecordSubject | null, key: ApiKey): subject is RecordSubject {
  if (subject === null || subject.agency === null) return false
  const { agencyId, superiors } = subject.agency
  return agencyId === key.agencyId || superiors.includes(key.agencyId)
}

const unknownOperator: GateReason = {
  code: 'UNKNOWN_OPERATOR',
  text: {
    zh: '本系统中没有该工号的经办人，不能办理；请核对工号，或由系统管理员登记该人员。',
    en: 'no member of staff has this operator id; check it, or have the person registered.',
  },
}

const otherPerson: GateReason = {
  code: 'OTHER_PERSON',
  text: {
    zh: '请求中的个人编号与业务内容所涉的个人不一致；请核对后重新提交。',
    en: 'the person of the request is not the one its input is about; check both and send it again.',
  },
}

/** Before any check: its answer must not reach, nor its cost be caused by, whoever may not act. */
export function refusalOfRequest(
  gate: GateContext,
  key: ApiKey,
  order: GateOrder,
  found: FoundRequest,
): GateReason | null {
  const { operator, subject, kind, at } = found
  if (operator === null) return unknownOperator
  if (!isForKey(subject, key)) return { code: 'NOT_FOUND', text: notFoundText }
  if (subject.personId !== order.person_id) return otherPerson
  const entry = findEntry(kind)
  assert(entry !== undefined, `${kind.kind} has an entry`)
  const decision = mayAct(
    operator,
    {
      function: entry.function,
      step: entry.step,
      subject,
      history: [],
      round: 1,
      approvalLevel: 1,
      moment: momentOfAct(gate, at),
    },
    gate.kernel.catalogue,
  )
  if (decision.allowed) return null
  return { code: decision.code === 'not_found' ? 'NOT_FOUND' : decision.reason, text: decision.text }
}

const otherAmount: GateReason = {
  code: 'OTHER_AMOUNT',
  text: {
    zh: '请求中的金额与按业务内容计算的金额不一致；请核对后重新提交。',
    en: 'the amount of the request is not the one its input comes to; check both and send it again.',
  },
}

/** What the order's own entry would say, and whether it comes to the same amount. */
function refusalOfEntry(
  { kernel }: GateContext,
  { kind, input, at, subject }: FoundRequest,
  given: { readonly operatorId: string; readonly checked: unknown; readonly loaded: unknown },
): GateReason | null {
  const decision = findEntry(kind)!.decide(null, input, {
    at,
    actorId: given.operatorId,
    newId: kernel.newId,
    recordId: kernel.newId(),
    earlier: [],
    attachments: [],
    loaded: given.loaded,
    checked: given.checked,
  })
  if (decision instanceof Refusal) {
    if (decision.code === 'unavailable') throw decision
    return { code: decision.code.toUpperCase(), text: decision.text }
  }
  return (decision.amountFen ?? null) === subject!.amountFen ? null : otherAmount
}

/** The checks of the function on the register as it is now; a Refusal `unavailable` where one of them failed. */
export async function checkRequest(
  { kernel }: GateContext,
  { kind, input, at, operator }: FoundRequest,
): Promise<{
  readonly checks: readonly GateCheck[]
  readonly checked: unknown
  readonly isForPeople: boolean
}> {
  assert(kernel.check !== undefined, 'the checks of the gate are wired in')
  const checked = await kernel.check({
    kind,
    action: entryAction,
    record: null,
    recordId: kernel.newId(),
    input,
    at,
    actorFacts: operator,
  })
  const parsed = GateChecked.safeParse(checked)
  // A file is checked line by line, and what is held stands on the order: people decide there.
  if (!parsed.success) return { checks: [], checked, isForPeople: true }
  const { results } = parsed.data
  refuseErrors(results)
  return { checks: results, checked, isForPeople: false }
}

/** Everything but writing: who asks, for whom, what the checks and the order's entry say. */
export async function judgeRequest(gate: GateContext, key: ApiKey, order: GateOrder): Promise<JudgedRequest> {
  const found = await findRequest(gate, key, order)
  const refusal = refusalOfRequest(gate, key, order, found)
  if (refusal !== null) return { found, checks: [], outcome: 'REFUSE', reasons: [refusal] }
  const definition = gate.kernel.catalogue.get(found.functionCode)
  assert(definition !== undefined, `${found.functionCode} is in the catalogue`)
  const { checks, checked, isForPeople } = await checkRequest(gate, found)
  const judgement = judgeChecks(definition, checks, { isForPeople })
  if (judgement.outcome === 'REFUSE') return { found, checks, checked, ...judgement }
  const { loaded } = found
  const refused = refusalOfEntry(gate, found, { operatorId: order.operator_id, checked, loaded })
  if (refused !== null) return { found, checks, outcome: 'REFUSE', reasons: [refused] }
  return { found, checks, ...judgement }
}
