import { deathColumns, paymentColumns } from '#rules/evidence-columns.ts'
import { count } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'
import { getColumn, getTable } from '#standard/tables.ts'

const sources: Readonly<Record<string, string>> = {
  ...getColumn(getTable('death'), 'source').codes,
  REGISTER: '参保登记',
}
const channels: Readonly<Record<string, string>> = {
  ...getColumn(getTable('certification'), 'channel').codes,
}

/**
 * Somebody passed as alive after the person's death. Lines paid for months after the month of death are the rows that
 * count, as in DTH-01; where there are none the PASS rows count without money. All sources of the death are context.
 */
export const certifiedAfterDeath = defineRule({
  code: 'CER-05',
  id: 'certification/certified-after-death',
  version: 1,
  title: { zh: '死亡后认证通过', en: 'Certified alive after death' },
  purpose: {
    zh: '死亡以后仍有认证通过记录，说明有人冒用死者身份或认证流于形式，其后的发放应当追回。',
    en: 'A PASS after the death means that somebody posed as the dead, or that nobody looked; what was paid must come back.',
  },
  basis: [
    {
      document: '001',
      clause: '（一）社保基金管理存在的风险 4.基金冒领风险',
      quote: '其家人因经济利益的驱动，心存侥幸，故意迟报或隐瞒不报，甚至造假来冒领养老金',
    },
    {
      document: '004',
      clause: '二、排查内容（八）信息系统联网应用情况',
      quote: '开展重复领取待遇、死亡冒领等问题的数据比对',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['certification'], ['person'], ['death', 'person.death_date']],
  reads: ['certification', 'payment', 'death_date', 'death_source'],
  parameters: {
    grace_days: count({
      default: '1',
      meaning: {
        zh: '死亡之后多少天内的认证通过不计',
        en: 'days after the death on which a PASS does not count yet',
      },
    }),
  },
  sql: `
    with late_pass as (
      select
        certification.certification_id,
        certification.person_id,
        certification.certified_at_day,
        certification.channel,
        certification.operator_id,
        death_date.death_day,
        death_date.death_month,
        death_date.source,
        row_number() over (
          partition by certification.person_id
          order by certification.certified_at_second desc, certification.certification_id
        ) as place
      from certification
      join death_date on death_date.person_id = certification.person_id
      where certification.result = 'PASS'
        and certification.channel <> 'DATA_MATCH'
        and certification.certified_at_day - death_date.death_day > $grace_days
    ),
    dead_person as (
      select
        person_id,
        death_day,
        death_month,
        source,
        certified_at_day,
        channel,
        operator_id
      from late_pass
      where place = 1
    ),
    pass_count as (
      select person_id, count(*) as passes
      from late_pass
      group by person_id
    ),
    paid_late as (
      select
        payment.person_id,
        payment.payment_id,
        payment.amount_fen,
        payment.period_from,
        payment.period_to
      from payment
      join dead_person on dead_person.person_id = payment.person_id
      where payment.status = 'PAID'
        and payment.benefit not in ('FUNERAL', 'SURVIVOR_LUMP', 'SURVIVOR_MONTHLY', 'ACCOUNT_REFUND')
        and payment.period_from > dead_person.death_month
    ),
    paid_count as (
      select person_id, count(*) as lines
      from paid_late
      group by person_id
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
        late_pass.person_id,
        0 as amount_fen,
        case when paid_count.person_id is null then late_pass.certified_at_day end as period_from,
        case when paid_count.person_id is null then late_pass.certified_at_day end as period_to,
        'certification' as evidence_table,
        late_pass.certification_id as evidence_key,
        case when paid_count.person_id is null then 0 else 1 end as is_context
      from late_pass
      left join paid_count on paid_count.person_id = late_pass.person_id
      union all
      select
        dead_person.person_id,
        0 as amount_fen,
        null as period_from,
        null as period_to,
        death_source.evidence_table,
        death_source.evidence_key,
        1 as is_context
      from dead_person
      join death_source on death_source.person_id = dead_person.person_id
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
      dead_person.certified_at_day as fact_certified_on,
      dead_person.channel as fact_channel,
      dead_person.operator_id as fact_operator,
      pass_count.passes as fact_passes,
      coalesce(paid_count.lines, 0) as fact_lines
    from row_shown
    join dead_person on dead_person.person_id = row_shown.person_id
    join pass_count on pass_count.person_id = row_shown.person_id
    left join paid_count on paid_count.person_id = row_shown.person_id`,
  facts: {
    death_date: 'day',
    source: 'text',
    certified_on: 'day',
    channel: 'text',
    operator: 'text',
    passes: 'number',
    lines: 'number',
  },
  evidence: {
    payment: paymentColumns,
    certification: [
      'certified_at',
      'channel',
      'result',
      'score',
      'device_id',
      'operator_id',
      'reviewer_id',
      'evidence',
    ],
    ...deathColumns,
  },
  check:
    '核对死亡证明与姓名是否为同一人，调取认证影像、设备和经办记录，查明由谁代为认证；属实的停发待遇并追回死亡次月起的发放。',
  explain: ({ who, amount, facts, periodFrom, periodTo }) => {
    const operator = facts.operator === null ? '' : `，经办人工号 ${facts.operator}`
    const paid =
      facts.lines === '0'
        ? '死亡次月起尚无成功发放'
        : `死亡次月起 ${periodFrom} 至 ${periodTo} 仍发放 ${facts.lines} 笔共 ${amount} 元`
    return (
      `${who}已于 ${facts.death_date} 死亡（来源：${sources[facts.source ?? ''] ?? '未知'}），此后仍有 ${facts.passes} 次认证通过，` +
      `最近一次在 ${facts.certified_on}（${channels[facts.channel ?? ''] ?? '方式未知'}${operator}），${paid}，` +
      '请核对死亡信息是否本人、认证由谁代做，并追回款项。'
    )
  },
})
