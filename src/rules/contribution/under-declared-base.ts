import { count, ratio } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'

/**
 * Employers that declare bases well below the wages they report to the tax office. The average wage is never divided
 * out: everything is compared as millionths of a yuan times the months the wages are of, so a base of `base_fen` is
 * `base_fen × 10,000 × months`, and only the amount of a line is divided and rounded. Wages of the persons are context.
 */
export const underDeclaredBase = defineRule({
  code: 'CTR-02',
  id: 'contribution/under-declared-base',
  version: 1,
  title: { zh: '申报基数低于计税工资', en: 'Base declared below the taxed wage' },
  purpose: {
    zh: '单位按上年计税工资应申报的基数明显高于实际申报，多人如此即为少报、瞒报，损害职工权益和基金收入。',
    en: 'Where several bases lie well below the wages told to the tax office, the employer under-declares.',
  },
  basis: [
    {
      document: '000',
      clause: '社保基金管理的风险与防控',
      quote: '有些企业为了躲避缴纳义务，存在故意降低缴费基数的现象，均导致了社保基金的流失',
    },
    {
      document: '001',
      clause: '（二）全方位内控稽核 3.严格征缴基数的稽核',
      quote: '首先对企业参保人员的收入情况进行稽核',
    },
    {
      document: '002',
      clause: '6.强化社保基金的社会监管',
      quote: '认真审核缴费单位的缴费基数，防止参保单位少报、漏报、瞒报缴费基数',
    },
  ],
  level: 2,
  key: 'employer',
  subjectKind: 'employer',
  needs: [['contribution'], ['taxed_wage'], ['employer'], ['person'], ['policy_parameter']],
  reads: ['contribution', 'taxed_wage', 'employer', 'person', 'base_bound'],
  parameters: {
    ratio: ratio({
      default: '0.9',
      meaning: {
        zh: '申报基数低于应申报基数的这一比例才算',
        en: 'share of the due base below which a declared one counts',
      },
    }),
    people_min: count({
      default: '3',
      meaning: { zh: '少报人数达到此数的单位才算', en: 'persons from which the employer counts' },
    }),
    wage_months_min: count({
      default: '6',
      meaning: {
        zh: '上年至少有多少个月的计税工资才比较',
        en: 'months of taxed wage the year before that are needed for a comparison',
      },
    }),
  },
  // A month less its month of the year is January of its year: `period - period % 12`. Candidates lie below
  // the ratio of their wage, or of the highest minimum of any region: only they are looked at more closely.
  // Wages stand first where they are joined to short lines: ClickHouse holds the other side in memory.
  sql: `
    with annual_wage as (
      select
        id_number,
        credit_code,
        period - period % 12 as january,
        cast(sum(wage_fen) as bigint) as wage_fen,
        count(*) as months
      from taxed_wage
      group by id_number, credit_code, period - period % 12
      having count(*) >= $wage_months_min
    ),
    insured_wage as (
      select
        person.person_id,
        employer.employer_id,
        employer.region,
        annual_wage.id_number,
        annual_wage.credit_code,
        annual_wage.january as wage_january,
        annual_wage.january + 12 as january,
        annual_wage.wage_fen,
        annual_wage.months,
        cast(annual_wage.wage_fen as decimal(38, 0)) * $ratio as wage_ratio
      from annual_wage
      join employer on employer.credit_code = annual_wage.credit_code
      join person on person.id_number = annual_wage.id_number
    ),
    strictest_minimum as (
      select
        period,
        cast(
          round_div(cast(max(min_millionths) as decimal(38, 0)) * $ratio, 10000000000) as bigint
        ) + 1 as below_fen
      from base_bound
      where scheme = '110'
      group by period
    ),
    candidate as (
      select
        contribution.contribution_id,
        contribution.person_id,
        contribution.employer_id,
        contribution.period,
        contribution.base_fen,
        contribution.employer_rate_millionths,
        contribution.person_rate_millionths,
        insured_wage.region,
        insured_wage.id_number,
        insured_wage.credit_code,
        insured_wage.wage_january,
        insured_wage.wage_fen,
        insured_wage.months
      from contribution
      join insured_wage
        on insured_wage.person_id = contribution.person_id
        and insured_wage.employer_id = contribution.employer_id
        and insured_wage.january = contribution.period - contribution.period % 12
      left join strictest_minimum on strictest_minimum.period = contribution.period
      where contribution.kind = 'NORMAL'
        and contribution.scheme = '110'
        and (
          cast(contribution.base_fen as decimal(38, 0)) * (1000000 * insured_wage.months) < insured_wage.wage_ratio
          or contribution.base_fen < strictest_minimum.below_fen
        )
    ),
    compared_line as (
      select
        candidate.contribution_id,
        candidate.person_id,
        candidate.employer_id,
        candidate.period,
        candidate.base_fen,
        candidate.id_number,
        candidate.credit_code,
        candidate.wage_january,
        candidate.months,
        cast(candidate.wage_fen as decimal(38, 0)) * 10000 as wage_scaled,
        cast(candidate.base_fen as decimal(38, 0)) * 10000 * candidate.months as base_scaled,
        cast(coalesce(candidate.employer_rate_millionths, 0) as decimal(38, 0))
          + cast(coalesce(candidate.person_rate_millionths, 0) as decimal(38, 0)) as rates,
        cast(coalesce(regional.min_millionths, general.min_millionths) as decimal(38, 0))
          * candidate.months as min_scaled,
        cast(coalesce(regional.max_millionths, general.max_millionths) as decimal(38, 0))
          * candidate.months as max_scaled
      from candidate
      left join base_bound as regional
        on regional.region = candidate.region
        and regional.scheme = '110'
        and regional.period = candidate.period
      left join base_bound as general
        on general.region = '*'
        and general.scheme = '110'
        and general.period = candidate.period
    ),
    raised_line as (
      select
        contribution_id,
        person_id,
        employer_id,
        period,
        base_fen,
        id_number,
        credit_code,
        wage_january,
        months,
        base_scaled,
        rates,
        max_scaled,
        case when min_scaled > wage_scaled then min_scaled else wage_scaled end as raised_scaled
      from compared_line
    ),
    clamped_line as (
      select
        contribution_id,
        person_id,
        employer_id,
        period,
        base_fen,
        id_number,
        credit_code,
        wage_january,
        months,
        base_scaled,
        rates,
        case when max_scaled < raised_scaled then max_scaled else raised_scaled end as due_scaled
      from raised_line
    ),
    short_line as (
      select
        contribution_id,
        person_id,
        employer_id,
        period,
        base_fen,
        id_number,
        credit_code,
        wage_january,
        cast(round_div(due_scaled, 10000 * months) as bigint) as due_fen,
        cast(round_div((due_scaled - base_scaled) * rates, 10000000000 * months) as bigint) as amount_fen
      from clamped_line
      where base_scaled * 1000000 < due_scaled * $ratio
    ),
    short_employer as (
      select
        employer_id,
        count(distinct person_id) as people,
        count(distinct period) as months,
        cast(sum(base_fen) as bigint) as base_fen,
        cast(sum(due_fen) as bigint) as due_fen
      from short_line
      group by employer_id
      having count(distinct person_id) >= $people_min
    ),
    compared_wage as (
      select distinct short_line.employer_id, taxed_wage.row_key
      from taxed_wage
      join short_line
        on short_line.id_number = taxed_wage.id_number
        and short_line.credit_code = taxed_wage.credit_code
        and short_line.wage_january = taxed_wage.period - taxed_wage.period % 12
      join short_employer on short_employer.employer_id = short_line.employer_id
    ),
    row_shown as (
      select
        employer_id,
        amount_fen,
        period,
        'contribution' as evidence_table,
        contribution_id as evidence_key,
        0 as is_context
      from short_line
      union all
      select
        employer_id,
        0 as amount_fen,
        null as period,
        'taxed_wage' as evidence_table,
        row_key as evidence_key,
        1 as is_context
      from compared_wage
    )
    select
      row_shown.employer_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period as period_from,
      row_shown.period as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      short_employer.people as fact_people,
      short_employer.months as fact_months,
      short_employer.base_fen as fact_base,
      short_employer.due_fen as fact_due
    from row_shown
    join short_employer on short_employer.employer_id = row_shown.employer_id`,
  facts: { people: 'number', months: 'number', base: 'fen', due: 'fen' },
  evidence: {
    contribution: ['period', 'person_id', 'base', 'employer_rate', 'person_rate', 'paid_on'],
    taxed_wage: ['period', 'wage'],
  },
  check:
    '调取工资发放表、个税申报明细和基数申报表，逐人核对上年工资总额；计税工资含经济补偿、福利费等非工资项目或当年新入职的，剔除后重算，其余补缴差额。',
  explain: ({ who, amount, facts, parameters, periodFrom, periodTo, evidenceCount }) => {
    const when =
      periodFrom === periodTo ? ` ${periodFrom} ` : ` ${periodFrom} 至 ${periodTo} 间有 ${facts.months} 个月`
    return (
      `${who}${when}为 ${facts.people} 人申报的缴费基数低于按上年计税工资应申报基数的 ${parameters.ratio} 倍，` +
      `涉及 ${evidenceCount} 笔，申报基数合计 ${facts.base} 元、应申报合计 ${facts.due} 元，按费率少缴 ${amount} 元，` +
      '请核对工资总额并责令补缴。'
    )
  },
})
