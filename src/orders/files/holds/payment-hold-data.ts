import { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import { type Day, formatDay, parseDay } from '#base/calendar-math.ts'
import { assert } from '#base/refusal.ts'
import { fenCodec } from '#records/fen-codec.ts'
import { LineReason } from '../payment-file-data.ts'
import { PaymentLine } from '../payment-line.ts'

const Remark = z.object({ by: z.string(), on: z.string(), reason: z.string() })

/** A line that left its file (platform.md 5, 19): who looks into it, until when, and what came of it. */
export const PaymentHoldData = z.strictObject({
  fileId: z.string(),
  batchId: z.string(),
  payMonth: z.string(),
  paymentId: z.string(),
  line: PaymentLine,
  amountFen: fenCodec,
  reasons: z.array(LineReason),
  /** The person named. */
  holderId: z.string(),
  /** Who entered the file. */
  enteredBy: z.string(),
  heldOn: z.string(),
  /** The last day; on the next the server ends it. */
  until: z.string(),
  extensions: z.array(Remark.extend({ until: z.string() })),
  /** When and how the person it concerns was told. */
  notices: z.array(z.object({ by: z.string(), on: z.string(), channel: z.string(), answer: z.string() })),
  proposal: Remark.nullable(),
  conclusion: Remark.extend({ how: z.enum(['RELEASED', 'ENDED', 'STOPPED']) }).nullable(),
  /** The file that took it up again. */
  carriedBy: z.string().nullable(),
})
export type PaymentHoldData = z.infer<typeof PaymentHoldData>

export const holdStatuses = {
  HELD: { zh: '暂缓核实中', en: 'held' },
  STOP_PROPOSED: { zh: '待审批停发', en: 'awaiting approval of a stop' },
  RELEASED: { zh: '待补发', en: 'released, to be paid' },
  CARRIED: { zh: '已列入发放文件', en: 'in a later file' },
  STOPPED: { zh: '已停发', en: 'stopped' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type HoldStatus = keyof typeof holdStatuses

export function dayAfter(from: Day, days: number): string {
  return formatDay(from + days)
}

export function dayOfText(text: string): Day {
  const day = parseDay(text)
  assert(day !== null, `${text} is a day`)
  return day
}
