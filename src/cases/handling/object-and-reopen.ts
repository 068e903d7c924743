import { z } from 'zod'
import { parseDay } from '#base/calendar-math.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { conflict, fields, invalid, reason } from '#records/form-fields.ts'
import {
  approval,
  entry,
  lead,
  present,
  Reason,
  refusalOfTooMany,
  remarked,
  said,
  toDoOfAssignee,
  toDosOfLeaders,
  verifyingActions,
} from '../case-action.ts'
import type { CaseAction, CaseData } from '../case-data.ts'
import { approvalWorkingDays, concludeWorkingDays } from '../case-status.ts'
import { withoutConclusion } from '../concluding/conclude.ts'

const ObjectTo = z.strictObject({ text: fields.text('异议内容', 4000), received_on: fields.day('收到日期') })
const Decide = z.strictObject({ objection_id: fields.id('异议'), reason })
type Decide = z.infer<typeof Decide>

/** platform.md 19: after the decision, objection and its outcome. */
export const objectAction: CaseAction<z.infer<typeof ObjectTo>> = {
  ...entry,
  title: { zh: '登记异议', en: 'record an objection' },
  input: ObjectTo,
  decide: (row, input, facts) => {
    const record = present(row)
    const refusal = refusalOfTooMany(record.data.objections.length, 50, '异议', 'objections')
    if (refusal !== null) return refusal
    if (parseDay(input.received_on)! > shanghaiDay(facts.at)) {
      return invalid('收到日期晚于今天，请改正。', 'the day lies in the future; correct it.')
    }
    const objection = { objection_id: facts.newId(), ...input, outcome: null }
    const data = { ...record.data, objections: [...record.data.objections, objection] }
    return { status: 'HANDLING', data, toDos: toDosOfLeaders(record, '答复异议', 'answer the objection') }
  },
}

const leading = { ...lead, input: Decide, needsConfirmation: true, differsFrom: verifyingActions } as const

export const maintainAction: CaseAction<Decide> = {
  ...leading,
  title: { zh: '维持结论', en: 'maintain the conclusion' },
  decide: (row, input, facts) => {
    const data = decidedObjection(present(row).data, 'MAINTAINED', { ...said(facts, input.reason), ...input })
    if (data === null) return noObjection()
    return { status: 'HANDLING', data }
  },
}

/** The objection may be right: verified once more. What was recovered stays recovered until the next conclusion. */
export const reexamineAction: CaseAction<Decide> = {
  ...leading,
  title: { zh: '重新核查', en: 'verify once more' },
  opensRound: true,
  decide: (row, input, facts) => {
    const record = present(row)
    const data = decidedObjection(record.data, 'REEXAMINED', { ...said(facts, input.reason), ...input })
    if (data === null) return noObjection()
    return {
      status: 'VERIFYING',
      data: { ...withoutConclusion(data), statement: null, waiver: null },
      due: { workingDays: concludeWorkingDays[data.level] },
      toDos: toDoOfAssignee(record, data, '重新核查', 'verify once more'),
    }
  },
}

function decidedObjection(
  data: CaseData,
  kind: 'MAINTAINED' | 'REEXAMINED',
  given: Decide & { readonly by: string; readonly at: string },
): CaseData | null {
  const { by, at, reason: why, objection_id } = given
  const isOpen = data.objections.some((each) => each.objection_id === objection_id && each.outcome === null)
  if (!isOpen) return null
  const outcome = { kind, by, at, reason: why }
  const objections = data.objections.map((each) => {
    return each.objection_id === objection_id ? { ...each, outcome } : each
  })
  return { ...data, objections }
}

function noObjection() {
  return conflict('没有这项待答复的异议，请核对。', 'there is no such open objection.')
}

/** 重新核查: asked by one, approved by another. */
export const askReopenAction: CaseAction<Reason> = {
  ...entry,
  title: { zh: '申请重新核查', en: 'ask to reopen' },
  opensRound: true,
  input: Reason,
  decide: (row, { reason: why }, facts) => {
    const record = present(row)
    return {
      status: 'REOPEN_ASKED',
      data: remarked(record.data, 'askReopen', facts, why),
      due: { workingDays: approvalWorkingDays },
      toDos: toDosOfLeaders(record, '审批重新核查', 'approve the reopening'),
    }
  },
}

const deciding = { ...approval, input: Reason, needsConfirmation: true, differsFrom: ['askReopen'] } as const

export const reopenAction: CaseAction<Reason> = {
  ...deciding,
  title: { zh: '同意重新核查', en: 'reopen' },
  opensRound: true,
  needsDetailOpened: true,
  decide: (row, { reason: why }, facts) => {
    const record = present(row)
    const data = withoutConclusion(remarked(record.data, 'reopen', facts, why))
    return {
      status: 'VERIFYING',
      data: { ...data, statement: null, waiver: null },
      due: { workingDays: concludeWorkingDays[data.level] },
      toDos: toDoOfAssignee(record, data, '重新核查', 'verify once more'),
    }
  },
}

export const refuseReopenAction: CaseAction<Reason> = {
  ...deciding,
  title: { zh: '不同意重新核查', en: 'refuse to reopen' },
  opensRound: true,
  decide: (row, { reason: why }, facts) => {
    return { status: 'CLOSED', data: remarked(present(row).data, 'refuseReopen', facts, why) }
  },
}
