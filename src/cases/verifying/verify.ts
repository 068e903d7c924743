import { sql } from 'kysely'
import { z } from 'zod'
import { formatDay, parseDay } from '#base/calendar-math.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { conflict, fields, invalid, reason } from '#records/form-fields.ts'
import {
  entry,
  lead,
  Nothing,
  papersMax,
  present,
  refusalOfOthers,
  refusalOfTooMany,
  remarked,
  toDoOfAssignee,
} from '../case-action.ts'
import type { CaseAction } from '../case-data.ts'
import { codesOf, concludeWorkingDays, methods, statementWorkingDays } from '../case-status.ts'
import { isAbleToVerify } from './able-to-verify.ts'

const Assign = z.strictObject({ assignee: fields.id('核查人') })

/** 分派, also to another one later: what was done stays, and the deadline is that of the case's level. */
export const assignAction: CaseAction<z.infer<typeof Assign>> = {
  by: 'person',
  function: 'CASE_ASSIGN',
  step: 'ACT',
  title: { zh: '分派', en: 'assign' },
  input: Assign,
  factsQuery: ({ input }) => sql`
    select to_jsonb(exists (
      select
      from app.staff_member
      where staff_member.staff_id = ${input.assignee} and ${isAbleToVerify}
    ))
  `,
  decide: (row, { assignee }, facts) => {
    const record = present(row)
    if (facts.loaded !== true) {
      return invalid(
        '该人员不在岗、没有该地区的稽核或监督职责，或与本案有关，不能核查本案；请另选。',
        'that person is not on post, has no audit or supervision duty for the region, or is concerned by the case; choose somebody else.',
      )
    }
    const data = { ...record.data, assignee }
    return {
      status: 'ASSIGNED',
      data,
      due: { workingDays: concludeWorkingDays[data.level] },
      toDos: toDoOfAssignee(record, data, '核查案件', 'verify the case'),
    }
  },
}

export const beginAction: CaseAction<Nothing> = {
  ...entry,
  title: { zh: '开始核查', en: 'begin' },
  input: Nothing,
  decide: (row, _input, facts) => {
    const record = present(row)
    const refusal = refusalOfOthers(record, facts)
    if (refusal !== null) return refusal
    const { data } = record
    return { status: 'VERIFYING', data, due: { workingDays: concludeWorkingDays[data.level] } }
  },
}

const Work = z.strictObject({
  method: fields.code('核查方式', codesOf(methods)),
  done_on: fields.day('核查日期'),
  place: fields.text('地点', 100).nullable(),
  present: z.array(fields.text('参加人', 60)).max(20).meta({ title: '参加人' }),
  content: fields.text('核查内容', 4000),
  result: fields.text('核查结果', 4000),
})

/** 工作底稿: what was looked at, how, and what it showed. Evidence is attached to the same act, for purpose EVIDENCE. */
export const workAction: CaseAction<z.infer<typeof Work>> = {
  ...entry,
  title: { zh: '登记工作底稿', en: 'working paper' },
  input: Work,
  attachments: [{ purpose: 'EVIDENCE', title: { zh: '核查证据', en: 'evidence' }, countMin: 0 }],
  decide: (row, input, facts) => {
    const record = present(row)
    const refusal =
      refusalOfOthers(record, facts) ??
      refusalOfTooMany(record.data.papers.length, papersMax, '工作底稿', 'working papers')
    if (refusal !== null) return refusal
    if (parseDay(input.done_on)! > shanghaiDay(facts.at)) {
      return invalid('核查日期晚于今天，请改正。', 'the day lies in the future; correct it.')
    }
    const paper = { paper_id: facts.newId(), ...input, by: facts.actorId, at: facts.at.toISOString() }
    return { status: record.status, data: { ...record.data, papers: [...record.data.papers, paper] } }
  },
}

const Extend = z.strictObject({
  working_days: z.int().min(1).max(30).meta({ title: '延长至自今日起的工作日数' }),
  reason,
})

/** R-WF-01: an approved extension, counted from today. */
export const extendAction: CaseAction<z.infer<typeof Extend>> = {
  ...lead,
  title: { zh: '延期', en: 'extend the deadline' },
  input: Extend,
  differsFrom: ['begin', 'work', 'conclude'],
  decide: (row, input, facts) => {
    const record = present(row)
    const data = remarked(record.data, 'extend', facts, input.reason)
    return { status: record.status, data, due: { workingDays: input.working_days } }
  },
}

const Notify = z.strictObject({
  party_name: fields.text('被告知的个人或单位', 100),
  channel: fields.code('送达方式', ['IN_PERSON', 'MAIL', 'MESSAGE', 'PUBLIC_NOTICE']),
})

/** 告知: from its day the person or unit has at least five working days (platform.md 19). */
export const notifyAction: CaseAction<z.infer<typeof Notify>> = {
  ...entry,
  title: { zh: '告知并听取陈述申辩', en: 'notice of the statement' },
  input: Notify,
  attachments: [
    { purpose: 'NOTICE', title: { zh: '告知书及送达凭证', en: 'the notice as served' }, countMin: 1 },
  ],
  deadlineWorkingDays: statementWorkingDays,
  decide: (row, input, facts) => {
    const record = present(row)
    const refusal = refusalOfOthers(record, facts)
    if (refusal !== null) return refusal
    if (record.data.papers.length === 0) {
      return conflict(
        '尚未登记工作底稿，不能告知；请先核查。',
        'there is no working paper yet; verify before giving notice.',
      )
    }
    const statement = {
      ...input,
      noticed_at: facts.at.toISOString(),
      noticed_by: facts.actorId,
      answers: [],
      absence: null,
      ended_on: null,
    }
    return { status: 'AWAITING_STATEMENT', data: { ...record.data, statement } }
  },
}

const Answer = z.strictObject({ text: fields.text('陈述申辩内容', 4000) })

export const answerAction: CaseAction<z.infer<typeof Answer>> = {
  ...entry,
  title: { zh: '登记陈述申辩', en: 'record the statement' },
  input: Answer,
  decide: (row, { text }, facts) => {
    const record = present(row)
    const { statement } = record.data
    const refusal =
      refusalOfOthers(record, facts) ??
      refusalOfTooMany(statement?.answers.length ?? 0, 50, '陈述申辩', 'statements')
    if (refusal !== null || statement === null) return refusal ?? noNotice()
    const answers = [...statement.answers, { text, by: facts.actorId, at: facts.at.toISOString() }]
    return { status: record.status, data: { ...record.data, statement: { ...statement, answers } } }
  },
}

function noNotice() {
  return conflict('尚未告知当事人。', 'nobody was given notice yet.')
}

/** The last day to answer: the deadline of the record while it awaits the statement. */
export const statementEnd = () => sql`select to_jsonb((record.due_day - date '1970-01-01')::integer)`

export function refusalOfEarlyEnd(loaded: unknown, at: Date) {
  const lastDay = z.int().nullable().parse(loaded)
  if (lastDay !== null && shanghaiDay(at) > lastDay) return null
  const day = lastDay === null ? '' : formatDay(lastDay)
  return conflict(
    `陈述申辩期至 ${day} 止，期满前不能办理；确需提前的，由审批人写明理由免于等待。`,
    `the time for the statement runs until ${day}; before its end only the approver may waive it, with a reason.`,
  )
}

export const noAnswerAction: CaseAction<Nothing> = {
  ...entry,
  title: { zh: '登记逾期未陈述', en: 'record that nothing was said' },
  input: Nothing,
  factsQuery: statementEnd,
  decide: (row, _input, facts) => {
    const record = present(row)
    const { statement } = record.data
    const refusal = refusalOfOthers(record, facts) ?? refusalOfEarlyEnd(facts.loaded, facts.at)
    if (refusal !== null || statement === null) return refusal ?? noNotice()
    if (statement.answers.length > 0) {
      return conflict('已有陈述申辩记录，不能登记为未陈述。', 'a statement was recorded; it was not silence.')
    }
    const absence = { by: facts.actorId, at: facts.at.toISOString() }
    return { status: record.status, data: { ...record.data, statement: { ...statement, absence } } }
  },
}

const Waive = z.strictObject({ reason })

/** platform.md 19: waived only with reason, by who approves. */
export const waiveAction: CaseAction<z.infer<typeof Waive>> = {
  ...lead,
  title: { zh: '免于等待陈述申辩', en: 'waive the statement' },
  input: Waive,
  needsConfirmation: true,
  differsFrom: ['open', 'openMerged', 'begin', 'work', 'notify', 'answer', 'noAnswer', 'conclude'],
  decide: (row, { reason: why }, facts) => {
    const record = present(row)
    const waiver = { by: facts.actorId, at: facts.at.toISOString(), reason: why }
    return { status: record.status, data: { ...record.data, waiver } }
  },
}
