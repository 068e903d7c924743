import { defineProcessRule } from '#screening/on-records/process-rule.ts'
import { ratio } from '#screening/parameter.ts'

/** Of the problems of a campaign whose time is over, too few handled or rectified. Those that need legislation stand apart. */
export const ratesBelowTarget = defineProcessRule({
  code: 'WF-02',
  id: 'process/rates-below-target',
  version: 1,
  title: { zh: '处理率、整改率不足', en: 'Handling and rectification below target' },
  purpose: {
    zh: '排查发现的问题不处理、不整改，排查就走了过场。',
    en: 'A campaign whose problems are neither handled nor rectified was for show.',
  },
  basis: [
    {
      document: '002',
      clause: '专项治理',
      quote: '违纪违规问题的处理率和整改率达到95%以上',
    },
  ],
  level: 1,
  cadence: { zh: '每次排查', en: 'each campaign' },
  subjectKind: 'agency',
  needs: [['record_campaign_problem']],
  reads: ['record_campaign_problem'],
  parameters: {
    rate: ratio({
      default: '0.95',
      meaning: { zh: '处理率和整改率的下限', en: 'least share handled and rectified' },
    }),
  },
  sql: `
    with problem_due as (
      select
        problem_id,
        campaign_id,
        coalesce(agency_id, region) as agency_id,
        due_on_day,
        case when handled_on_day is null then 0 else 1 end as is_handled,
        case when rectified_on_day is null then 0 else 1 end as is_rectified,
        case when coalesce(needs_legislation, false) then 1 else 0 end as is_apart
      from record_campaign_problem
      where due_on_day < $as_of_day
    ),
    campaign_rate as (
      select
        campaign_id,
        agency_id,
        count(*) as problems,
        sum(is_handled) as handled,
        count(*) - sum(is_apart) as rectifiable,
        sum(is_rectified * (1 - is_apart)) as rectified,
        sum(is_apart) as apart
      from problem_due
      group by campaign_id, agency_id
    ),
    campaign_short as (
      select *
      from campaign_rate
      where handled * 1000000 < $rate * problems
        or rectified * 1000000 < $rate * rectifiable
    ),
    agency_short as (
      select agency_id, sum(problems) as problems, sum(handled) as handled, sum(rectifiable) as rectifiable,
        sum(rectified) as rectified, sum(apart) as apart
      from campaign_short
      group by agency_id
    )
    select
      problem_due.agency_id as subject_id,
      0 as amount_fen,
      problem_due.due_on_day as period_from,
      problem_due.due_on_day as period_to,
      'record_campaign_problem' as evidence_table,
      problem_due.problem_id as evidence_key,
      case when problem_due.is_apart = 1 and problem_due.is_handled = 1 then 1 else 0 end as is_context,
      agency_short.problems as fact_problems,
      agency_short.handled as fact_handled,
      agency_short.rectifiable as fact_rectifiable,
      agency_short.rectified as fact_rectified,
      agency_short.apart as fact_apart
    from problem_due
    join campaign_short on campaign_short.campaign_id = problem_due.campaign_id
      and campaign_short.agency_id = problem_due.agency_id
    join agency_short on agency_short.agency_id = problem_due.agency_id
    where problem_due.is_handled = 0
      or problem_due.is_rectified = 0`,
  facts: {
    problems: 'number',
    handled: 'number',
    rectifiable: 'number',
    rectified: 'number',
    apart: 'number',
  },
  evidence: {
    record_campaign_problem: [
      'campaign_id',
      'category',
      'found_on',
      'due_on',
      'handled_on',
      'rectified_on',
      'needs_legislation',
    ],
  },
  check: '逐件核对未处理、未整改的问题及原因，限期整改；报送已整改的，现场核实。',
  explain: ({ who, facts }) =>
    `${who}到期的排查问题 ${facts.problems} 个，已处理 ${facts.handled} 个；应整改 ${facts.rectifiable} 个，` +
    `已整改 ${facts.rectified} 个（另有须完善制度的 ${facts.apart} 个单列），处理率或整改率未达要求，请督促整改。`,
})
