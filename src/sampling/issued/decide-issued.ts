import { z } from 'zod'
import { formatDay, parseDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, Decision, ToDoDraft } from '#records/define-record.ts'
import { conflict, fenOf, notPermitted, type Reason } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import type { IssuedStatus } from '../statuses.ts'
import type { IssuedData, IssuedFinding } from './issued-data.ts'
import type { ExtendInput, IssueInput, ReturnInput, WriteBackInput } from './issued-findings.ts'

/** The decisions on issued findings, pure. */

type Row = RecordState<IssuedStatus, IssuedData>
type Made = Decision<IssuedStatus, IssuedData> | Refusal
export type DecideIssued<Input> = (record: Row | null, input: Input, facts: ActFacts) => Made

const IssueFacts = z.object({
  /** Of whoever issues. */
  agency_id: z.string().nullable(),
  findings: z.array(
    z.object({
      finding_id: z.string(),
      rule_code: z.string(),
      level: z.int(),
      explanation: z.string(),
      amount_fen: z.string().transform(BigInt),
      /** Its region is the unit's or below. */
      is_there: z.boolean(),
    }),
  ),
})

const receivers = ['INTERNAL_AUDIT', 'REVIEW'] as const
const toDosOf = (agencyId: string, zh: string, en: string): ToDoDraft[] =>
  receivers.map((duty) => ({ duty, step: 'ENTRY', agencyId, title: { zh, en } }))

const todayOf = ({ at }: ActFacts): number => shanghaiDay(at)

function badDay(day: string, facts: ActFacts): Refusal | null {
  if (parseDay(day)! > todayOf(facts)) return null
  return new Refusal('invalid_input', {
    zh: '反馈期限须晚于今天。',
    en: 'the deadline must lie after today.',
  })
}

export const issued: DecideIssued<IssueInput> = (_record, input, facts) => {
  const { agency_id, findings } = IssueFacts.parse(facts.loaded)
  if (agency_id === null || agency_id === input.agency_id) {
    return notPermitted(
      '疑点由上级或监督机构下发，不能下发给本单位。',
      'findings are issued to another unit, not to one’s own.',
    )
  }
  const refusal = badDay(input.due_on, facts)
  if (refusal !== null) return refusal
  const known = new Map(findings.map((each) => [each.finding_id, each]))
  const strange = input.finding_ids.find((each) => known.get(each)?.is_there !== true)
  if (strange !== undefined) {
    return conflict(
      `疑点 ${strange} 不存在，或不在该单位的地区内。`,
      `finding ${strange} does not exist, or does not lie in the unit’s region.`,
    )
  }
  const data: IssuedData = {
    ...{ title: input.title, request: input.request, basis: input.basis, due_on: input.due_on },
    issuing_agency_id: agency_id,
    issued_on: formatDay(todayOf(facts)),
    ...{ written_back_on: null, closed_on: null, remarks: [] },
    findings: findings.map(({ is_there: _, ...each }) => ({ ...each, result: null })),
  }
  return {
    status: 'ISSUED',
    data,
    due: { day: parseDay(input.due_on)! },
    toDos: toDosOf(input.agency_id, `核实下发疑点：${input.title}`, `verify issued findings: ${input.title}`),
  }
}

export const writtenBack: DecideIssued<WriteBackInput> = (record, { results }, facts) => {
  const { data } = record!
  const given = new Map(results.map((each) => [each.finding_id, each]))
  const strange = results.find(
    ({ finding_id }) => !data.findings.some((each) => each.finding_id === finding_id),
  )
  if (strange !== undefined || given.size < results.length) {
    return conflict(
      '所填疑点不在本次下发之内，或填写了两次。',
      'one of the findings was not issued with this set, or stands twice.',
    )
  }
  const findings = data.findings.map((each): IssuedFinding => {
    const said = given.get(each.finding_id)
    if (said === undefined) return each
    const confirmed_fen = said.confirmed === undefined ? null : fenOf(said.confirmed)
    const by = { by: facts.actorId, at: facts.at.toISOString() }
    return { ...each, result: { result: said.result, note: said.note, confirmed_fen, ...by } }
  })
  const isDone = findings.every(({ result }) => result !== null)
  if (!isDone) {
    return { status: 'ISSUED', data: { ...data, findings }, due: { day: parseDay(data.due_on)! } }
  }
  const written_back_on = formatDay(todayOf(facts))
  return {
    status: 'WRITTEN_BACK',
    data: { ...data, findings, written_back_on },
    due: { workingDays: 10 },
    toDos: [
      {
        ...{ duty: 'SUPERVISION', step: 'ENTRY', agencyId: data.issuing_agency_id },
        title: { zh: `审核疑点反馈：${data.title}`, en: `look at what was written back: ${data.title}` },
      },
    ],
  }
}

/** The side that issued decides, whoever of it. */
function refusalOfReceiver(record: Row, facts: ActFacts): Refusal | null {
  const agencyId = z.string().nullable().parse(facts.loaded)
  if (agencyId !== null && agencyId !== record.subject.agency?.agencyId) return null
  return notPermitted(
    '反馈由下发的一方审核，不能由本单位审核。',
    'what was written back is looked at by the side that issued it, not by the unit itself.',
  )
}

export const accepted: DecideIssued<unknown> = (record, _input, facts) => {
  const { data } = record!
  const refusal = refusalOfReceiver(record!, facts)
  if (refusal !== null) return refusal
  return { status: 'CLOSED', data: { ...data, closed_on: formatDay(todayOf(facts)) }, due: null }
}

function remarked(data: IssuedData, action: string, reason: string, facts: ActFacts): IssuedData {
  const remark = { action, by: facts.actorId, at: facts.at.toISOString(), reason }
  return { ...data, remarks: [...data.remarks, remark] }
}

export const returned: DecideIssued<ReturnInput> = (record, { finding_ids, due_on, reason }, facts) => {
  const { data, subject } = record!
  const refusal = refusalOfReceiver(record!, facts) ?? badDay(due_on, facts)
  if (refusal !== null) return refusal
  const again = data.findings.filter(({ finding_id }) => finding_ids.includes(finding_id))
  if (again.length < finding_ids.length) {
    return conflict('所列疑点不在本次下发之内。', 'one of the findings was not issued with this set.')
  }
  const findings = data.findings.map((each) => (again.includes(each) ? { ...each, result: null } : each))
  const open = { ...data, findings, due_on, written_back_on: null }
  const agencyId = subject.agency?.agencyId
  return {
    status: 'ISSUED',
    data: remarked(open, 'return', reason, facts),
    due: { day: parseDay(due_on)! },
    toDos:
      agencyId === undefined
        ? []
        : toDosOf(agencyId, `重新核实下发疑点：${data.title}`, `verify once more: ${data.title}`),
  }
}

export const extended: DecideIssued<ExtendInput> = (record, { due_on, reason }, facts) => {
  const refusal = refusalOfReceiver(record!, facts) ?? badDay(due_on, facts)
  if (refusal !== null) return refusal
  const data = remarked({ ...record!.data, due_on }, 'extend', reason, facts)
  return { status: 'ISSUED', data, due: { day: parseDay(due_on)! } }
}

export const recalled: DecideIssued<Reason> = (record, { reason }, facts) => {
  const refusal = refusalOfReceiver(record!, facts)
  if (refusal !== null) return refusal
  return { status: 'RECALLED', data: remarked(record!.data, 'recall', reason, facts), due: null }
}
