import { z } from 'zod'
import type { Refusal } from '#base/refusal.ts'
import { fenOf } from '#records/form-fields.ts'
import { fields, firstRefusal, needs, personId, reason, refusalOfDead, refusedIf } from '../fields.ts'
import { type OrderFacts, type OrderFunction, orderFunction } from '../order-function.ts'
import {
  adjustmentRow,
  contributionFacts,
  contributionRows,
  monthsOf,
  periodOf,
  refusalOfNewMonths,
  refusalOfRetired,
} from './months.ts'

const Input = z.strictObject({
  person_id: personId,
  scheme: fields.code('险种', ['110', '120', '170']),
  from_region: fields.id('转出统筹区'),
  document: fields.text('联系函或信息表编号', 64),
  period_from: fields.month('转入起始年月'),
  period_to: fields.month('转入终止年月'),
  months: fields.count('转入缴费月数', 480),
  base: fields.yuan('月平均缴费基数'),
  account_amount: fields.yuan('转入个人账户金额'),
  pooled_amount: fields.yuan('转入统筹基金'),
  received_on: fields.day('资金到账日期'),
  voucher_number: fields.id('到账凭证号'),
  reason,
})
type Input = z.infer<typeof Input>

/**
 * One unbroken stretch of months from another region; one with gaps is several orders. The months come with their base
 * and without money of their own, the account with what was transferred. The standard has no transfers: neither the
 * region of origin nor the pooled money (12 %) can be written, they stand on the order only.
 */
export const transferIn: OrderFunction = orderFunction({
  code: 'TRANSFER_IN',
  basis: [
    {
      document: '000',
      clause: '基金收支层面 2、重复享受待遇',
      quote: '目前各省份之间养老统筹是分别开展的，信息不流通，参保人员流动也大',
    },
    {
      document: '002',
      clause: '1、基金收缴方面',
      quote: '收入不按规定入账，隐瞒、转移社会保险费收入',
    },
  ],
  input: Input,
  ruleCodes: ['DUP-03', 'DTH-01', 'DTH-04', 'PRS-01'],
  hardStops: ['DTH-01'],
  isForTheLiving: true,
  attachments: [
    needs('TRANSFER_FORM', '基本养老保险关系转移接续信息表', 'form of the region of origin'),
    needs('RECEIPT', '转移资金到账凭证', 'proof that the money arrived'),
  ],
  facts: (input) => ({
    ...contributionFacts(input),
    elsewhere: {
      table: 'other_region_benefit',
      where: { region: input.from_region, scheme: input.scheme },
      whereLikePerson: { id_number: 'id_number' },
    },
  }),
  amountFen: ({ account_amount, pooled_amount }) => fenOf(account_amount) + fenOf(pooled_amount),
  effect: (input, facts, source) => {
    const period = periodOf(input)
    const no = firstRefusal(
      refusalOfDead(facts),
      refusalOfRetired(facts),
      refusalOfNewMonths(period, facts, source),
      refusalOfOrigin(input, facts),
    )
    if (no !== null) return no
    return [
      adjustmentRow(source, {
        personId: input.person_id,
        scheme: input.scheme,
        period,
        months: input.months,
        amount: input.account_amount,
        kind: 'ADJUST',
        document: input.document,
        voucher: input.voucher_number,
      }),
      ...contributionRows(source, period, {
        personId: input.person_id,
        employerId: null,
        scheme: input.scheme,
        base: input.base,
        employerRate: null,
        personRate: null,
        kind: 'TRANSFER',
        paidOn: input.received_on,
        voucher: input.voucher_number,
      }),
    ]
  },
})

function refusalOfOrigin(input: Input, facts: OrderFacts): Refusal | null {
  const { elsewhere = [], person = [] } = facts
  const months = monthsOf(periodOf(input)).length
  return firstRefusal(
    refusedIf(
      months !== input.months,
      `起止年月共 ${months} 个月，与转入月数 ${input.months} 不一致；有中断的请分段办理。`,
      `from first to last there are ${months} months, not ${input.months}; enter each unbroken stretch by itself.`,
    ),
    refusedIf(
      elsewhere.some(({ benefit, ended }) => benefit === 'OLD_AGE' && (ended ?? null) === null),
      '该人员正在转出地领取养老待遇，养老关系不能转入；请先与转出地核实。',
      'the person draws a pension in the region of origin; the months cannot be transferred.',
    ),
    refusedIf(
      input.from_region === person[0]?.region,
      '转出统筹区与参保地相同，不是转移接入；请核对。',
      'the region of origin is the person’s own; check it.',
    ),
  )
}
