import { z } from 'zod'
import { fenCodec } from '#records/fen-codec.ts'
import { checkMethods, decisions, problems } from '../codes.ts'
import { Remark } from '../remark.ts'

/**
 * An order that was drawn, as its record keeps it. Until the answer is in, nothing here says what came of the order
 * the first time, nor who did it: `first` is written by the act that answers (platform.md 20).
 */

const codes = <Code extends string>(list: Readonly<Record<Code, unknown>>): [Code, ...Code[]] =>
  Object.keys(list) as [Code, ...Code[]]

/** What there was to decide on, without what was decided. */
export const Material = z.strictObject({
  person_id: z.string().nullable(),
  applied_on: z.string(),
  channel: z.string().nullable(),
  /** As it was entered, without amounts and without names of staff. */
  asked: z.record(z.string(), z.json()),
  documents: z.array(z.strictObject({ attachment_id: z.string(), purpose: z.string() })),
})
export type Material = z.infer<typeof Material>

/** 工作底稿 of whoever looked again. */
export const ItemAnswer = z.strictObject({
  decision: z.enum(codes(decisions)),
  amount_fen: fenCodec.nullable(),
  method: z.enum(codes(checkMethods)),
  looked_at: z.string(),
  problems: z.array(z.enum(codes(problems))),
  statement: z.string(),
  by: z.string(),
  at: z.string(),
})
export type ItemAnswer = z.infer<typeof ItemAnswer>

export const FirstResult = z.strictObject({
  order_id: z.string(),
  /** Of this system; null: the core system's, from a delivery. */
  order_kind: z.string().nullable(),
  decision: z.enum(codes(decisions)),
  amount_fen: fenCodec.nullable(),
  ended_on: z.string(),
  people: z.array(z.strictObject({ step: z.string(), staff_id: z.string(), at: z.string() })),
})
export type FirstResult = z.infer<typeof FirstResult>

/** In what the two differ. */
export const Difference = z.strictObject({
  isDecision: z.boolean(),
  /** What was paid too much or too little; null: no money is in question. */
  amount_fen: fenCodec.nullable(),
  hasProblems: z.boolean(),
})
export type Difference = z.infer<typeof Difference>

export const ItemData = z.strictObject({
  plan_id: z.string(),
  stratum: z.string(),
  function: z.string(),
  month: z.string(),
  /** In the order of the draw of its stratum, from 1. */
  place: z.int().min(1),
  audited_agency_id: z.string(),
  /** Whose people look: the agency's internal audit, or one above it. */
  checking_agency_id: z.string(),
  due_on: z.string(),
  checker: z.string().nullable(),
  material: Material.nullable(),
  answer: ItemAnswer.nullable(),
  first: FirstResult.nullable(),
  difference: Difference.nullable(),
  second: z
    .strictObject({ is_confirmed: z.boolean(), opinion: z.string(), by: z.string(), at: z.string() })
    .nullable(),
  finding_id: z.string().nullable(),
  remarks: z.array(Remark),
})
export type ItemData = z.infer<typeof ItemData>
