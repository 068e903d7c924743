import { accessFunctions } from '#access/functions/catalogue.ts'
import { assert } from '#base/refusal.ts'
import { defineRecord, type RecordKind, type Workflow } from '#records/define-record.ts'
import type { ControlBasis } from '../functions/order-function.ts'
import { finalStatus, type OrderStatus, orderStatuses, type RegisterOwner } from '../order-status.ts'
import { entryToApproval } from '../order-workflow.ts'
import { type PaymentFileInputs, paymentFileActions } from './payment-file-actions.ts'
import { paymentFileKind } from './payment-file-check.ts'
import { PaymentFileData } from './payment-file-data.ts'

export const paymentFileBasis: readonly ControlBasis[] = [
  {
    document: '004',
    clause: '二、排查内容（二）待遇核定、发放情况',
    quote: '待遇发放审核环节存在只核总数，不对人员增减、大额发放、待遇补发等明细进行审核的情况',
  },
  {
    document: '000',
    clause: '（三）完善社保经办风险防控体系',
    quote: '实现社银系统对接，全面取消社银人工报盘',
  },
]

const idleDays = 30

function workflow(register: RegisterOwner): Workflow<OrderStatus, keyof PaymentFileInputs> {
  return {
    ...entryToApproval(finalStatus(register)),
    AWAITING_CONFIRMATION: {
      confirm: 'DONE',
      sent: 'AWAITING_CONFIRMATION',
      settle: 'AWAITING_CONFIRMATION',
    },
    DONE: { sent: 'DONE', settle: 'DONE' },
  }
}

/** 报盘: entered by benefit payment, reviewed by benefit review, approved always, the two within ten minutes. */
export function definePaymentFile(register: RegisterOwner): RecordKind {
  const listed = accessFunctions.get('PAYMENT_FILE')
  assert(listed !== undefined, 'PAYMENT_FILE is in the catalogue of access')
  return defineRecord({
    kind: paymentFileKind,
    title: { zh: '报盘业务单', en: 'order: payment file' },
    schema: PaymentFileData,
    isHighRisk: true,
    statuses: orderStatuses,
    lapse: { action: 'lapse', idleDays },
    workflow: workflow(register),
    actions: paymentFileActions({ listed, register }),
  })
}
