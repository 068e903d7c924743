import { z } from 'zod'
import { formatDay, parseDay } from '#base/calendar-math.ts'
import type { Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, Decision } from '#records/define-record.ts'
import { conflict, fenOf, invalid, notPermitted, type Reason } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import { Detections } from '../detection-source.ts'
import { dueOf, Plan } from '../planning/plan.ts'
import { faultOfAnswers, questionsAsked } from './completeness.ts'
import type { TaskStatus } from './define-task.ts'
import type { Answer, AnswerInput, AnswersInput, BasicsInput, ContactsInput, TaskData } from './task-data.ts'

/** The decisions on a self-check, pure. */

type Made = Decision<TaskStatus, TaskData> | Refusal
export type Decide<Input> = (
  record: RecordState<TaskStatus, TaskData> | null,
  input: Input,
  facts: ActFacts,
) => Made

export interface Passing {
  readonly campaign_id: string
  readonly agency_id: string
}

const Passed = z.object({ plan: Plan, region: z.string() }).nullable()

export const issued: Decide<Passing> = (_record, { campaign_id }, facts) => {
  const passed = Passed.parse(facts.loaded)
  if (passed === null)
    return conflict('排查没有在下发，或该单位不在范围内。', 'it is not being passed down there.')
  const nothing = {
    contacts: [],
    basics: [],
    answers: {},
    detections: {},
    detected_at: null,
    submitted: null,
  }
  return {
    status: 'ISSUED',
    data: { campaign_id, ...passed, ...nothing, accepted_on: null, remarks: [] },
    due: { day: parseDay(dueOf(passed.plan, 'SELF_CHECK'))! },
  }
}

/** What a unit works on stays with it; the deadline is kept. */
const underWay = (status: TaskStatus): TaskStatus => (status === 'RETURNED' ? 'RETURNED' : 'ANSWERING')

/** The first step closes what was to do and the deadline with it: the same day once more, and the leader's turn. */
function begun({ status, data, subject }: RecordState<TaskStatus, TaskData>) {
  if (status !== 'ISSUED' || subject.agency === null) return {}
  const { agencyId } = subject.agency
  const toDos = (['UNIT_HEAD', 'DEPUTY_HEAD'] as const).map((duty) => ({
    duty,
    step: 'APPROVAL' as const,
    agencyId,
    title: { zh: '提交：自查', en: 'submit: self-check' },
  }))
  return { due: { day: parseDay(dueOf(data.plan, 'SELF_CHECK'))! }, toDos }
}

export const contacted: Decide<ContactsInput> = (record, { contacts }) => ({
  status: underWay(record!.status),
  data: { ...record!.data, contacts },
  ...begun(record!),
})

export const described: Decide<BasicsInput> = (record, { basics }) => {
  const schemes = new Set(basics.map(({ scheme }) => scheme))
  if (schemes.size < basics.length) {
    return invalid('同一险种填了两行；请合并。', 'a scheme stands twice; put its figures into one row.')
  }
  const made = basics.map(({ monthly_yuan, ...rest }) => ({ ...rest, monthly_fen: fenOf(monthly_yuan) }))
  return {
    status: underWay(record!.status),
    data: { ...record!.data, basics: made },
    ...begun(record!),
  }
}

function answerOf(input: AnswerInput, { actorId, at }: ActFacts): Answer {
  const { answer, count, amount_yuan, evidence, rectify_by, explanation } = input
  const made = { by: actorId, at: at.toISOString() }
  return { answer, count, amount_fen: fenOf(amount_yuan), evidence, rectify_by, explanation, ...made }
}

function faultOfInput(plan: Plan, answers: readonly AnswerInput[]): Refusal | null {
  const asked = new Set(questionsAsked(plan))
  const strange = answers.find(({ question }) => !asked.has(question))
  if (strange !== undefined) {
    return invalid(
      `本次排查没有第 ${strange.question} 题；请核对题号。`,
      `this campaign has no question ${strange.question}; check the number.`,
    )
  }
  if (new Set(answers.map(({ question }) => question)).size < answers.length) {
    return invalid('同一题答复了两次；请只保留一次。', 'a question is answered twice; keep one.')
  }
  const amiss = answers.find(
    ({ answer, count, amount_yuan }) => answer === 'NO' && (count > 0 || fenOf(amount_yuan) > 0n),
  )
  if (amiss === undefined) return null
  return invalid(
    `第 ${amiss.question} 题答复“否”，却填了数量或金额；请更正。`,
    `question ${amiss.question} is “no” but has a count or an amount; correct it.`,
  )
}

const Found = Detections.nullable()

export const answered: Decide<AnswersInput> = (record, { answers }, facts) => {
  const { status, data } = record!
  const fault = faultOfInput(data.plan, answers)
  if (fault !== null) return fault
  const made = Object.fromEntries(answers.map((each) => [each.question, answerOf(each, facts)]))
  const detections = Found.parse(facts.loaded) ?? {}
  return {
    status: underWay(status),
    data: {
      ...data,
      answers: { ...data.answers, ...made },
      detections,
      detected_at: facts.at.toISOString(),
    },
    ...begun(record!),
  }
}

export const submitted: Decide<unknown> = (record, _input, facts) => {
  const { data } = record!
  const detections = Found.parse(facts.loaded) ?? {}
  if (data.contacts.length === 0) {
    return conflict('还没有填写联系人；请填写后再提交。', 'there is no contact yet; name one, then submit.')
  }
  const fault = faultOfAnswers(data.plan, data.answers, detections)
  if (fault !== null) return fault
  const at = facts.at.toISOString()
  return {
    status: 'SUBMITTED',
    data: { ...data, detections, detected_at: at, submitted: { by: facts.actorId, at } },
    due: null,
  }
}

/** Working days for a redo: a default of ours, the founding text has none (督促重新自查, 004 四（三）). */
const redoWorkingDays = 10

const ActorAgency = z.object({ agency_id: z.string() })

/** Whoever returns or accepts is above: of another agency than the one that answered. */
function refusalOfOwn(record: RecordState, facts: ActFacts): Refusal | null {
  const { agency_id } = ActorAgency.parse(facts.loaded)
  if (agency_id !== record.subject.agency?.agencyId) return null
  return notPermitted(
    '本单位的自查由上级退回或认可，不能自己办理。',
    'a unit’s own self-check is returned or accepted by a unit above.',
  )
}

function remarked(data: TaskData, action: string, reason: string, facts: ActFacts): TaskData {
  const remark = { action, by: facts.actorId, at: facts.at.toISOString(), text: reason }
  return { ...data, remarks: [...data.remarks, remark] }
}

export const returned: Decide<Reason> = (record, { reason }, facts) =>
  refusalOfOwn(record!, facts) ?? {
    status: 'RETURNED',
    data: { ...remarked(record!.data, 'return', reason, facts), submitted: null, accepted_on: null },
    due: { workingDays: redoWorkingDays },
  }

export const redone: Decide<Reason> = (record, { reason }, facts) => ({
  status: 'RETURNED',
  data: { ...remarked(record!.data, 'redo', reason, facts), submitted: null, accepted_on: null },
  due: { workingDays: redoWorkingDays },
})

export const accepted: Decide<unknown> = (record, _input, facts) =>
  refusalOfOwn(record!, facts) ?? {
    status: 'ACCEPTED',
    data: { ...record!.data, accepted_on: formatDay(shanghaiDay(facts.at)) },
    due: null,
  }

export interface Extension extends Reason {
  readonly due_on: string
}

export const extended: Decide<Extension> = (record, { reason, due_on }, facts) => {
  const refusal = refusalOfOwn(record!, facts)
  if (refusal !== null) return refusal
  if (parseDay(due_on)! < shanghaiDay(facts.at)) {
    return invalid('新的期限已经过去；请填写今天以后的日期。', 'the new deadline is over; give a later day.')
  }
  return {
    status: record!.status,
    data: remarked(record!.data, 'extend', reason, facts),
    due: { day: parseDay(due_on)! },
  }
}

export const closed: Decide<unknown> = (record) => ({ status: 'CLOSED', data: record!.data, due: null })
