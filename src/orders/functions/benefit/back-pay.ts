import { z } from 'zod'
import { formatMonth, type Month } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { fenOf } from '#records/form-fields.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { asReviewed, monthOfDate, monthOfOrder } from '../edits.ts'
import {
  account,
  allOf,
  document,
  fields,
  firstRefusal,
  monthIn,
  needs,
  oneOf,
  personId,
  reason,
  refused,
  refusedIf,
} from '../fields.ts'
import { type OrderFacts, type OrderFunction, orderFunction } from '../order-function.ts'
import {
  changeRow,
  deathStops,
  entitlementFacts,
  entitlementOf,
  imprisonmentFacts,
  refusalOfPrison,
} from './entitlements.ts'
import {
  accountFacts,
  accountInUse,
  asPaid,
  awaitedLine,
  paidOfMonths,
  paymentFacts,
} from './payment-lines.ts'

const Input = z.strictObject({
  person_id: personId,
  entitlement_id: fields.id('待遇编号'),
  period_from: fields.month('补发起始年月'),
  period_to: fields.month('补发终止年月'),
  amount: fields.yuan('补发金额'),
  cause: fields.code('补发原因', [
    'NO_CERTIFICATION',
    'TO_VERIFY',
    'MISSING',
    'ERROR',
    'ANNUAL_ADJUSTMENT',
    'OTHER',
  ]),
  account_number: account,
  document,
  reason,
})
type Input = z.infer<typeof Input>

/**
 * What was not paid of months that are over. At most the present monthly amount for each of them, less what was paid of
 * them: pensions are not lowered, so that is the most that can be due. Any other amount is somebody's, and counts as
 * MANUAL. What is due to the dead ends with the month of the earliest death that anybody reported.
 */
export const backPay: OrderFunction = orderFunction({
  code: 'BACK_PAY',
  basis: [
    {
      document: '004',
      clause: '二、排查内容（七）信息系统管理情况',
      quote: '未对大额支付、多次补发、死亡注销后恢复参保、待遇手工调整等设置预警功能',
    },
    {
      document: '004',
      clause: '二、排查内容（二）待遇核定、发放情况',
      quote: '待遇发放审核环节存在只核总数，不对人员增减、大额发放、待遇补发等明细进行审核的情况',
    },
  ],
  input: Input,
  ruleCodes: [
    ...['DTH-01', 'DTH-03', 'PRS-01', 'DUP-01', 'AMT-01', 'AMT-02', 'AMT-04', 'AMT-07'],
    ...['ACC-01', 'ACC-02', 'ACC-04', 'ACC-05', 'CER-03'],
  ],
  hardStops: ['DTH-01', 'DTH-03'],
  // The dead are still owed the months they lived; the effect draws the line.
  isForTheLiving: false,
  attachments: [
    needs('APPLICATION', '补发申请及依据材料', 'application and papers of the ground'),
    needs('CALCULATION', '补发计算表', 'calculation of the amount'),
  ],
  facts: (input) => ({
    ...entitlementFacts(input),
    ...imprisonmentFacts,
    ...accountFacts(input.person_id),
    ...paymentFacts(input.person_id),
  }),
  amountFen: ({ amount }) => fenOf(amount),
  effect: (input, facts, source) => {
    const entitlement = entitlementOf(facts)
    if (entitlement instanceof Refusal) return entitlement
    const payee = accountInUse(facts, input.account_number)
    if (payee instanceof Refusal) return payee
    const due = dueFen(input, facts, entitlement)
    const no = firstRefusal(
      refusalOfMonths(input, entitlement, monthOfOrder(source)),
      refusalOfDeath(input, facts),
      refusalOfPrison(facts, input.period_from, input.period_to),
      due instanceof Refusal ? due : refusalOfAmount(input, entitlement, due),
    )
    if (no !== null) return no
    return [
      changeRow(source, entitlement, {
        kind: 'BACK_PAY',
        reason: input.cause,
        effective: formatMonth(monthOfOrder(source)),
        after: input.amount,
        method: fenOf(input.amount) === due ? 'SYSTEM' : 'MANUAL',
        document: input.document,
      }),
      awaitedLine(source, {
        of: entitlement,
        benefit: entitlement.benefit!,
        entitlementId: input.entitlement_id,
        from: input.period_from,
        to: input.period_to,
        kind: 'BACK_PAY',
        amount: input.amount,
        account: payee,
      }),
    ]
  },
  assumed: (input, facts, source) => asPaid(backPay.effect(input, facts, asReviewed(source)), source),
})

function refusalOfMonths(input: Input, entitlement: WrittenRow, now: Month): Refusal | null {
  const from = monthIn(input.period_from)!
  const to = monthIn(input.period_to)!
  return firstRefusal(
    refusedIf(
      from > to,
      '补发起始年月晚于终止年月，请更正。',
      'the months are the wrong way round; correct them.',
    ),
    refusedIf(
      to > now,
      '补发年月不能晚于本月；今后的月份由正常发放支付。',
      'months to come are paid by the regular run; correct the last month.',
    ),
    refusedIf(
      from < (monthIn(entitlement.starts) ?? 0),
      '补发起始年月早于享受开始年月，请更正。',
      'the months begin before the entitlement did; correct them.',
    ),
    refusedIf(
      to > (monthIn(entitlement.ended) ?? to),
      '补发终止年月晚于待遇终止年月，请更正。',
      'the months go on after the entitlement ended; correct them.',
    ),
  )
}

/** R-DTH-03: nothing is owed from the stop for death on, nor after the earliest death that is not withdrawn. */
function refusalOfDeath({ period_to }: Input, facts: OrderFacts): Refusal | null {
  const person = oneOf(facts, 'person')
  if (person === null) {
    return refused('登记中没有该人员，请核对个人编号。', 'the register has no such person; check the number.')
  }
  const deaths = (facts.deaths ?? []).filter(({ revoked }) => revoked !== 'true')
  const lastMonths = [
    ...deaths.map(({ died_on }) => monthOfDate(died_on)),
    ...(person.life_status === 'DEAD' ? [monthOfDate(person.death_date) ?? Number.NEGATIVE_INFINITY] : []),
    ...deathStops(facts).map(({ effective }) => (monthIn(effective) ?? 0) - 1),
  ].filter((each) => each !== null)
  return refusedIf(
    monthIn(period_to)! > Math.min(...lastMonths),
    '补发年月晚于死亡或因死亡停发的年月，之后没有待遇可补；请核对死亡信息和终止年月。',
    'nothing is due after the death or the stop for it; check the death and the last month.',
  )
}

/** The present monthly amount for each month, less what was paid of them. */
function dueFen(input: Input, facts: OrderFacts, entitlement: WrittenRow): bigint | Refusal {
  const lines = allOf(facts, 'payments')
  if (lines instanceof Refusal) return lines
  if ((entitlement.monthly_amount ?? null) === null) {
    return refused(
      '该待遇没有登记月标准，无法核对补发金额；请先办理核定或调整。',
      'the entitlement has no monthly amount to check against; determine or adjust it first.',
    )
  }
  const from = monthIn(input.period_from)!
  const to = monthIn(input.period_to)!
  const same = lines.filter(
    ({ scheme, benefit }) => scheme === entitlement.scheme && benefit === entitlement.benefit,
  )
  return (
    fenOf(entitlement.monthly_amount!) * BigInt(Math.max(to - from + 1, 0)) - paidOfMonths(same, from, to)
  )
}

function refusalOfAmount(input: Input, entitlement: WrittenRow, due: bigint): Refusal | null {
  const months = monthIn(input.period_to)! - monthIn(input.period_from)! + 1
  const most = formatYuan(due > 0n ? due : 0n)
  return firstRefusal(
    refusedIf(fenOf(input.amount) === 0n, '补发金额不能为零。', 'the amount must not be zero.'),
    refusedIf(
      fenOf(input.amount) > due,
      `补发金额超过应补上限 ${most} 元（月标准 ${entitlement.monthly_amount} 元 × ${months} 个月，减去这些月份已发和在途的金额）；请核对。`,
      `more than the ${most} yuan that can be due for these ${months} months after what was paid; check the amount.`,
    ),
  )
}
