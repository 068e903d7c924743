import { z } from 'zod'
import type { Stratum } from '../draw.ts'
import { Remark } from '../remark.ts'

/** A plan of sampling as its record keeps it: everything that somebody needs who repeats the draw. */

export const PlanStratum = z.strictObject({
  /** `ACCOUNT_CHANGE@A990101`. */
  code: z.string(),
  function: z.string(),
  ratio_millionths: z.int().min(1).max(1_000_000),
  /** Numbers of the orders and operations that ended in the month, ascending. */
  items: z.array(z.string()).min(1),
  /** max(1, ⌈ratio × n⌉) */
  wanted: z.int().min(1),
  /** In the order of the draw; null until it is drawn. */
  drawn: z.array(z.string()).nullable(),
})
export type PlanStratum = z.infer<typeof PlanStratum>

export const PlanData = z.strictObject({
  /** YYYY-MM: whose business it is. */
  month: z.string(),
  strata: z.array(PlanStratum).min(1),
  population_hash: z.string(),
  /** YYYY-MM-DD */
  frozen_on: z.string(),
  due_on: z.string(),
  completed_on: z.string().nullable(),
  /** The plan that this one corrects. */
  replaces: z.string().nullable(),
  /** The signed note as it lies outside, and what was made of it. */
  checkpoint: z.string().nullable(),
  seed: z.string().nullable(),
  correction: z.strictObject({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
  remarks: z.array(Remark),
})
export type PlanData = z.infer<typeof PlanData>

/** As the draw takes them. */
export function strataOf({ strata }: Pick<PlanData, 'strata'>): readonly Stratum[] {
  return strata.map(({ code, ratio_millionths, items }) => ({
    code,
    ratioMillionths: BigInt(ratio_millionths),
    items,
  }))
}
