import { paymentColumns } from '#rules/evidence-columns.ts'
import { month, yuan } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'
import { schemes } from '#standard/code-lists.ts'

const cap = (title: string, scheme: string, amount: string) =>
  yuan({
    default: amount,
    meaning: {
      zh: `${title}（${scheme}）一人一月发放合计的上限，高于它即为疑点`,
      en: `scheme ${scheme}: a person’s monthly total above this counts`,
    },
  })

/** A person's monthly total of one scheme is higher than any lawful pension is likely to be. */
export const aboveCap = defineRule({
  code: 'AMT-01',
  id: 'amount/above-cap',
  version: 1,
  title: { zh: '月发放金额超高', en: 'Monthly amount above the cap' },
  purpose: {
    zh: '一人一月的发放合计高出当地待遇水平很多，可能是核定错误、重复补发或虚列待遇。',
    en: 'A month far above what pensions come to points to a wrong determination, a repeated back payment or an invented benefit.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（一）养老金发放异常情况',
      quote: '2019年以来养老保险待遇月发放金额超高',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['payment']],
  reads: ['payment', 'monthly_total'],
  parameters: {
    cap_110: cap('企业职工基本养老', '110', '20000'),
    cap_120: cap('机关事业单位养老', '120', '25000'),
    cap_170: cap('城乡居民基本养老', '170', '2000'),
    look_back_from: month({
      default: '2019-01',
      meaning: { zh: '回溯起始发放年月', en: 'first pay_month that is looked at' },
    }),
  },
  sql: `
    with capped_month as (
      select
        person_id,
        scheme,
        pay_month,
        total_fen,
        case scheme
          when '110' then $cap_110
          when '120' then $cap_120
          else $cap_170
        end as cap_fen
      from monthly_total
      where scheme in ('110', '120', '170')
        and pay_month >= $look_back_from
    ),
    high_month as (
      select
        person_id,
        scheme,
        pay_month,
        total_fen,
        cast(cap_fen as bigint) as cap_fen,
        row_number() over (partition by person_id order by total_fen desc, pay_month, scheme) as place
      from capped_month
      where total_fen > cap_fen
    ),
    highest_month as (
      select person_id, scheme, pay_month, total_fen, cap_fen
      from high_month
      where place = 1
    ),
    high_person as (
      select person_id, count(distinct pay_month) as months
      from high_month
      group by person_id
    )
    select
      payment.person_id as subject_id,
      payment.amount_fen as amount_fen,
      payment.pay_month as period_from,
      payment.pay_month as period_to,
      'payment' as evidence_table,
      payment.payment_id as evidence_key,
      high_person.months as fact_months,
      highest_month.pay_month as fact_highest_month,
      highest_month.scheme as fact_highest_scheme,
      highest_month.total_fen as fact_highest_total,
      highest_month.cap_fen as fact_cap
    from high_month
    join payment
      on payment.person_id = high_month.person_id
      and payment.scheme = high_month.scheme
      and payment.pay_month = high_month.pay_month
    join highest_month on highest_month.person_id = high_month.person_id
    join high_person on high_person.person_id = high_month.person_id
    where payment.status = 'PAID'`,
  facts: {
    months: 'number',
    highest_month: 'month',
    highest_scheme: 'text',
    highest_total: 'fen',
    cap: 'fen',
  },
  evidence: {
    payment: paymentColumns,
  },
  check:
    '按项目拆分当月发放，调取核定表、补发审批和复核记录；离休、劳模、高工和一次性退款等确有依据的，留存依据后排除，其余更正核定并追回多发金额。',
  explain: ({ who, amount, facts, periodFrom, periodTo, evidenceCount }) => {
    const scheme = schemes[facts.highest_scheme as keyof typeof schemes]
    const when =
      periodFrom === periodTo ? `${periodFrom} ` : `${periodFrom} 至 ${periodTo} 间有 ${facts.months} 个月`
    return (
      `${who}在 ${when}发放金额超过上限，共 ${evidenceCount} 笔 ${amount} 元，` +
      `最高为 ${facts.highest_month} ${scheme} ${facts.highest_total} 元（上限 ${facts.cap} 元），` +
      '请核对待遇核定、补发依据和复核记录。'
    )
  },
})
