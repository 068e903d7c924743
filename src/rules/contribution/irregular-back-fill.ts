import { count } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'

/**
 * Months written into a personal account afterwards: by one person alone, without a payment behind them, in great
 * number, or shortly before the pension is computed from them.
 */
export const irregularBackFill = defineRule({
  code: 'CTR-21',
  id: 'contribution/irregular-back-fill',
  version: 1,
  title: { zh: '个人账户补填补录异常', en: 'Irregular back-fill of a personal account' },
  purpose: {
    zh: '补填补录直接增加缴费年限和账户金额；一人办结、没有缴费凭证、月数过多或临近退休才补的，最容易虚增待遇。',
    en: 'A back-fill adds years and money; done alone, without a voucher, for many months or just before retirement, it invents a pension.',
  },
  basis: [
    {
      document: '001',
      clause: '（三）社保基金监督机制不到位，后期处置挂空档',
      quote: '如个人账户补填业务模块，目前就缺少审核、惩处环节，经办人一人可以完成信息系统全部补填、补录工作',
    },
    {
      document: '000',
      clause: '基金收支层面 3、违规办理提前退休、补缴',
      quote: '违规办理提前退休、补缴',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['account_adjustment']],
  reads: ['account_adjustment', 'retirement'],
  parameters: {
    months_min: count({
      default: '12',
      meaning: {
        zh: '一次补填补录的月数达到此数即算',
        en: 'months of one back-fill from which it counts by its length',
      },
    }),
    before_retirement_months: count({
      default: '12',
      meaning: {
        zh: '退休年月之前多少个月内办理的即算',
        en: 'months before the retirement month within which a back-fill counts',
      },
    }),
  },
  sql: `
    with back_fill as (
      select
        adjustment_id,
        person_id,
        amount_fen,
        months,
        operator_id,
        reviewer_id,
        voucher_number,
        recorded_at_day,
        recorded_at_month
      from account_adjustment
      where kind in ('BACK_FILL', 'BACK_RECORD')
    ),
    before_retirement as (
      select back_fill.adjustment_id, back_fill.person_id, retirement.retirement_id, retirement.retire_month
      from back_fill
      join retirement on retirement.person_id = back_fill.person_id
      where back_fill.recorded_at_month < retirement.retire_month
        and back_fill.recorded_at_month >= retirement.retire_month - $before_retirement_months
    ),
    late_back_fill as (
      select distinct adjustment_id
      from before_retirement
    ),
    judged_back_fill as (
      select
        back_fill.adjustment_id,
        back_fill.person_id,
        back_fill.amount_fen,
        back_fill.months,
        back_fill.recorded_at_day,
        case when back_fill.reviewer_id is null then 1 else 0 end as is_unreviewed,
        case when back_fill.reviewer_id = back_fill.operator_id then 1 else 0 end as is_own_review,
        case when back_fill.voucher_number is null then 1 else 0 end as is_unproven,
        case when back_fill.months >= $months_min then 1 else 0 end as is_long,
        case when late_back_fill.adjustment_id is not null then 1 else 0 end as is_late
      from back_fill
      left join late_back_fill on late_back_fill.adjustment_id = back_fill.adjustment_id
    ),
    irregular as (
      select
        adjustment_id,
        person_id,
        amount_fen,
        months,
        recorded_at_day,
        is_unreviewed,
        is_own_review,
        is_unproven,
        is_long,
        is_late
      from judged_back_fill
      where is_unreviewed = 1
        or is_own_review = 1
        or is_unproven = 1
        or is_long = 1
        or is_late = 1
    ),
    irregular_person as (
      select
        person_id,
        cast(sum(coalesce(months, 0)) as bigint) as months,
        cast(sum(is_unreviewed) as bigint) as unreviewed,
        cast(sum(is_own_review) as bigint) as own_reviews,
        cast(sum(is_unproven) as bigint) as unproven,
        cast(sum(is_long) as bigint) as long_ones,
        cast(sum(is_late) as bigint) as late_ones
      from irregular
      group by person_id
    ),
    retirement_near as (
      select distinct person_id, retirement_id
      from before_retirement
    ),
    row_shown as (
      select
        person_id,
        coalesce(amount_fen, 0) as amount_fen,
        recorded_at_day as day,
        'account_adjustment' as evidence_table,
        adjustment_id as evidence_key,
        0 as is_context
      from irregular
      union all
      select
        person_id,
        0 as amount_fen,
        null as day,
        'retirement' as evidence_table,
        retirement_id as evidence_key,
        1 as is_context
      from retirement_near
    )
    select
      row_shown.person_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.day as period_from,
      row_shown.day as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      irregular_person.months as fact_months,
      irregular_person.unreviewed as fact_unreviewed,
      irregular_person.own_reviews as fact_own_reviews,
      irregular_person.unproven as fact_unproven,
      irregular_person.long_ones as fact_long_ones,
      irregular_person.late_ones as fact_late_ones
    from row_shown
    join irregular_person on irregular_person.person_id = row_shown.person_id`,
  facts: {
    months: 'number',
    unreviewed: 'number',
    own_reviews: 'number',
    unproven: 'number',
    long_ones: 'number',
    late_ones: 'number',
  },
  evidence: {
    account_adjustment: [
      'recorded_at',
      'kind',
      'scheme',
      'period_from',
      'period_to',
      'months',
      'amount',
      'support_document',
      'voucher_number',
      'operator_id',
      'reviewer_id',
    ],
    retirement: ['scheme', 'kind', 'retire_month', 'decided_at'],
  },
  check:
    '调取补填补录的依据文书、缴费凭证和税务入库记录，逐月核对是否真实缴费；属于历史手册集中录入的，核对登记批次后排除，其余冲销并重算待遇。',
  explain: ({ who, amount, facts, parameters, periodFrom, periodTo, evidenceCount }) => {
    const reasons = [
      ...(facts.unreviewed === '0' ? [] : [`没有复核人 ${facts.unreviewed} 笔`]),
      ...(facts.own_reviews === '0' ? [] : [`经办人自己复核 ${facts.own_reviews} 笔`]),
      ...(facts.unproven === '0' ? [] : [`没有缴费凭证 ${facts.unproven} 笔`]),
      ...(facts.long_ones === '0'
        ? []
        : [`一次补 ${parameters.months_min} 个月及以上 ${facts.long_ones} 笔`]),
      ...(facts.late_ones === '0'
        ? []
        : [`退休前 ${parameters.before_retirement_months} 个月内办理 ${facts.late_ones} 笔`]),
    ]
    const when = periodFrom === periodTo ? `${periodFrom} ` : `${periodFrom} 至 ${periodTo} `
    return (
      `${who}的个人账户 ${when}补填补录 ${evidenceCount} 笔、${facts.months} 个月共 ${amount} 元存在异常：${reasons.join('，')}，` +
      '请核对依据文书和缴费入库记录。'
    )
  },
})
