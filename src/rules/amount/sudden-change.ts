import { paymentColumns } from '#rules/evidence-columns.ts'
import { ratio, yuan } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'
import { schemes } from '#standard/code-lists.ts'

/** The regular total of the latest month jumps against the month directly before. */
export const suddenChange = defineRule({
  code: 'AMT-03',
  id: 'amount/sudden-change',
  version: 1,
  title: { zh: '待遇环比大幅增减', en: 'Sudden change of the regular amount' },
  purpose: {
    zh: '定期待遇逐月应当平稳；没有政策批次而大幅增减，可能是手工改动、核定错误或漏发。',
    en: 'Regular benefits hardly move from month to month; a jump outside a policy batch may be a manual change, a wrong determination or a missed payment.',
  },
  basis: [
    {
      document: '001',
      clause: '（二）全方位内控稽核 1.严把养老金的发放关',
      quote: '对离退休人员的养老金发放进行重点稽核，主要核对是否存在大幅度增高和降低的情形发生',
    },
  ],
  level: 2,
  key: 'person',
  subjectKind: 'person',
  needs: [['payment']],
  reads: ['payment', 'monthly_total', 'entitlement_change'],
  parameters: {
    increase: ratio({
      default: '0.2',
      meaning: { zh: '较上月增加达到此比例', en: 'up by at least this share of the month before' },
    }),
    decrease: ratio({
      default: '0.5',
      meaning: { zh: '较上月减少达到此比例', en: 'down by at least this share of the month before' },
    }),
    amount_min: yuan({
      default: '300',
      meaning: {
        zh: '增减金额至少达到（城乡居民养老以外的险种）',
        en: 'and by at least this much (schemes other than 170)',
      },
    }),
    amount_min_170: yuan({
      default: '50',
      meaning: {
        zh: '增减金额至少达到（城乡居民养老）',
        en: 'and by at least this much (scheme 170)',
      },
    }),
  },
  bind: (_parameters, { latestMonth }) => ({
    month_before: latestMonth === null ? null : latestMonth - 1,
  }),
  // The difference belongs to a person's scheme, not to a line: the line with the least payment_id carries it, the
  // other regular lines of the latest month count with 0, those of the month before are context.
  sql: `
    with latest_total as (
      select person_id, scheme, regular_fen
      from monthly_total
      where pay_month = $latest_month
        and regular_lines > 0
    ),
    total_before as (
      select person_id, scheme, regular_fen
      from monthly_total
      where pay_month = $month_before
        and regular_lines > 0
        and regular_fen > 0
    ),
    compared_total as (
      select
        latest_total.person_id,
        latest_total.scheme,
        latest_total.regular_fen as latest_fen,
        total_before.regular_fen as before_fen,
        latest_total.regular_fen - total_before.regular_fen as change_fen,
        case
          when latest_total.scheme = '170' then $amount_min_170
          else $amount_min
        end as amount_min_fen
      from latest_total
      join total_before
        on total_before.person_id = latest_total.person_id
        and total_before.scheme = latest_total.scheme
    ),
    changed_total as (
      select person_id, scheme, latest_fen, before_fen, abs(change_fen) as difference_fen
      from compared_total
      where abs(change_fen) >= amount_min_fen
        and (
          cast(change_fen as decimal(38, 0)) * 1000000 >= cast(before_fen as decimal(38, 0)) * $increase
          or cast(change_fen as decimal(38, 0)) * -1000000 >= cast(before_fen as decimal(38, 0)) * $decrease
        )
    ),
    adjusted_by_policy as (
      select distinct person_id
      from entitlement_change
      where effective = $latest_month
        and policy_batch is not null
    ),
    unexplained_total as (
      select
        changed_total.person_id,
        changed_total.scheme,
        changed_total.latest_fen,
        changed_total.before_fen,
        changed_total.difference_fen
      from changed_total
      left join adjusted_by_policy on adjusted_by_policy.person_id = changed_total.person_id
      where adjusted_by_policy.person_id is null
    ),
    changed_person as (
      select
        person_id,
        min(scheme) as scheme,
        count(*) as scheme_count,
        cast(sum(latest_fen) as bigint) as latest_fen,
        cast(sum(before_fen) as bigint) as before_fen
      from unexplained_total
      group by person_id
    ),
    regular_line as (
      select
        payment.payment_id,
        payment.person_id,
        payment.pay_month,
        unexplained_total.difference_fen,
        row_number() over (
          partition by payment.person_id, payment.scheme, payment.pay_month
          order by payment.payment_id
        ) as place
      from unexplained_total
      join payment
        on payment.person_id = unexplained_total.person_id
        and payment.scheme = unexplained_total.scheme
      where payment.pay_month in ($latest_month, $month_before)
        and payment.status = 'PAID'
        and payment.kind = 'REGULAR'
    )
    select
      regular_line.person_id as subject_id,
      case
        when regular_line.pay_month = $latest_month and regular_line.place = 1 then regular_line.difference_fen
        else 0
      end as amount_fen,
      regular_line.pay_month as period_from,
      regular_line.pay_month as period_to,
      'payment' as evidence_table,
      regular_line.payment_id as evidence_key,
      case when regular_line.pay_month = $latest_month then 0 else 1 end as is_context,
      changed_person.scheme as fact_scheme,
      changed_person.scheme_count as fact_schemes,
      changed_person.before_fen as fact_before,
      changed_person.latest_fen as fact_latest
    from regular_line
    join changed_person on changed_person.person_id = regular_line.person_id`,
  facts: { scheme: 'text', schemes: 'number', before: 'fen', latest: 'fen' },
  evidence: {
    payment: paymentColumns,
  },
  check:
    '查找当月的待遇变更单和依据；没有变更单或由手工改动的，核对核定表、经办人和复核人；增加的多发金额追回，减少的查明是否漏发。',
  explain: ({ who, amount, facts, periodFrom }) => {
    const what =
      facts.schemes === '1' ? schemes[facts.scheme as keyof typeof schemes] : `${facts.schemes} 个险种`
    return (
      `${who} ${periodFrom} ${what}的定期待遇为 ${facts.latest} 元，上月为 ${facts.before} 元，增减 ${amount} 元，` +
      '当月没有政策调整批次，请核对变更依据、经办人和复核人。'
    )
  },
})
