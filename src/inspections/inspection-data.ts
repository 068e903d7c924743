import { z } from 'zod'
import type { ActionDefinition } from '#records/define-record.ts'
import { fenCodec } from '#records/fen-codec.ts'
import { codesOf } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import {
  type InspectionStatus,
  inspectionKinds,
  lookBackResults,
  paperMethods,
  rectificationWays,
} from './inspection-codes.ts'

/** What an inspection keeps, from its notice to the look-back, as JSON in its record. Days are `YYYY-MM-DD`. */

const Person = z.string()
const Time = z.string()
const Day = z.string()
const Said = z.strictObject({ by: Person, at: Time, reason: z.string() })
/** `title`, for a name is taken for a person's and shown masked. */
const Place = z.strictObject({ agency_id: z.string(), title: z.string(), region: z.string() })

export const Member = z.strictObject({
  staff_id: Person,
  /** As it was then: the notice names them. */
  name: z.string(),
  agency_id: z.string(),
  is_head: z.boolean(),
})
export type Member = z.infer<typeof Member>

/** 检查通知书, 检查意见书: numbered when a leader signs, written by the server. */
export const IssuedDocument = z.strictObject({
  number: z.strictObject({ agency_id: z.string(), year: z.int(), number: z.int(), text: z.string() }),
  /** What the file is filled with, frozen. */
  values: z.record(z.string(), z.union([z.string(), z.array(z.record(z.string(), z.string()))])),
  issued: z.strictObject({ by: Person, at: Time }),
  attachment_id: z.string().nullable(),
})
export type IssuedDocument = z.infer<typeof IssuedDocument>

export const Paper = z.strictObject({
  paper_id: z.string(),
  method: z.enum(codesOf(paperMethods)),
  done_on: Day,
  place: z.string().nullable(),
  present: z.array(z.string()),
  content: z.string(),
  result: z.string(),
  by: Person,
  at: Time,
})

export const Fact = z.strictObject({
  fact_id: z.string(),
  title: z.string(),
  description: z.string(),
  basis: z.string(),
  /** Of the findings named, and those named beside: what the look-back watches. */
  rule_codes: z.array(z.string()),
  finding_ids: z.array(z.string()),
  case_ids: z.array(z.string()),
  people_count: z.int(),
  amount_fen: fenCodec,
  withdrawn: Said.nullable(),
  by: Person,
  at: Time,
})
export type Fact = z.infer<typeof Fact>

export const Statement = z.strictObject({
  asked_at: Time,
  asked_by: Person,
  /** The facts that the unit was told. */
  fact_ids: z.array(z.string()),
  /** Of the unit; the last one may say that there is nothing more to come. */
  answers: z.array(z.strictObject({ text: z.string(), is_final: z.boolean(), by: Person, at: Time })),
  absence: z.strictObject({ by: Person, at: Time }).nullable(),
  waiver: Said.nullable(),
  /** The day on which it was over; null before. */
  ended_on: Day.nullable(),
})
export type Statement = z.infer<typeof Statement>

export const Item = z.strictObject({
  item_id: z.string(),
  fact_id: z.string().nullable(),
  way: z.enum(codesOf(rectificationWays)),
  what: z.string(),
  responsible: z.string(),
  due_on: Day,
  /** What the unit says it has done; `version` is that of the act, with its evidence. */
  reports: z.array(z.strictObject({ text: z.string(), by: Person, at: Time })),
  returned: z.array(Said),
  extended: z.array(z.strictObject({ ...Said.shape, from: Day })),
  verified: z.strictObject({ by: Person, at: Time, note: z.string() }).nullable(),
})
export type Item = z.infer<typeof Item>

const Opinion = z.strictObject({
  summary: z.string(),
  items: z.array(Item),
  by: Person,
  at: Time,
})

export const InspectionData = z.strictObject({
  plan_id: z.string().nullable(),
  year: z.int(),
  supervisor: Place,
  inspected: Place,
  kind: z.enum(codesOf(inspectionKinds)),
  is_on_site: z.boolean(),
  title: z.string(),
  scope: z.string(),
  basis: z.string(),
  /** The business that is looked at. */
  looked_from: Day,
  looked_to: Day,
  /** When the team is to be there. */
  planned_from: Day,
  planned_to: Day,
  contact: z.string(),
  team: z.array(Member),
  notice: IssuedDocument.nullable(),
  started_on: Day.nullable(),
  opening: z.string().nullable(),
  papers: z.array(Paper),
  facts: z.array(Fact),
  /** The work at the unit: over when the facts were told to it. */
  finished_on: Day.nullable(),
  statement: Statement.nullable(),
  /** Of rounds before the facts were changed. */
  earlier_statements: z.array(Statement),
  proposed: Opinion.nullable(),
  opinion: IssuedDocument.nullable(),
  items: z.array(Item),
  closed_on: Day.nullable(),
  look_back: z
    .strictObject({
      result: z.enum(codesOf(lookBackResults)),
      finding_ids: z.array(z.string()),
      note: z.string(),
      by: Person,
      at: Time,
      on: Day,
    })
    .nullable(),
  remarks: z.array(z.strictObject({ action: z.string(), ...Said.shape })),
})
export type InspectionData = z.infer<typeof InspectionData>

export type InspectionRow = RecordState<InspectionStatus, InspectionData>
export type InspectionAction<Input> = ActionDefinition<InspectionStatus, InspectionData, Input>

/** Rules whose return at the unit the look-back asks about (R-WF-13): of the facts that stood. */
export function watchedRules({ facts }: Pick<InspectionData, 'facts'>): readonly string[] {
  const standing = facts.filter(({ withdrawn }) => withdrawn === null)
  return [...new Set(standing.flatMap(({ rule_codes }) => rule_codes))].sort()
}

export function standingFacts({ facts }: Pick<InspectionData, 'facts'>): readonly Fact[] {
  return facts.filter(({ withdrawn }) => withdrawn === null)
}
