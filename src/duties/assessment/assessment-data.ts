import { z } from 'zod'
import { dayOf, formatDay } from '#base/calendar-math.ts'
import { codesOf, fields } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import { Done, Remark } from '../done.ts'
import { type AssessmentStatus, commendations, halves, outcomes, results } from '../duty-codes.ts'

const Proposed = {
  result: fields.code('拟定等次', codesOf(results)),
  comment: fields.text('考核评语', 2000),
}

export const Draft = z.strictObject({
  staff_id: fields.id('被考核人工号'),
  year: z.int().min(2018).max(2100).meta({ title: '考核年度' }),
  half: fields.code('半年（全年考核不选）', codesOf(halves)).optional(),
  ...Proposed,
})
export type Draft = z.infer<typeof Draft>

export const Redraft = z.strictObject(Proposed)
export type Redraft = z.infer<typeof Redraft>

/** Read by the person; whoever has something to say says it. */
export const Read = z.strictObject({
  statement: fields.text('陈述意见（没有意见不填）', 2000).optional(),
})
export type Read = z.infer<typeof Read>

export const Decision = z.strictObject({
  result: fields.code('审定等次', codesOf(results)),
  commendation: fields.code('评先评优', codesOf(commendations)),
  opinion: fields.text('审定意见', 1000),
})
export type Decision = z.infer<typeof Decision>

export const Appeal = z.strictObject({ reason: fields.text('复核申请理由', 2000) })
export type Appeal = z.infer<typeof Appeal>

export const AppealDecision = z.strictObject({
  outcome: fields.code('复核结论', codesOf(outcomes)),
  result: fields.code('变更后等次', codesOf(results)).optional(),
  commendation: fields.code('变更后评先评优', codesOf(commendations)).optional(),
  opinion: fields.text('复核意见', 1000),
})
export type AppealDecision = z.infer<typeof AppealDecision>

/** A finding about the person that was confirmed: a fact with its basis, of which people decide what follows. */
export const Violation = z.strictObject({
  finding_id: z.string(),
  rule_code: z.string(),
  level: z.int(),
  /** TRUE, PARTIAL */
  conclusion: z.string(),
  concluded_on: z.string(),
  /** The case that concluded it. */
  record_id: z.string().nullable(),
})

export const AssessmentData = z.strictObject({
  staff_id: z.string(),
  name: z.string(),
  posts: z.array(z.string()),
  /** Whoever leads the unit is decided on by the unit above. */
  is_head: z.boolean(),
  /** `2026`, `2026-H1`; its first day and the first day after it. */
  period: z.string(),
  from: z.string(),
  until: z.string(),
  /** The day on which the facts were taken: with the draft, and anew with each correction. */
  taken_on: z.string(),
  figures: z.array(z.strictObject({ code: z.string(), value: z.int().nullable() })),
  violations: z.array(Violation),
  proposed: z.strictObject({ ...Proposed, ...Done.shape }),
  /** Null statement: read, nothing said. */
  read: z.strictObject({ statement: z.string().nullable(), ...Done.shape }).nullable(),
  /** Not read in time: who noted that. */
  passed_over: z.strictObject({ reason: z.string(), ...Done.shape }).nullable(),
  decided: z.strictObject({ ...Decision.shape, ...Done.shape }).nullable(),
  appeal: z.strictObject({ reason: z.string(), ...Done.shape }).nullable(),
  appeal_decided: z
    .strictObject({
      ...Decision.shape,
      outcome: AppealDecision.shape.outcome,
      ...Done.shape,
    })
    .nullable(),
  attachment_id: z.string().nullable(),
  remarks: z.array(Remark),
})
export type AssessmentData = z.infer<typeof AssessmentData>
export type AssessmentRow = RecordState<AssessmentStatus, AssessmentData>

export interface AssessmentPeriod {
  readonly period: string
  /** The first day, and the first day after it: YYYY-MM-DD. */
  readonly from: string
  readonly until: string
}

export function assessmentPeriod(year: number, half: keyof typeof halves | undefined): AssessmentPeriod {
  const middle = formatDay(dayOf(year, 7, 1))
  const from = half === 'H2' ? middle : formatDay(dayOf(year, 1, 1))
  const until = half === 'H1' ? middle : formatDay(dayOf(year + 1, 1, 1))
  return { period: half === undefined ? String(year) : `${year}-${half}`, from, until }
}

/** What holds: of the appeal, if there was one. */
export function standing({ decided, appeal_decided }: AssessmentData): Decision | null {
  const last = appeal_decided ?? decided
  if (last === null) return null
  const { result, commendation, opinion } = last
  return { result, commendation, opinion }
}
