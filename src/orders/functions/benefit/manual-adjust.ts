import { z } from 'zod'
import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { fenOf } from '#records/form-fields.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { changeOf, monthOfOrder } from '../edits.ts'
import {
  document,
  fields,
  firstRefusal,
  monthIn,
  needs,
  oneOf,
  personId,
  reason,
  refusalOfDead,
  refusedIf,
} from '../fields.ts'
import { type OrderFacts, type OrderFunction, orderFunction } from '../order-function.ts'
import { parameterFen } from '../policy-values.ts'
import { changeRow, entitlementFacts, entitlementOf } from './entitlements.ts'
import { accountFacts, nextRegularLine, paymentFacts } from './payment-lines.ts'

const Input = z.strictObject({
  person_id: personId,
  entitlement_id: fields.id('待遇编号'),
  scheme: fields.code('险种', ['110', '120', '170', '210', '410', '510']),
  kind: fields.code('变更类型', ['ADJUST', 'CORRECT']),
  cause: fields.code('变更原因', ['ANNUAL_ADJUSTMENT', 'ERROR', 'OTHER']),
  amount_before: fields.yuan('现月标准'),
  amount_after: fields.yuan('调整后月标准'),
  effective: fields.month('生效年月'),
  document,
  reason,
})
type Input = z.infer<typeof Input>

function difference({ amount_before, amount_after }: Input): bigint {
  const changed = fenOf(amount_after) - fenOf(amount_before)
  return changed < 0n ? -changed : changed
}

/**
 * A monthly amount that a person sets. Its amount is what changes in a month. Months that are over are not adjusted with
 * it: they are a BACK_PAY, or an overpayment to recover.
 */
export const manualAdjust: OrderFunction = orderFunction({
  code: 'MANUAL_ADJUST',
  basis: [
    {
      document: '004',
      clause: '二、排查内容（七）信息系统管理情况',
      quote: '未对大额支付、多次补发、死亡注销后恢复参保、待遇手工调整等设置预警功能',
    },
    {
      document: '004',
      clause: '二、排查内容（二）待遇核定、发放情况',
      quote: '核定待遇时存在手工核定、录入结果情况',
    },
  ],
  input: Input,
  ruleCodes: ['DTH-01', 'PRS-01', 'DUP-01', 'AMT-01', 'AMT-02', 'AMT-03', 'AMT-07'],
  hardStops: ['DTH-01'],
  isForTheLiving: true,
  attachments: [needs('CALCULATION', '调整依据和计算表', 'ground and calculation of the adjustment')],
  facts: (input) => ({
    ...entitlementFacts(input),
    ...accountFacts(input.person_id),
    ...paymentFacts(input.person_id),
    caps: { table: 'policy_parameter', where: { name: 'MONTHLY_CAP', scheme: input.scheme } },
  }),
  amountFen: difference,
  effect: (input, facts, source) => {
    const entitlement = entitlementOf(facts)
    if (entitlement instanceof Refusal) return entitlement
    const no = firstRefusal(
      refusalOfDead(facts),
      refusalOfInput(input, entitlement),
      refusedIf(
        monthIn(input.effective)! < monthOfOrder(source) ||
          monthIn(input.effective)! > monthOfOrder(source) + 1,
        '生效年月应为本月或下月；以前月份的差额另办补发或追回。',
        'it takes effect this month or next; what differs in months before is a back-pay or a recovery of its own.',
      ),
      refusalOfCap(input, facts),
    )
    if (no !== null) return no
    return [
      changeOf('entitlement', entitlement, { monthly_amount: input.amount_after }),
      changeRow(source, entitlement, {
        kind: input.kind,
        reason: input.cause,
        effective: input.effective,
        before: input.amount_before,
        after: input.amount_after,
        method: 'MANUAL',
        document: input.document,
      }),
    ]
  },
  assumed: (input, facts, source) => {
    const effect = manualAdjust.effect(input, facts, source)
    const entitlement = entitlementOf(facts)
    if (effect instanceof Refusal || entitlement instanceof Refusal) return effect
    if (entitlement.status !== 'ACTIVE') return effect
    const amountFen = fenOf(input.amount_after)
    return [
      ...effect,
      nextRegularLine(source, facts, { entitlement, amountFen, from: monthIn(input.effective)! }),
    ]
  },
})

function refusalOfInput(input: Input, entitlement: WrittenRow): Refusal | null {
  return firstRefusal(
    refusedIf(
      input.scheme !== entitlement.scheme,
      '填写的险种与该待遇不一致，请核对。',
      'the scheme is not that of the entitlement; check it.',
    ),
    refusedIf(
      entitlement.status === 'ENDED',
      '该待遇已终止，不能调整。',
      'the entitlement has ended and cannot be adjusted.',
    ),
    refusedIf(
      fenOf(entitlement.monthly_amount ?? '0.00') !== fenOf(input.amount_before),
      `登记的月标准是 ${entitlement.monthly_amount ?? '空'} 元，与填写的现月标准不一致，请核对。`,
      `the register has a monthly amount of ${entitlement.monthly_amount ?? 'none'}, not the one given; check it.`,
    ),
    refusedIf(
      difference(input) === 0n,
      '调整前后金额相同，无需办理。',
      'the amount stays as it is; there is nothing to adjust.',
    ),
  )
}

function refusalOfCap({ amount_after, effective }: Input, facts: OrderFacts): Refusal | null {
  const cap = parameterFen(facts, 'caps', {
    region: oneOf(facts, 'person')?.region ?? null,
    month: monthIn(effective)!,
  })
  if (cap === null || fenOf(amount_after) <= cap) return null
  return refusedIf(
    true,
    `调整后月标准超过政策上限 ${formatYuan(cap)} 元，不能办理；请核对金额。`,
    `above the policy's cap of ${formatYuan(cap)} yuan a month; check the amount.`,
  )
}
