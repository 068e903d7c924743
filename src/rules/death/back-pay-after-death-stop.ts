import { deathColumns, paymentColumns } from '#rules/evidence-columns.ts'
import { defineRule } from '#screening/rule.ts'

/**
 * Arrears paid for months from the stop for death on. The lines paid are the rows that count; the person's death
 * stops and the sources of the death are context.
 */
export const backPayAfterDeathStop = defineRule({
  code: 'DTH-03',
  id: 'death/back-pay-after-death-stop',
  version: 1,
  title: { zh: '因死亡停发后补发待遇', en: 'Back-pay after a stop for death' },
  purpose: {
    zh: '因死亡停发之后的月份没有待遇可补；停发后仍补发这些月份，等于绕过停发继续支付。',
    en: 'Nothing is owed for months after a stop for death; back-pay for them pays around the stop.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（一）养老金发放异常情况',
      quote: '因死亡原因暂停待遇发放人员恢复待遇、补发待遇情况',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['entitlement_change'], ['payment']],
  reads: ['entitlement_change', 'payment', 'death_withdrawn', 'death_date', 'death_source'],
  parameters: {},
  sql: `
    with death_stop as (
      select
        change_id,
        person_id,
        effective
      from entitlement_change
      where kind in ('SUSPEND', 'END')
        and reason = 'DEATH'
    ),
    stopped_person as (
      select
        death_stop.person_id,
        min(death_stop.effective) as stopped_month
      from death_stop
      left join death_withdrawn on death_withdrawn.person_id = death_stop.person_id
      where death_withdrawn.person_id is null
      group by death_stop.person_id
    ),
    paid_back as (
      select
        payment.person_id,
        payment.payment_id,
        payment.amount_fen,
        payment.pay_month
      from payment
      join stopped_person on stopped_person.person_id = payment.person_id
      where payment.status = 'PAID'
        and payment.kind = 'BACK_PAY'
        and payment.benefit not in ('FUNERAL', 'SURVIVOR_LUMP', 'SURVIVOR_MONTHLY', 'ACCOUNT_REFUND')
        and payment.pay_month >= stopped_person.stopped_month
        and payment.period_to >= stopped_person.stopped_month
    ),
    concerned_person as (
      select
        stopped_person.person_id,
        stopped_person.stopped_month,
        death_date.death_day
      from stopped_person
      left join death_date on death_date.person_id = stopped_person.person_id
      where stopped_person.person_id in (select person_id from paid_back)
    ),
    row_shown as (
      select
        person_id,
        amount_fen,
        pay_month as period_from,
        pay_month as period_to,
        'payment' as evidence_table,
        payment_id as evidence_key,
        0 as is_context
      from paid_back
      union all
      select
        person_id,
        0 as amount_fen,
        null as period_from,
        null as period_to,
        'entitlement_change' as evidence_table,
        change_id as evidence_key,
        1 as is_context
      from death_stop
      union all
      select
        person_id,
        0 as amount_fen,
        null as period_from,
        null as period_to,
        evidence_table,
        evidence_key,
        1 as is_context
      from death_source
    )
    select
      row_shown.person_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period_from as period_from,
      row_shown.period_to as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      concerned_person.stopped_month as fact_stopped_month,
      concerned_person.death_day as fact_death_date
    from row_shown
    join concerned_person on concerned_person.person_id = row_shown.person_id`,
  facts: { stopped_month: 'month', death_date: 'day' },
  evidence: {
    payment: [...paymentColumns, 'entitlement_id'],
    entitlement_change: [
      'recorded_at',
      'kind',
      'reason',
      'effective',
      'entitlement_id',
      'operator_id',
      'reviewer_id',
      'support_document',
      'order_id',
    ],
    ...deathColumns,
  },
  check:
    '核对补发业务单的依据、补发所属期和收款账户；确属死亡前未发足的月份可以说明，所属期在死亡次月以后的应当追回。',
  explain: ({ who, amount, facts, periodFrom, periodTo, evidenceCount }) =>
    `${who}自 ${facts.stopped_month} 起因死亡停发待遇` +
    `（${facts.death_date === null ? '交付数据中没有其有效死亡信息' : `死亡日期 ${facts.death_date}`}），` +
    `${periodFrom} 至 ${periodTo} 仍补发 ${evidenceCount} 笔共 ${amount} 元，` +
    '请核对补发依据、所属期和收款账户。',
})
