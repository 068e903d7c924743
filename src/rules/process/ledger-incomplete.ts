import { defineProcessRule } from '#screening/on-records/process-rule.ts'
import { count } from '#screening/parameter.ts'

/** A risk point in force with an empty column of the seven, somebody responsible who has left, or no review for long. */
export const ledgerIncomplete = defineProcessRule({
  code: 'WF-10',
  id: 'process/ledger-incomplete',
  version: 1,
  title: { zh: '风险台账缺项', en: 'Risk ledger incomplete' },
  purpose: {
    zh: '台账没有措施、没有责任人，风险就没有人管；人走了、多年不评审，台账就成了摆设。',
    en: 'A risk without measures or anybody responsible is nobody’s; a ledger that nobody reviews is a decoration.',
  },
  basis: [
    {
      document: '003',
      clause: '四、其他事宜（一）建立基金风险防控台账',
      quote: '明确风险点和风险防控措施、责任人，并填报《社会保险基金风险防控台账》',
    },
  ],
  level: 3,
  cadence: { zh: '每月', en: 'monthly' },
  subjectKind: 'agency',
  needs: [['record_risk_point']],
  reads: ['record_risk_point', 'record_staff'],
  parameters: {
    months: count({
      default: '12',
      min: 1,
      meaning: { zh: '最长多少个月评审一次', en: 'months between reviews at most' },
    }),
  },
  sql: `
    with gone as (
      select staff_id
      from record_staff
      where not is_on_post
        or left_on_day <= $as_of_day
    ),
    point_judged as (
      select
        risk_point_id,
        agency_id,
        reviewed_on_day,
        case
          when coalesce(measures_count, 0) = 0
            or direct_staff_id is null
            or department_head_id is null
            or unit_head_id is null then 1
          else 0
        end as is_empty,
        case
          when direct_staff_id in (select staff_id from gone)
            or department_head_id in (select staff_id from gone)
            or unit_head_id in (select staff_id from gone) then 1
          else 0
        end as is_of_leaver,
        case
          when (reviewed_on + make_interval(months => cast($months as integer)))::date - date '1970-01-01' < $as_of_day
            then 1
          else 0
        end as is_old
      from record_risk_point
      where status in ('IN_FORCE', 'REVISION_PROPOSED')
    ),
    point_weak as (
      select *
      from point_judged
      where is_empty + is_of_leaver + is_old > 0
    ),
    agency_total as (
      select agency_id, sum(is_empty) as empty, sum(is_of_leaver) as of_leavers, sum(is_old) as old
      from point_weak
      group by agency_id
    )
    select
      point_weak.agency_id as subject_id,
      0 as amount_fen,
      point_weak.reviewed_on_day as period_from,
      point_weak.reviewed_on_day as period_to,
      'record_risk_point' as evidence_table,
      point_weak.risk_point_id as evidence_key,
      agency_total.empty as fact_empty,
      agency_total.of_leavers as fact_of_leavers,
      agency_total.old as fact_old
    from point_weak
    join agency_total on agency_total.agency_id = point_weak.agency_id`,
  facts: { empty: 'number', of_leavers: 'number', old: 'number' },
  evidence: {
    record_risk_point: [
      'stage',
      'level',
      'measures_count',
      'direct_staff_id',
      'department_head_id',
      'unit_head_id',
      'reviewed_on',
    ],
  },
  check: '补全防控措施和三级责任人，更换已离岗的责任人，组织评审并更新台账。',
  explain: ({ who, evidenceCount, facts }) =>
    `${who}的风险台账有 ${evidenceCount} 个风险点不完整（缺措施或责任人 ${facts.empty} 个，责任人已离岗 ${facts.of_leavers} 个，` +
    `超期未评审 ${facts.old} 个），请补全并评审。`,
})
