import { canonicalJson } from '#base/canonical-json.ts'
import { Refusal } from '#base/refusal.ts'
import type { ActFacts, Decision, ToDoDraft } from '#records/define-record.ts'
import type { RecordState } from '#records/record.ts'
import { businessRows } from './business-rows.ts'
import { beijingSecond, type OrderChecked, refusalOfHardStops } from './checking/order-check.ts'
import { needsApproval, OrderData } from './order-data.ts'
import { effectsOf, shownChanges } from './order-effect.ts'
import type { Judging, MatterSource, OrderChange, OrderMatter } from './order-matter.ts'
import { finalStatus, type OrderStatus, type RegisterOwner } from './order-status.ts'

/** The decisions of every order, pure: the register's rows and the checks' answers come as facts. */

type Order = RecordState<OrderStatus, OrderData>
type Made = Decision<OrderStatus, OrderData> | Refusal
type Decide<Input> = (record: Order | null, input: Input, facts: ActFacts) => Made

/** Of which order, on whose register. */
export interface Deciding {
  readonly matter: OrderMatter
  readonly register: RegisterOwner
}

function checkedOf(facts: ActFacts): OrderChecked {
  if (facts.checked !== null && facts.checked !== undefined) return facts.checked as OrderChecked
  throw new Refusal('unavailable', {
    zh: '检查服务未就绪，业务单未变动；请联系系统管理员。',
    en: 'the checks are not available and the order stays as it is; tell the system officer.',
  })
}

export type ToDoOfStep = Omit<ToDoDraft, 'agencyId' | 'personId'>

/** For the people of the next step, where they are. */
function addressed(
  matter: OrderMatter,
  toDos: readonly ToDoOfStep[],
  given: { readonly checked: unknown; readonly agencyId: string | null },
): readonly ToDoDraft[] {
  return toDos.flatMap((each) => {
    const agencyId = matter.agencyFor?.(each.duty, given.checked) ?? given.agencyId
    return agencyId === null ? [] : [{ ...each, agencyId }]
  })
}

export function decideEntry(
  { matter }: Deciding,
  { action, toDos }: { readonly action: string; readonly toDos: readonly ToDoOfStep[] },
): Decide<unknown> {
  return (record, input, facts) => {
    if (record !== null) {
      const before = matter.input.parse(record.data.asked)
      const other = matter.refusalOfCorrection(record.subject, input, before)
      if (other !== null) return other
    }
    const checked = checkedOf(facts)
    const at = beijingSecond(facts.at)
    const operatorId = record?.enteredBy ?? facts.actorId
    const source = { orderId: facts.recordId, operatorId, reviewerId: null, approverId: null, at }
    const changes = matter.effect(input, checked.facts, source)
    if (changes instanceof Refusal) return changes
    const judging = { step: 'ENTRY', actorId: facts.actorId, at: facts.at, source } as const
    const stop = refusalOfChecks(matter, checked, { asked: input, judging })
    if (stop !== null) return stop
    const amountFen = matter.amountFen(input, checked.facts)
    return {
      status: 'ENTERED',
      amountFen,
      toDos:
        matter.agencyFor === undefined
          ? []
          : addressed(matter, toDos, { checked: checked.facts, agencyId: null }),
      data: {
        asked: OrderData.shape.asked.parse(input),
        amountFen,
        changes: shownChanges(changes),
        enteredAt: at,
        checks: [...(record?.data.checks ?? []), { action, at, results: [...checked.results] }],
        remarks: record?.data.remarks ?? [],
      },
    }
  }
}

/** The rule's own sentence where it has one. */
function refusalOfChecks(
  matter: OrderMatter,
  { facts, results }: OrderChecked,
  { asked, judging }: { readonly asked: unknown; readonly judging: Judging },
): Refusal | null {
  return refusalOfHardStops(results) ?? matter.refusal?.(asked, facts, judging) ?? null
}

interface Step {
  readonly facts: ActFacts
  readonly step: 'REVIEW' | 'APPROVAL'
  readonly reviewerId: string
  readonly approverId: string | null
}

interface Renewed {
  readonly data: OrderData
  readonly changes: readonly OrderChange[]
  /** Beside what the checks ask for. */
  readonly isApprovalAsked: boolean
  readonly checked: unknown
}

/** The checks of now, and the effect as it will be written; a refusal where it is no longer what was entered. */
function renewed(matter: OrderMatter, order: Order, given: Step): Renewed | Refusal {
  const { facts, step, reviewerId, approverId } = given
  const checked = checkedOf(facts)
  const asked = matter.input.parse(order.data.asked)
  const entered = {
    orderId: order.id,
    operatorId: order.enteredBy,
    reviewerId: null,
    approverId: null,
    at: order.data.enteredAt,
  }
  const shown = matter.effect(asked, checked.facts, entered)
  if (shown instanceof Refusal) return shown
  if (canonicalJson(shownChanges(shown)) !== canonicalJson(order.data.changes)) return registerMoved()
  const at = beijingSecond(facts.at)
  const source: MatterSource = { ...entered, reviewerId, approverId, at }
  const judging = { step, actorId: facts.actorId, at: facts.at, source }
  const stop = refusalOfChecks(matter, checked, { asked, judging })
  if (stop !== null) return stop
  const changes = matter.effect(asked, checked.facts, source)
  if (changes instanceof Refusal) return changes
  const action = step === 'REVIEW' ? 'review' : 'approve'
  const checks = [...order.data.checks, { action, at, results: [...checked.results] }]
  const isApprovalAsked = matter.needsApproval?.(asked, checked.facts) ?? false
  return { data: { ...order.data, checks }, changes, isApprovalAsked, checked: checked.facts }
}

function registerMoved(): Refusal {
  return new Refusal('conflict', {
    zh: '录入之后登记内容已有变化，此单不能照办；请退回经办人按现在的内容更正。',
    en: 'the register has changed since this was entered; return it to the operator to correct it.',
  })
}

function finished(
  { matter, register }: Deciding,
  order: Order,
  given: { readonly next: Renewed; readonly facts: ActFacts; readonly action: string },
): Decision<OrderStatus, OrderData> {
  const { data, changes } = given.next
  const done = { ...data, changes: shownChanges(changes) }
  const status = finalStatus(register, matter.placeOf(matter.input.parse(data.asked)))
  const rows = businessRows(order, { ...given, matter, register, status, changes })
  // A mirror is written by the next delivery only.
  if (status === 'AWAITING_CONFIRMATION') return { status, data: done }
  return { status, data: done, effects: effectsOf([...changes, ...rows], order.id) }
}

export function decideReview(
  deciding: Deciding,
  given: { readonly isAlwaysApproved: boolean; readonly toDos: readonly ToDoOfStep[] },
): Decide<unknown> {
  return (record, _input, facts) => {
    const order = record!
    const step = { facts, step: 'REVIEW', reviewerId: facts.actorId, approverId: null } as const
    const next = renewed(deciding.matter, order, step)
    if (next instanceof Refusal) return next
    if (!given.isAlwaysApproved && !next.isApprovalAsked && !needsApproval(next.data)) {
      return finished(deciding, order, { next, facts, action: 'review' })
    }
    const agencyId = order.subject.agency?.agencyId ?? null
    const toDos = addressed(deciding.matter, given.toDos, { checked: next.checked, agencyId })
    return { status: 'REVIEWED', data: next.data, toDos, due: { workingDays: 5 } }
  }
}

export function decideFinal(deciding: Deciding): Decide<{ readonly reason: string | null }> {
  return (record, { reason }, facts) => {
    const order = record!
    // Where nobody reviews, whoever approves is the second person.
    const reviewerId = facts.earlier.findLast(({ action }) => action === 'review')?.actorId ?? facts.actorId
    const step = { facts, step: 'APPROVAL', reviewerId, approverId: facts.actorId } as const
    const next = renewed(deciding.matter, order, step)
    if (next instanceof Refusal) return next
    if (needsApproval(next.data) && reason === null) return reasonMissing()
    const remarks = [...next.data.remarks, ...remarkOf('approve', reason, facts)]
    const data = { ...next.data, remarks }
    return finished(deciding, order, { next: { ...next, data }, facts, action: 'approve' })
  }
}

/** platform.md 5: who lets a hit or an open question pass, writes down why. */
function reasonMissing(): Refusal {
  return new Refusal('invalid_input', {
    zh: '检查有命中或未能评估的项目，审批须写明理由；请填写“理由”后重新提交。',
    en: 'a check has hit or could not be evaluated; write down why it is approved and submit again.',
  })
}

function remarkOf(action: string, reason: string | null, facts: ActFacts): OrderData['remarks'] {
  return reason === null ? [] : [{ action, actorId: facts.actorId, at: beijingSecond(facts.at), reason }]
}

/** Returned, refused: with the reason, and nothing else happens. */
export function leave(
  deciding: Deciding,
  {
    action,
    step,
    status,
  }: { readonly action: string; readonly step: Judging['step']; readonly status: OrderStatus },
): Decide<{ readonly reason: string }> {
  const { matter } = deciding
  return (record, { reason }, facts) => {
    const order = record!
    const { data } = order
    if (matter.judgesEveryStep === true) {
      const source = {
        ...{ orderId: order.id, operatorId: order.enteredBy, reviewerId: null, approverId: null },
        at: data.enteredAt,
      }
      const judging = { step, actorId: facts.actorId, at: facts.at, source }
      const stop = matter.refusal?.(matter.input.parse(data.asked), checkedOf(facts).facts, judging) ?? null
      if (stop !== null) return stop
    }
    const remarks = [...data.remarks, ...remarkOf(status, reason, facts)]
    return ended(deciding, order, { action, facts, status, data: { ...data, remarks } })
  }
}

/** Ended, or sent back, without its effect; an order that ended is in the register's business all the same. */
export function ended(
  { matter, register }: Deciding,
  order: Order,
  given: {
    readonly action: string
    readonly facts: ActFacts
    readonly status: OrderStatus
    readonly data: OrderData
  },
): Decision<OrderStatus, OrderData> {
  const { status, data } = given
  if (status === 'RETURNED') return { status, data }
  const rows = businessRows(order, { ...given, matter, register, changes: [] })
  return { status, data, effects: effectsOf(rows, order.id) }
}
