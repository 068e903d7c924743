import { z } from 'zod'
import type { ActionDefinition } from '#records/define-record.ts'
import { fenCodec } from '#records/fen-codec.ts'
import type { RecordState } from '#records/record.ts'
import { type CaseStatus, codesOf, intents, measureKinds, methods, natures, verdicts } from './case-status.ts'

/** What a case keeps, as JSON in its record. Names are those of the API. */

/** One row that a finding counts: which, as it was seen, how much, of which month (year × 12 + month − 1). */
export const FindingRow = z.object({
  table: z.string(),
  key: z.string(),
  digest: z.string(),
  amount_fen: fenCodec,
  month: z.int(),
})
export type FindingRow = z.infer<typeof FindingRow>

export const FindingSubject = z.object({
  regions: z.array(z.string()).min(1),
  agencyId: z.string().nullable(),
  scheme: z.string().nullable(),
  personId: z.string().nullable(),
  personKeys: z.array(z.string()),
  staffIds: z.array(z.string()),
  handlers: z.array(z.string()),
})

/** A finding as it was when the case was opened: later runs change the finding, not what was verified. */
export const FindingSnapshot = z.object({
  finding_id: z.string(),
  rule_code: z.string(),
  level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  amount_fen: fenCodec,
  rows: z.array(FindingRow),
  subject: FindingSubject,
})
export type FindingSnapshot = z.infer<typeof FindingSnapshot>

const Person = z.string()
const Time = z.string()
const Said = z.strictObject({ by: Person, at: Time, reason: z.string() })

export const Paper = z.strictObject({
  paper_id: z.string(),
  method: z.enum(codesOf(methods)),
  done_on: z.string(),
  place: z.string().nullable(),
  present: z.array(z.string()),
  content: z.string(),
  result: z.string(),
  by: Person,
  at: Time,
})

export const Statement = z.strictObject({
  party_name: z.string(),
  channel: z.string(),
  noticed_at: Time,
  noticed_by: Person,
  /** What was said, in the order in which it came. */
  answers: z.array(z.strictObject({ text: z.string(), by: Person, at: Time })),
  /** Nothing was said until the last day. */
  absence: z.strictObject({ by: Person, at: Time }).nullable(),
  /** The last day, once it is over; null before. */
  ended_on: z.string().nullable(),
})

export const FindingResult = z.strictObject({
  finding_id: z.string(),
  verdict: z.enum(codesOf(verdicts)),
  /** The rows that count as lost, with how much of each. */
  rows: z.array(z.strictObject({ table: z.string(), key: z.string(), month: z.int(), lost_fen: fenCodec })),
  note: z.string(),
})
export type FindingResult = z.infer<typeof FindingResult>

export const Conclusion = z.strictObject({
  verdict: z.enum(codesOf(verdicts)),
  results: z.array(FindingResult),
  nature: z.enum(codesOf(natures)).nullable(),
  intent: z.enum(codesOf(intents)).nullable(),
  facts_found: z.string(),
  loss_fen: fenCodec,
  loss_by_month: z.array(z.strictObject({ month: z.int(), fen: fenCodec })),
  by: Person,
  at: Time,
  approved: z.strictObject({ by: Person, at: Time, opinion: z.string() }).nullable(),
})
export type Conclusion = z.infer<typeof Conclusion>

export const Measure = z.strictObject({
  measure_id: z.string(),
  kind: z.enum(codesOf(measureKinds)),
  what: z.string(),
  due_on: z.string(),
  /** The order, letter or recoveries that did it. */
  done: z
    .strictObject({ by: Person, at: Time, result: z.string(), references: z.array(z.string()) })
    .nullable(),
})
export type Measure = z.infer<typeof Measure>

const Objection = z.strictObject({
  objection_id: z.string(),
  text: z.string(),
  received_on: z.string(),
  outcome: z
    .strictObject({ kind: z.enum(['MAINTAINED', 'REEXAMINED']), by: Person, at: Time, reason: z.string() })
    .nullable(),
})

export const CaseData = z.strictObject({
  findings: z.array(FindingSnapshot),
  level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  reason: z.string(),
  assignee: Person.nullable(),
  papers: z.array(Paper),
  statement: Statement.nullable(),
  waiver: Said.nullable(),
  conclusion: Conclusion.nullable(),
  /** Of earlier rounds, the oldest first. */
  earlier_conclusions: z.array(Conclusion),
  measures: z.array(Measure),
  objections: z.array(Objection),
  /** Why it was returned, extended, reopened … */
  remarks: z.array(z.strictObject({ action: z.string(), ...Said.shape })),
  merged_from: z.array(z.string()),
  merged_into: z.string().nullable(),
  origin: z.strictObject({ case_id: z.string(), split_id: z.string() }).nullable(),
  /** Taken out of this case, into one of their own. */
  split_off: z.array(
    z.strictObject({
      split_id: z.string(),
      findings: z.array(FindingSnapshot),
      reason: z.string(),
      case_id: z.string().nullable(),
    }),
  ),
  /** False while the server has other records to bring in line. */
  is_followed: z.boolean(),
})
export type CaseData = z.infer<typeof CaseData>

export type CaseRow = RecordState<CaseStatus, CaseData>
export type CaseAction<Input> = ActionDefinition<CaseStatus, CaseData, Input>

/** What `open` makes of findings, however they came. */
export function newCase(findings: readonly FindingSnapshot[], reason: string): CaseData {
  return {
    findings: [...findings],
    level: gravest(findings),
    reason,
    assignee: null,
    papers: [],
    statement: null,
    waiver: null,
    conclusion: null,
    earlier_conclusions: [],
    measures: [],
    objections: [],
    remarks: [],
    merged_from: [],
    merged_into: null,
    origin: null,
    split_off: [],
    is_followed: true,
  }
}

export function gravest(findings: readonly FindingSnapshot[]): 1 | 2 | 3 {
  return findings.reduce<1 | 2 | 3>((level, each) => (each.level < level ? each.level : level), 3)
}

export function amountOf(findings: readonly FindingSnapshot[]): bigint {
  return findings.reduce((sum, { amount_fen }) => sum + amount_fen, 0n)
}
