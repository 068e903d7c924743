import { civilOfDay, formatDay, parseDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, Decision } from '#records/define-record.ts'
import type { EventStatus } from './event-codes.ts'
import { type Draft, type EventData, type EventRow, type Facts, type Further, factsOf } from './event-data.ts'
import { DraftFacts, FurtherFacts, refusalOfOwnLevel, refusalOfUnknown, SignFacts } from './event-facts.ts'

/** The decisions on a major event, pure. */

type Made = Decision<EventStatus, EventData> | Refusal
export type Decide<Input> = (record: EventRow | null, input: Input, facts: ActFacts) => Made

const conflict = (zh: string, en: string): Refusal => new Refusal('conflict', { zh, en })
const invalid = (zh: string, en: string): Refusal => new Refusal('invalid_input', { zh, en })

function refusalOfFacts(
  { amount_fen, loss_fen, recovered_fen, occurred_on }: Facts,
  at: Date,
): Refusal | null {
  if (loss_fen > amount_fen) {
    return invalid('造成损失大于涉及金额，请核对。', 'the loss is more than the amount; check both.')
  }
  if (recovered_fen > amount_fen) {
    return invalid('已追回大于涉及金额，请核对。', 'more was recovered than is concerned; check both.')
  }
  if (occurred_on !== null && parseDay(occurred_on)! > shanghaiDay(at)) {
    return invalid('发生日期晚于今天，请改正。', 'the day on which it happened lies in the future.')
  }
  return null
}

const said = ({ actorId, at }: ActFacts) => ({ by: actorId, at: at.toISOString() })

/** The first report, or one made up for (补报): drafted anew after a return as well. */
export const drafted: Decide<Draft> = (record, { stage, grade, found_at, ...rest }, facts) => {
  const loaded = DraftFacts.parse(facts.loaded)
  const concerned = factsOf(rest)
  const refusal = refusalOfUnknown(loaded.unknown) ?? refusalOfFacts(concerned, facts.at)
  if (refusal !== null) return refusal
  if (Date.parse(found_at) > facts.at.getTime()) {
    return invalid('发现时间晚于现在，请改正。', 'it cannot have been found later than now.')
  }
  const due = new Date(loaded.first_due_at)
  const nothing = { received: [], asked: [], obstructions: [], remarks: [] }
  const kept = record === null ? nothing : pickNotes(record.data)
  return {
    status: 'DRAFTED',
    amountFen: concerned.amount_fen,
    // The last instant of a working day is the first of the day after.
    due: { day: shanghaiDay(new Date(due.getTime() - 1)) },
    data: {
      ...{ grade, found_at: new Date(found_at).toISOString(), first_due_at: due.toISOString() },
      ...{ first_reported_at: null, final_reported_at: null, number: null, attachment_id: null },
      ...{ facts: concerned, reports: [], ...kept },
      pending: { stage, facts: concerned, ...said(facts) },
    },
  }
}

const pickNotes = ({ received, asked, obstructions, remarks }: EventData) => ({
  ...{ received, asked, obstructions, remarks },
})

export const furthered: Decide<Further> = (record, { stage, ...rest }, facts) => {
  const concerned = factsOf(rest)
  const refusal =
    refusalOfUnknown(FurtherFacts.parse(facts.loaded).unknown) ?? refusalOfFacts(concerned, facts.at)
  if (refusal !== null) return refusal
  if (record!.status === 'CLOSED' && stage !== 'RESTATEMENT') {
    return conflict('已终报的要情只能重报。', 'after the final report there is only a restated one.')
  }
  const pending = { stage, facts: concerned, ...said(facts) }
  return { status: 'FURTHER_DRAFTED', data: { ...record!.data, pending }, due: { workingDays: 2 } }
}

/** 审签: what was drafted is reported now; the first one takes the number. */
export const signed: Decide<unknown> = (record, _input, facts) => {
  const { data } = record!
  const { pending } = data
  if (pending === null) return conflict('没有待审签的报告。', 'no report waits for a signature.')
  const { agency_name, last_number } = SignFacts.parse(facts.loaded)
  const { year } = civilOfDay(shanghaiDay(facts.at))
  const number = last_number + 1
  const now = facts.at.toISOString()
  const isFinal =
    pending.stage === 'FINAL' || (pending.stage === 'RESTATEMENT' && data.final_reported_at !== null)
  return {
    status: isFinal ? 'CLOSED' : 'REPORTED',
    amountFen: pending.facts.amount_fen,
    due: null,
    data: {
      ...data,
      number: data.number ?? { year, number, text: `${agency_name}要情〔${year}〕${number}号` },
      facts: pending.facts,
      pending: null,
      attachment_id: null,
      first_reported_at: data.first_reported_at ?? now,
      final_reported_at: pending.stage === 'FINAL' ? now : data.final_reported_at,
      reports: [...data.reports, { ...pending, signed_by: facts.actorId, signed_at: now }],
      asked: data.asked.map((each) => (each.answered_at === null ? { ...each, answered_at: now } : each)),
    },
  }
}

/** Back to whoever drafted it, with the reason; what was signed before stands. */
export const returned: Decide<{ readonly reason: string }> = (record, { reason }, facts) => {
  const { data } = record!
  const remarks = [...data.remarks, { action: 'return', ...said(facts), reason }]
  if (data.reports.length === 0) return { status: 'RETURNED', data: { ...data, remarks } }
  const status = data.final_reported_at === null ? 'REPORTED' : 'CLOSED'
  return { status, data: { ...data, pending: null, remarks }, due: null }
}

export const withdrawn: Decide<{ readonly reason: string }> = (record, { reason }, facts) => ({
  status: 'WITHDRAWN',
  due: null,
  data: {
    ...record!.data,
    remarks: [...record!.data.remarks, { action: 'withdraw', ...said(facts), reason }],
  },
})

export const received: Decide<{ readonly opinion: string }> = (record, { opinion }, facts) => {
  const refusal = refusalOfOwnLevel(facts.loaded)
  if (refusal !== null) return refusal
  const { status, data } = record!
  return { status, data: { ...data, received: [...data.received, { ...said(facts), text: opinion }] } }
}

/** 要求补报、重报: answered by the next report that is signed. */
export const askedFor: Decide<{ readonly text: string; readonly due_on: string }> = (
  record,
  { text, due_on },
  facts,
) => {
  const refusal = refusalOfOwnLevel(facts.loaded)
  if (refusal !== null) return refusal
  if (due_on < formatDay(shanghaiDay(facts.at))) {
    return invalid('完成时限早于今天，请改正。', 'the day lies in the past; correct it.')
  }
  const { status, data, subject } = record!
  const { agency } = subject
  const toDo = {
    duty: 'INTERNAL_AUDIT',
    step: 'ENTRY',
    title: { zh: '补报、重报要情', en: 'report again' },
  } as const
  return {
    status,
    due: { day: parseDay(due_on)! },
    toDos: agency === null ? [] : [{ ...toDo, agencyId: agency.agencyId }],
    data: { ...data, asked: [...data.asked, { ...said(facts), text, due_on, answered_at: null }] },
  }
}

export const obstructed: Decide<{ readonly text: string }> = (record, { text }, facts) => {
  const { status, data } = record!
  if (data.obstructions.length >= 50) return conflict('登记过多。', 'there are too many notes.')
  return { status, data: { ...data, obstructions: [...data.obstructions, { ...said(facts), text }] } }
}

export const filedPaper: Decide<unknown> = (record, _input, { attachments }) => {
  const { status, data } = record!
  return {
    status,
    data: { ...data, attachment_id: attachments.findLast(({ purpose }) => purpose === 'EVENT_REPORT')!.id },
  }
}
