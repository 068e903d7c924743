import { z } from 'zod'
import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { fenOf } from '#records/form-fields.ts'
import {
  fields,
  firstRefusal,
  needs,
  orNone,
  personId,
  reason,
  refusalOfDead,
  refusedIf,
  scheme,
} from '../fields.ts'
import { type OrderFunction, orderFunction } from '../order-function.ts'
import {
  contributedFen,
  contributionFacts,
  contributionRows,
  periodOf,
  refusalOfNewMonths,
  refusalOfRetired,
} from './months.ts'

const Input = z.strictObject({
  person_id: personId,
  scheme,
  employer_id: orNone('单位编号', fields.id('单位编号')),
  support: fields.code('补缴依据类型', ['ARBITRATION', 'JUDGMENT', 'SUPERVISION', 'AUDIT', 'POLICY']),
  document: fields.text('补缴依据文书号', 64),
  period_from: fields.month('补缴起始年月'),
  period_to: fields.month('补缴终止年月'),
  base: fields.yuan('月缴费基数'),
  employer_rate: fields.rate('单位费率'),
  person_rate: fields.rate('个人费率'),
  amount: fields.yuan('补缴总额'),
  paid_on: fields.day('到账日期'),
  voucher_number: fields.id('税票号码'),
  reason,
})

/**
 * Months bought at once: only on an arbitration, a judgment, an order of supervision or audit, or a policy, and only once
 * the tax office has the money. The late fee and the paper itself have no place in the standard.
 */
export const lumpContribution: OrderFunction = orderFunction({
  code: 'LUMP_CONTRIBUTION',
  basis: [
    {
      document: '000',
      clause: '基金收支层面 3、违规办理提前退休、补缴',
      quote: '违规办理提前退休、补缴',
    },
    {
      document: '002',
      clause: '1、基金收缴方面',
      quote: '不依法核定社会保险缴费基数，不及时征缴社会保险费',
    },
  ],
  input: Input,
  ruleCodes: ['CTR-01', 'CTR-21', 'DTH-01', 'DTH-04', 'PRS-01'],
  hardStops: ['DTH-01'],
  isForTheLiving: true,
  attachments: [
    needs(
      'SUPPORT',
      '补缴依据文书（仲裁、判决、监察、审计或政策文件）',
      'paper on which months may be bought',
    ),
    needs('EMPLOYMENT_PROOF', '劳动关系和工资证明', 'proof of employment and wage'),
  ],
  facts: (input) => ({
    ...contributionFacts(input),
    collected: {
      table: 'tax_collection',
      where: { voucher_number: input.voucher_number, scheme: input.scheme },
    },
  }),
  amountFen: ({ amount }) => fenOf(amount),
  effect: (input, facts, source) => {
    const period = periodOf(input)
    const no = firstRefusal(
      refusalOfDead(facts),
      refusalOfRetired(facts),
      refusalOfNewMonths(period, facts, source),
    )
    if (no !== null) return no
    const rows = contributionRows(source, period, {
      personId: input.person_id,
      employerId: input.employer_id,
      scheme: input.scheme,
      base: input.base,
      employerRate: input.employer_rate,
      personRate: input.person_rate,
      kind: 'BACK_PAYMENT',
      paidOn: input.paid_on,
      voucher: input.voucher_number,
    })
    const due = contributedFen(rows)
    const collected = facts.collected ?? []
    const received = collected.reduce((sum, { amount }) => sum + fenOf(amount ?? '0.00'), 0n)
    return (
      firstRefusal(
        refusedIf(
          fenOf(input.amount) !== due,
          `按基数和费率逐月计算应为 ${formatYuan(due)} 元，与补缴总额不一致，请核对。`,
          `base and rates give ${formatYuan(due)} yuan, month by month, not the amount stated; check it.`,
        ),
        refusedIf(due === 0n, '补缴总额不能为零。', 'the amount must not be zero.'),
        refusedIf(
          collected.length > 0 && received < due,
          `该税票入库 ${formatYuan(received)} 元，少于补缴总额 ${formatYuan(due)} 元；请核对税票。`,
          `the tax office received ${formatYuan(received)} yuan on this voucher, less than ${formatYuan(due)}; check it.`,
        ),
      ) ?? rows
    )
  },
  // CTR-01 judges ordinary months; the base of one that is bought lies within the same bounds.
  assumed: (input, facts, source) => {
    const effect = lumpContribution.effect(input, facts, source)
    if (effect instanceof Refusal) return effect
    return effect.map((change) =>
      change.operation === 'insert' ? { ...change, values: { ...change.values, kind: 'NORMAL' } } : change,
    )
  },
})
