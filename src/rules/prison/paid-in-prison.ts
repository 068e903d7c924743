import { paymentColumns } from '#rules/evidence-columns.ts'
import { defineRule } from '#screening/rule.ts'

/**
 * Pension paid for the full months of a prison term. The lines paid are the rows that count, each once however many
 * terms cover it; the terms are context. The months of entry and release are lawful, and probation, community
 * correction and sentences served outside prison do not stop a pension.
 */
export const paidInPrison = defineRule({
  code: 'PRS-01',
  id: 'prison/paid-in-prison',
  version: 1,
  title: { zh: '服刑期间领取养老金', en: 'Pension paid while imprisoned' },
  purpose: {
    zh: '收监服刑期间停发基本养老金；服刑期间照发的应当追回，并补上与司法机关的比对。',
    en: 'A pension is suspended while its payee is in prison; what was paid for that time must come back.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（二）待遇核定、发放情况',
      quote: '未按月或定期（最长不超过一年）对生存状态、服刑情况进行比对',
    },
    {
      document: '000',
      clause: '基金收支层面 1、冒领养老金',
      quote: '死亡家属不报或漏报，判刑或失踪后家属不报告，都会造成基金损失',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['imprisonment'], ['person'], ['payment']],
  reads: ['imprisonment', 'person', 'payment'],
  parameters: {},
  sql: `
    with prison_term as (
      select
        person.person_id,
        imprisonment.row_key,
        imprisonment.started_on_day,
        imprisonment.started_on_month,
        imprisonment.ended_on_day,
        imprisonment.ended_on_month
      from imprisonment
      join person on person.id_number = imprisonment.id_number
      where imprisonment.kind = 'IMPRISONED'
    ),
    line_in_term as (
      select
        payment.person_id,
        payment.payment_id,
        payment.amount_fen,
        payment.period_from,
        payment.period_to,
        prison_term.row_key,
        prison_term.started_on_day,
        prison_term.ended_on_day
      from payment
      join prison_term on prison_term.person_id = payment.person_id
      where payment.status = 'PAID'
        and payment.kind = 'REGULAR'
        and payment.benefit in ('OLD_AGE', 'RESIDENT_BASIC')
        and payment.period_from > prison_term.started_on_month
        and (prison_term.ended_on_month is null or payment.period_from < prison_term.ended_on_month)
    ),
    imprisoned_person as (
      select
        person_id,
        min(started_on_day) as started_day,
        case when count(ended_on_day) = count(*) then max(ended_on_day) end as ended_day
      from line_in_term
      group by person_id
    ),
    row_shown as (
      select distinct
        person_id,
        amount_fen,
        period_from,
        period_to,
        'payment' as evidence_table,
        payment_id as evidence_key,
        0 as is_context
      from line_in_term
      union all
      select distinct
        person_id,
        0 as amount_fen,
        cast(null as integer) as period_from,
        cast(null as integer) as period_to,
        'imprisonment' as evidence_table,
        row_key as evidence_key,
        1 as is_context
      from line_in_term
    )
    select
      row_shown.person_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period_from as period_from,
      row_shown.period_to as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      imprisoned_person.started_day as fact_started_on,
      imprisoned_person.ended_day as fact_ended_on
    from row_shown
    join imprisoned_person on imprisoned_person.person_id = row_shown.person_id`,
  facts: { started_on: 'day', ended_on: 'day' },
  evidence: {
    payment: paymentColumns,
    imprisonment: ['name', 'kind', 'started_on', 'ended_on'],
  },
  check: '向司法机关或监狱核实收监和释放日期及是否监外执行、是否同一人，停发并追回服刑期间多发的养老金。',
  explain: ({ who, amount, facts, periodFrom, periodTo, evidenceCount }) =>
    `${who}自 ${facts.started_on} 起收监服刑（${facts.ended_on === null ? '尚无结束日期' : `至 ${facts.ended_on}`}），` +
    `服刑期间 ${periodFrom} 至 ${periodTo} 仍正常发放养老金 ${evidenceCount} 笔共 ${amount} 元，` +
    '请核实收监和释放日期、停发并追回。',
})
