import { dayLessMonths, monthOfDay } from '#base/calendar-math.ts'
import { paymentColumns } from '#rules/evidence-columns.ts'
import { count } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'

/**
 * A pension that still runs though its payee has not been certified for long. The regular lines of the latest month
 * always count, because they decide; they and the lines before them carry money, and make the period, only from the
 * month on that is more than the allowed months after the last PASS (never certified: after the first pension line).
 * The last PASS is context.
 */
export const notCertifiedForLong = defineRule({
  code: 'CER-01',
  id: 'certification/not-certified-for-long',
  version: 1,
  title: { zh: '长期未认证仍发放养老金', en: 'Pension paid though not certified for long' },
  purpose: {
    zh: '领取养老金的资格须定期认证；连续两年没有认证通过记录而仍在发放的，可能本人已死亡、服刑或失踪。',
    en: 'Whoever draws a pension is certified regularly; where two years pass without, the payee may be dead or missing.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（五）待遇资格认证管理情况',
      quote: '存在连续两年未进行待遇资格认证人员',
    },
    {
      document: '001',
      clause: '4.定期开展退休人员的生存认证',
      quote: '将年龄超过70岁的离退休人员列入重点监控行列，对高龄人员进行定期和不定期的网上视频监控',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['certification'], ['payment']],
  reads: ['certification', 'payment'],
  parameters: {
    months_max: count({
      default: '24',
      meaning: {
        zh: '两次认证通过之间最多相隔的月数；新领取的从首次发放起算',
        en: 'months that may pass since the last certification, or since the first pension line of a new payee',
      },
    }),
  },
  bind: (parameters, context) => {
    const day = dayLessMonths(context.asOfDay, Number(parameters.months_max))
    return { certified_from_day: day, certified_from_month: monthOfDay(day) }
  },
  sql: `
    with pensioner as (
      select
        person_id,
        min(pay_month) as first_month
      from payment
      where status = 'PAID'
        and benefit in ('OLD_AGE', 'RESIDENT_BASIC')
      group by person_id
      having max(case when kind = 'REGULAR' and pay_month = $latest_month then 1 else 0 end) = 1
        and min(pay_month) < $certified_from_month
    ),
    last_pass as (
      select
        person_id,
        max(certified_at_second) as certified_second,
        max(certified_at_day) as certified_day,
        max(certified_at_month) as certified_month
      from certification
      where result = 'PASS'
      group by person_id
    ),
    overdue_person as (
      select
        pensioner.person_id,
        pensioner.first_month,
        last_pass.certified_second,
        last_pass.certified_day,
        coalesce(last_pass.certified_month, pensioner.first_month) as counted_from_month
      from pensioner
      left join last_pass on last_pass.person_id = pensioner.person_id
      where last_pass.certified_day is null
        or last_pass.certified_day < $certified_from_day
    ),
    overdue_line as (
      select
        payment.person_id,
        payment.payment_id,
        payment.amount_fen,
        payment.pay_month,
        case
          when payment.pay_month > overdue_person.counted_from_month + $months_max then 1
          else 0
        end as has_money
      from payment
      join overdue_person on overdue_person.person_id = payment.person_id
      where payment.status = 'PAID'
        and payment.kind = 'REGULAR'
        and payment.benefit in ('OLD_AGE', 'RESIDENT_BASIC')
        and (
          payment.pay_month > overdue_person.counted_from_month + $months_max
          or payment.pay_month = $latest_month
        )
    ),
    row_shown as (
      select
        person_id,
        case when has_money = 1 then amount_fen else 0 end as amount_fen,
        case when has_money = 1 then pay_month end as period_from,
        case when has_money = 1 then pay_month end as period_to,
        'payment' as evidence_table,
        payment_id as evidence_key,
        0 as is_context
      from overdue_line
      union all
      select
        certification.person_id,
        0 as amount_fen,
        null as period_from,
        null as period_to,
        'certification' as evidence_table,
        certification.certification_id as evidence_key,
        1 as is_context
      from certification
      join overdue_person
        on overdue_person.person_id = certification.person_id
        and overdue_person.certified_second = certification.certified_at_second
      where certification.result = 'PASS'
    )
    select
      row_shown.person_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period_from as period_from,
      row_shown.period_to as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      overdue_person.certified_day as fact_certified_on,
      overdue_person.first_month as fact_first_month,
      $latest_month as fact_latest_month
    from row_shown
    join overdue_person on overdue_person.person_id = row_shown.person_id`,
  facts: { certified_on: 'day', first_month: 'month', latest_month: 'month' },
  evidence: {
    payment: paymentColumns,
    certification: ['certified_at', 'channel', 'result', 'operator_id', 'reviewer_id', 'evidence'],
  },
  check:
    '联系本人完成认证或上门核实，查询死亡、服刑、失踪信息；无法核实的先暂停发放，已丧失资格的追回多发金额；确有认证而未回写的补录认证结果。',
  explain: ({ who, amount, facts, parameters }) =>
    `${who}${
      facts.certified_on === null
        ? `自 ${facts.first_month} 首次领取养老金以来没有认证通过记录`
        : `最近一次认证通过在 ${facts.certified_on}`
    }，至截止日已超过 ${parameters.months_max} 个月，${facts.latest_month} 仍在发放养老金，` +
    `${amount === '0.00' ? '按整月计尚无超期金额' : `超期月份共 ${amount} 元`}，请核实本人是否健在、是否具备领取资格。`,
})
