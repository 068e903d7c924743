import { z } from 'zod'
import { fenOf } from '#records/form-fields.ts'
import { asReviewed, sumYuan } from '../edits.ts'
import {
  document,
  fields,
  firstRefusal,
  needs,
  orNone,
  personId,
  reason,
  refusalOfDead,
  scheme,
} from '../fields.ts'
import { type OrderFunction, orderFunction } from '../order-function.ts'
import {
  adjustmentRow,
  contributionFacts,
  contributionRows,
  monthsOf,
  periodOf,
  refusalOfNewMonths,
  refusalOfRetired,
  shareOf,
} from './months.ts'

const Input = z.strictObject({
  person_id: personId,
  scheme,
  kind: fields.code('类型', ['BACK_FILL', 'BACK_RECORD']),
  employer_id: orNone('单位编号', fields.id('单位编号')),
  period_from: fields.month('起始年月'),
  period_to: fields.month('终止年月'),
  base: fields.yuan('月缴费基数'),
  employer_rate: fields.rate('单位费率'),
  person_rate: fields.rate('个人费率'),
  paid_on: fields.day('到账日期'),
  voucher_number: orNone('缴费凭证号', fields.id('缴费凭证号')),
  document,
  reason,
})

/**
 * Months that were paid once and are missing in the personal account: the months, and the account's row with what the
 * person paid. A voucher may be missing, for old paper; CTR-21 then brings it before the approval post.
 */
export const backFill: OrderFunction = orderFunction({
  code: 'BACK_FILL',
  basis: [
    {
      document: '001',
      clause: '（三）社保基金监督机制不到位，后期处置挂空档',
      quote: '如个人账户补填业务模块，目前就缺少审核、惩处环节，经办人一人可以完成信息系统全部补填、补录工作',
    },
  ],
  input: Input,
  ruleCodes: ['CTR-21', 'DTH-01', 'DTH-04', 'PRS-01'],
  hardStops: ['DTH-01'],
  isForTheLiving: true,
  attachments: [
    needs('SUPPORT', '补填补录依据文书', 'paper that orders the back-fill'),
    needs('PAYMENT_PROOF', '原始缴费凭证或入库记录', 'proof that it was paid'),
  ],
  facts: (input) => contributionFacts(input),
  effect: (input, facts, source) => {
    const period = periodOf(input)
    const no = firstRefusal(
      refusalOfDead(facts),
      refusalOfRetired(facts),
      refusalOfNewMonths(period, facts, source),
    )
    if (no !== null) return no
    const months = monthsOf(period).length
    const share = fenOf(shareOf(input.base, input.person_rate)!)
    return [
      adjustmentRow(source, {
        personId: input.person_id,
        scheme: input.scheme,
        period,
        months,
        amount: sumYuan([share * BigInt(months)]),
        kind: input.kind,
        document: input.document,
        voucher: input.voucher_number,
      }),
      ...contributionRows(source, period, {
        personId: input.person_id,
        employerId: input.employer_id,
        scheme: input.scheme,
        base: input.base,
        employerRate: input.employer_rate,
        personRate: input.person_rate,
        kind: 'BACK_FILL',
        paidOn: input.paid_on,
        voucher: input.voucher_number,
      }),
    ]
  },
  assumed: (input, facts, source) => backFill.effect(input, facts, asReviewed(source)),
})
