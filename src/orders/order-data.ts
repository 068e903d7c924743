import { z } from 'zod'
import { fenCodec } from '#records/fen-codec.ts'

const Text = z.object({ zh: z.string(), en: z.string() })

/** A standing decision that stands for one about this order: which, until when, by whom (platform.md 5). */
export const ServedBy = z.object({
  decisionId: z.string(),
  feed: z.string(),
  /** The last day on which it holds, `YYYY-MM-DD`. */
  until: z.string(),
  decidedBy: z.array(z.string()),
})
export type ServedBy = z.infer<typeof ServedBy>

/** A check as it is shown on the order: its outcome and, in sentences, why (platform.md 5). */
export const OrderCheck = z.object({
  ruleCode: z.string(),
  title: Text,
  outcome: z.enum(['PASS', 'HIT', 'NOT_EVALUATED', 'ERROR']),
  isHardStop: z.boolean(),
  reasons: z.array(Text),
  findingIds: z.array(z.string()),
  /** Those that made it NOT_EVALUATED. */
  feeds: z.array(z.string()),
  /** What lets it pass though it was not evaluated: a decision for every feed of it, or nothing. */
  servedBy: z.array(ServedBy),
})
export type OrderCheck = z.infer<typeof OrderCheck>

const Row = z.record(z.string(), z.string().nullable())

export const OrderData = z.strictObject({
  asked: z.record(z.string(), z.json()),
  amountFen: fenCodec.nullable(),
  /** What it will do, or did, in the standard's columns; shown to whoever confirms. */
  changes: z.array(
    z.object({
      operation: z.enum(['insert', 'update']),
      table: z.string(),
      key: Row.optional(),
      values: Row,
      expected: Row.optional(),
    }),
  ),
  /** When it was entered, Beijing time: its changes were computed with it. */
  enteredAt: z.string(),
  /** Of every step, the newest last. */
  checks: z.array(z.object({ action: z.string(), at: z.string(), results: z.array(OrderCheck) })),
  /** Written by the approval post, for hits and for what could not be evaluated. */
  remarks: z.array(z.object({ action: z.string(), actorId: z.string(), at: z.string(), reason: z.string() })),
})
export type OrderData = z.infer<typeof OrderData>

export function latestChecks(data: OrderData): readonly OrderCheck[] {
  return data.checks.at(-1)?.results ?? []
}

/** A hit, or a question that only the approval post may answer: nobody has answered it once for all. */
export function needsApproval(data: OrderData): boolean {
  return latestChecks(data).some(({ outcome, servedBy }) => outcome !== 'PASS' && servedBy.length === 0)
}
