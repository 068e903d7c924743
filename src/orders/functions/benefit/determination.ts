import { z } from 'zod'
import { formatDay, lastDayOfMonth } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import type { PayoutMonthsPolicy } from '#benefit/pension.ts'
import { fenOf } from '#records/form-fields.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { changeOf, insertOf, monthOfDate, monthOfOrder } from '../edits.ts'
import {
  allOf,
  document,
  fields,
  firstRefusal,
  millionthsOf,
  monthIn,
  needs,
  oneOf,
  orNone,
  personId,
  reason,
  refusalOfDead,
  refused,
  refusedIf,
} from '../fields.ts'
import {
  type EffectSource,
  type OrderEffect,
  type OrderFacts,
  type OrderFunction,
  orderFunction,
} from '../order-function.ts'
import { parameterFen } from '../policy-values.ts'
import {
  computedPension,
  lawfulPayoutMonths,
  minimumMonths,
  type PensionParts,
} from './determined-pension.ts'
import { changeRow } from './entitlements.ts'
import { accountFacts, nextRegularLine, paymentFacts } from './payment-lines.ts'

const Input = z.strictObject({
  person_id: personId,
  scheme: fields.code('险种', ['110', '120', '170']),
  kind: fields.code('退休类别', [
    'NORMAL',
    'SPECIAL_WORK',
    'ILLNESS',
    'FLEXIBLE_EARLY',
    'FLEXIBLE_LATE',
    'POLICY',
    'RESIDENT',
  ]),
  retire_month: fields.month('退休年月'),
  starts: fields.month('享受开始年月'),
  contribution_months: fields.count('实际缴费月数', 720),
  deemed_months: fields.count('视同缴费月数', 720),
  average_index: orNone('平均缴费指数', fields.rate('指数')),
  deemed_index: orNone('视同缴费指数', fields.rate('指数')),
  transition_factor: orNone('过渡系数', fields.rate('系数')),
  base_amount: fields.yuan('计发基数（居民养老填基础养老金）'),
  account_balance: fields.yuan('个人账户储存额'),
  payout_months: fields.count('计发月数', 300),
  basic_pension: fields.yuan('基础养老金'),
  account_pension: fields.yuan('个人账户养老金'),
  transitional_pension: fields.yuan('过渡性养老金'),
  other_pension: fields.yuan('其他'),
  notice_from: orNone('公示开始', fields.day('日期')),
  notice_to: orNone('公示结束', fields.day('日期')),
  document,
  reason,
})
type Input = z.infer<typeof Input>

const benefitOf = ({ kind, scheme }: Input): string =>
  kind === 'ILLNESS' ? 'ILLNESS_ALLOWANCE' : scheme === '170' ? 'RESIDENT_BASIC' : 'OLD_AGE'

function totalFen(input: Input): bigint {
  const { basic_pension, account_pension, transitional_pension, other_pension } = input
  return [basic_pension, account_pension, transitional_pension, other_pension].reduce(
    (sum, each) => sum + fenOf(each),
    0n,
  )
}

/**
 * The first determination of a pension: lawful age is RET-01's to judge, the parts are computed again and must agree.
 * Where they cannot be (scheme 120, a base or payout months that nothing confirms, a supplement), it counts as MANUAL,
 * and AMT-07 brings it before the approval post. A second determination of the same scheme is a MANUAL_ADJUST: the
 * standard has one amount for an entitlement. Facts of the archive (birth, first work, deemed years) are the reviewer's.
 * @param policy of payout months; null while the installation has none, so that every determination is MANUAL
 */
export function determination(policy: PayoutMonthsPolicy | null): OrderFunction {
  return orderFunction({
    code: 'DETERMINATION',
    basis: [
      {
        document: '004',
        clause: '二、排查内容（二）待遇核定、发放情况',
        quote: '核定待遇前未对参保缴费、待遇发放状态等进行比对；核定待遇时存在手工核定、录入结果情况',
      },
      {
        document: '002',
        clause: '6.强化社保基金的社会监管',
        quote: '严格新增退休人员的审批，加强动态核查，严防弄虚作假、虚报冒领',
      },
    ],
    input: Input,
    ruleCodes: [
      'RET-01',
      'RET-14',
      'AMT-01',
      'AMT-07',
      'DTH-01',
      'PRS-01',
      'DUP-01',
      'DUP-03',
      'CTR-21',
      'ACC-05',
    ],
    hardStops: ['RET-01', 'DTH-01'],
    isForTheLiving: true,
    attachments: [
      needs('APPLICATION', '退休（待遇领取）申请及身份证件', 'application and identity document'),
      needs(
        'ARCHIVE',
        '档案出生时间、参加工作时间和视同缴费年限的认定材料',
        'archive papers on birth, first work and deemed years',
      ),
    ],
    facts: ({ person_id, scheme }) => ({
      ...accountFacts(person_id),
      ...paymentFacts(person_id),
      retirements: { table: 'retirement', where: { person_id, scheme } },
      entitlements: { table: 'entitlement', where: { person_id } },
      contributions: { table: 'contribution', where: { person_id, scheme } },
      enrolments: { table: 'enrolment', where: { person_id, scheme } },
      bases: {
        table: 'policy_parameter',
        where: { name: scheme === '170' ? 'RESIDENT_BASIC' : 'PENSION_BASE', scheme },
      },
    }),
    amountFen: totalFen,
    effect: (input, facts, source) => granted(policy, input, { facts, source }),
    assumed: (input, facts, source) => {
      const effect = granted(policy, input, { facts, source })
      if (effect instanceof Refusal) return effect
      const entitlement = grantedEntitlement(input, source.orderId)
      const from = monthIn(input.starts)!
      return [...effect, nextRegularLine(source, facts, { entitlement, amountFen: totalFen(input), from })]
    },
  })
}

function granted(
  policy: PayoutMonthsPolicy | null,
  input: Input,
  { facts, source }: { readonly facts: OrderFacts; readonly source: EffectSource },
): OrderEffect {
  const judged = judgedPension(policy, input, facts)
  const no = firstRefusal(
    refusalOfDead(facts),
    refusalOfMonths(input, facts),
    refusalOfSecondPension(facts),
    refusedIf(
      monthIn(input.starts)! > monthOfOrder(source) + 1,
      '享受开始年月最迟为下月，请更正。',
      'the pension begins next month at the latest; correct the month.',
    ),
    judged instanceof Refusal ? judged : null,
  )
  if (no !== null) return no
  const method = judged === 'SYSTEM' ? 'SYSTEM' : 'MANUAL'
  const entitlement = grantedEntitlement(input, source.orderId)
  return [
    insertOf('retirement', {
      ...retirementRow(input),
      retirement_id: `${source.orderId}-R`,
      determined_by: method,
      operator_id: source.operatorId,
      reviewer_id: source.reviewerId,
      approver_id: source.approverId ?? null,
      decided_at: source.at,
    }),
    insertOf('entitlement', entitlement),
    changeRow(source, entitlement, {
      kind: 'GRANT',
      reason: null,
      effective: input.starts,
      after: formatYuan(totalFen(input)),
      method,
      document: input.document,
    }),
    ...(facts.enrolments ?? [])
      .filter(({ status }) => status === 'ACTIVE' || status === 'PAUSED')
      .map((each) =>
        changeOf('enrolment', each, {
          status: 'ENDED',
          end_reason: 'RETIRED',
          ended_on: formatDay(lastDayOfMonth(monthIn(input.retire_month)!)),
        }),
      ),
  ]
}

function retirementRow(input: Input): WrittenRow {
  return {
    person_id: input.person_id,
    scheme: input.scheme,
    kind: input.kind,
    retire_month: input.retire_month,
    contribution_months: String(input.contribution_months),
    deemed_months: String(input.deemed_months),
    average_index: input.average_index,
    base_amount: input.base_amount,
    account_balance: input.account_balance,
    payout_months: String(input.payout_months),
    basic_pension: input.basic_pension,
    account_pension: input.account_pension,
    transitional_pension: input.transitional_pension,
    other_pension: input.other_pension,
    total: formatYuan(totalFen(input)),
    notice_from: input.notice_from,
    notice_to: input.notice_to,
  }
}

function grantedEntitlement(input: Input, orderId: string): WrittenRow {
  return {
    entitlement_id: `${orderId}-E`,
    person_id: input.person_id,
    scheme: input.scheme,
    benefit: benefitOf(input),
    starts: input.starts,
    monthly_amount: formatYuan(totalFen(input)),
    status: 'ACTIVE',
  }
}

function refusalOfMonths(input: Input, facts: OrderFacts): Refusal | null {
  const person = oneOf(facts, 'person')
  const rows = allOf(facts, 'contributions')
  if (rows instanceof Refusal) return rows
  const paid = new Set(rows.filter(({ kind }) => kind !== 'DEEMED').map(({ period }) => period)).size
  const retired = monthIn(input.retire_month)!
  const needed = input.kind === 'FLEXIBLE_LATE' ? minimumMonths(0) : minimumMonths(retired)
  return firstRefusal(
    refusedIf(
      (person?.birth_date ?? null) === null || (person?.sex !== '1' && person?.sex !== '2'),
      '登记中没有该人员的出生日期或性别，无法判断法定退休年龄；请先办理关键信息变更。',
      'birth date or sex is missing in the register, so the lawful age is unknown; register it first.',
    ),
    refusedIf(
      (input.scheme === '170') !== (input.kind === 'RESIDENT'),
      '退休类别与险种不一致：居民养老只用“居民”，其他险种不用。',
      'kind and scheme do not fit: RESIDENT is for scheme 170 and only for it.',
    ),
    refusedIf(
      monthIn(input.starts)! <= retired,
      '享受开始年月应晚于退休年月（次月起发），请更正。',
      'the pension begins in the month after retirement at the earliest; correct the month.',
    ),
    refusedIf(
      input.contribution_months > paid,
      `登记的缴费明细只有 ${paid} 个月，少于填写的 ${input.contribution_months} 个月；请先办理转入、补缴或补录。`,
      `the register has contributions of ${paid} months, fewer than stated; enter the missing ones first.`,
    ),
    refusedIf(
      input.kind !== 'ILLNESS' && input.contribution_months + input.deemed_months < needed,
      `累计缴费不足 ${needed} 个月，不符合按月领取养老金的条件。`,
      `fewer than the ${needed} months of contributions that a monthly pension needs.`,
    ),
  )
}

function refusalOfSecondPension(facts: OrderFacts): Refusal | null {
  const pensions = (facts.entitlements ?? []).filter(
    ({ benefit, status }) =>
      ['OLD_AGE', 'RESIDENT_BASIC', 'ILLNESS_ALLOWANCE'].includes(benefit ?? '') && status !== 'ENDED',
  )
  return firstRefusal(
    refusedIf(
      (facts.retirements ?? []).length > 0,
      '该险种已有退休核定，不能再次核定；金额有误的办理手工调整。',
      'this scheme has a determination already; a wrong amount is a manual adjustment.',
    ),
    refusedIf(
      pensions.length > 0,
      `该人员已有未终止的养老待遇（${pensions.map(({ entitlement_id }) => entitlement_id).join('、')}），不能重复领取；请先终止。`,
      'the person has a pension that has not ended, and nobody draws two; end it first.',
    ),
  )
}

/** Whether every part was computed again and agrees; a refusal where one does not. */
function judgedPension(
  policy: PayoutMonthsPolicy | null,
  input: Input,
  facts: OrderFacts,
): 'SYSTEM' | 'MANUAL' | Refusal {
  const person = oneOf(facts, 'person')
  const retired = monthIn(input.retire_month)!
  const base = parameterFen(facts, 'bases', { region: person?.region ?? null, month: retired })
  if (base !== null && base !== fenOf(input.base_amount)) {
    return refused(
      `政策参数中的计发基数（基础养老金）是 ${formatYuan(base)} 元，与填写的不一致，请核对。`,
      `the policy's base is ${formatYuan(base)} yuan, not the one given; check it.`,
    )
  }
  const birth = monthOfDate(person?.birth_date)
  const lawful = policy === null || birth === null ? null : lawfulPayoutMonths(policy, retired - birth)
  if (lawful !== null && (input.payout_months < lawful.from || input.payout_months > lawful.to)) {
    return refused(
      `按退休时的年龄，计发月数应为 ${lawful.from === lawful.to ? lawful.from : `${lawful.from} 至 ${lawful.to}`}，请核对。`,
      `at the age of retirement the payout months are ${lawful.from} to ${lawful.to}; check them.`,
    )
  }
  const parts = computedPension({
    scheme: input.scheme,
    baseFen: fenOf(input.base_amount),
    indexMillionths: input.average_index === null ? null : millionthsOf(input.average_index),
    contributionMonths: input.contribution_months,
    deemedMonths: input.deemed_months,
    deemedIndexMillionths: input.deemed_index === null ? null : millionthsOf(input.deemed_index),
    transitionFactorMillionths:
      input.transition_factor === null ? null : millionthsOf(input.transition_factor),
    accountFen: fenOf(input.account_balance),
    payoutMonths: input.payout_months,
  })
  if (parts !== null && !agrees(parts, input)) return otherAmounts(parts)
  const isConfirmed = parts !== null && base !== null && lawful !== null && fenOf(input.other_pension) === 0n
  return isConfirmed ? 'SYSTEM' : 'MANUAL'
}

function agrees({ basicFen, accountFen, transitionalFen }: PensionParts, input: Input): boolean {
  return (
    basicFen === fenOf(input.basic_pension) &&
    accountFen === fenOf(input.account_pension) &&
    transitionalFen === fenOf(input.transitional_pension)
  )
}

function otherAmounts({ basicFen, accountFen, transitionalFen }: PensionParts): Refusal {
  const [basic, personal, transitional] = [basicFen, accountFen, transitionalFen].map(formatYuan)
  return refused(
    `系统计算：基础养老金 ${basic} 元、个人账户养老金 ${personal} 元、过渡性养老金 ${transitional} 元，与填写的不一致，请核对。`,
    `computed: basic ${basic}, account ${personal}, transitional ${transitional} yuan, not as given; check them.`,
  )
}
