import { defineRecord, type RecordKind, type Workflow } from '#records/define-record.ts'
import {
  adjustAction,
  approveAdjustAction,
  approvePlanAction,
  openAction,
  planAction,
  refuseAdjustAction,
  returnPlanAction,
} from './plan-recovery.ts'
import { missAction, receiveAction, remindAction, undoReceiptAction, writeOffAction } from './receive.ts'
import { RecoveryData, type RecoveryStatus, recoveryStatuses } from './recovery-data.ts'

export const recoveryKindCode = 'RECOVERY'

const actions = {
  open: openAction,
  plan: planAction,
  approvePlan: approvePlanAction,
  returnPlan: returnPlanAction,
  receive: receiveAction,
  undoReceipt: undoReceiptAction,
  writeOff: writeOffAction,
  remind: remindAction,
  miss: missAction,
  adjust: adjustAction,
  approveAdjust: approveAdjustAction,
  refuseAdjust: refuseAdjustAction,
} as const
type ActionName = keyof typeof actions

/** Money may come at any time but while the amount itself is being decided. */
const workflow: Workflow<RecoveryStatus, ActionName> = {
  NEW: { open: 'OPENED' },
  OPENED: {
    plan: 'PLANNED',
    receive: ['OPENED', 'SETTLED'],
    undoReceipt: 'OPENED',
    writeOff: ['OPENED', 'SETTLED'],
    remind: 'OPENED',
    adjust: 'ADJUSTING',
  },
  PLANNED: {
    approvePlan: 'RECOVERING',
    returnPlan: 'OPENED',
    receive: ['OPENED', 'SETTLED'],
    undoReceipt: 'OPENED',
    writeOff: ['OPENED', 'SETTLED'],
    remind: 'PLANNED',
  },
  RECOVERING: {
    receive: ['RECOVERING', 'SETTLED'],
    undoReceipt: 'RECOVERING',
    writeOff: ['RECOVERING', 'SETTLED'],
    remind: 'RECOVERING',
    miss: 'RECOVERING',
    plan: 'PLANNED',
    adjust: 'ADJUSTING',
  },
  ADJUSTING: {
    approveAdjust: ['OPENED', 'RECOVERING', 'SETTLED', 'CANCELLED'],
    refuseAdjust: ['OPENED', 'RECOVERING', 'SETTLED'],
    remind: 'ADJUSTING',
  },
  SETTLED: { undoReceipt: ['OPENED', 'RECOVERING'], adjust: 'ADJUSTING' },
  CANCELLED: {},
}

/** 追回: what a case found lost, until all of it has come back or was written off. */
export function recoveryKind(): RecordKind {
  return defineRecord({
    kind: recoveryKindCode,
    title: { zh: '追回单', en: 'recovery' },
    schema: RecoveryData,
    statuses: recoveryStatuses,
    workflow,
    actions,
    readFunction: 'READ_CASE',
    isHighRisk: false,
  })
}
