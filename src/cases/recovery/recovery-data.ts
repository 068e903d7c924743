import { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import { assert } from '#base/refusal.ts'
import type { ActionDefinition } from '#records/define-record.ts'
import { fenCodec } from '#records/fen-codec.ts'
import type { RecordState } from '#records/record.ts'

export const recoveryStatuses = {
  OPENED: { zh: '待定计划', en: 'without a plan' },
  PLANNED: { zh: '计划待审批', en: 'plan awaiting approval' },
  RECOVERING: { zh: '追缴中', en: 'being recovered' },
  ADJUSTING: { zh: '应收调整待审批', en: 'adjustment awaiting approval' },
  SETTLED: { zh: '已结清', en: 'settled' },
  CANCELLED: { zh: '已撤销', en: 'cancelled' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type RecoveryStatus = keyof typeof recoveryStatuses

const Person = z.string()
const Time = z.string()

export const Receipt = z.strictObject({
  receipt_id: z.string(),
  /** A line of a bank account, or a deduction from a payment: key of `app.matched_line`. */
  line_key: z.string(),
  line_fen: fenCodec,
  amount_fen: fenCodec,
  received_on: z.string(),
  by: Person,
  at: Time,
  undone: z.strictObject({ by: Person, at: Time, reason: z.string() }).nullable(),
})

export const RecoveryData = z.strictObject({
  case_id: z.string(),
  debtor_name: z.string(),
  due_fen: fenCodec,
  recovered_fen: fenCodec,
  written_off_fen: fenCodec,
  outstanding_fen: fenCodec,
  plan: z
    .strictObject({
      kind: z.enum(['ONCE', 'INSTALMENTS', 'OFFSET']),
      items: z.array(z.strictObject({ due_on: z.string(), amount_fen: fenCodec })),
      by: Person,
      /** What was recovered before it, which its items do not count. */
      recovered_before_fen: fenCodec,
      approved: z.strictObject({ by: Person, at: Time, opinion: z.string() }).nullable(),
    })
    .nullable(),
  receipts: z.array(Receipt),
  /** Write-offs (ORDER_WRITE_OFF): what two people decided there. */
  settled_by_orders: z.array(
    z.strictObject({ order_id: z.string(), amount_fen: fenCodec, by: Person, at: Time }),
  ),
  reminders: z.array(
    z.strictObject({
      channel: z.string(),
      text: z.string(),
      letter_id: z.string().nullable(),
      by: Person,
      at: Time,
    }),
  ),
  /** Instalments that passed without the money, as the server noted them. */
  missed: z.array(z.strictObject({ due_on: z.string(), missing_fen: fenCodec, at: Time })),
  adjustment: z.strictObject({ due_fen: fenCodec, by: Person, at: Time, reason: z.string() }).nullable(),
  remarks: z.array(z.strictObject({ action: z.string(), by: Person, at: Time, reason: z.string() })),
})
export type RecoveryData = z.infer<typeof RecoveryData>
export type RecoveryRow = RecordState<RecoveryStatus, RecoveryData>
export type RecoveryAction<Input> = ActionDefinition<RecoveryStatus, RecoveryData, Input>

/** Confirmed = recovered + written off + outstanding: computed here and nowhere else, and never below zero. */
export function withBalance(data: RecoveryData): RecoveryData {
  const recovered_fen = data.receipts
    .filter(({ undone }) => undone === null)
    .reduce((sum, { amount_fen }) => sum + amount_fen, 0n)
  const written_off_fen = data.settled_by_orders.reduce((sum, { amount_fen }) => sum + amount_fen, 0n)
  const outstanding_fen = data.due_fen - recovered_fen - written_off_fen
  assert(outstanding_fen >= 0n, 'nobody pays back more than is due')
  return { ...data, recovered_fen, written_off_fen, outstanding_fen }
}

/** Where a recovery stands after money came or went. */
export function statusOf(data: RecoveryData): 'SETTLED' | 'RECOVERING' | 'OPENED' {
  if (data.outstanding_fen === 0n) return 'SETTLED'
  return data.plan?.approved == null ? 'OPENED' : 'RECOVERING'
}

export interface Instalment {
  readonly due_on: string
  /** Of all items up to and with this one, what is not there. */
  readonly missing_fen: bigint
}

/** What the plan asks for up to each of its days, against what has come since it was made. */
export function instalments({ plan, recovered_fen, written_off_fen }: RecoveryData): readonly Instalment[] {
  if (plan === null) return []
  const come = recovered_fen + written_off_fen - plan.recovered_before_fen
  let asked = 0n
  return plan.items.map(({ due_on, amount_fen }) => {
    asked += amount_fen
    return { due_on, missing_fen: asked > come ? asked - come : 0n }
  })
}
