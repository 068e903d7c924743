import type { StepCode } from '#access/functions/access-function.ts'
import { formatYuan } from '#base/money.ts'
import type { ActFacts } from '#records/define-record.ts'
import type { EarlierAct, RecordState } from '#records/record.ts'
import type { RegisterChange } from '#register/register-change.ts'
import { beijingSecond } from './checking/order-check.ts'
import { insertOf } from './functions/edits.ts'
import type { OrderData } from './order-data.ts'
import { isSystemChange, type OrderChange, type OrderMatter } from './order-matter.ts'
import type { OrderStatus, RegisterOwner } from './order-status.ts'

/**
 * An order that has ended, as the standard's business_order, business_step and operation have it, so that the screening
 * of an own register sees who did what and when. Each act of a person is one operation and one step: what is counted
 * twice would be a burst (SYS-04).
 */

interface Written {
  readonly step: StepCode | null
  readonly decision: 'PASS' | 'REJECT'
  readonly operation: 'CREATE' | 'UPDATE' | 'APPROVE' | 'REJECT' | 'DELETE'
}

const written: Readonly<Record<string, Written>> = {
  enter: { step: 'ENTRY', decision: 'PASS', operation: 'CREATE' },
  resubmit: { step: 'ENTRY', decision: 'PASS', operation: 'UPDATE' },
  review: { step: 'REVIEW', decision: 'PASS', operation: 'APPROVE' },
  return: { step: 'REVIEW', decision: 'REJECT', operation: 'REJECT' },
  refuse: { step: 'REVIEW', decision: 'REJECT', operation: 'REJECT' },
  approve: { step: 'APPROVAL', decision: 'PASS', operation: 'APPROVE' },
  send_back: { step: 'APPROVAL', decision: 'REJECT', operation: 'REJECT' },
  disapprove: { step: 'APPROVAL', decision: 'REJECT', operation: 'REJECT' },
  // Nothing was decided: the application is gone.
  withdraw: { step: null, decision: 'REJECT', operation: 'DELETE' },
}

const statuses: Readonly<Partial<Record<OrderStatus, string>>> = {
  DONE: 'DONE',
  REFUSED: 'REJECTED',
  WITHDRAWN: 'WITHDRAWN',
  LAPSED: 'WITHDRAWN',
}

const channels: readonly unknown[] = ['COUNTER', 'ONLINE', 'BATCH', 'BACKEND']

export interface EndedOrder {
  readonly matter: OrderMatter
  readonly register: RegisterOwner
  readonly facts: ActFacts
  /** The act that ends it. */
  readonly action: string
  readonly status: OrderStatus
  readonly changes: readonly OrderChange[]
}

/** Empty for a mirror, which is written by deliveries only. */
export function businessRows(
  order: RecordState<OrderStatus, OrderData>,
  { matter, register, facts, action, status, changes }: EndedOrder,
): RegisterChange[] {
  if (register === 'mirror') return []
  const last: EarlierAct = {
    action,
    actorId: facts.actorId,
    at: facts.at,
    version: order.version + 1,
    sessionId: null,
    terminalId: null,
  }
  const acts = [...facts.earlier, last].filter(({ action: name }) => name in written)
  const about = { order_id: order.id, person_id: order.subject.personId }
  const steps = acts.filter(({ action: name }) => written[name]!.step !== null)
  return [
    // A write-off is this row: the function has written it.
    ...(changes.some((change) => !isSystemChange(change) && change.table === 'business_order')
      ? []
      : [businessOrder(order, matter, status)]),
    ...steps.map((act, index) =>
      insertOf('business_step', {
        order_id: order.id,
        step_number: String(index + 1),
        step: written[act.action]!.step,
        staff_id: act.actorId,
        terminal: act.terminalId,
        decided_at: beijingSecond(act.at),
        decision: written[act.action]!.decision,
      }),
    ),
    ...acts.map((act) =>
      insertOf('operation', {
        ...about,
        operation_id: `${order.id}-${act.version}`,
        recorded_at: beijingSecond(act.at),
        staff_id: act.actorId,
        // One person has one account, which has the person's number.
        account_id: act.actorId,
        terminal: act.terminalId,
        function_code: matter.code,
        action: written[act.action]!.operation,
      }),
    ),
  ]
}

function businessOrder(
  { id, data, subject, enteredAt }: RecordState<OrderStatus, OrderData>,
  { code }: OrderMatter,
  status: OrderStatus,
): RegisterChange {
  const { channel } = data.asked
  return insertOf('business_order', {
    order_id: id,
    function_code: code,
    person_id: subject.personId,
    channel: channels.includes(channel) ? String(channel) : 'BACKEND',
    amount: data.amountFen === null ? null : formatYuan(data.amountFen),
    applied_at: beijingSecond(enteredAt),
    status: statuses[status] ?? 'OPEN',
  })
}
