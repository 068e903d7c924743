import type { StepCode } from '#access/functions/access-function.ts'
import type { HighRiskCode } from '#access/functions/high-risk-functions.ts'
import { formatYuan } from '#base/money.ts'
import type { ActFacts } from '#records/define-record.ts'
import type { EarlierAct, RecordState } from '#records/record.ts'
import type { RegisterChange } from '#register/register-change.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { beijingSecond } from './checking/order-check.ts'
import { insertOf } from './functions/edits.ts'
import type { OrderStatus } from './order-status.ts'

/**
 * What has ended, as the standard's business_order, business_step and operation have it, so that the screening of an
 * own register sees who did what and when. Each act of a person is one operation and one step: what is counted twice
 * would be a burst (SYS-04).
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

/** As business_order says it; what is not here has not ended. */
export const endedStatuses: Readonly<Partial<Record<OrderStatus, string>>> = {
  DONE: 'DONE',
  REFUSED: 'REJECTED',
  WITHDRAWN: 'WITHDRAWN',
  LAPSED: 'WITHDRAWN',
}

export interface EndingAct {
  readonly facts: ActFacts
  /** The act that ends it. */
  readonly action: string
  readonly status: OrderStatus
}

type Ended = Pick<RecordState, 'id' | 'version' | 'enteredAt'>

export interface Business {
  readonly code: HighRiskCode
  readonly channel: string
  readonly amountFen: bigint | null
  /** Where it is about one person: { person_id }. */
  readonly about: WrittenRow
}

/** The row of business_order. */
export function businessOrderRow(
  { id, enteredAt }: Ended,
  { code, channel, amountFen, about }: Business,
  status: OrderStatus,
): RegisterChange {
  return insertOf('business_order', {
    order_id: id,
    function_code: code,
    ...about,
    channel,
    amount: amountFen === null ? null : formatYuan(amountFen),
    applied_at: beijingSecond(enteredAt),
    status: endedStatuses[status] ?? 'OPEN',
  })
}

/** The rows of business_step and operation: who did what, the last act included. */
export function actRows(
  { id, version }: Ended,
  { code, about }: Pick<Business, 'code' | 'about'>,
  { facts, action }: EndingAct,
): RegisterChange[] {
  const { actorId, at } = facts
  const last: EarlierAct = {
    action,
    actorId,
    at,
    version: version + 1,
    sessionId: null,
    terminalId: null,
  }
  const acts = [...facts.earlier, last].filter(({ action: name }) => Object.hasOwn(written, name))
  const steps = acts.filter(({ action: name }) => written[name]!.step !== null)
  return [
    ...steps.map((act, index) =>
      insertOf('business_step', {
        order_id: id,
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
        order_id: id,
        ...about,
        operation_id: `${id}-${act.version}`,
        recorded_at: beijingSecond(act.at),
        staff_id: act.actorId,
        // One person has one account, which has the person's number.
        account_id: act.actorId,
        terminal: act.terminalId,
        function_code: code,
        action: written[act.action]!.operation,
      }),
    ),
  ]
}
