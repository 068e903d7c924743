import { z } from 'zod'
import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { fenOf } from '#records/form-fields.ts'
import { paymentFacts } from './benefit/payment-lines.ts'
import { insertOf, sumYuan } from './edits.ts'
import { allOf, fields, firstRefusal, needs, oneOf, personId, reason, refused, refusedIf } from './fields.ts'
import { type OrderFunction, orderFunction } from './order-function.ts'

const Input = z.strictObject({
  person_id: personId,
  amount: fields.yuan('核销金额'),
  cause: fields.code('无法收回的原因', [
    'DEAD_WITHOUT_ESTATE',
    'BANKRUPT',
    'COURT_ENDED',
    'NOT_FOUND',
    'OTHER',
  ]),
  approval_document: fields.text('批准核销的文件号', 64),
  document: fields.text('追缴材料号', 64),
  reason,
})

/**
 * What a person was overpaid and will never pay back. No table of the standard holds a receivable of a person
 * (contribution_declaration holds those of employers): the write-off is the order itself, in `business_order`, which is
 * the only place of the standard for its amount. It can be no more than was ever paid, less what was written off.
 */
export const writeOff: OrderFunction = orderFunction({
  code: 'WRITE_OFF',
  basis: [
    {
      document: '002',
      clause: '1、开展对历史遗留问题的自查',
      quote: '对于历史遗留已经造成损失确实无法回收的资金',
    },
    {
      document: '002',
      clause: '1、开展对历史遗留问题的自查',
      quote: '经省级人民政府批准，可以作核销处理，同时应依纪依法严肃追究有关人员的责任',
    },
  ],
  input: Input,
  // What the money was lost by, shown to whoever decides.
  ruleCodes: ['DTH-01', 'DTH-03', 'PRS-01', 'DUP-01', 'DUP-03', 'DUP-08'],
  hardStops: [],
  isForTheLiving: false,
  attachments: [
    needs('WRITE_OFF_APPROVAL', '批准核销的文件', 'the paper that allows the write-off'),
    needs('RECOVERY_RECORD', '追缴经过和无法收回的证明', 'what was done to recover it, and why it cannot be'),
  ],
  facts: (input) => ({
    ...paymentFacts(input.person_id),
    entitlements: { table: 'entitlement', where: { person_id: input.person_id, status: 'ACTIVE' } },
    earlier: {
      table: 'business_order',
      where: { person_id: input.person_id, function_code: 'WRITE_OFF' },
    },
  }),
  amountFen: ({ amount }) => fenOf(amount),
  effect: (input, facts, source) => {
    if (oneOf(facts, 'person') === null) {
      return refused(
        '登记中没有该人员，请核对个人编号。',
        'the register has no such person; check the number.',
      )
    }
    const lines = allOf(facts, 'payments')
    if (lines instanceof Refusal) return lines
    const earlier = (facts.earlier ?? []).filter(({ status }) => status === 'DONE')
    const sum = (amounts: readonly (string | null | undefined)[]): bigint =>
      fenOf(sumYuan(amounts.map((each) => fenOf(each ?? '0.00'))))
    const left =
      sum(lines.filter(({ status }) => status === 'PAID').map(({ amount }) => amount)) -
      sum(earlier.map(({ amount }) => amount))
    const no = firstRefusal(
      refusedIf(fenOf(input.amount) === 0n, '核销金额不能为零。', 'the amount must not be zero.'),
      refusedIf(
        (facts.entitlements ?? []).length > 0,
        '该人员仍在领取待遇，多领款应从待遇中抵扣，不能核销。',
        'the person still draws a benefit; set the debt off against it instead.',
      ),
      refusedIf(
        fenOf(input.amount) > left,
        `核销金额超过该人员累计已发待遇减去已核销的 ${formatYuan(left)} 元，请核对。`,
        `more than the ${formatYuan(left)} yuan that were ever paid and not written off; check the amount.`,
      ),
    )
    if (no !== null) return no
    return [
      insertOf('business_order', {
        order_id: source.orderId,
        function_code: 'WRITE_OFF',
        person_id: input.person_id,
        channel: 'COUNTER',
        amount: input.amount,
        applied_at: source.at,
        status: 'DONE',
      }),
    ]
  },
})
