import { z } from 'zod'
import { formatDay, parseDay } from '#base/calendar-math.ts'
import type { Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, Decision } from '#records/define-record.ts'
import { conflict, fenOf, invalid, type Reason } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import type { ProblemStatus } from './define-problem.ts'
import type { ProblemSource } from './problem-codes.ts'
import type { CorrectInput, Extend, FoundInput, ProblemData, ProblemInput, Result } from './problem-data.ts'

/** The decisions on a problem, pure. */

type Row = RecordState<ProblemStatus, ProblemData>
type Made = Decision<ProblemStatus, ProblemData> | Refusal
export type Decide<Input> = (record: Row | null, input: Input, facts: ActFacts) => Made

const day = (text: string): number => parseDay(text)!
const todayOf = ({ at }: ActFacts): string => formatDay(shanghaiDay(at))
const step = (text: string, facts: ActFacts) => ({
  by: facts.actorId,
  at: facts.at.toISOString(),
  on: todayOf(facts),
  text,
})

/** A crime is no matter of this office alone: it has a case or a report of a major event (C504, 004 四（二）). */
function faultOf(input: CorrectInput, facts: ActFacts): Refusal | null {
  if (day(input.due_on) < shanghaiDay(facts.at)) {
    return invalid(
      '完成时限已经过去；请填写今天或以后的日期。',
      'the deadline is over; give today or a later day.',
    )
  }
  if (input.question !== null && !input.question.startsWith(`${input.category}.`)) {
    return invalid('题号不属于所选类别；请更正。', 'the question is not of that category; correct it.')
  }
  if (input.in_crime && input.case_id === null && !input.major_event_reported) {
    return invalid(
      '涉案问题须关联案件或报告要情；请补充。',
      'what may be a crime needs a case or a report of a major event; add it.',
    )
  }
  return null
}

const Facts = z
  .object({ region: z.string(), categories: z.array(z.int()), case_is_there: z.boolean() })
  .nullable()

function recordedFrom(input: ProblemInput, source: ProblemSource, facts: ActFacts): Made {
  const loaded = Facts.parse(facts.loaded)
  if (loaded === null) {
    return conflict(
      '该单位没有参加这次排查，或排查已结束。',
      'the unit has no part in this campaign, or it is over.',
    )
  }
  if (!loaded.categories.includes(input.category)) {
    return invalid('本次排查没有这一类内容；请更正类别。', 'this campaign does not look at that category.')
  }
  if (input.case_id !== null && !loaded.case_is_there) {
    return conflict('没有这个编号的案件；请核对。', 'there is no case with that number; check it.')
  }
  const fault = faultOf(input, facts)
  if (fault !== null) return fault
  const { amount_yuan, ...rest } = withoutPlace(input)
  const nothing = { handled: null, rectified: null, verified: null, remarks: [] }
  const found = { region: loaded.region, source, found_on: todayOf(facts), amount_fen: fenOf(amount_yuan) }
  return {
    status: 'OPEN',
    data: { ...rest, ...found, ...nothing },
    amountFen: fenOf(amount_yuan),
    due: { day: day(input.due_on) },
  }
}

/** The agency is the record's, the source is kept apart. */
function withoutPlace(input: ProblemInput | FoundInput): ProblemInput {
  const { agency_id: _agency, source: _source, ...rest } = input as FoundInput
  return rest
}

export const recorded: Decide<ProblemInput> = (_record, input, facts) => recordedFrom(input, 'SELF', facts)
export const found: Decide<FoundInput> = (_record, input, facts) => recordedFrom(input, input.source, facts)

export const corrected: Decide<CorrectInput> = (record, input, facts) => {
  const fault = faultOf(input, facts)
  if (fault !== null) return fault
  const { amount_yuan, ...rest } = input
  return {
    status: record!.status,
    data: { ...record!.data, ...rest, amount_fen: fenOf(amount_yuan) },
    amountFen: fenOf(amount_yuan),
    due: { day: day(input.due_on) },
  }
}

const kept = ({ data }: Row) => ({ due: { day: day(data.due_on) } })

export const handled: Decide<Result> = (record, { result }, facts) => ({
  status: 'HANDLED',
  data: { ...record!.data, handled: step(result, facts) },
  ...kept(record!),
})

export const rectified: Decide<Result> = (record, { result }, facts) => ({
  status: 'RECTIFIED',
  data: { ...record!.data, rectified: step(result, facts) },
  ...kept(record!),
})

export const verified: Decide<Result> = (record, { result }, facts) => ({
  status: 'VERIFIED',
  data: { ...record!.data, verified: step(result, facts) },
  due: null,
})

function remarked(data: ProblemData, action: string, reason: string, facts: ActFacts): ProblemData {
  const remark = { action, by: facts.actorId, at: facts.at.toISOString(), text: reason }
  return { ...data, remarks: [...data.remarks, remark] }
}

export const sentBack: Decide<Reason> = (record, { reason }, facts) => ({
  status: 'HANDLED',
  data: { ...remarked(record!.data, 'return', reason, facts), rectified: null },
  ...kept(record!),
})

export const extended: Decide<Extend> = (record, { reason, due_on }, facts) => {
  const { status, data } = record!
  if (day(due_on) <= day(data.due_on)) {
    return invalid('新的时限须晚于原时限。', 'the new deadline must be later than the old one.')
  }
  return {
    status,
    data: { ...remarked(data, 'extend', reason, facts), due_on },
    due: { day: day(due_on) },
  }
}

export const cancelled: Decide<Reason> = (record, { reason }, facts) => ({
  status: 'CANCELLED',
  data: remarked(record!.data, 'cancel', reason, facts),
  due: null,
})
