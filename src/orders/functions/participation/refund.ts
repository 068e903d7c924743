import { z } from 'zod'
import { formatMonth } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { fenOf } from '#records/form-fields.ts'
import type { RegisterChange } from '#register/register-change.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { accountFacts, accountInUse, asPaid, awaitedLine } from '../benefit/payment-lines.ts'
import { doneBy, insertOf, monthOfOrder } from '../edits.ts'
import {
  account,
  allOf,
  document,
  fields,
  monthIn,
  needs,
  orNone,
  personId,
  reason,
  refusalOfDead,
  refused,
  scheme,
} from '../fields.ts'
import { type EffectSource, type OrderFacts, type OrderFunction, orderFunction } from '../order-function.ts'
import { contributionFacts, netFen, periodOf, refusalOfRetired } from './months.ts'

const Input = z.strictObject({
  person_id: personId,
  scheme,
  refund_to: fields.code('退给', ['PERSON', 'EMPLOYER']),
  cause: fields.code('退费原因', ['DUPLICATE', 'WRONG_PERSON', 'WRONG_AMOUNT', 'AFTER_DEATH', 'OTHER']),
  period_from: fields.month('退费起始年月'),
  period_to: fields.month('退费终止年月'),
  employer_id: orNone('单位编号', fields.id('单位编号')),
  amount: fields.yuan('退费金额'),
  account_number: orNone('收款账号（退给个人必填）', account),
  document,
  reason,
})
type Input = z.infer<typeof Input>

/**
 * Contributions are taken back by a row of the opposite sign for each month, so that both stay visible; the standard has
 * no kind for it, TOP_UP (补差) comes nearest. Money to the person is a payment line of benefit OTHER. Money to an
 * employer has no place in the standard, which knows no account of an employer: the tax office pays it.
 */
export const refund: OrderFunction = orderFunction({
  code: 'REFUND',
  basis: [
    {
      document: '000',
      clause: '（二）社保基金基础管理工作不规范，中期监控虚位',
      quote: '出现了手工操作业务，社保基金错发等现象',
    },
    {
      document: '000',
      clause: '（三）加强社保基金风险防控管理的内控制度建设',
      quote: '严格执行“一事两岗两审”制，避免由一人承担全部工作',
    },
  ],
  input: Input,
  ruleCodes: ['DTH-01', 'ACC-01', 'ACC-02', 'ACC-04', 'ACC-05'],
  hardStops: [],
  // Contributions of the dead go back to the employer who paid them on.
  isForTheLiving: false,
  attachments: [
    needs('APPLICATION', '退费申请', 'application'),
    needs('PAYMENT_PROOF', '原缴费凭证', 'proof of the contributions'),
  ],
  facts: (input) => ({ ...contributionFacts(input), ...accountFacts(input.person_id) }),
  amountFen: ({ amount }) => fenOf(amount),
  effect: (input, facts, source) => {
    const rows = rowsAsked(input, facts)
    if (rows instanceof Refusal) return rows
    const months = Map.groupBy(rows, ({ period }) => period ?? '')
    const open = [...months].filter(([, each]) => netFen(each) > 0n)
    const due = open.reduce((sum, [, each]) => sum + netFen(each), 0n)
    if (due === 0n) {
      return refused(
        '所选年月没有可退的缴费（没有记录或已退），请核对险种、单位和年月。',
        'there is nothing left to refund in these months; check scheme, employer and months.',
      )
    }
    if (fenOf(input.amount) !== due) {
      return refused(
        `所选年月的缴费净额是 ${formatYuan(due)} 元，与退费金额不一致，请核对。`,
        `these months come to ${formatYuan(due)} yuan, not the amount stated; check it.`,
      )
    }
    const reversals = open.map(([, each]) => reversalOf(source, each))
    if (input.refund_to === 'EMPLOYER') return reversals
    const line = lineOf(input, facts, source)
    return line instanceof Refusal ? line : [...reversals, line]
  },
  assumed: (input, facts, source) => asPaid(refund.effect(input, facts, source), source),
})

function rowsAsked(input: Input, facts: OrderFacts): readonly WrittenRow[] | Refusal {
  const isOfPerson = input.refund_to === 'PERSON'
  const no = (isOfPerson ? refusalOfDead(facts) : null) ?? refusalOfRetired(facts)
  if (no !== null) return no
  const isFitting =
    isOfPerson === (input.employer_id === null) && isOfPerson === (input.account_number !== null)
  if (!isFitting) {
    return refused(
      '退给个人须填收款账号且不填单位（只退个人身份缴费）；退给单位须填单位编号且不填账号。',
      'to a person: an account and no employer (only what the person paid alone); to an employer: its number and no account.',
    )
  }
  const rows = allOf(facts, 'contributions')
  if (rows instanceof Refusal) return rows
  const { from, to } = periodOf(input)
  return rows.filter(({ period, employer_id }) => {
    const month = monthIn(period) ?? -1
    return month >= from && month <= to && (employer_id ?? null) === input.employer_id
  })
}

/** What is left of a month, with the opposite sign. */
function reversalOf(source: EffectSource, rows: readonly WrittenRow[]): RegisterChange {
  const [row] = rows as readonly [WrittenRow]
  const negative = (column: 'employer_amount' | 'person_amount'): string =>
    formatYuan(-rows.reduce((sum, each) => sum + fenOf(each[column] ?? '0.00'), 0n))
  return insertOf('contribution', {
    contribution_id: `${source.orderId}-${row.period}`,
    person_id: row.person_id ?? null,
    employer_id: row.employer_id ?? null,
    scheme: row.scheme ?? null,
    period: row.period ?? null,
    base: '0.00',
    employer_amount: negative('employer_amount'),
    person_amount: negative('person_amount'),
    kind: 'TOP_UP',
    paid_on: null,
    voucher_number: row.voucher_number ?? null,
    ...doneBy(source),
  })
}

function lineOf(input: Input, facts: OrderFacts, source: EffectSource): RegisterChange | Refusal {
  const payee = accountInUse(facts, input.account_number!)
  if (payee instanceof Refusal) return payee
  const month = formatMonth(monthOfOrder(source))
  return awaitedLine(source, {
    of: { person_id: input.person_id, scheme: input.scheme },
    benefit: 'OTHER',
    entitlementId: null,
    from: month,
    to: month,
    kind: 'ONE_OFF',
    amount: input.amount,
    account: payee,
  })
}
