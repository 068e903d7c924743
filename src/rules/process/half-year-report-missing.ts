import { defineProcessRule } from '#screening/on-records/process-rule.ts'
import { count } from '#screening/parameter.ts'

/** A half-year report that was due and is not there, or came late. Those that nobody has begun are due all the same. */
export const halfYearReportMissing = defineProcessRule({
  code: 'WF-04',
  id: 'process/half-year-report-missing',
  version: 1,
  title: { zh: '半年报未报', en: 'Half-year report missing' },
  purpose: {
    zh: '半年风险防控报告是上级掌握各地风险的主要渠道，不报就等于失去监督。',
    en: 'The half-year report is how a superior knows the risks of each place.',
  },
  basis: [
    {
      document: '003',
      clause: '四、其他事宜（二）建立风险防控工作定期报告制度',
      quote: '社会保险经办部门要每半年梳理基金风险防控情况，形成工作报告，于每年1月20日和7月20日前',
    },
  ],
  level: 2,
  cadence: { zh: '每半年', en: 'half-yearly' },
  subjectKind: 'agency',
  needs: [['record_risk_report']],
  reads: ['record_risk_report'],
  parameters: {
    grace_days: count({
      default: '0',
      meaning: { zh: '期限以后的宽限天数', en: 'days of grace after the day' },
    }),
  },
  sql: `
    with report_late as (
      select row_key, agency_id, period, due_on_day, filed_on_day
      from record_risk_report
      where kind = 'RISK_HALF_YEAR'
        and coalesce(filed_on_day, $as_of_day) > due_on_day + $grace_days
    ),
    agency_late as (
      select
        agency_id,
        string_agg(period, '、' order by period) as periods,
        sum(case when filed_on_day is null then 1 else 0 end) as missing
      from report_late
      group by agency_id
    )
    select
      report_late.agency_id as subject_id,
      0 as amount_fen,
      report_late.due_on_day as period_from,
      report_late.due_on_day as period_to,
      'record_risk_report' as evidence_table,
      report_late.row_key as evidence_key,
      agency_late.periods as fact_periods,
      agency_late.missing as fact_missing
    from report_late
    join agency_late on agency_late.agency_id = report_late.agency_id`,
  facts: { periods: 'text', missing: 'number' },
  evidence: { record_risk_report: ['period', 'due_on', 'filed_on'] },
  check: '督促立即补报，查明未报或者迟报的原因。',
  explain: ({ who, evidenceCount, facts }) =>
    `${who}的半年风险防控报告（${facts.periods}）${evidenceCount} 期未按时报送，其中至今未报 ${facts.missing} 期，请督促补报。`,
})
