import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { formatYuan, formatYuanGrouped } from '#base/money.ts'
import type { Refusal } from '#base/refusal.ts'
import { fenCodec } from '#records/fen-codec.ts'
import { conflict } from '#records/form-fields.ts'
import { fields } from '../../functions/fields.ts'
import type { PaymentFileData } from '../payment-file-data.ts'

/**
 * “按照‘三重一大’要求，每月召开基金支付调拨会议” (founding text 000, C069: a batch without a meeting is blocked; R-WF-08): which
 * decision of the unit's payment meeting of that month a file is approved by. A decision stands for a file that it lists,
 * or that names it by its number.
 */

export const FileApproval = z.strictObject({
  decision: fields.text('支付调拨会议定事项编号（议定事项已列明本批次的不填）', 200).optional(),
})
export type FileApproval = z.infer<typeof FileApproval>

const MeetingFacts = z.object({
  /** A payment meeting of this or an earlier month is decided here: from then on the unit keeps them in this system. */
  is_kept: z.boolean(),
  /** Of the unit's decided payment meetings of the month: those that list the file, and the one that was named. */
  decisions: z.array(
    z.object({
      number: z.string(),
      meeting_id: z.string(),
      is_listed: z.boolean(),
      amount_fen: fenCodec.nullable(),
      /** Of other files that were approved by it. */
      used_fen: fenCodec,
    }),
  ),
})

export function meetingFacts({ input }: { readonly input: FileApproval }): RawBuilder<unknown> {
  const named = input.decision ?? null
  return sql`
    select jsonb_build_object(
      'is_kept', exists (
        select
        from app.record_meeting as meeting
        where
          meeting.kind = 'PAY_ALLOC'
          and meeting.decided
          and meeting.agency_id = record.agency_id
          and meeting.month <= replace(record.data -> 'batch' ->> 'pay_month', '-', '')::integer
      ),
      'decisions', coalesce(
        (
          select jsonb_agg(
            jsonb_build_object(
              'number', decision.decision_number,
              'meeting_id', decision.meeting_id,
              'is_listed', decision.payment_files && array[record.record_id, record.data -> 'batch' ->> 'batch_id'],
              'amount_fen', decision.amount_fen::text,
              'used_fen', (
                select coalesce(sum((other.data -> 'released' ->> 'fen')::bigint), 0)::text
                from app.record as other
                where
                  other.kind = 'ORDER_PAYMENT_FILE'
                  and other.agency_id = record.agency_id
                  and other.status in ('AWAITING_CONFIRMATION', 'DONE')
                  and other.data -> 'decision' ->> 'number' = decision.decision_number
              )
            )
            order by decision.decision_number
          )
          from app.record_meeting_decision as decision
          where
            decision.kind = 'PAY_ALLOC'
            and decision.agency_id = record.agency_id
            and decision.month = replace(record.data -> 'batch' ->> 'pay_month', '-', '')::integer
            and (
              decision.decision_number = ${named}::text
              or decision.payment_files && array[record.record_id, record.data -> 'batch' ->> 'batch_id']
            )
        ),
        '[]'::jsonb
      )
    )
  `
}

type Chosen = PaymentFileData['decision']

/**
 * The decision that the file is approved by, or why it may not be. The month's regular payments need one as soon as the
 * unit keeps its meetings here; other kinds may be paid first and ratified within five working days (R-WF-08).
 */
export function decisionFor(
  { batch, released }: PaymentFileData,
  { decision: named }: FileApproval,
  loaded: unknown,
): Chosen | Refusal {
  const { is_kept: isKept, decisions } = MeetingFacts.parse(loaded)
  const chosen =
    named === undefined
      ? decisions.find(({ is_listed }) => is_listed)
      : decisions.find(({ number }) => number === named)
  if (chosen === undefined) {
    if (named !== undefined) {
      return conflict(
        `议定事项 ${named} 不是本单位 ${batch.pay_month} 支付调拨会已审签的议定事项，请核对编号。`,
        `${named} is no approved decision of this unit's payment meeting of ${batch.pay_month}; check the number.`,
      )
    }
    if (!isKept || batch.kind !== 'MONTHLY' || released.lineCount === 0) return null
    return conflict(
      `批次 ${batch.batch_id} 没有 ${batch.pay_month} 支付调拨会的议定事项；会议纪要审签后再审批，或填写议定事项编号。`,
      `no decision of the payment meeting of ${batch.pay_month} names the batch ${batch.batch_id}; have the minutes approved first, or give the decision's number.`,
    )
  }
  const { number, meeting_id, amount_fen: decided, used_fen: used } = chosen
  if (decided === null) {
    return conflict(
      `议定事项 ${number} 没有写明金额，不能据以发放；请在会议纪要中写明金额。`,
      `the decision ${number} states no amount, so nothing is paid by it; the minutes must state one.`,
    )
  }
  if (used + released.fen > decided) {
    const left = decided > used ? decided - used : 0n
    return conflict(
      `议定事项 ${number} 金额 ${formatYuanGrouped(decided)} 元，尚余 ${formatYuan(left)} 元，本批次 ${formatYuanGrouped(released.fen)} 元超出，请核对。`,
      `the decision ${number} has ${formatYuan(left)} yuan left of ${formatYuan(decided)}, and the batch is ${formatYuan(released.fen)}; check both.`,
    )
  }
  return { number, meeting_id }
}
