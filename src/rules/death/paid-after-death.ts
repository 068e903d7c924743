import { deathColumns, paymentColumns } from '#rules/evidence-columns.ts'
import { count } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'
import { getColumn, getTable } from '#standard/tables.ts'

const sources: Readonly<Record<string, string>> = {
  ...getColumn(getTable('death'), 'source').codes,
  REGISTER: '参保登记',
}

/**
 * Money credited for months after the month of death. The lines paid are the rows that count; every source of the
 * death, the register's own entry included, is context.
 */
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
      document: '000',
      clause: '基金收支层面 1、冒领养老金',
      quote: '部分离退休人员在死亡或丧失享受养老金资格后，仍继续领取养老金',
    },
    {
      document: '002',
      clause: '5.加强部门间的协调沟通',
      quote: '定期将死亡信息以纸质或电子方式通报给社会保险经办机构备案，堵塞冒领漏洞',
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
        payment.period_to
      from payment
      join death_date on death_date.person_id = payment.person_id
      where payment.status = 'PAID'
        and payment.benefit not in ('FUNERAL', 'SURVIVOR_LUMP', 'SURVIVOR_MONTHLY', 'ACCOUNT_REFUND')
        and payment.period_from > death_date.death_month + $grace_months
    ),
    source_shown as (
      select
        person_id,
        evidence_table,
        evidence_key,
        case when is_name_equal = false then 1 else 0 end as has_other_name
      from death_source
      where person_id in (select person_id from paid_late)
    ),
    dead_person as (
      select
        source_shown.person_id,
        death_date.death_day,
        death_date.source,
        cast(sum(source_shown.has_other_name) as bigint) as other_names
      from source_shown
      join death_date on death_date.person_id = source_shown.person_id
      group by source_shown.person_id, death_date.death_day, death_date.source
    ),
    row_shown as (
      select
        person_id,
        amount_fen,
        period_from,
        period_to,
        'payment' as evidence_table,
        payment_id as evidence_key,
        0 as is_context
      from paid_late
      union all
      select
        person_id,
        0 as amount_fen,
        null as period_from,
        null as period_to,
        evidence_table,
        evidence_key,
        1 as is_context
      from source_shown
    )
    select
      row_shown.person_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period_from as period_from,
      row_shown.period_to as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      dead_person.death_day as fact_death_date,
      dead_person.source as fact_source,
      dead_person.other_names as fact_other_names
    from row_shown
    join dead_person on dead_person.person_id = row_shown.person_id`,
  facts: { death_date: 'day', source: 'text', other_names: 'number' },
  evidence: {
    payment: paymentColumns,
    ...deathColumns,
  },
  check: '核对死亡证明或户籍注销原件与姓名是否为同一人，查明发放账户由谁支取，追回多发金额。',
  explain: ({ who, amount, facts, periodFrom, periodTo, evidenceCount }) =>
    `${who}于 ${facts.death_date} 死亡（来源：${sources[facts.source ?? ''] ?? '未知'}` +
    `${facts.other_names === '0' ? '' : `，有 ${facts.other_names} 条来源姓名与登记不一致`}），` +
    `${periodFrom} 至 ${periodTo} 仍发放 ${evidenceCount} 笔共 ${amount} 元，` +
    '请核对死亡信息是否本人、款项由谁领取并追回。',
})
