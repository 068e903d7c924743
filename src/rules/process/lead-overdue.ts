import { defineProcessRule } from '#screening/on-records/process-rule.ts'
import { count } from '#screening/parameter.ts'

const days = (level: string, what: string, whatInEnglish: string, value: string) =>
  count({
    default: value,
    meaning: {
      zh: `${level}疑点${what}的工作日数`,
      en: `working days ${whatInEnglish} of a lead of ${level === '一级' ? 'level 1' : level === '二级' ? 'level 2' : 'level 3'}`,
    },
  })

/**
 * Leads that nobody answered or concluded in time, by level. A finding that is silenced and a case that was given more
 * time are late only after that day.
 */
export const leadOverdue = defineProcessRule({
  code: 'WF-01',
  id: 'process/lead-overdue',
  version: 1,
  title: { zh: '疑点核查超期', en: 'Verification of leads overdue' },
  purpose: {
    zh: '疑点下达后不按期反馈、不按期作出结论，问题就会继续扩大，追回的难度也越来越大。',
    en: 'A lead that is not answered and not concluded in time goes on costing money and becomes harder to recover.',
  },
  basis: [
    {
      document: '003',
      clause: '二、主要措施（四）',
      quote: '开展社保基金管理使用数据比对分析，发现疑点信息及时进行核查',
    },
    {
      document: '004',
      clause: '二、排查内容（十）经办稽核、基金监督情况',
      quote: '未按规定对各级下发的疑点信息进行核实',
    },
  ],
  level: 2,
  cadence: { zh: '每日', en: 'daily' },
  subjectKind: 'agency',
  needs: [['record_lead']],
  reads: ['record_lead', 'work_calendar'],
  parameters: {
    first_days_1: days('一级', '首次反馈', 'until the first answer', '5'),
    conclude_days_1: days('一级', '作出结论', 'until the conclusion', '20'),
    first_days_2: days('二级', '首次反馈', 'until the first answer', '15'),
    conclude_days_2: days('二级', '作出结论', 'until the conclusion', '30'),
    first_days_3: days('三级', '首次反馈', 'until the first answer', '30'),
    conclude_days_3: days('三级', '作出结论', 'until the conclusion', '60'),
  },
  sql: `
    with lead_waiting as (
      select
        record_lead.lead_id,
        coalesce(record_lead.agency_id, record_lead.region) as agency_id,
        record_lead.amount_fen,
        record_lead.opened_on_day,
        record_lead.first_done_on_day,
        case record_lead.level when 1 then $first_days_1 when 2 then $first_days_2 else $first_days_3 end as first_days,
        case record_lead.level
          when 1 then $conclude_days_1
          when 2 then $conclude_days_2
          else $conclude_days_3
        end as conclude_days,
        -- The last day of a deadline is not late; a day off after it is.
        today.working_number - opened.working_number + case when today.is_working then 0 else 1 end as days_passed
      from record_lead
      join work_calendar as opened on opened.day = record_lead.opened_on_day
      join work_calendar as today on today.day = $as_of_day
      where record_lead.concluded_on_day is null
        and record_lead.rule_code <> 'WF-01'
        and coalesce(record_lead.extended_to_day, 0) < $as_of_day
    ),
    lead_late as (
      select
        lead_id,
        agency_id,
        amount_fen,
        opened_on_day,
        case when days_passed > conclude_days then 1 else 0 end as is_conclusion_late
      from lead_waiting
      where days_passed > conclude_days
        or (days_passed > first_days and first_done_on_day is null)
    ),
    agency_late as (
      select agency_id, sum(is_conclusion_late) as conclusions_late, count(*) as leads, min(opened_on_day) as oldest
      from lead_late
      group by agency_id
    )
    select
      lead_late.agency_id as subject_id,
      lead_late.amount_fen as amount_fen,
      lead_late.opened_on_day as period_from,
      lead_late.opened_on_day as period_to,
      'record_lead' as evidence_table,
      lead_late.lead_id as evidence_key,
      agency_late.oldest as fact_oldest,
      agency_late.conclusions_late as fact_conclusions,
      agency_late.leads - agency_late.conclusions_late as fact_answers
    from lead_late
    join agency_late on agency_late.agency_id = lead_late.agency_id`,
  facts: { oldest: 'day', conclusions: 'number', answers: 'number' },
  evidence: {
    record_lead: ['kind', 'rule_code', 'level', 'opened_on', 'first_done_on', 'extended_to', 'amount'],
  },
  check: '逐件核对下达时间、已做的核查和批准的延期；确需延期的依程序批准，无故拖延的督办并问责。',
  explain: ({ who, amount, evidenceCount, facts }) =>
    `${who}有 ${evidenceCount} 件疑点或案件核查超期（未按期结论 ${facts.conclusions} 件，首次反馈超期 ${facts.answers} 件），` +
    `最早的下达于 ${facts.oldest}，涉及 ${amount} 元，请督促核查并查明拖延原因。`,
})
