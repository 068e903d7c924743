import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { fenOf } from '#records/form-fields.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { changeOf, dayOfOrder } from '../edits.ts'
import {
  account,
  document,
  fields,
  firstRefusal,
  needs,
  oneOf,
  personId,
  reason,
  refusalOfDead,
  refused,
  refusedIf,
} from '../fields.ts'
import { type OrderFacts, type OrderFunction, orderFunction } from '../order-function.ts'
import { accountFacts, accountInUse, asPaid, awaitedLine, isUnderway } from './payment-lines.ts'

const Input = z.strictObject({
  person_id: personId,
  payment_id: fields.id('退票的发放明细编号'),
  amount: fields.yuan('重发金额'),
  account_number: account,
  document,
  reason,
})
type Input = z.infer<typeof Input>

/**
 * A line that the bank returned is sent again, whole, to an account in use for the person: the same, or the one an
 * ACCOUNT_CHANGE has set since. What was returned for the dead is settled with the heirs, not sent again.
 */
export const resend: OrderFunction = orderFunction({
  code: 'RESEND',
  basis: [
    {
      document: '004',
      clause: '二、排查内容（二）待遇核定、发放情况',
      quote: '未对每月待遇发放不成功业务进行核实',
    },
    {
      document: '004',
      clause: '二、排查内容（九）合作银行协议管理情况',
      quote: '合作银行未对待遇发放信息与银行账号信息不一致、待遇金额异常等情况进行核验、提示、停止支付',
    },
  ],
  input: Input,
  ruleCodes: [
    'DTH-01',
    'PRS-01',
    'DUP-08',
    'ACC-01',
    'ACC-02',
    'ACC-04',
    'ACC-05',
    'ACC-08',
    'ACC-10',
    'AMT-01',
  ],
  hardStops: ['DTH-01'],
  isForTheLiving: true,
  attachments: [
    needs('RETURN_PROOF', '银行退票回单及核实记录', 'the bank’s return slip and what was found out'),
  ],
  facts: (input) => ({
    ...accountFacts(input.person_id),
    returned: {
      table: 'payment',
      where: { person_id: input.person_id, payment_id: input.payment_id },
    },
    again: { table: 'payment', where: { person_id: input.person_id, resend_of: input.payment_id } },
    returns: { table: 'payment_return', where: { payment_id: input.payment_id } },
  }),
  amountFen: ({ amount }) => fenOf(amount),
  effect: (input, facts, source) => {
    const line = oneOf(facts, 'returned')
    if (line === null) {
      return refused(
        '该人员没有这一发放明细，请核对编号。',
        'the person has no payment line of this number; check it.',
      )
    }
    const no = firstRefusal(refusalOfDead(facts), refusalOfLine(input, line, facts))
    if (no !== null) return no
    const payee = accountInUse(facts, input.account_number)
    if (payee instanceof Refusal) return payee
    const open = (facts.returns ?? []).filter(({ handled_on }) => (handled_on ?? null) === null)
    return [
      awaitedLine(source, {
        of: line,
        benefit: line.benefit!,
        entitlementId: line.entitlement_id ?? null,
        from: line.period_from!,
        to: line.period_to!,
        kind: 'RESEND',
        amount: input.amount,
        account: payee,
        resendOf: input.payment_id,
      }),
      ...open.map((each) =>
        changeOf('payment_return', each, { handled_by: source.operatorId, handled_on: dayOfOrder(source) }),
      ),
    ]
  },
  assumed: (input, facts, source) => asPaid(resend.effect(input, facts, source), source),
})

function refusalOfLine(input: Input, line: WrittenRow, facts: OrderFacts): Refusal | null {
  return firstRefusal(
    refusedIf(
      line.status !== 'RETURNED',
      '该发放明细不是退票状态，不能重发；请核对编号。',
      'the bank did not return this line; check its number.',
    ),
    refusedIf(
      (facts.again ?? []).some(isUnderway),
      '该退票已经重发，不能再次重发。',
      'this returned line was sent again already.',
    ),
    refusedIf(
      fenOf(line.amount ?? '0.00') !== fenOf(input.amount),
      `退票金额是 ${line.amount ?? '0.00'} 元，重发金额必须相同；请更正。`,
      `the returned amount is ${line.amount ?? '0.00'} yuan and the same is sent again; correct it.`,
    ),
    refusedIf(fenOf(input.amount) === 0n, '重发金额不能为零。', 'the amount must not be zero.'),
  )
}
