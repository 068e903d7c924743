import { z } from 'zod'
import { fenCodec } from '#records/fen-codec.ts'
import { ServedBy } from '../order-data.ts'
import { FileBatch, FileLine, Holding } from './payment-line.ts'

const Text = z.object({ zh: z.string(), en: z.string() })

/** Why a line is held, or what is only said of it. */
export const LineReason = z.object({
  /** Of the catalogue, or `REGISTER` for what the register itself says. */
  ruleCode: z.string(),
  title: Text,
  outcome: z.enum(['HIT', 'NOT_EVALUATED']),
  why: Text,
  findingId: z.string().nullable(),
  feeds: z.array(z.string()),
})
export type LineReason = z.infer<typeof LineReason>

export const HeldLine = z.object({
  paymentId: z.string(),
  amountFen: fenCodec,
  reasons: z.array(LineReason),
})
export type HeldLine = z.infer<typeof HeldLine>

const Total = z.object({ lineCount: z.int(), fen: fenCodec })

export const PaymentFileData = z.strictObject({
  batch: FileBatch,
  /** Everything that was entered, by id: released and held. */
  lines: z.array(FileLine),
  /** Of the whole file as entered, and of it without the held lines: what is approved and sent. */
  fileHash: z.string(),
  releasedHash: z.string(),
  /** Before and after; entered is always released and held together. */
  entered: Total,
  released: Total,
  heldTotal: Total,
  held: z.array(HeldLine),
  holding: Holding,
  /** Hits that hold nothing, for whoever reviews. */
  notes: z.array(z.object({ paymentId: z.string(), reason: LineReason })),
  /** Standing decisions that let what a missing feed leaves open pass. */
  standing: z.array(ServedBy),
  /** Of every step, the newest last: how many lines each rule hit, and whether it could be evaluated. */
  checks: z.array(
    z.object({
      action: z.string(),
      at: z.string(),
      results: z.array(z.object({ ruleCode: z.string(), title: Text, hits: z.int(), open: Text.nullable() })),
    }),
  ),
  remarks: z.array(z.object({ action: z.string(), actorId: z.string(), at: z.string(), reason: z.string() })),
  /** The day it was approved, Beijing; holds are counted from it. */
  approvedOn: z.string().nullable(),
  /** Of the payment meeting, by which it was approved; absent in files from before there were meetings. */
  decision: z.strictObject({ number: z.string(), meeting_id: z.string() }).nullable().optional(),
  /** False while a held line of an approved file has no record of its own, or a paid arrear's hold is still open. */
  isFollowed: z.boolean(),
  /** What the bank says it received. */
  sent: z.object({ hash: z.string(), at: z.string(), isAsApproved: z.boolean() }).nullable(),
})
export type PaymentFileData = z.infer<typeof PaymentFileData>

/** Lines that leave with the file. */
export function releasedLines({ lines, held }: Pick<PaymentFileData, 'lines' | 'held'>): readonly FileLine[] {
  const kept = new Set(held.map(({ paymentId }) => paymentId))
  return lines.filter(({ payment_id }) => !kept.has(payment_id))
}
