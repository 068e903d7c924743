import { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import type { GateCheck } from '../gate-context.ts'

const id = z.string().regex(/^[\w.:-]{1,64}$/)

/** What a core system is about to do. Sent again, to the letter, when the permit is redeemed. */
export const GateOrder = z
  .strictObject({
    function: z
      .string()
      .regex(/^[A-Z][A-Z_]{1,39}$/)
      .describe('22 项高风险业务之一，如 ACCOUNT_CHANGE / one of the 22 functions'),
    order_id: id.describe('核心系统自己的业务单号 / the core system’s own number of the order'),
    operator_id: id.describe('经办人工号 / staff id of the operator'),
    person_id: id.nullable().describe('所涉个人编号；不涉及个人的为 null / the person concerned, or null'),
    amount_fen: z
      .string()
      .regex(/^-?\d{1,18}$/)
      .nullable()
      .describe('金额（分），文字；不涉及金额的为 null / in fen, as text, or null'),
    attachments: z
      .array(z.strictObject({ id, purpose: z.string().min(1).max(60) }))
      .max(100)
      .default([])
      .describe(
        '先行上传的附件，转入本系统办理时需要 / uploaded before; needed where an order is opened here',
      ),
    // Not z.json(): its description of itself never ends. What arrives was parsed from JSON.
    input: z
      .record(z.string(), z.unknown())
      .describe('与本系统录入该业务相同 / as for entering the order here'),
  })
  .meta({ id: 'GateOrder' })
export type GateOrder = z.infer<typeof GateOrder>

const Text = z.object({ zh: z.string(), en: z.string() })
const Reason = z.object({ code: z.string(), text: Text })

export const GateAnswer = z
  .object({
    request_id: z.string(),
    outcome: z.enum(['ALLOW', 'REVIEW', 'REFUSE']),
    /** Of ALLOW only: checks have passed, nothing is approved. */
    permit: z.object({ permit_id: z.string(), token: z.string(), expires_at: z.string() }).nullable(),
    /** Of REVIEW only: the order opened here. */
    order: z.object({ record_id: z.string(), kind: z.string(), status: z.string() }).nullable(),
    reasons: z.array(Reason),
    checks: z.array(
      z.object({
        rule_code: z.string(),
        title: Text,
        outcome: z.enum(['PASS', 'HIT', 'NOT_EVALUATED', 'ERROR']),
        reasons: z.array(Text),
      }),
    ),
  })
  .meta({ id: 'GateAnswer' })
export type GateAnswer = z.infer<typeof GateAnswer>

export interface GateReason {
  readonly code: string
  readonly text: Bilingual
}

/** As in the answer. */
export function checksShown(checks: readonly GateCheck[]): GateAnswer['checks'] {
  return checks.map(({ ruleCode, title, outcome, reasons }) => ({
    rule_code: ruleCode,
    title,
    outcome,
    reasons: reasons.map(({ zh, en }) => ({ zh, en })),
  }))
}
