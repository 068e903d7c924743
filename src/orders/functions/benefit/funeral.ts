import { z } from 'zod'
import { formatMonth } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { fenOf } from '#records/form-fields.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { dayOfOrder, insertOf, monthOfDate, monthOfOrder } from '../edits.ts'
import {
  account,
  allOf,
  document,
  fields,
  firstRefusal,
  needs,
  oneOf,
  orNone,
  personId,
  reason,
  refused,
  refusedIf,
} from '../fields.ts'
import { type OrderFacts, type OrderFunction, orderFunction } from '../order-function.ts'
import { changeRow } from './entitlements.ts'
import { fullGrantMonths, funeralFen, funeralLawMonth, survivorFen } from './funeral-amount.ts'
import { accountFacts, asPaid, awaitedLine, isUnderway, paymentFacts } from './payment-lines.ts'

const Input = z.strictObject({
  person_id: personId,
  scheme: fields.code('险种', ['110', '120', '170']),
  benefit: fields.code('待遇项目', ['FUNERAL', 'SURVIVOR_LUMP']),
  amount: fields.yuan('金额'),
  monthly_income: orNone('上年度城镇居民月人均可支配收入（险种110必填）', fields.yuan('元')),
  contribution_months: orNone('缴费月数（险种110抚恤金必填）', fields.count('月', 720)),
  received_months: orNone('已领取养老金月数（未退休留空）', fields.count('月', 720)),
  payee_name: fields.text('领取人姓名', 50),
  payee_id_number: fields.id('领取人证件号码'),
  payee_relation: fields.code('与死亡人员关系', ['SPOUSE', 'PARENT', 'CHILD', 'SIBLING', 'OTHER']),
  bank: fields.text('开户银行'),
  account_number: account,
  document,
  reason,
})
type Input = z.infer<typeof Input>

/**
 * Once for somebody the register calls dead and whose death nobody has withdrawn. The amount is computed for scheme 110
 * (deaths from 2021-09 on); that of the other schemes is a region's own and is judged by the reviewer from the papers:
 * the standard has no parameter for it, nor one for the income it depends on. The relative is no person of the register:
 * the account stands under the dead with its holder.
 */
export const funeral: OrderFunction = orderFunction({
  code: 'FUNERAL',
  basis: [
    {
      document: '001',
      clause: '（三）加强社保基金风险防控管理的内控制度建设',
      quote:
        '执行资料初审复审、专业鉴定、拨付程序、签字手续和信息系统自动生成业务台账管理，查处冒领养老、骗取医疗、工伤保险金等各种违规行为',
    },
    {
      document: '000',
      clause: '基金收支层面 1、冒领养老金',
      quote: '死亡家属不报或漏报，判刑或失踪后家属不报告，都会造成基金损失',
    },
  ],
  input: Input,
  // What was paid after the death is set off first: DTH-01 brings it before the approval post.
  ruleCodes: ['DTH-01', 'DTH-04', 'CER-05', 'ACC-05'],
  hardStops: [],
  isForTheLiving: false,
  attachments: [
    needs('DEATH_PROOF', '死亡证明', 'proof of the death'),
    needs('KINSHIP_PROOF', '领取人身份证件和亲属关系证明', 'identity and kinship of the payee'),
  ],
  facts: (input) => ({
    ...accountFacts(input.person_id),
    ...paymentFacts(input.person_id),
    certifications: { table: 'certification', where: { person_id: input.person_id, result: 'PASS' } },
    contributions: { table: 'contribution', where: { person_id: input.person_id, scheme: input.scheme } },
    elsewhere: {
      table: 'other_region_benefit',
      where: { benefit: input.benefit },
      whereLikePerson: { id_number: 'id_number' },
    },
    granted: { table: 'entitlement', where: { person_id: input.person_id, benefit: input.benefit } },
  }),
  amountFen: ({ amount }) => fenOf(amount),
  effect: (input, facts, source) => {
    const no = firstRefusal(
      refusalOfLife(input, facts),
      refusalOfSecondGrant(input, facts),
      refusalOfAmount(input, facts),
      refusedIf(
        (facts.accounts ?? []).some(({ account_number }) => account_number === input.account_number),
        '收款账号是死亡人员名下的账户；请填写领取人本人的账户。',
        'the account is one of the dead person; give the relative’s own.',
      ),
    )
    if (no !== null) return no
    const month = formatMonth(monthOfOrder(source))
    const entitlement: WrittenRow = {
      entitlement_id: `${source.orderId}-E`,
      person_id: input.person_id,
      scheme: input.scheme,
      benefit: input.benefit,
      starts: month,
      monthly_amount: null,
      // Paid once, and over.
      status: 'ENDED',
      ended: month,
    }
    const held: WrittenRow = {
      account_number: input.account_number,
      person_id: input.person_id,
      bank: input.bank,
      holder_name: input.payee_name,
      holder_id_number: input.payee_id_number,
      holder_kind: 'OTHER',
      valid_from: dayOfOrder(source),
    }
    return [
      insertOf('entitlement', entitlement),
      changeRow(source, entitlement, {
        kind: 'GRANT',
        reason: 'DEATH',
        effective: month,
        after: input.amount,
        method: 'SYSTEM',
        document: input.document,
      }),
      insertOf('payee_account', held),
      awaitedLine(source, {
        of: entitlement,
        benefit: input.benefit,
        entitlementId: `${source.orderId}-E`,
        from: month,
        to: month,
        kind: 'ONE_OFF',
        amount: input.amount,
        account: held,
      }),
    ]
  },
  assumed: (input, facts, source) => asPaid(funeral.effect(input, facts, source), source),
})

function refusalOfLife({ person_id }: Input, facts: OrderFacts): Refusal | null {
  const person = oneOf(facts, 'person')
  if (person === null) {
    return refused('登记中没有该人员，请核对个人编号。', 'the register has no such person; check the number.')
  }
  const deaths = facts.deaths ?? []
  const diedOn = person.death_date ?? ''
  const seen = (facts.certifications ?? []).some(
    ({ channel, certified_at }) => channel !== 'DATA_MATCH' && (certified_at ?? '').slice(0, 10) > diedOn,
  )
  return firstRefusal(
    refusedIf(
      person.life_status !== 'DEAD' || diedOn === '',
      `个人编号 ${person_id} 未登记死亡或没有死亡日期，不能发放丧葬抚恤；请先核实死亡并登记。`,
      'the person is not registered as dead with a date; register the death first.',
    ),
    refusedIf(
      deaths.length > 0 && deaths.every(({ revoked }) => revoked === 'true'),
      '死亡报送均已被来源单位撤销，不能发放丧葬抚恤；请核实本人是否健在。',
      'every report of the death was withdrawn; find out whether the person lives.',
    ),
    refusedIf(
      seen,
      '登记的死亡日期之后还有本人通过的资格认证，两者矛盾；请先核实死亡日期。',
      'the person was certified after the registered death; find out which is wrong first.',
    ),
  )
}

/** R-DTH-10: one funeral grant and one lump for a death, whatever the scheme and region. */
function refusalOfSecondGrant({ benefit }: Input, facts: OrderFacts): Refusal | null {
  const lines = allOf(facts, 'payments')
  if (lines instanceof Refusal) return lines
  const isPaid = lines.some((line) => line.benefit === benefit && isUnderway(line))
  // One that was taken back ended as an error.
  const granted = (facts.granted ?? []).filter(({ status_reason }) => status_reason !== 'ERROR')
  return refusedIf(
    isPaid || [...granted, ...(facts.elsewhere ?? [])].length > 0,
    '该死亡人员的同一项丧葬抚恤待遇已在本地或异地核定、发放，只能享受一份。',
    'this grant was given for this death already; there is only one.',
  )
}

function refusalOfAmount(input: Input, facts: OrderFacts): Refusal | null {
  if (fenOf(input.amount) === 0n) return refused('金额不能为零。', 'the amount must not be zero.')
  const died = monthOfDate(oneOf(facts, 'person')?.death_date)
  if (input.scheme !== '110' || died === null || died < funeralLawMonth) return null
  const due = dueFen(input)
  if (due === null) {
    return refused(
      '企业职工养老的丧葬抚恤按规定计算，须填写上年度城镇居民月人均可支配收入，抚恤金还须填写缴费月数。',
      'for scheme 110 the amount is computed: give the monthly income, and for the lump the months of contributions.',
    )
  }
  return firstRefusal(
    refusedIf(
      fenOf(input.amount) !== due,
      `按人社部发〔2021〕18号计算应为 ${formatYuan(due)} 元，与填写的金额不一致，请核对。`,
      `by the law of 2021 the amount is ${formatYuan(due)} yuan; check it.`,
    ),
    refusalOfShortLife(input, facts),
  )
}

function dueFen({ benefit, monthly_income, contribution_months, received_months }: Input): bigint | null {
  if (monthly_income === null) return null
  if (benefit === 'FUNERAL') return funeralFen(fenOf(monthly_income))
  if (contribution_months === null) return null
  return survivorFen(fenOf(monthly_income), { months: contribution_months, receivedMonths: received_months })
}

function refusalOfShortLife(input: Input, facts: OrderFacts): Refusal | null {
  const { contribution_months, received_months } = input
  if (contribution_months === null || contribution_months >= fullGrantMonths || received_months !== null) {
    return null
  }
  const rows = allOf(facts, 'contributions')
  if (rows instanceof Refusal) return rows
  const contributed = rows.reduce((sum, { person_amount }) => sum + fenOf(person_amount ?? '0.00'), 0n)
  return refusedIf(
    fenOf(input.amount) > contributed,
    `缴费不满五年的，遗属待遇不得超过个人缴费之和 ${formatYuan(contributed)} 元；请核对。`,
    `with less than five years, no more than the person’s own contributions of ${formatYuan(contributed)} yuan; check it.`,
  )
}
