import { sql } from 'kysely'
import { parseDay } from '#base/calendar-math.ts'
import type { Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, FactsRequest, Decision as Made } from '#records/define-record.ts'
import { conflict, notPermitted, type Reason } from '#records/form-fields.ts'
import { done, todayOf } from '../done.ts'
import type { AssessmentStatus } from '../duty-codes.ts'
import {
  type Appeal,
  type AppealDecision,
  type AssessmentData,
  type AssessmentRow,
  assessmentPeriod,
  type Decision,
  type Draft,
  type Read,
  type Redraft,
  standing,
} from './assessment-data.ts'
import { AssessmentFacts, assessmentFacts } from './assessment-facts.ts'
import { keptFigures } from './kept-figures.ts'

/** The decisions on an assessment, pure: the facts come with the act. */

type Decided = Made<AssessmentStatus, AssessmentData> | Refusal
type Decide<Input> = (record: AssessmentRow | null, input: Input, facts: ActFacts) => Decided

export function draftFacts({ input, actorId, recordId }: FactsRequest<Draft>) {
  const { period, from, until } = assessmentPeriod(input.year, input.half)
  return assessmentFacts({
    staffId: sql`${input.staff_id}::text`,
    agencyId: sql`(select actor.agency_id from app.staff_member as actor where actor.staff_id = ${actorId})`,
    period: sql`${period}::text`,
    from: sql`${from}::date`,
    until: sql`${until}::date`,
    recordId,
  })
}

export function redraftFacts({ recordId }: FactsRequest<Redraft>) {
  return assessmentFacts({
    staffId: sql`(record.data ->> 'staff_id')`,
    agencyId: sql`record.agency_id`,
    period: sql`(record.data ->> 'period')`,
    from: sql`(record.data ->> 'from')::date`,
    until: sql`(record.data ->> 'until')::date`,
    recordId,
  })
}

const toPerson = (agencyId: string, staffId: string) => ({
  // Whose duty it stands under does not matter: it is named.
  ...({ duty: 'INTERNAL_AUDIT', step: 'ACT', agencyId, personId: staffId } as const),
  title: { zh: '阅签：本人考核', en: 'read: your assessment' },
})

/** The unit's head decides; about the head himself the head of the unit above. */
function toDecider({ data, subject }: { data: AssessmentData; subject: AssessmentRow['subject'] }) {
  const { agencyId, superiors } = subject.agency!
  const deciding = data.is_head ? superiors.at(-1) : agencyId
  if (deciding === undefined) return []
  return [
    {
      ...({ duty: 'UNIT_HEAD', step: 'APPROVAL', agencyId: deciding } as const),
      title: { zh: '审定：考核', en: 'decide: an assessment' },
    },
  ]
}

function factsOf(facts: ActFacts, staffId: string, from: string) {
  const { person, counts, violations, standing: other } = AssessmentFacts.parse(facts.loaded)
  if (person === null) {
    return conflict(
      `工号 ${staffId} 不是本单位在岗人员，请核对。`,
      `${staffId} is not on post at this unit; check the number.`,
    )
  }
  if (other !== null) {
    return conflict(`该人员本期已有考核 ${other}。`, `that person has an assessment of the period: ${other}.`)
  }
  if (parseDay(from)! > shanghaiDay(facts.at)) {
    return conflict('考核期尚未开始，请核对年度。', 'the period has not begun; check the year.')
  }
  const figures = keptFigures(counts, 'PERSON')
  const { agency_id: agencyId, ...assessed } = person
  return { agencyId, taken: { ...assessed, figures, violations, taken_on: todayOf(facts) } }
}

const nothingSaid = {
  ...{ read: null, passed_over: null, decided: null, appeal: null, appeal_decided: null },
  attachment_id: null,
} as const

export const drafted: Decide<Draft> = (_record, input, facts) => {
  const { staff_id, year, half, result, comment } = input
  const period = assessmentPeriod(year, half)
  const found = factsOf(facts, staff_id, period.from)
  if (!('taken' in found)) return found
  const proposed = { result, comment, ...done(facts) }
  return {
    status: 'DRAFTED',
    due: { workingDays: 5 },
    data: { staff_id, ...period, ...found.taken, proposed, ...nothingSaid, remarks: [] },
    toDos: [toPerson(found.agencyId, staff_id)],
  }
}

/** With the facts as they are now; what the person said to the first draft is in the history. */
export const redrafted: Decide<Redraft> = (record, input, facts) => {
  const { data } = record!
  const found = factsOf(facts, data.staff_id, data.from)
  if (!('taken' in found)) return found
  return {
    status: 'DRAFTED',
    due: { workingDays: 5 },
    data: { ...data, ...found.taken, proposed: { ...input, ...done(facts) }, ...nothingSaid },
    toDos: [toPerson(found.agencyId, data.staff_id)],
  }
}

export const read: Decide<Read> = (record, { statement = null }, facts) => {
  const { subject } = record!
  const data = { ...record!.data, read: { statement, ...done(facts) } }
  return { status: 'READ', due: { workingDays: 10 }, data, toDos: toDecider({ data, subject }) }
}

/** Nobody stops an assessment by not reading it; that it was not read stands in it. */
export const passedOver: Decide<Reason> = (record, { reason }, facts) => {
  if (facts.loaded !== true) {
    return conflict(
      '本人阅签期限（5个工作日）未满，期满后再办理。',
      'the person has five working days to read it; wait until they are over.',
    )
  }
  const { subject } = record!
  const data = { ...record!.data, passed_over: { reason, ...done(facts) } }
  return { status: 'READ', due: { workingDays: 10 }, data, toDos: toDecider({ data, subject }) }
}

function refusalOfLink({ result, commendation }: Decision): Refusal | null {
  if (commendation === 'MAY_NOT' || result === 'EXCELLENT' || result === 'COMPETENT') return null
  return conflict(
    '基本合格、不合格的不参加评先评优，请改正其中一项。',
    'whoever is barely or not competent is not commended; correct one of the two.',
  )
}

export const decided: Decide<Decision> = (record, input, facts) => {
  const { data, subject } = record!
  return (
    refusalOfLink(input) ?? {
      status: 'DECIDED',
      due: null,
      data: { ...data, decided: { ...input, ...done(facts) } },
      toDos: [
        {
          ...toPerson(subject.agency!.agencyId, data.staff_id),
          title: { zh: '知悉：考核结果（30日内可申请复核）', en: 'know: the result of your assessment' },
        },
      ],
    }
  )
}

const remarked = (data: AssessmentData, action: string, { reason }: Reason, facts: ActFacts) => ({
  ...data,
  remarks: [...data.remarks, { action, ...done(facts), reason }],
})

export const returned: Decide<Reason> = (record, input, facts) => ({
  status: 'RETURNED',
  due: { workingDays: 5 },
  data: remarked(record!.data, 'return', input, facts),
})

export const withdrawn: Decide<Reason> = (record, input, facts) => ({
  status: 'WITHDRAWN',
  due: null,
  data: remarked(record!.data, 'withdraw', input, facts),
})

/** “自知道该人事处理之日起三十日内” (公务员法第九十五条; 事业单位 by the same measure). */
const appealDays = 30

export const appealed: Decide<Appeal> = (record, { reason }, facts) => {
  const { data, subject } = record!
  const known = shanghaiDay(new Date(data.decided!.at))
  if (shanghaiDay(facts.at) > known + appealDays) {
    return notPermitted(
      `审定之日起 ${appealDays} 日内可以申请复核，期限已过。`,
      `an appeal is open for ${appealDays} days after the decision; they are over.`,
    )
  }
  const { agencyId, superiors } = subject.agency!
  const above = superiors.at(-1)
  const title = { zh: '复核：考核', en: 'decide an appeal: assessment' }
  return {
    status: 'APPEALED',
    due: { workingDays: 20 },
    data: { ...data, appeal: { reason, ...done(facts) } },
    toDos: [
      { duty: 'DISCIPLINE', step: 'REVIEW', agencyId, title },
      ...(above === undefined
        ? []
        : [{ duty: 'UNIT_HEAD', step: 'REVIEW', agencyId: above, title } as const]),
    ],
  }
}

export const appealDecided: Decide<AppealDecision> = (record, input, facts) => {
  const { data } = record!
  const { outcome, opinion } = input
  const before = standing(data)!
  const isWhole = input.result !== undefined && input.commendation !== undefined
  const isEmpty = input.result === undefined && input.commendation === undefined
  if (outcome === 'CHANGED' ? !isWhole : !isEmpty) {
    return conflict(
      '变更结果的填写变更后等次和评先评优，维持的都不填。',
      'a changed result needs the new one and its commendation; an upheld one has neither.',
    )
  }
  const { result = before.result, commendation = before.commendation } = input
  return (
    refusalOfLink({ result, commendation, opinion }) ?? {
      status: 'FINAL',
      due: null,
      data: {
        ...data,
        // The paper is written anew, with the appeal.
        attachment_id: null,
        appeal_decided: { outcome, result, commendation, opinion, ...done(facts) },
      },
    }
  )
}

export const filedPaper: Decide<unknown> = (record, _input, { attachments }) => {
  const { status, data } = record!
  const attachment_id = attachments.findLast(({ purpose }) => purpose === 'ASSESSMENT')!.id
  return { status, data: { ...data, attachment_id } }
}
