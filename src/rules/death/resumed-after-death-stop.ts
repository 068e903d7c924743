import { deathColumns, paymentColumns } from '#rules/evidence-columns.ts'
import { defineRule } from '#screening/rule.ts'

/**
 * Money flows again though the entitlement was stopped for death and nobody withdrew the death.
 * The RESUME itself always counts, with amount 0 and the day it was recorded, so that a resumption nothing was paid on
 * yet is a finding too; the lines paid on it count with their money; stops and sources of the death are context.
 * An entitlement belongs to one person, so its changes and lines stand in one shard.
 */
export const resumedAfterDeathStop = defineRule({
  code: 'DTH-02',
  id: 'death/resumed-after-death-stop',
  version: 1,
  title: { zh: '因死亡停发后恢复待遇', en: 'Benefit resumed after a stop for death' },
  purpose: {
    zh: '因死亡停发的待遇只有在死亡信息被撤销后才能恢复；死亡信息仍然有效而恢复发放，是内外勾结冒领的典型手法。',
    en: 'What was stopped for death may resume only when the death is withdrawn; otherwise it is a known way to steal.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（一）养老金发放异常情况',
      quote: '因死亡原因暂停待遇发放人员恢复待遇、补发待遇情况',
    },
    {
      document: '004',
      clause: '二、排查内容（七）信息系统管理情况',
      quote: '未对大额支付、多次补发、死亡注销后恢复参保、待遇手工调整等设置预警功能',
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
        entitlement_id,
        recorded_at_second
      from entitlement_change
      where kind in ('SUSPEND', 'END')
        and reason = 'DEATH'
    ),
    first_death_stop as (
      select
        entitlement_id,
        min(recorded_at_second) as stopped_second
      from death_stop
      group by entitlement_id
    ),
    resume_after_stop as (
      select
        change.person_id,
        change.entitlement_id,
        change.change_id,
        change.effective,
        change.recorded_at_day,
        change.recorded_at_second,
        change.operator_id,
        change.reviewer_id,
        row_number() over (
          partition by change.entitlement_id
          order by change.recorded_at_second, change.effective, change.change_id
        ) as place
      from entitlement_change as change
      join first_death_stop on first_death_stop.entitlement_id = change.entitlement_id
      where change.kind = 'RESUME'
        and change.recorded_at_second > first_death_stop.stopped_second
    ),
    resumption as (
      select
        resume_after_stop.person_id,
        resume_after_stop.entitlement_id,
        resume_after_stop.change_id,
        resume_after_stop.effective,
        resume_after_stop.recorded_at_day,
        resume_after_stop.recorded_at_second,
        resume_after_stop.operator_id,
        resume_after_stop.reviewer_id,
        row_number() over (
          partition by resume_after_stop.person_id
          order by resume_after_stop.recorded_at_second, resume_after_stop.effective, resume_after_stop.change_id
        ) as place_of_person
      from resume_after_stop
      left join death_withdrawn on death_withdrawn.person_id = resume_after_stop.person_id
      where resume_after_stop.place = 1
        and death_withdrawn.person_id is null
    ),
    resumed_person as (
      select
        resumption.person_id,
        resumption.recorded_at_day as resumed_day,
        resumption.effective as resumed_month,
        resumption.operator_id,
        resumption.reviewer_id,
        death_date.death_day
      from resumption
      left join death_date on death_date.person_id = resumption.person_id
      where resumption.place_of_person = 1
    ),
    resumption_count as (
      select
        person_id,
        count(*) as resumptions
      from resumption
      group by person_id
    ),
    row_shown as (
      select
        resumption.person_id,
        payment.amount_fen,
        payment.pay_month as period_from,
        payment.pay_month as period_to,
        'payment' as evidence_table,
        payment.payment_id as evidence_key,
        0 as is_context
      from payment
      join resumption on resumption.entitlement_id = payment.entitlement_id
      where payment.status = 'PAID'
        and payment.pay_month >= resumption.effective
      union all
      select
        person_id,
        0 as amount_fen,
        recorded_at_day as period_from,
        recorded_at_day as period_to,
        'entitlement_change' as evidence_table,
        change_id as evidence_key,
        0 as is_context
      from resumption
      union all
      select
        resumption.person_id,
        0 as amount_fen,
        null as period_from,
        null as period_to,
        'entitlement_change' as evidence_table,
        death_stop.change_id as evidence_key,
        1 as is_context
      from resumption
      join death_stop on death_stop.entitlement_id = resumption.entitlement_id
      where death_stop.recorded_at_second < resumption.recorded_at_second
      union all
      select
        resumed_person.person_id,
        0 as amount_fen,
        null as period_from,
        null as period_to,
        death_source.evidence_table,
        death_source.evidence_key,
        1 as is_context
      from resumed_person
      join death_source on death_source.person_id = resumed_person.person_id
    )
    select
      row_shown.person_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period_from as period_from,
      row_shown.period_to as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      resumed_person.resumed_day as fact_resumed_on,
      resumed_person.resumed_month as fact_resumed_month,
      resumed_person.operator_id as fact_resumed_by,
      resumed_person.reviewer_id as fact_reviewed_by,
      resumed_person.death_day as fact_death_date,
      resumption_count.resumptions as fact_resumptions
    from row_shown
    join resumed_person on resumed_person.person_id = row_shown.person_id
    join resumption_count on resumption_count.person_id = row_shown.person_id`,
  facts: {
    resumed_on: 'day',
    resumed_month: 'month',
    resumed_by: 'text',
    reviewed_by: 'text',
    death_date: 'day',
    resumptions: 'number',
  },
  evidence: {
    entitlement_change: [
      'recorded_at',
      'kind',
      'reason',
      'effective',
      'entitlement_id',
      'operator_id',
      'reviewer_id',
      'operator_terminal',
      'reviewer_terminal',
      'support_document',
      'order_id',
    ],
    payment: [...paymentColumns, 'entitlement_id'],
    ...deathColumns,
  },
  check:
    '调取停发、恢复两笔业务的材料和审批，核实本人是否健在：健在的查清误报死亡的来源并撤销死亡信息，已死亡的追回恢复后的全部款项并查经办、复核人员。',
  explain: ({ who, amount, facts, evidenceCount }) => {
    const lines = evidenceCount - Number(facts.resumptions)
    const death = facts.death_date === null ? '交付数据中没有其有效死亡信息' : `死亡日期 ${facts.death_date}`
    return (
      `${who}因死亡停发的待遇于 ${facts.resumed_on} 被恢复，自 ${facts.resumed_month} 起发放` +
      `（经办 ${facts.resumed_by ?? '未记录'}，复核 ${facts.reviewed_by ?? '未记录'}；${death}），` +
      `${lines === 0 ? '其后尚无成功发放' : `其后已发放 ${lines} 笔共 ${amount} 元`}，` +
      '请核实本人是否健在、恢复依据是否真实。'
    )
  },
})
