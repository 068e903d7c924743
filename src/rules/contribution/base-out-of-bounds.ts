import { yuan } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'
import { schemes } from '#standard/code-lists.ts'

/**
 * Bases below or above what the region's policy allows for the month. Bounds are millionths of a yuan, so amounts are
 * compared on that scale and 10,000 of them make a fen; products are widened, and only the line's amount is rounded.
 * The bounds that were overstepped are context.
 */
export const baseOutOfBounds = defineRule({
  code: 'CTR-01',
  id: 'contribution/base-out-of-bounds',
  version: 1,
  title: { zh: '缴费基数越界', en: 'Contribution base out of bounds' },
  purpose: {
    zh: '缴费基数低于下限会少收保费，高于上限会虚增账户和待遇；除政策规定的情形外都应更正。',
    en: 'A base below the minimum costs the fund contributions, one above the maximum inflates accounts and pensions.',
  },
  basis: [
    {
      document: '000',
      clause: '基金收支层面 4、单位虚报缴费基数',
      quote: '部分单位为减少负担，少报、瞒报、漏报缴费基数，导致少交社保费',
    },
    {
      document: '001',
      clause: '（二）社保基金基础管理工作不规范，中期监控虚位',
      quote: '出现了擅自降低参保基数或缴费费率',
    },
  ],
  level: 2,
  key: 'person',
  subjectKind: 'person',
  needs: [['contribution'], ['policy_parameter']],
  reads: ['contribution', 'employer', 'policy_parameter', 'base_bound'],
  parameters: {
    tolerance: yuan({
      default: '1',
      meaning: {
        zh: '与上下限相差的元数，超过才算',
        en: 'yuan beyond a bound that are still tolerated',
      },
    }),
  },
  // The candidates are those beyond the strictest bound of any region, on plain fen: few lines need exact arithmetic.
  sql: `
    with strictest_bound as (
      select
        scheme,
        period,
        cast(round_div(max(min_millionths), 10000) as bigint) + 1 as below_fen,
        cast(round_div(min(max_millionths), 10000) as bigint) - 1 as above_fen
      from base_bound
      group by scheme, period
    ),
    candidate as (
      select
        contribution.contribution_id,
        contribution.person_id,
        contribution.employer_id,
        contribution.scheme,
        contribution.period,
        contribution.base_fen,
        contribution.employer_rate_millionths,
        contribution.person_rate_millionths
      from contribution
      join strictest_bound
        on strictest_bound.scheme = contribution.scheme
        and strictest_bound.period = contribution.period
      where contribution.kind = 'NORMAL'
        and (
          contribution.base_fen < strictest_bound.below_fen - $tolerance
          or contribution.base_fen > strictest_bound.above_fen + $tolerance
        )
    ),
    bounded_line as (
      select
        candidate.contribution_id,
        candidate.person_id,
        candidate.scheme,
        candidate.period,
        candidate.base_fen,
        cast(candidate.base_fen as decimal(38, 0)) * 10000 as base_scaled,
        cast(coalesce(candidate.employer_rate_millionths, 0) as decimal(38, 0))
          + cast(coalesce(candidate.person_rate_millionths, 0) as decimal(38, 0)) as rates,
        cast(coalesce(regional.min_millionths, general.min_millionths) as decimal(38, 0)) as min_scaled,
        case when regional.min_millionths is null then general.min_key else regional.min_key end as min_key,
        cast(coalesce(regional.max_millionths, general.max_millionths) as decimal(38, 0)) as max_scaled,
        case when regional.max_millionths is null then general.max_key else regional.max_key end as max_key,
        cast($tolerance as decimal(38, 0)) * 10000 as tolerance_scaled
      from candidate
      left join employer on employer.employer_id = candidate.employer_id
      left join base_bound as regional
        on regional.region = employer.region
        and regional.scheme = candidate.scheme
        and regional.period = candidate.period
      left join base_bound as general
        on general.region = '*'
        and general.scheme = candidate.scheme
        and general.period = candidate.period
    ),
    overstepping_line as (
      select
        contribution_id,
        person_id,
        scheme,
        period,
        base_fen,
        rates,
        min_scaled - base_scaled as distance_scaled,
        min_scaled as bound_scaled,
        min_key as bound_key,
        1 as is_below
      from bounded_line
      where min_scaled - base_scaled > tolerance_scaled
      union all
      select
        contribution_id,
        person_id,
        scheme,
        period,
        base_fen,
        rates,
        base_scaled - max_scaled as distance_scaled,
        max_scaled as bound_scaled,
        max_key as bound_key,
        0 as is_below
      from bounded_line
      where base_scaled - max_scaled > tolerance_scaled
        and (min_scaled is null or min_scaled - base_scaled <= tolerance_scaled)
    ),
    line_found as (
      select
        contribution_id,
        person_id,
        scheme,
        period,
        base_fen,
        cast(round_div(distance_scaled * rates, 10000000000) as bigint) as amount_fen,
        bound_scaled,
        bound_key,
        is_below,
        row_number() over (
          partition by person_id
          order by distance_scaled desc, period, scheme, contribution_id
        ) as place
      from overstepping_line
    ),
    person_found as (
      select
        person_id,
        cast(sum(is_below) as bigint) as below,
        cast(sum(1 - is_below) as bigint) as above
      from line_found
      group by person_id
    ),
    farthest_line as (
      select
        person_id,
        scheme,
        period,
        base_fen,
        cast(round_div(bound_scaled, 10000) as bigint) as bound_fen,
        is_below
      from line_found
      where place = 1
    ),
    bound_found as (
      select distinct person_id, bound_key
      from line_found
    ),
    row_shown as (
      select
        person_id,
        amount_fen,
        period,
        'contribution' as evidence_table,
        contribution_id as evidence_key,
        0 as is_context
      from line_found
      union all
      select
        person_id,
        0 as amount_fen,
        null as period,
        'policy_parameter' as evidence_table,
        bound_key as evidence_key,
        1 as is_context
      from bound_found
    )
    select
      row_shown.person_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period as period_from,
      row_shown.period as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      person_found.below as fact_below,
      person_found.above as fact_above,
      farthest_line.scheme as fact_scheme,
      farthest_line.period as fact_period,
      farthest_line.base_fen as fact_base,
      farthest_line.bound_fen as fact_bound,
      farthest_line.is_below as fact_is_below
    from row_shown
    join person_found on person_found.person_id = row_shown.person_id
    join farthest_line on farthest_line.person_id = row_shown.person_id`,
  facts: {
    below: 'number',
    above: 'number',
    scheme: 'text',
    period: 'month',
    base: 'fen',
    bound: 'fen',
    is_below: 'number',
  },
  evidence: {
    contribution: [
      'period',
      'scheme',
      'employer_id',
      'base',
      'employer_rate',
      'person_rate',
      'employer_amount',
      'person_amount',
      'paid_on',
    ],
    policy_parameter: ['name', 'region', 'scheme', 'value', 'valid_from', 'valid_to', 'document'],
  },
  check:
    '核对单位申报、当年基数上下限文件和费率；当月不足月参保、政策过渡期另有下限的，留存依据后排除，低于下限的补缴，高于上限的更正并退费。',
  explain: ({ who, amount, facts, periodFrom, periodTo }) => {
    const lines = [
      ...(facts.below === '0' ? [] : [`低于下限 ${facts.below} 笔`]),
      ...(facts.above === '0' ? [] : [`高于上限 ${facts.above} 笔`]),
    ]
    const when = periodFrom === periodTo ? `${periodFrom} ` : `${periodFrom} 至 ${periodTo} `
    const bound = facts.is_below === '1' ? '下限' : '上限'
    return (
      `${who} ${when}缴费基数${lines.join('、')}，差额最大的是 ${facts.period} ${schemes[facts.scheme as keyof typeof schemes]}基数 ` +
      `${facts.base} 元（${bound} ${facts.bound} 元），按费率涉及 ${amount} 元，请核对申报基数并更正。`
    )
  },
})
