import { sql } from 'kysely'
import { z } from 'zod'
import { civilOfDay, parseDay } from '#base/calendar-math.ts'
import { fenOfYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, Decision } from '#records/define-record.ts'
import { type MeetingStatus, meetingKinds } from './meeting-codes.ts'
import type { Call, MeetingData, MeetingRow, Minutes } from './meeting-data.ts'

/** The decisions on a meeting, pure, with what they read. */

type Made = Decision<MeetingStatus, MeetingData> | Refusal
export type Decide<Input> = (record: MeetingRow | null, input: Input, facts: ActFacts) => Made

const conflict = (zh: string, en: string): Refusal => new Refusal('conflict', { zh, en })
const done = ({ actorId, at }: ActFacts) => ({ by: actorId, at: at.toISOString() })

/** The name of the chair, if a leader of the unit; and who that is today. */
export const callFacts = ({ input, actorId }: { readonly input: Call; readonly actorId: string }) => sql`
  select jsonb_build_object('name', chair.name)
  from app.staff_member as chair
  inner join app.staff_member as actor on actor.agency_id = chair.agency_id
  inner join app.post_assignment on post_assignment.staff_id = chair.staff_id
  inner join app.post on post.post_id = post_assignment.post_id
  where
    chair.staff_id = ${input.chair_staff_id}
    and chair.status = 'ON_POST'
    and actor.staff_id = ${actorId}
    and post.properties && '{UNIT_HEAD,DEPUTY_HEAD}'::text[]
    and coalesce(post_assignment.ended_on > current_date, true)
  order by chair.staff_id
  limit 1
`
const Chair = z.object({ name: z.string() }).nullable()

export const called: Decide<Call> = (_record, input, facts) => {
  const chair = Chair.parse(facts.loaded ?? null)
  if (chair === null) {
    return conflict(
      '主持人应为本单位在岗的主要负责人或分管领导，请核对工号。',
      'the chair is a leader on post at this unit; check the number.',
    )
  }
  return {
    status: 'CALLED',
    due: { day: parseDay(input.planned_on)! },
    data: {
      ...{ ...input, chair: chair.name, held_on: null, present: [], absent: [], minutes: null },
      ...{ decisions: [], minuted: null, approved: null, number: null, attachment_id: null, remarks: [] },
    },
  }
}

export const minuted: Decide<Minutes> = (record, { decisions, ...input }, facts) => {
  if (parseDay(input.held_on)! > shanghaiDay(facts.at)) {
    return conflict(
      '召开日期晚于今天，会后再填纪要。',
      'the meeting lies in the future; write the minutes after it.',
    )
  }
  return {
    status: 'MINUTED',
    data: {
      ...record!.data,
      ...input,
      minuted: done(facts),
      decisions: decisions.map(({ amount, ...rest }) => ({
        ...rest,
        number: null,
        amount_fen: amount === null ? null : fenOfYuan(amount),
      })),
    },
  }
}

/** The last number of the unit's year: the numbers of all meetings of a unit are one row. */
export const approveFacts = () => sql`
  select jsonb_build_object(
    'agency_name', agency.name,
    'last_number', coalesce(
      (
        select paper_number.last_number
        from app.paper_number
        where
          paper_number.kind = 'MEETING'
          and paper_number.agency_id = record.agency_id
          and paper_number.year = extract(year from clock_timestamp() at time zone 'Asia/Shanghai')
      ),
      0
    )
  )
  from app.agency
  where agency.agency_id = record.agency_id
`
const Numbered = z.object({ agency_name: z.string(), last_number: z.int() })

function refusalOfOthers(data: MeetingData, { actorId }: ActFacts): Refusal | null {
  if (actorId === data.chair_staff_id) return null
  return new Refusal('not_permitted', {
    zh: '会议纪要由主持人审签；请由主持人办理。',
    en: 'the minutes are approved by whoever chaired the meeting.',
  })
}

/** By the chair: the meeting takes its number, and each decision one of its own below it. */
export const approved: Decide<unknown> = (record, _input, facts) => {
  const { data } = record!
  const refusal = refusalOfOthers(data, facts)
  if (refusal !== null) return refusal
  const { agency_name, last_number } = Numbered.parse(facts.loaded)
  const { year } = civilOfDay(shanghaiDay(facts.at))
  const number = last_number + 1
  const text = `${agency_name}${meetingKinds[data.kind].zh}纪要〔${year}〕${number}号`
  return {
    status: 'DECIDED',
    due: null,
    data: {
      ...data,
      approved: done(facts),
      number: { year, number, text },
      decisions: data.decisions.map((each, index) => ({ ...each, number: `${text}-${index + 1}` })),
    },
  }
}

export const returned: Decide<{ readonly reason: string }> = (record, { reason }, facts) => {
  const { data } = record!
  const remarks = [...data.remarks, { action: 'return', ...done(facts), reason }]
  return refusalOfOthers(data, facts) ?? { status: 'CALLED', data: { ...data, minuted: null, remarks } }
}

export const cancelled: Decide<{ readonly reason: string }> = (record, { reason }, facts) => {
  const { data } = record!
  const remarks = [...data.remarks, { action: 'cancel', ...done(facts), reason }]
  return { status: 'CANCELLED', due: null, data: { ...data, remarks } }
}

export const filedPaper: Decide<unknown> = (record, _input, { attachments }) => ({
  status: 'DECIDED',
  data: {
    ...record!.data,
    attachment_id: attachments.findLast(({ purpose }) => purpose === 'MINUTES')!.id,
  },
})
