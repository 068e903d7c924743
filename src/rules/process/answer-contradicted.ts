import { defineProcessRule } from '#screening/on-records/process-rule.ts'
import { count, ratio } from '#screening/parameter.ts'

/** 走过场: a self-check that says no where there are findings, says nothing but zero, or was copied from another unit. */
export const answerContradicted = defineProcessRule({
  code: 'WF-16',
  id: 'process/answer-contradicted',
  version: 1,
  title: { zh: '零报告、走过场', en: 'A self-check for form only' },
  purpose: {
    zh: '系统里有疑点，自查却说没有问题，说明自查没有真查。',
    en: 'A self-check that sees nothing where there are findings did not look.',
  },
  basis: [
    {
      document: '004',
      clause: '四、排查要求（三）确保质量',
      quote: '发现自查不认真、走过场、问题披露不到位的要予以指出，并督促重新自查',
    },
  ],
  level: 2,
  cadence: { zh: '每次排查', en: 'each campaign' },
  subjectKind: 'agency',
  needs: [['record_campaign_answer']],
  reads: ['record_campaign_answer', 'answer_likeness'],
  parameters: {
    likeness: ratio({
      default: '0.9',
      meaning: {
        zh: '与其他单位文字相似度超过此值算雷同',
        en: 'likeness with another unit’s words above which it counts',
      },
    }),
    days: count({
      default: '5',
      meaning: {
        zh: '答复以后给多少天核对新发现的疑点',
        en: 'days after the answer to look at what was found since',
      },
    }),
  },
  sql: `
    with form_total as (
      select
        task_id,
        max(case when answer <> 'NO' or count > 0 or amount_fen > 0 then 1 else 0 end) as says_something,
        sum(coalesce(detected_count, 0)) as detected
      from record_campaign_answer
      group by task_id
    ),
    answer_judged as (
      select
        record_campaign_answer.row_key,
        record_campaign_answer.agency_id,
        coalesce(record_campaign_answer.detected_fen, 0) as detected_fen,
        record_campaign_answer.answered_at_day,
        case
          when record_campaign_answer.answer = 'NO'
            and record_campaign_answer.detected_count > 0
            and $as_of_day - record_campaign_answer.answered_at_day >= $days
            and (
              coalesce(record_campaign_answer.explained, false) = false
              or (form_total.says_something = 0 and form_total.detected > 0)
            ) then 1
          else 0
        end as is_contradicted,
        case when form_total.says_something = 0 and form_total.detected > 0 then 1 else 0 end as is_zero,
        case
          when length(coalesce(record_campaign_answer.text, '')) > 0
            and exists (
              select 1
              from answer_likeness
              where answer_likeness.task_id = record_campaign_answer.task_id
                and answer_likeness.likeness > $likeness
            ) then 1
          else 0
        end as is_copied
      from record_campaign_answer
      join form_total on form_total.task_id = record_campaign_answer.task_id
    ),
    answer_weak as (
      select *
      from answer_judged
      where is_contradicted + is_copied > 0
    ),
    agency_total as (
      select
        answer_weak.agency_id,
        sum(is_contradicted) as contradicted,
        max(is_zero * is_contradicted) as is_zero,
        sum(is_copied) as copied
      from answer_weak
      group by answer_weak.agency_id
    ),
    likest as (
      select record_campaign_answer.agency_id,
        string_agg(distinct answer_likeness.other_agency_id, '、' order by answer_likeness.other_agency_id) as others
      from answer_likeness
      join record_campaign_answer on record_campaign_answer.task_id = answer_likeness.task_id
      where answer_likeness.likeness > $likeness
      group by record_campaign_answer.agency_id
    )
    select
      answer_weak.agency_id as subject_id,
      answer_weak.detected_fen * answer_weak.is_contradicted as amount_fen,
      answer_weak.answered_at_day as period_from,
      answer_weak.answered_at_day as period_to,
      'record_campaign_answer' as evidence_table,
      answer_weak.row_key as evidence_key,
      agency_total.contradicted as fact_contradicted,
      agency_total.is_zero as fact_zero,
      agency_total.copied as fact_copied,
      coalesce(likest.others, '') as fact_others
    from answer_weak
    join agency_total on agency_total.agency_id = answer_weak.agency_id
    left join likest on likest.agency_id = answer_weak.agency_id`,
  facts: { contradicted: 'number', zero: 'number', copied: 'number', others: 'text' },
  evidence: {
    record_campaign_answer: [
      'question',
      'answer',
      'count',
      'amount',
      'detected_count',
      'detected',
      'explained',
      'text',
      'answered_at',
    ],
  },
  check: '逐项对照系统疑点核对自查答复，要求说明；属走过场的退回重新自查，文字雷同的查明由谁代填。',
  explain: ({ who, amount, facts }) =>
    `${who}的自查与系统疑点不符 ${facts.contradicted} 项（涉及 ${amount} 元）` +
    (facts.zero === '1' ? '，全部为零报告' : '') +
    (facts.copied === '0' ? '' : `，${facts.copied} 项文字与 ${facts.others} 雷同`) +
    '，请核对并督促重新自查。',
})
