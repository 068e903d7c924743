import { deathColumns, paymentColumns } from '#rules/evidence-columns.ts'
import { count } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'
import { getColumn, getTable } from '#standard/tables.ts'

const sources: Readonly<Record<string, string>> = { ...getColumn(getTable('death'), 'source').codes }

/**
 * A death was reported and nobody flagged it, so the entitlement still runs. The first report always counts, with
 * amount 0 and the day it was reported, so that the finding stands before anything is paid; the lines paid after it
 * count with their money; other reports, the register's entry and the running entitlements are context.
 */
export const reportedNotFlagged = defineRule({
  code: 'DTH-06',
  id: 'death/reported-not-flagged',
  version: 1,
  title: { zh: '死亡报告未及时标识', en: 'Death reported but not flagged' },
  purpose: {
    zh: '死亡信息报送后应及时在经办系统中标识并停发；迟迟不标识，待遇就会一直发下去。',
    en: 'A reported death must be flagged in the system at once, or the benefit goes on being paid.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（五）待遇资格认证管理情况',
      quote: '死亡信息报告后未及时在经办系统中进行标识',
    },
  ],
  level: 2,
  key: 'person',
  subjectKind: 'person',
  needs: [['death'], ['person'], ['entitlement']],
  reads: ['death', 'person', 'entitlement', 'payment', 'death_source'],
  parameters: {
    flag_days: count({
      default: '30',
      meaning: {
        zh: '死亡信息报送后应完成标识的天数，超过才算',
        en: 'days after the report within which the death must be flagged; only more of them count',
      },
    }),
  },
  sql: `
    with report as (
      select
        person.person_id,
        death.row_key,
        death.source,
        death.died_on_day,
        death.reported_on_day,
        death.reported_on_month,
        row_number() over (
          partition by person.person_id
          order by death.reported_on_day, death.row_key
        ) as place
      from death
      join person on person.id_number = death.id_number
      where coalesce(death.revoked, false) = false
        and coalesce(person.life_status, 'ALIVE') <> 'DEAD'
        and death.reported_on_day is not null
    ),
    overdue_report as (
      select
        person_id,
        row_key,
        source,
        died_on_day,
        reported_on_day,
        reported_on_month
      from report
      where place = 1
        and reported_on_day < $as_of_day - $flag_days
        and person_id in (select person_id from entitlement where status = 'ACTIVE')
    ),
    row_shown as (
      select
        payment.person_id,
        payment.amount_fen,
        payment.pay_month as period_from,
        payment.pay_month as period_to,
        'payment' as evidence_table,
        payment.payment_id as evidence_key,
        0 as is_context
      from payment
      join overdue_report on overdue_report.person_id = payment.person_id
      where payment.status = 'PAID'
        and payment.benefit not in ('FUNERAL', 'SURVIVOR_LUMP', 'SURVIVOR_MONTHLY', 'ACCOUNT_REFUND')
        and payment.pay_month > overdue_report.reported_on_month
      union all
      select
        person_id,
        0 as amount_fen,
        reported_on_day as period_from,
        reported_on_day as period_to,
        'death' as evidence_table,
        row_key as evidence_key,
        0 as is_context
      from overdue_report
      union all
      select
        overdue_report.person_id,
        0 as amount_fen,
        null as period_from,
        null as period_to,
        death_source.evidence_table,
        death_source.evidence_key,
        1 as is_context
      from overdue_report
      join death_source on death_source.person_id = overdue_report.person_id
      where death_source.evidence_key <> overdue_report.row_key
      union all
      select
        person_id,
        0 as amount_fen,
        null as period_from,
        null as period_to,
        'person' as evidence_table,
        person_id as evidence_key,
        1 as is_context
      from overdue_report
      union all
      select
        entitlement.person_id,
        0 as amount_fen,
        null as period_from,
        null as period_to,
        'entitlement' as evidence_table,
        entitlement.entitlement_id as evidence_key,
        1 as is_context
      from entitlement
      join overdue_report on overdue_report.person_id = entitlement.person_id
      where entitlement.status = 'ACTIVE'
    )
    select
      row_shown.person_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period_from as period_from,
      row_shown.period_to as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      overdue_report.died_on_day as fact_died_on,
      overdue_report.source as fact_source,
      overdue_report.reported_on_day as fact_reported_on,
      $as_of_day - overdue_report.reported_on_day as fact_days_open
    from row_shown
    join overdue_report on overdue_report.person_id = row_shown.person_id`,
  facts: { died_on: 'day', source: 'text', reported_on: 'day', days_open: 'number' },
  evidence: {
    ...deathColumns,
    entitlement: ['scheme', 'benefit', 'starts', 'monthly_amount', 'status'],
    payment: paymentColumns,
  },
  check:
    '核对报送的死亡信息是否本人；属实的立即标识死亡、停发待遇并追回报送后多发的金额，查明未及时标识的原因；不属实的由来源单位撤销。',
  explain: ({ who, amount, facts, evidenceCount }) => {
    const lines = evidenceCount - 1
    return (
      `${who}的死亡信息（${sources[facts.source ?? ''] ?? '来源未知'}，死亡日期 ${facts.died_on}）已于 ${facts.reported_on} 报送，` +
      `至截止日 ${facts.days_open} 天仍未在系统中标识且待遇处于正常状态，` +
      `${lines === 0 ? '报送次月以来尚无成功发放' : `报送次月以来已发放 ${lines} 笔共 ${amount} 元`}，` +
      '请核对死亡信息并立即标识停发。'
    )
  },
})
