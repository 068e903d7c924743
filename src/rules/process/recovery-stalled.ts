import { defineProcessRule } from '#screening/on-records/process-rule.ts'
import { count } from '#screening/parameter.ts'

/**
 * Money that is due and not pursued: nothing done for long, an instalment that did not come, or the time limit near. What
 * was handed over to the police or a court is in their hands: only missed instalments count then.
 */
export const recoveryStalled = defineProcessRule({
  code: 'WF-14',
  id: 'process/recovery-stalled',
  version: 1,
  title: { zh: '追回进度停滞', en: 'Recovery stalled' },
  purpose: {
    zh: '应当追回的款项长期无人追缴、分期不按时到账，最后往往因为过了时效而收不回来。',
    en: 'What is due and not pursued, or does not come as agreed, is lost in the end to the passage of time.',
  },
  basis: [
    {
      document: '003',
      clause: '三、全面落实社保基金风险防控责任',
      quote: '工作中发现的疑点和问题，及时进行核查或纠正',
    },
  ],
  level: 2,
  cadence: { zh: '每月', en: 'monthly' },
  subjectKind: 'agency',
  needs: [['record_recovery']],
  reads: ['record_recovery', 'record_instalment'],
  parameters: {
    idle_days: count({
      default: '60',
      meaning: { zh: '多少天没有任何办理算停滞', en: 'days without any act from which it counts as stalled' },
    }),
    limit_months: count({
      default: '24',
      min: 1,
      meaning: {
        zh: '追缴时限（月），自立项之日起；各地以适用的规定为准',
        en: 'months from its opening in which money may be claimed; local law decides',
      },
    }),
    warn_days: count({
      default: '60',
      meaning: { zh: '时限届满前多少天起提示', en: 'days before that limit from which it counts' },
    }),
  },
  sql: `
    with recovery_open as (
      select
        recovery_id,
        coalesce(agency_id, region) as agency_id,
        outstanding_fen,
        opened_on_day,
        case
          when not is_handed_over
            and $as_of_day - coalesce(last_acted_on_day, opened_on_day) >= $idle_days then 1
          else 0
        end as is_idle,
        case
          when not is_handed_over
            and (opened_on + make_interval(months => cast($limit_months as integer)))::date - date '1970-01-01'
              - $warn_days <= $as_of_day then 1
          else 0
        end as is_near_limit
      from record_recovery
      where is_open
        and outstanding_fen > 0
    ),
    instalment_missed as (
      select
        record_instalment.instalment_id,
        record_instalment.recovery_id,
        record_instalment.missing_fen,
        record_instalment.due_on_day,
        row_number() over (partition by record_instalment.recovery_id order by record_instalment.due_on_day desc)
          as place
      from record_instalment
      where record_instalment.due_on_day < $as_of_day
        and record_instalment.missing_fen > 0
    ),
    row_shown as (
      select agency_id, 'record_recovery' as evidence_table, recovery_id as evidence_key,
        outstanding_fen as amount_fen, opened_on_day as day, is_idle, is_near_limit, 0 as is_missed
      from recovery_open
      where is_idle + is_near_limit > 0
      union all
      -- What is missing is counted once: with the last instalment, and not at all where the whole recovery counts.
      select recovery_open.agency_id, 'record_instalment', instalment_missed.instalment_id,
        case
          when instalment_missed.place = 1 and recovery_open.is_idle + recovery_open.is_near_limit = 0
            then instalment_missed.missing_fen
          else 0
        end,
        instalment_missed.due_on_day, 0, 0, 1
      from instalment_missed
      join recovery_open on recovery_open.recovery_id = instalment_missed.recovery_id
    ),
    agency_total as (
      select agency_id, sum(is_idle) as idle, sum(is_near_limit) as near_limit, sum(is_missed) as missed
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
      agency_total.idle as fact_idle,
      agency_total.near_limit as fact_near_limit,
      agency_total.missed as fact_missed
    from row_shown
    join agency_total on agency_total.agency_id = row_shown.agency_id`,
  facts: { idle: 'number', near_limit: 'number', missed: 'number' },
  evidence: {
    record_recovery: ['case_id', 'opened_on', 'last_acted_on', 'due', 'recovered', 'outstanding'],
    record_instalment: ['recovery_id', 'due_on', 'amount', 'missing'],
  },
  check: '核对追缴计划和催告记录，查明停滞原因；分期未到账的及时催告，临近时限的依法采取措施或者移送。',
  explain: ({ who, amount, facts, parameters }) =>
    `${who}的追缴进度停滞：${parameters.idle_days} 天以上无办理 ${facts.idle} 笔，分期未到账 ${facts.missed} 期，` +
    `临近时限 ${facts.near_limit} 笔，涉及 ${amount} 元，请督促追缴。`,
})
