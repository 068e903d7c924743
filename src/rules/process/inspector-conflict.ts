import { defineProcessRule } from '#screening/on-records/process-rule.ts'
import { count } from '#screening/parameter.ts'

/** Nobody inspects where they work, worked lately, or have a relative. */
export const inspectorConflict = defineProcessRule({
  code: 'WF-18',
  id: 'process/inspector-conflict',
  version: 1,
  title: { zh: '同一人既查又被查', en: 'An inspector in a conflict' },
  purpose: {
    zh: '检查自己工作过的单位或者亲属所在的单位，查不出也说不清。',
    en: 'Whoever inspects a former office, or a relative’s, finds nothing and cannot be believed.',
  },
  basis: [
    {
      document: '000',
      clause: '强化内部监督',
      quote: '采取定期自查和专项检查、抽查、巡视督导等手段，对业务人员从职责履行、权力运行过程实施动态监控',
    },
  ],
  level: 2,
  cadence: { zh: '每次检查', en: 'each inspection' },
  subjectKind: 'staff',
  needs: [['record_inspection_member']],
  reads: ['record_inspection_member', 'record_tie'],
  parameters: {
    years: count({
      default: '3',
      meaning: { zh: '离开被检查单位须满多少年', en: 'years after leaving the inspected agency' },
    }),
  },
  sql: `
    with tied as (
      select
        record_inspection_member.row_key as member_key,
        record_inspection_member.inspection_id,
        record_inspection_member.staff_id,
        record_inspection_member.inspected_agency_id,
        coalesce(record_inspection_member.started_on_day, $as_of_day) as day,
        record_tie.tie_id,
        record_tie.kind
      from record_inspection_member
      join record_tie on record_tie.staff_id = record_inspection_member.staff_id
        and record_tie.agency_id = record_inspection_member.inspected_agency_id
      where coalesce(record_tie.started_on_day, 0) <= coalesce(record_inspection_member.started_on_day, $as_of_day)
        and (
          record_tie.ended_on is null
          or case record_tie.kind
            when 'RELATIVE' then record_tie.ended_on
            else (record_tie.ended_on + make_interval(years => cast($years as integer)))::date
          end > coalesce(record_inspection_member.started_on, date '1970-01-01' + cast($as_of_day as integer))
        )
    ),
    staff_tied as (
      select
        staff_id,
        string_agg(distinct inspected_agency_id, '、' order by inspected_agency_id) as agencies,
        max(case kind when 'RELATIVE' then 1 else 0 end) as has_relative,
        max(case kind when 'RELATIVE' then 0 else 1 end) as has_worked
      from tied
      group by staff_id
    ),
    row_shown as (
      select distinct staff_id, day, 'record_inspection_member' as evidence_table, member_key as evidence_key, 0 as is_context
      from tied
      union all
      select distinct staff_id, cast(null as integer), 'record_tie', tie_id, 1
      from tied
    )
    select
      row_shown.staff_id as subject_id,
      0 as amount_fen,
      row_shown.day as period_from,
      row_shown.day as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      staff_tied.agencies as fact_agencies,
      staff_tied.has_relative as fact_relative,
      staff_tied.has_worked as fact_worked
    from row_shown
    join staff_tied on staff_tied.staff_id = row_shown.staff_id`,
  facts: { agencies: 'text', relative: 'number', worked: 'number' },
  evidence: {
    record_inspection_member: ['inspection_id', 'inspected_agency_id', 'started_on'],
    record_tie: ['kind', 'agency_id', 'started_on', 'ended_on'],
  },
  check: '更换检查组成员，其已检查的内容由他人复核。',
  explain: ({ who, facts, parameters }) =>
    `${who}参加检查 ${facts.agencies}，` +
    [
      ...(facts.worked === '1' ? [`在该单位任职或者离开不满 ${parameters.years} 年`] : []),
      ...(facts.relative === '1' ? ['有登记的亲属在该单位任职'] : []),
    ].join('，') +
    '，请更换并复核其检查内容。',
})
