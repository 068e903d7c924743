import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { parseDay } from '#base/calendar-math.ts'
import type { Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, Decision } from '#records/define-record.ts'
import { conflict, type Reason } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import { done } from '../done.ts'
import type { TrainingStatus } from '../duty-codes.ts'
import type { Exam, TrainingData, TrainingHeld, TrainingPlan } from './training-data.ts'

/** The decisions on a training, pure, with what they read. */

type Row = RecordState<TrainingStatus, TrainingData>
type Made = Decision<TrainingStatus, TrainingData> | Refusal
type Decide<Input> = (record: Row | null, input: Input, facts: ActFacts) => Made

/** Whoever is on post at the unit or below it. */
export function invitedFacts({
  input,
  actorId,
}: {
  readonly input: TrainingPlan
  readonly actorId: string
}): RawBuilder<unknown> {
  return sql`
    select coalesce(
      jsonb_object_agg(
        invited.staff_id,
        jsonb_build_object('name', invited.name, 'agency_id', invited.agency_id)
      ),
      '{}'::jsonb
    )
    from app.staff_member as invited
    inner join app.agency on agency.agency_id = invited.agency_id
    inner join app.region on region.region = agency.region
    where
      invited.staff_id = any (${[...input.invited]}::text[])
      and invited.status = 'ON_POST'
      and region.path @> array[
        (
          select own.region
          from app.staff_member as actor
          inner join app.agency as own on own.agency_id = actor.agency_id
          where actor.staff_id = ${actorId}
        )
      ]
  `
}
const Invited = z.record(z.string(), z.object({ name: z.string(), agency_id: z.string() }))

export const planned: Decide<TrainingPlan> = (record, input, facts) => {
  const people = Invited.parse(facts.loaded)
  const strange = input.invited.find((each) => people[each] === undefined)
  if (strange !== undefined) {
    return conflict(
      `工号 ${strange} 不是本单位或下级单位在岗人员，请核对参加人员。`,
      `${strange} is not on post at this unit or below it; check whom you invite.`,
    )
  }
  return {
    status: 'PLANNED',
    due: { day: parseDay(input.planned_on)! },
    data: {
      plan: { ...input, pass_mark: input.pass_mark ?? null },
      people,
      ...{ held: null, exam: null, confirmed: null, remarks: record?.data.remarks ?? [] },
    },
  }
}

const isLater = (day: string, { at }: ActFacts): boolean => parseDay(day)! > shanghaiDay(at)
const uninvited = ({ people }: TrainingData, ids: readonly string[]): string | undefined =>
  ids.find((each) => people[each] === undefined)

export const held: Decide<TrainingHeld> = (record, input, facts) => {
  const { data } = record!
  if (isLater(input.held_on, facts)) {
    return conflict('举办日期晚于今天，办完再登记。', 'that day lies in the future; record it afterwards.')
  }
  const strange = uninvited(data, input.present)
  if (strange !== undefined) {
    return conflict(
      `工号 ${strange} 不在参加人员之列；先修改安排再登记。`,
      `${strange} was not invited; change the plan first.`,
    )
  }
  return {
    status: 'HELD',
    due: { workingDays: 5 },
    data: { ...data, held: { ...input, ...done(facts) }, exam: null },
  }
}

export const examined: Decide<Exam> = (record, input, facts) => {
  const { data } = record!
  if (data.plan.pass_mark === null) {
    return conflict('该培训没有安排考试。', 'no exam was planned for this training.')
  }
  if (isLater(input.examined_on, facts) || parseDay(input.examined_on)! < parseDay(data.held!.held_on)!) {
    return conflict('考试日期应在举办之后、今天之前。', 'the exam lies between the training and today.')
  }
  const strange = uninvited(
    data,
    input.scores.map(({ staff_id }) => staff_id),
  )
  if (strange !== undefined) {
    return conflict(`工号 ${strange} 不在参加人员之列。`, `${strange} was not invited.`)
  }
  return {
    status: 'EXAMINED',
    due: { workingDays: 5 },
    data: { ...data, exam: { ...input, ...done(facts) } },
  }
}

export const confirmed: Decide<unknown> = (record, _input, facts) => {
  const { data, status } = record!
  if (status === 'HELD' && data.plan.pass_mark !== null) {
    return conflict('安排了考试，登记成绩后再确认。', 'an exam was planned; it is confirmed with its scores.')
  }
  return { status: 'CLOSED', due: null, data: { ...data, confirmed: done(facts) } }
}

const remarked = (data: TrainingData, action: string, { reason }: Reason, facts: ActFacts): TrainingData => ({
  ...data,
  remarks: [...data.remarks, { action, ...done(facts), reason }],
})

export const returned: Decide<Reason> = (record, input, facts) => {
  const data = remarked(record!.data, 'return', input, facts)
  return { status: 'PLANNED', due: { workingDays: 5 }, data: { ...data, held: null, exam: null } }
}

export const cancelled: Decide<Reason> = (record, input, facts) => ({
  status: 'CANCELLED',
  due: null,
  data: remarked(record!.data, 'cancel', input, facts),
})
