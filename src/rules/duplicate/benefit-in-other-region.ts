import { paymentColumns } from '#rules/evidence-columns.ts'
import { defineRule } from '#screening/rule.ts'

/**
 * An old-age pension here in months for which another region pays one to the same id number. The lines paid here are
 * the rows that count, because only they can be stopped and reclaimed here; the other region's rows are context.
 */
export const benefitInOtherRegion = defineRule({
  code: 'DUP-03',
  id: 'duplicate/benefit-in-other-region',
  version: 1,
  title: { zh: '跨统筹区重复领取养老金', en: 'Old-age pension in another region too' },
  purpose: {
    zh: '一人只能在一个统筹区领取基本养老金；信息不通时，有人在两地同时按月领取，要经协商保留一份、终止并追回另一份。',
    en: 'One person draws one old-age pension in the whole country; where two regions pay, one of them must end and come back.',
  },
  basis: [
    {
      document: '000',
      clause: '基金收支层面 2、重复享受待遇',
      quote: '就可以在两个地区按月领取养老金',
    },
    {
      document: '004',
      clause: '二、排查内容（八）信息系统联网应用情况',
      quote: '没有以接口模式与部级社保信息比对查询系统实现对接，开展重复领取待遇、死亡冒领等问题的数据比对',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['other_region_benefit'], ['person'], ['payment']],
  reads: ['other_region_benefit', 'person', 'payment'],
  parameters: {},
  sql: `
    with benefit_elsewhere as (
      select
        person.person_id,
        other_region_benefit.row_key,
        other_region_benefit.region,
        other_region_benefit.starts,
        other_region_benefit.ended
      from other_region_benefit
      join person on person.id_number = other_region_benefit.id_number
      where other_region_benefit.benefit = 'OLD_AGE'
    ),
    overlap as (
      select
        payment.payment_id,
        payment.person_id,
        payment.amount_fen,
        payment.period_from,
        payment.period_to,
        benefit_elsewhere.row_key,
        benefit_elsewhere.region,
        benefit_elsewhere.starts
      from payment
      join benefit_elsewhere on benefit_elsewhere.person_id = payment.person_id
      where payment.status = 'PAID'
        and payment.kind = 'REGULAR'
        and payment.benefit = 'OLD_AGE'
        and payment.period_from >= benefit_elsewhere.starts
        and (benefit_elsewhere.ended is null or payment.period_from <= benefit_elsewhere.ended)
    ),
    double_line as (
      select distinct payment_id, person_id, amount_fen, period_from, period_to
      from overlap
    ),
    row_elsewhere as (
      select distinct person_id, row_key
      from overlap
    ),
    double_person as (
      select
        person_id,
        count(distinct period_from) as months,
        min(region) as region,
        count(distinct region) as regions,
        min(starts) as starts
      from overlap
      group by person_id
    ),
    row_shown as (
      select
        person_id,
        amount_fen,
        period_from,
        period_to,
        'payment' as evidence_table,
        payment_id as evidence_key,
        0 as is_context
      from double_line
      union all
      select
        person_id,
        0 as amount_fen,
        null as period_from,
        null as period_to,
        'other_region_benefit' as evidence_table,
        row_key as evidence_key,
        1 as is_context
      from row_elsewhere
    )
    select
      row_shown.person_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period_from as period_from,
      row_shown.period_to as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      double_person.months as fact_months,
      double_person.region as fact_region,
      double_person.regions as fact_regions,
      double_person.starts as fact_starts
    from row_shown
    join double_person on double_person.person_id = row_shown.person_id`,
  facts: { months: 'number', region: 'text', regions: 'number', starts: 'month' },
  evidence: {
    payment: [...paymentColumns, 'entitlement_id'],
    other_region_benefit: ['region', 'scheme', 'benefit', 'name', 'starts', 'ended', 'monthly_amount'],
  },
  check:
    '与异地经办机构核对是否同一人、异地待遇是否仍在发放以及是否基本养老金（职业年金、高龄津贴不算），按规定协商保留一地待遇，终止另一地并追回重复月份。',
  explain: ({ who, amount, facts, periodFrom, periodTo, evidenceCount }) => {
    const region =
      facts.regions === '1' ? `统筹区 ${facts.region} ` : `统筹区 ${facts.region} 等 ${facts.regions} 地`
    return (
      `${who}自 ${facts.starts} 起在${region}另有基本养老金，${periodFrom} 至 ${periodTo} 间有 ${facts.months} 个月` +
      `与本地待遇重复，本地发放 ${evidenceCount} 笔共 ${amount} 元，` +
      '请与异地经办机构核对是否同一人，确定保留一地、追回另一地。'
    )
  },
})
