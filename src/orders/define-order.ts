import { findStep } from '#access/functions/access-function.ts'
import { accessFunctions } from '#access/functions/catalogue.ts'
import { assert } from '#base/refusal.ts'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { orderActions } from './order-actions.ts'
import { OrderData } from './order-data.ts'
import type { OrderMatter } from './order-matter.ts'
import { finalStatus, orderStatuses, type RegisterOwner } from './order-status.ts'
import { type OrderShape, orderWorkflow } from './order-workflow.ts'

/** Days without an act after which an order ends (platform.md 19). */
const idleDays = 30

/** The record kind of an order: `ORDER_<FUNCTION>`, `REVERSAL_<FUNCTION>`. */
export function defineOrder(matter: OrderMatter, register: RegisterOwner): RecordKind {
  const listed = accessFunctions.get(matter.code)
  assert(listed !== undefined, `${matter.code} is in the catalogue of access`)
  const approval = findStep(listed, 'APPROVAL')
  assert(approval !== undefined, `${matter.code} is approved`)
  const isReviewed = findStep(listed, 'REVIEW') !== undefined
  assert(isReviewed || approval.when === 'ALWAYS', `${matter.code} is done by two people`)
  const shape: OrderShape = {
    isReviewed,
    approved: approval.when === 'ALWAYS' ? 'ALWAYS' : 'SOMETIMES',
    canBeCorrected: matter.canBeCorrected,
    finals: [...new Set(matter.places.map((place) => finalStatus(register, place)))],
  }
  const workflow = orderWorkflow(shape)
  const used = new Set(Object.values(workflow).flatMap((row) => Object.keys(row)))
  const actions = orderActions({ matter, listed, register, shape })
  const kept = Object.fromEntries(Object.entries(actions).filter(([name]) => used.has(name)))
  return defineRecord({
    kind: matter.kind,
    title: matter.title ?? { zh: `${listed.title.zh}业务单`, en: `order: ${listed.title.en}` },
    schema: OrderData,
    isHighRisk: true,
    statuses: orderStatuses,
    lapse: { action: 'lapse', idleDays },
    workflow,
    actions: kept as typeof actions,
    ...(matter.readFunction === undefined ? {} : { readFunction: matter.readFunction }),
  })
}
