import { defineProcessRule } from '#screening/on-records/process-rule.ts'
import { count, ratio, yuan } from '#screening/parameter.ts'

/** 迟报、瞒报、重情轻报: a first report too late, a confirmed loss that no report names, or one that names less. */
export const eventLateOrConcealed = defineProcessRule({
  code: 'WF-03',
  id: 'process/event-late-or-concealed',
  version: 1,
  title: { zh: '要情迟报、瞒报、重情轻报', en: 'Major event late, concealed or belittled' },
  purpose: {
    zh: '要情不按时、不如实上报，上级不能及时处置，损失和影响都会扩大。',
    en: 'An event that is not reported in time and in full cannot be dealt with before it grows.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（十）经办稽核、基金监督情况',
      quote: '未落实基金要情报告制度，瞒报、谎报要情的问题',
    },
    {
      document: '004',
      clause: '四、排查要求（二）紧盯问题',
      quote: '存在隐情不报、重情轻报的，应在6月底前补报重报',
    },
  ],
  level: 1,
  cadence: { zh: '每日', en: 'daily' },
  subjectKind: 'agency',
  // Nobody having reported anything is what it looks for, too.
  needs: [],
  reads: ['record_major_event', 'record_confirmed_case', 'work_calendar'],
  parameters: {
    hours_1: count({
      default: '24',
      meaning: { zh: '一级要情首报时限（小时）', en: 'hours for the first report of grade 1' },
    }),
    days: count({
      default: '3',
      meaning: {
        zh: '其他要情首报、查实案件补报的工作日数',
        en: 'working days for other first reports, and after a case was confirmed',
      },
    }),
    amount: yuan({
      default: '100000',
      meaning: {
        zh: '应报要情的查实损失（元），设计默认值，以当地规定为准',
        en: 'confirmed loss from which an event must be reported; a default of ours, local rules decide',
      },
    }),
    share: ratio({
      default: '0.9',
      meaning: {
        zh: '上报金额至少应为查实损失的比例',
        en: 'share of the confirmed loss that a report names at least',
      },
    }),
    secrecy_days: count({
      default: '30',
      meaning: { zh: '案件移送后保密的天数', en: 'days of secrecy after a case was handed over' },
    }),
  },
  sql: `
    with event_timed as (
      select
        record_major_event.event_id,
        record_major_event.agency_id,
        coalesce(record_major_event.amount_fen, 0) as amount_fen,
        record_major_event.found_at_day,
        case
          when record_major_event.grade = 1 then
            coalesce(record_major_event.first_reported_at_second, cast($as_of_day as bigint) * 86400)
            - record_major_event.found_at_second > $hours_1 * 3600
          else told.working_number - found.working_number > $days
        end as is_late
      from record_major_event
      join work_calendar as found on found.day = record_major_event.found_at_day
      join work_calendar as told on told.day = coalesce(record_major_event.first_reported_at_day, $as_of_day)
    ),
    case_judged as (
      select
        record_confirmed_case.case_id,
        record_confirmed_case.agency_id,
        record_confirmed_case.loss_fen,
        record_confirmed_case.confirmed_on_day,
        case
          when record_confirmed_case.event_id is not null then
            case when record_confirmed_case.reported_fen * 1000000 < $share * record_confirmed_case.loss_fen then 'LESS' end
          when record_confirmed_case.loss_fen >= $amount
            and today.working_number - confirmed.working_number > $days
            and coalesce($as_of_day - record_confirmed_case.handed_over_on_day > $secrecy_days, true) then 'NONE'
        end as fault
      from record_confirmed_case
      join work_calendar as confirmed on confirmed.day = record_confirmed_case.confirmed_on_day
      join work_calendar as today on today.day = $as_of_day
    ),
    row_shown as (
      select agency_id, amount_fen, found_at_day as day, 'record_major_event' as evidence_table, event_id as evidence_key,
        1 as late, 0 as concealed, 0 as belittled
      from event_timed
      where is_late
      union all
      select agency_id, loss_fen, confirmed_on_day, 'record_confirmed_case', case_id,
        0, case fault when 'NONE' then 1 else 0 end, case fault when 'LESS' then 1 else 0 end
      from case_judged
      where fault is not null
    ),
    agency_total as (
      select agency_id, sum(late) as late, sum(concealed) as concealed, sum(belittled) as belittled
      from row_shown
      group by agency_id
    )
    select
      row_shown.agency_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.day as period_from,
      row_shown.day as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      agency_total.late as fact_late,
      agency_total.concealed as fact_concealed,
      agency_total.belittled as fact_belittled
    from row_shown
    join agency_total on agency_total.agency_id = row_shown.agency_id`,
  facts: { late: 'number', concealed: 'number', belittled: 'number' },
  evidence: {
    record_major_event: ['grade', 'found_at', 'first_reported_at', 'amount'],
    record_confirmed_case: ['level', 'loss', 'confirmed_on', 'event_id', 'reported', 'handed_over_on'],
  },
  check: '核对发现、上报时间和查实损失，补报漏报少报的要情；迟报、瞒报、重情轻报的查明责任人并追责。',
  explain: ({ who, amount, facts }) =>
    `${who}要情迟报 ${facts.late} 件、查实案件未报 ${facts.concealed} 件、重情轻报 ${facts.belittled} 件，` +
    `涉及 ${amount} 元，请核实并补报。`,
})
