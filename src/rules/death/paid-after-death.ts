import { count } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'

/** Money credited for months after the month of death. */
export const paidAfterDeath = defineRule({
  code: 'DTH-01',
  id: 'death/paid-after-death',
  version: 1,
  title: { zh: '死亡后继续发放待遇', en: 'Benefit paid after death' },
  purpose: {
    zh: '待遇发至死亡当月，次月起应停发；此后各月的发放属于冒领或错发，应当追回。',
    en: 'A benefit is due for the month of death and stops with the next; what is paid for later months must come back.',
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
  needs: [['person'], ['payment'], ['death', 'person.death_date']],
  reads: ['payment', 'death_date', 'death_source'],
  parameters: {
    grace_months: count({
      default: '0',
      meaning: {
        zh: '死亡当月之后仍可发放的月数',
        en: 'months after the month of death that may still be paid',
      },
    }),
  },
  sql: `
    with paid_late as (
      select
        payment.person_id,
        payment.payment_id,
        payment.amount_fen,
        payment.period_from,
        payment.period_to,
        death_date.death_day,
        death_date.source
      from payment
      join death_date on death_date.person_id = payment.person_id
      where payment.status = 'PAID'
        and payment.benefit not in ('FUNERAL', 'SURVIVOR_LUMP', 'SURVIVOR_MONTHLY', 'ACCOUNT_REFUND')
        and payment.period_from > death_date.death_month + $grace_months
    ),
    concerned as (
      select distinct person_id, death_day, source
      from paid_late
    )
    select
      person_id as subject_id,
      amount_fen,
      period_from,
      period_to,
      'payment' as evidence_table,
      payment_id as evidence_key,
      0 as is_context,
      death_day as fact_death_date,
      source as fact_source
    from paid_late
    union all
    select
      concerned.person_id as subject_id,
      0 as amount_fen,
      null as period_from,
      null as period_to,
      death_source.evidence_table,
      death_source.evidence_key,
      1 as is_context,
      concerned.death_day as fact_death_date,
      concerned.source as fact_source
    from concerned
    join death_source on death_source.person_id = concerned.person_id`,
  facts: { death_date: 'day', source: 'text' },
  evidence: {
    payment: [
      'pay_month',
      'period_from',
      'period_to',
      'benefit',
      'kind',
      'amount',
      'account_number',
      'batch_id',
    ],
    death: ['source', 'name', 'died_on', 'reported_on'],
    person: ['life_status', 'death_date'],
  },
  check: '核对死亡证明或户籍注销原件与姓名是否为同一人，查明发放账户由谁支取，追回多发金额。',
  explain: ({ who, amount, facts, periodFrom, periodTo, evidenceCount }) =>
    `${who}于 ${facts.death_date} 死亡，${periodFrom} 至 ${periodTo} 仍发放 ${evidenceCount} 笔共 ${amount} 元，` +
    '请核对死亡信息是否本人、款项由谁领取并追回。',
})
