import { paymentColumns } from '#rules/evidence-columns.ts'
import { count, ratio, yuan } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'
import { schemes } from '#standard/code-lists.ts'

/** Within a year a person has several months far above the usual one. All lines of all high months count. */
export const severalHighMonths = defineRule({
  code: 'AMT-02',
  id: 'amount/several-high-months',
  version: 1,
  title: { zh: '一年内两次以上高额发放', en: 'Several high months within a year' },
  purpose: {
    zh: '正常待遇每月相近；一年内多次远高于本人平常水平，可能是反复补发、虚列项目套取待遇。',
    en: 'Months of a benefit resemble each other; several far above the person’s usual one point to repeated arrears or invented items.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（一）养老金发放异常情况',
      quote: '一年内有2次以上发放金额较高的情况',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['payment']],
  reads: ['payment', 'monthly_total'],
  parameters: {
    high_months_min: count({
      default: '2',
      min: 1,
      meaning: { zh: '高额月份至少的个数', en: 'least number of high months' },
    }),
    window_months: count({
      default: '12',
      meaning: {
        zh: '这些高额月份首尾相距少于的月数',
        en: 'the first and the last of them are less than this many months apart',
      },
    }),
    times: ratio({
      default: '3',
      meaning: {
        zh: '高额：月发放合计至少为本人该险种各月中位数的倍数',
        en: 'high: at least this many times the person’s median month of the scheme',
      },
    }),
    amount_min: yuan({
      default: '3000',
      meaning: { zh: '高额：月发放合计至少达到', en: 'high: at least this much' },
    }),
  },
  // No median is below the least month: who has no month of that many times the least one is left out before any
  // month is ranked. Medians are compared doubled: of an even number of months the two middle ones sum to it.
  sql: `
    with perhaps_high as (
      select person_id, scheme, count(*) as months
      from monthly_total
      group by person_id, scheme
      having cast(max(total_fen) as decimal(38, 0)) * 1000000 >= cast(min(total_fen) as decimal(38, 0)) * $times
        and count(case when total_fen >= $amount_min then 1 end) >= $high_months_min
    ),
    ranked_month as (
      select
        monthly_total.person_id,
        monthly_total.scheme,
        monthly_total.pay_month,
        monthly_total.total_fen,
        perhaps_high.months,
        row_number() over (
          partition by monthly_total.person_id, monthly_total.scheme
          order by monthly_total.total_fen, monthly_total.pay_month
        ) as place
      from perhaps_high
      join monthly_total
        on monthly_total.person_id = perhaps_high.person_id
        and monthly_total.scheme = perhaps_high.scheme
    ),
    usual_month as (
      select
        person_id,
        scheme,
        cast(sum(case when months % 2 = 1 then total_fen * 2 else total_fen end) as bigint) as doubled_fen
      from ranked_month
      where place * 2 between months and months + 2
      group by person_id, scheme
    ),
    high_month as (
      select
        ranked_month.person_id,
        ranked_month.scheme,
        ranked_month.pay_month,
        ranked_month.total_fen,
        row_number() over (
          partition by ranked_month.person_id, ranked_month.scheme
          order by ranked_month.pay_month
        ) as turn
      from ranked_month
      join usual_month
        on usual_month.person_id = ranked_month.person_id
        and usual_month.scheme = ranked_month.scheme
      where ranked_month.total_fen >= $amount_min
        and cast(ranked_month.total_fen as decimal(38, 0)) * 2000000
          >= cast(usual_month.doubled_fen as decimal(38, 0)) * $times
    ),
    scheme_of_several as (
      select distinct earlier.person_id, earlier.scheme
      from high_month as earlier
      join high_month as later
        on later.person_id = earlier.person_id
        and later.scheme = earlier.scheme
        and later.turn = earlier.turn + $high_months_min - 1
      where later.pay_month - earlier.pay_month < $window_months
    ),
    counted_month as (
      select
        high_month.person_id,
        high_month.scheme,
        high_month.pay_month,
        high_month.total_fen,
        row_number() over (
          partition by high_month.person_id
          order by high_month.total_fen desc, high_month.pay_month, high_month.scheme
        ) as place
      from high_month
      join scheme_of_several
        on scheme_of_several.person_id = high_month.person_id
        and scheme_of_several.scheme = high_month.scheme
    ),
    highest_month as (
      select person_id, scheme, pay_month, total_fen
      from counted_month
      where place = 1
    ),
    high_person as (
      select person_id, count(distinct pay_month) as months
      from counted_month
      group by person_id
    )
    select
      payment.person_id as subject_id,
      payment.amount_fen as amount_fen,
      payment.pay_month as period_from,
      payment.pay_month as period_to,
      'payment' as evidence_table,
      payment.payment_id as evidence_key,
      0 as is_context,
      high_person.months as fact_months,
      highest_month.pay_month as fact_highest_month,
      highest_month.scheme as fact_highest_scheme,
      highest_month.total_fen as fact_highest_total
    from counted_month
    join payment
      on payment.person_id = counted_month.person_id
      and payment.scheme = counted_month.scheme
      and payment.pay_month = counted_month.pay_month
    join highest_month on highest_month.person_id = counted_month.person_id
    join high_person on high_person.person_id = counted_month.person_id
    where payment.status = 'PAID'`,
  facts: {
    months: 'number',
    highest_month: 'month',
    highest_scheme: 'text',
    highest_total: 'fen',
  },
  evidence: {
    payment: paymentColumns,
  },
  check:
    '按项目拆分各高额月份，核对补发、一次性待遇的业务单、依据和经办复核人员；年度调待补发等有政策依据的留存依据后排除，其余追回。',
  explain: ({ who, amount, facts, periodFrom, periodTo, evidenceCount, parameters }) => {
    const scheme = schemes[facts.highest_scheme as keyof typeof schemes]
    return (
      `${who}在 ${periodFrom} 至 ${periodTo} 间有 ${facts.months} 个月的发放合计达到本人平常月份的 ${parameters.times} 倍以上，` +
      `共 ${evidenceCount} 笔 ${amount} 元，最高为 ${facts.highest_month} ${scheme} ${facts.highest_total} 元，` +
      '请核对各高额月份的发放项目、业务单和经办复核人员。'
    )
  },
})
