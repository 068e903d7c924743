import type { HighRiskCode } from '#access/functions/high-risk-functions.ts'
import { formatYuan } from '#base/money.ts'
import type { ActFacts } from '#records/define-record.ts'
import type { EarlierAct, RecordState } from '#records/record.ts'
import type { RegisterChange } from '#register/register-change.ts'
import { beijingSecond } from '../checking/order-check.ts'
import type { OrderStatus, RegisterOwner } from '../order-status.ts'

/**
 * A file or an import that has ended, as the standard's business_order, business_step and operation have it: what
 * business-rows.ts writes for an order about one person, so that screening sees who paid and who imported.
 */

interface Written {
  readonly step: 'ENTRY' | 'REVIEW' | 'APPROVAL' | null
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

export interface EndedFile {
  readonly code: HighRiskCode
  readonly register: RegisterOwner
  readonly amountFen: bigint | null
  readonly facts: ActFacts
  /** The act that ends it. */
  readonly action: string
  readonly status: OrderStatus
}

/** Empty where it has not ended, and for a mirror, which is written by deliveries only. */
export function endedFileRows(
  { id, version, enteredAt }: Pick<RecordState, 'id' | 'version' | 'enteredAt'>,
  { code, register, amountFen, facts, action, status }: EndedFile,
): RegisterChange[] {
  const ended = statuses[status]
  if (register === 'mirror' || ended === undefined) return []
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
  const order = {
    order_id: id,
    function_code: code,
    channel: 'BATCH',
    amount: amountFen === null ? null : formatYuan(amountFen),
    applied_at: beijingSecond(enteredAt),
    status: ended,
  }
  return [
    { operation: 'insert', table: 'business_order', values: order },
    ...steps.map((act, index) => stepRow(id, act, index + 1)),
    ...acts.map((act) => operationRow(id, act, code)),
  ]
}

function stepRow(orderId: string, act: EarlierAct, number: number): RegisterChange {
  const { step, decision } = written[act.action]!
  const values = {
    order_id: orderId,
    step_number: String(number),
    step,
    staff_id: act.actorId,
    terminal: act.terminalId,
    decided_at: beijingSecond(act.at),
    decision,
  }
  return { operation: 'insert', table: 'business_step', values }
}

function operationRow(orderId: string, act: EarlierAct, code: HighRiskCode): RegisterChange {
  const values = {
    order_id: orderId,
    operation_id: `${orderId}-${act.version}`,
    recorded_at: beijingSecond(act.at),
    staff_id: act.actorId,
    // One person has one account, which has the person's number.
    account_id: act.actorId,
    terminal: act.terminalId,
    function_code: code,
    action: written[act.action]!.operation,
  }
  return { operation: 'insert', table: 'operation', values }
}
