import { z } from 'zod'
import type { Day } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, Decision } from '#records/define-record.ts'
import type { Reason } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import { levelOf, type RiskPointStatus } from './ledger-codes.ts'
import { dayOfAct, remarksWith } from './remark.ts'
import { isReduced, type RiskPoint, type RiskPointData, reviewMonths } from './risk-point-data.ts'

/** The decisions on a risk point, pure. */

type Row = RecordState<RiskPointStatus, RiskPointData>
type Made = Decision<RiskPointStatus, RiskPointData> | Refusal
export type Decide<Input> = (record: Row | null, input: Input, facts: ActFacts) => Made
const Names = z.record(z.string(), z.string()).nullable()

/** The three responsible people, on post at the unit; or why not. */
function peopleOf(point: RiskPoint, facts: ActFacts): RiskPointData['people'] | Refusal {
  const names = Names.parse(facts.loaded) ?? {}
  const ids = [point.direct_staff_id, point.department_head_id, point.unit_head_id]
  const missing = ids.find((id) => names[id] === undefined)
  if (missing !== undefined) {
    return new Refusal('conflict', {
      zh: `责任人工号 ${missing} 不是本单位在岗人员；请核对，离岗的须换人。`,
      en: `${missing} is not on post at this unit; check it, and name a successor for who has left.`,
    })
  }
  const [direct, departmentHead, unitHead] = ids.map((id) => names[id]!)
  return { direct: direct!, department_head: departmentHead!, unit_head: unitHead! }
}

function refusalOf(point: RiskPoint): Refusal | null {
  if (isReduced(point)) return null
  return new Refusal('invalid_input', {
    zh: '采取措施后的可能性或影响高于采取措施前；请核对评分。',
    en: 'likelihood or impact after the measures is above that before; check the scores.',
  })
}

/** The day months later, or the last of its month. */
export function monthsAfter(day: Day, months: number): Day {
  const start = new Date(day * 86_400_000)
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth() + months]
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(start.getUTCDate(), last)) / 86_400_000
}

/** In force: to be looked at again, the sooner the higher its level. */
function inForce(data: RiskPointData, { at }: ActFacts): Made {
  const day = monthsAfter(shanghaiDay(at), reviewMonths[levelOf(data.point)])
  return { status: 'IN_FORCE', data: { ...data, reminded: null }, due: { day } }
}

export const proposed: Decide<RiskPoint> = (record, point, facts) => {
  const refusal = refusalOf(point)
  if (refusal !== null) return refusal
  const people = peopleOf(point, facts)
  if (people instanceof Refusal) return people
  const nothing = {
    ...{ revision: null, retirement: null, in_force_on: null, reviewed_on: null },
    reminded: null,
  }
  return { status: 'PROPOSED', data: { point, people, ...nothing, remarks: record?.data.remarks ?? [] } }
}

export const revisionAsked: Decide<RiskPoint & Reason> = (record, { reason, ...point }, facts) => {
  const refusal = refusalOf(point)
  if (refusal !== null) return refusal
  const people = peopleOf(point, facts)
  if (people instanceof Refusal) return people
  return { status: 'REVISION_PROPOSED', data: { ...record!.data, revision: { point, people, reason } } }
}

/** Before the day the direct person is told, after it both heads are, each by name. */
export const reminded: Decide<{ readonly when: 'BEFORE' | 'AFTER' }> = (record, { when }) => {
  const { data, subject, status } = record!
  const { point } = data
  const agencyId = subject.agency!.agencyId
  const toDo = (personId: string) => ({
    ...({ duty: 'INTERNAL_AUDIT', step: 'ENTRY', agencyId, personId } as const),
    title:
      when === 'BEFORE'
        ? { zh: `风险点到期复查：${point.risk}`, en: 'a risk point is due for review' }
        : { zh: `风险点逾期未复查：${point.risk}`, en: 'the review of a risk point is overdue' },
  })
  const told = when === 'BEFORE' ? [point.direct_staff_id] : [point.department_head_id, point.unit_head_id]
  return { status, data: { ...data, reminded: when }, toDos: [...new Set(told)].map(toDo) }
}

export const retirementAsked: Decide<Reason> = (record, { reason }) => ({
  status: 'RETIREMENT_PROPOSED',
  data: { ...record!.data, retirement: reason },
})

/** The higher of what is and what is proposed: nobody lowers a first level past the head. */
function decidedLevel({ point, revision }: RiskPointData): number {
  return Math.min(levelOf(point), revision === null ? 3 : levelOf(revision.point))
}

export function refusalOfFirstLevel(data: RiskPointData): Refusal | null {
  if (decidedLevel(data) !== 1) return null
  return new Refusal('action_not_available', {
    zh: '一级风险点由单位主要负责人审定；请由其办理“审定（一级，主要负责人）”。',
    en: 'a first-level risk is approved by the head of the unit, by "approve, by the head".',
  })
}

export const accepted: Decide<unknown> = (record, _input, facts) => {
  const { status, data } = record!
  if (status === 'RETIREMENT_PROPOSED') return { status: 'RETIRED', data, due: null }
  const { revision } = data
  const next = revision === null ? {} : { point: revision.point, people: revision.people }
  const since = data.in_force_on ?? dayOfAct(facts)
  return inForce(
    { ...data, ...next, revision: null, in_force_on: since, reviewed_on: dayOfAct(facts) },
    facts,
  )
}

export const reviewed: Decide<Reason> = (record, input, facts) => {
  const { data } = record!
  return inForce(
    { ...data, reviewed_on: dayOfAct(facts), ...remarksWith(data.remarks, 'review', { ...input, facts }) },
    facts,
  )
}

export const kept: Decide<Reason> = (record, input, facts) => {
  const { data } = record!
  const back = {
    ...data,
    revision: null,
    retirement: null,
    ...remarksWith(data.remarks, 'keep', { ...input, facts }),
  }
  return inForce(back, facts)
}

export function returned(action: string, status: 'RETURNED' | 'REFUSED'): Decide<Reason> {
  return (record, input, facts) => {
    const { data } = record!
    return { status, data: { ...data, ...remarksWith(data.remarks, action, { ...input, facts }) }, due: null }
  }
}

export function ended(status: 'WITHDRAWN' | 'LAPSED'): Decide<unknown> {
  return (record) => ({ status, data: record!.data, due: null })
}
