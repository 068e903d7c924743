import { defineProcessRule } from '#screening/on-records/process-rule.ts'
import { ratio } from '#screening/parameter.ts'

/** On-site inspections of the year behind their pace: a quarter of the share by the end of each quarter. */
export const tooFewInspections = defineProcessRule({
  code: 'WF-06',
  id: 'process/too-few-inspections',
  version: 1,
  title: { zh: '现场检查不足', en: 'Too few on-site inspections' },
  purpose: {
    zh: '不到现场，账实不符、一人通办这些问题就看不见。',
    en: 'What does not agree with the books, or is done by one person alone, is seen on the spot only.',
  },
  basis: [
    {
      document: '003',
      clause: '二、主要措施（四）坚持开展现场监督检查',
      quote: '对经办机构风险防控情况、经办管理情况的现场检查达到20%的比例',
    },
  ],
  level: 2,
  cadence: { zh: '每季', en: 'quarterly' },
  subjectKind: 'agency',
  needs: [['record_inspection_coverage']],
  reads: ['record_inspection_coverage'],
  parameters: {
    share: ratio({
      default: '0.2',
      meaning: { zh: '全年现场检查的比例', en: 'share of the agencies to be inspected on site in a year' },
    }),
  },
  sql: `
    with coverage_paced as (
      select
        coverage_id,
        agency_id,
        year,
        units,
        inspected,
        -- Quarters of that year that are over.
        least(div($as_of_month - cast(year as bigint) * 12, 3), 4) as quarters
      from record_inspection_coverage
    )
    select
      agency_id as subject_id,
      0 as amount_fen,
      null as period_from,
      null as period_to,
      'record_inspection_coverage' as evidence_table,
      coverage_id as evidence_key,
      cast(year as text) as fact_year,
      units as fact_units,
      inspected as fact_inspected,
      quarters as fact_quarters
    from coverage_paced
    where quarters > 0
      and inspected * 4 * 1000000 < $share * quarters * units
      -- Of years before the last nothing can be made good.
      and year >= div($as_of_month, 12) - 1`,
  facts: { year: 'text', units: 'number', inspected: 'number', quarters: 'number' },
  evidence: { record_inspection_coverage: ['year', 'units', 'inspected'] },
  check: '对照年度检查计划，确定还须现场检查的机构并排定时间。',
  explain: ({ who, facts, parameters }) =>
    `${who} ${facts.year} 年应现场检查的经办机构 ${facts.units} 个，已检查 ${facts.inspected} 个，` +
    `${facts.quarters === '4' ? '全年' : `前 ${facts.quarters} 季度`}没有达到进度（全年比例 ${parameters.share}），请安排检查。`,
})
