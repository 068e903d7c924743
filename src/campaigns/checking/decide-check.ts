import { z } from 'zod'
import { formatDay, parseDay } from '#base/calendar-math.ts'
import type { Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, Decision } from '#records/define-record.ts'
import { conflict, fenOf, invalid, notPermitted, type Reason } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import { questionsAsked } from '../answering/completeness.ts'
import { TaskData } from '../answering/task-data.ts'
import { dueOf } from '../planning/plan.ts'
import type { CheckLevel } from './check-codes.ts'
import type { CheckData, ConcludeInput, NotesInput, OpenInput, PairInput, TeamInput } from './check-data.ts'
import type { CheckStatus } from './define-check.ts'

/** The decisions on a check, pure. */

type Row = RecordState<CheckStatus, CheckData>
type Made = Decision<CheckStatus, CheckData> | Refusal
export type Decide<Input> = (record: Row | null, input: Input, facts: ActFacts) => Made

const Opening = z
  .object({ task: TaskData, checked_agency_id: z.string(), by_agency_id: z.string() })
  .nullable()

const notThere = (): Refusal =>
  conflict('没有可供检查的自查。', 'there is no submitted self-check that could be checked.')

function opened(level: CheckLevel, task_id: string, facts: ActFacts): Made {
  const opening = Opening.parse(facts.loaded)
  if (opening === null) return notThere()
  const { task, checked_agency_id, by_agency_id } = opening
  if (by_agency_id === checked_agency_id) {
    return conflict(
      '检查单位不得是被查单位本身；请另行指定。',
      'a unit does not check itself; name another one.',
    )
  }
  const said = { answers: task.answers, detections: task.detections }
  const phase = level === 'PROVINCE' ? 'PROVINCE_CHECK' : 'CITY_CHECK'
  return {
    status: 'OPEN',
    data: {
      ...{ campaign_id: task.campaign_id, task_id, level, checked_agency_id, by_agency_id },
      region: task.region,
      said: level === 'MUTUAL' ? said : null,
      ...{ team: [], notes: {}, concluded: null, done: null, remarks: [] },
    },
    due: { day: parseDay(dueOf(task.plan, phase))! },
  }
}

export const openedByServer: Decide<OpenInput> = (_record, { task_id, level }, facts) =>
  opened(level, task_id, facts)
export const paired: Decide<PairInput> = (_record, { task_id }, facts) => opened('MUTUAL', task_id, facts)

const Members = z
  .array(z.object({ staff_id: z.string(), agency_id: z.string(), was_there: z.boolean() }))
  .nullable()

/** Nobody of the checked unit, nor who worked there in the last three years (R-WF-18). */
export const teamed: Decide<TeamInput> = (record, { members }, facts) => {
  const found = Members.parse(facts.loaded) ?? []
  const { data, status } = record!
  const known = new Map(found.map((each) => [each.staff_id, each]))
  const missing = members.find((staffId) => known.get(staffId)?.agency_id !== data.by_agency_id)
  if (missing !== undefined) {
    return conflict(
      `工号 ${missing} 不是检查单位的在岗人员；请核对。`,
      `${missing} is not on post at the agency that checks; correct it.`,
    )
  }
  const biased = members.find((staffId) => known.get(staffId)?.was_there === true)
  if (biased !== undefined) {
    return conflict(
      `工号 ${biased} 三年内曾在被查单位任职，须回避；请另选人员。`,
      `${biased} worked at the checked unit within three years and must stand back; name somebody else.`,
    )
  }
  if (new Set(members).size < members.length) {
    return invalid('检查人员有重复；不少于两人。', 'somebody is named twice; at least two people check.')
  }
  const team = members.map((staff_id) => ({ staff_id, agency_id: data.by_agency_id }))
  return { status, data: { ...data, team } }
}

function refusalOfStranger({ data }: Row, { actorId }: ActFacts): Refusal | null {
  if (data.team.some(({ staff_id }) => staff_id === actorId)) return null
  return notPermitted(
    '只有检查组成员可以记录和提出结论；请先由检查单位确定检查人员。',
    'only a member of the team writes notes and concludes; the agency that checks names the team first.',
  )
}

const Asked = z.object({ plan: TaskData.shape.plan })

export const noted: Decide<NotesInput> = (record, { notes }, facts) => {
  const refusal = refusalOfStranger(record!, facts)
  if (refusal !== null) return refusal
  const { data } = record!
  const asked = new Set(questionsAsked(Asked.parse(facts.loaded).plan))
  const strange = notes.find(({ question }) => !asked.has(question))
  if (strange !== undefined) {
    return invalid(
      `本次排查没有第 ${strange.question} 题；请核对题号。`,
      `this campaign has no question ${strange.question}; check the number.`,
    )
  }
  const silent = notes.find(({ agrees, note }) => !agrees && note === null)
  if (silent !== undefined) {
    return invalid(
      `第 ${silent.question} 题与自查不一致，须写明说明。`,
      `question ${silent.question} differs from the self-check: say how.`,
    )
  }
  const made = { by: facts.actorId, at: facts.at.toISOString() }
  const added = notes.map(({ question, agrees, count, amount_yuan, note }) => [
    question,
    { agrees, count, amount_fen: fenOf(amount_yuan), note, ...made },
  ])
  return {
    status: 'CHECKING',
    data: { ...data, notes: { ...data.notes, ...Object.fromEntries(added) } },
    ...sameDue(record!, facts),
  }
}

/** The kernel drops a deadline when the status changes; this one is the phase's. */
function sameDue({ status, data }: Row, facts: ActFacts) {
  if (status === 'CHECKING') return {}
  const { plan } = Asked.parse(facts.loaded)
  return { due: { day: parseDay(dueOf(plan, data.level === 'PROVINCE' ? 'PROVINCE_CHECK' : 'CITY_CHECK'))! } }
}

export const concluded: Decide<ConcludeInput> = (record, { outcome, opinion }, facts) => {
  const refusal = refusalOfStranger(record!, facts)
  if (refusal !== null) return refusal
  const { data } = record!
  const { plan } = Asked.parse(facts.loaded)
  const open = questionsAsked(plan).filter((question) => data.notes[question] === undefined)
  if (open.length > 0) {
    return conflict(
      `还有 ${open.length} 题未核验（${open.slice(0, 8).join('、')}）；逐题核验后再提出结论。`,
      `${open.length} questions are not checked yet (${open.slice(0, 8).join(', ')}); check each, then conclude.`,
    )
  }
  if (outcome === 'CONFIRMED' && Object.values(data.notes).some(({ agrees }) => !agrees)) {
    return conflict(
      '有与自查不一致的题目，结论不能是“自查属实”。',
      'some questions differ from the self-check, so it cannot be confirmed.',
    )
  }
  const made = { by: facts.actorId, at: facts.at.toISOString() }
  return {
    status: 'CONCLUDED',
    data: { ...data, concluded: { ...made, outcome, opinion } },
    due: { day: parseDay(dueOf(plan, data.level === 'PROVINCE' ? 'PROVINCE_CHECK' : 'CITY_CHECK'))! },
  }
}

export const confirmed: Decide<unknown> = (record, _input, facts) => {
  const made = { by: facts.actorId, at: facts.at.toISOString(), on: formatDay(shanghaiDay(facts.at)) }
  return { status: 'DONE', data: { ...record!.data, done: made }, due: null }
}

export const sentBack: Decide<Reason> = (record, { reason }, facts) => {
  const { data } = record!
  const remark = { action: 'return', by: facts.actorId, at: facts.at.toISOString(), text: reason }
  return {
    status: 'CHECKING',
    data: { ...data, concluded: null, remarks: [...data.remarks, remark] },
    due: { workingDays: 5 },
  }
}

/** The self-check was done again: so is the check, by the same team unless another is named. */
export const reopened: Decide<unknown> = (record, _input, facts) => {
  const { data } = record!
  const text = data.concluded?.opinion ?? ''
  const remark = { action: 'reopen', by: facts.actorId, at: facts.at.toISOString(), text }
  return {
    status: 'OPEN',
    data: { ...data, notes: {}, concluded: null, done: null, remarks: [...data.remarks, remark] },
    due: { workingDays: 10 },
  }
}
