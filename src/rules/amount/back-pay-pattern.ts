import { paymentColumns } from '#rules/evidence-columns.ts'
import { count, month, yuan } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'

/**
 * Arrears that come again within a year, are large, or reach far back. Once one of the three holds, all arrears of the
 * person count.
 */
export const backPayPattern = defineRule({
  code: 'AMT-04',
  id: 'amount/back-pay-pattern',
  version: 1,
  title: { zh: '补发次数、金额或期间异常', en: 'Repeated, large or long back-pay' },
  purpose: {
    zh: '补发不经每月比对，最容易被用来套取待遇；一年内反复补发、单笔大额、补发期超过一年的都要逐笔核实依据。',
    en: 'Arrears escape the comparison of month with month; repeated, large or far-reaching ones are checked one by one.',
  },
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
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['payment']],
  reads: ['payment'],
  parameters: {
    window_months: count({
      default: '12',
      meaning: {
        zh: '两笔补发的发放年月相距少于的月数',
        en: 'two lines whose pay months are less than this many months apart count as repeated',
      },
    }),
    amount_min: yuan({
      default: '10000',
      meaning: { zh: '单笔补发至少达到的金额', en: 'a line of at least this much is large' },
    }),
    months_max: count({
      default: '12',
      meaning: {
        zh: '一笔补发所属期的月数，超过才算',
        en: 'a line that covers more months than this is long',
      },
    }),
    look_back_from: month({
      default: '2019-01',
      meaning: { zh: '回溯起始发放年月', en: 'first pay_month that is looked at' },
    }),
  },
  sql: `
    with back_pay as (
      select
        payment_id,
        person_id,
        pay_month,
        period_to - period_from + 1 as months,
        amount_fen,
        lag(pay_month) over (partition by person_id order by pay_month, payment_id) as month_before
      from payment
      where kind = 'BACK_PAY'
        and status = 'PAID'
        and pay_month >= $look_back_from
    ),
    pattern_person as (
      select
        person_id,
        max(case when pay_month - month_before < $window_months then 1 else 0 end) as is_repeated,
        max(case when amount_fen >= $amount_min then 1 else 0 end) as is_large,
        max(case when months > $months_max then 1 else 0 end) as is_long,
        max(amount_fen) as largest_fen,
        max(months) as longest
      from back_pay
      group by person_id
    )
    select
      back_pay.person_id as subject_id,
      back_pay.amount_fen as amount_fen,
      back_pay.pay_month as period_from,
      back_pay.pay_month as period_to,
      'payment' as evidence_table,
      back_pay.payment_id as evidence_key,
      0 as is_context,
      pattern_person.is_repeated as fact_is_repeated,
      pattern_person.is_large as fact_is_large,
      pattern_person.is_long as fact_is_long,
      pattern_person.largest_fen as fact_largest,
      pattern_person.longest as fact_longest
    from back_pay
    join pattern_person on pattern_person.person_id = back_pay.person_id
    where pattern_person.is_repeated + pattern_person.is_large + pattern_person.is_long > 0`,
  facts: { is_repeated: 'number', is_large: 'number', is_long: 'number', largest: 'fen', longest: 'number' },
  evidence: {
    payment: [...paymentColumns, 'entitlement_id'],
  },
  check:
    '逐笔核对补发原因、所属期、计算表、附件和经办复核人员；调待追溯、法院判决、延迟办理退休等依据充分的留存后排除，其余追回。',
  explain: ({ who, amount, facts, periodFrom, periodTo, evidenceCount, parameters }) => {
    const why = [
      facts.is_repeated === '1' ? `有两笔相距不足 ${parameters.window_months} 个月` : '',
      facts.is_large === '1' ? `最大一笔 ${facts.largest} 元` : '',
      facts.is_long === '1' ? `最长一笔补发 ${facts.longest} 个月` : '',
    ].filter((each) => each !== '')
    return (
      `${who}在 ${periodFrom} 至 ${periodTo} 间获得补发 ${evidenceCount} 笔共 ${amount} 元（${why.join('，')}），` +
      '请逐笔核对补发原因、所属期、计算依据和经办复核人员。'
    )
  },
})
