import { deathColumns, paymentColumns } from '#rules/evidence-columns.ts'
import { defineRule } from '#screening/rule.ts'

/**
 * Participation was ended for death, and afterwards the person pays, is paid or is enrolled again. Where something was
 * paid, those lines are the rows that count; where nothing was, the contributions and enrolments count without money,
 * so that the finding stands before the first payment.
 */
export const reactivatedAfterDeathEnd = defineRule({
  code: 'DTH-04',
  id: 'death/reactivated-after-death-end',
  version: 1,
  title: { zh: '死亡终止参保后恢复参保或发放', en: 'Active again after participation ended for death' },
  purpose: {
    zh: '因死亡终止参保的人不应再参保缴费、领取待遇；终止以后又恢复，要么当初误报死亡，要么有人借死者之名套取待遇。',
    en: 'Who left for death neither pays nor draws again: either the death was a mistake, or somebody uses the name of the dead.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（一）养老金发放异常情况',
      quote: '人员死亡终止参保关系后恢复待遇发放情况',
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
  needs: [['enrolment'], ['contribution', 'payment']],
  reads: ['enrolment', 'contribution', 'payment', 'death_withdrawn', 'death_date', 'death_source'],
  parameters: {},
  sql: `
    with death_end as (
      select enrolment.person_id, enrolment.enrolment_id, enrolment.ended_on_day, enrolment.ended_on_month
      from enrolment
      left join death_withdrawn on death_withdrawn.person_id = enrolment.person_id
      where enrolment.status = 'ENDED'
        and enrolment.end_reason = 'DEATH'
        and enrolment.ended_on_day is not null
        and death_withdrawn.person_id is null
    ),
    ended_person as (
      select
        person_id,
        min(ended_on_day) as ended_day,
        min(ended_on_month) as ended_month
      from death_end
      group by person_id
    ),
    paid_line as (
      select
        payment.person_id,
        payment.payment_id,
        payment.amount_fen,
        payment.period_from,
        payment.period_to
      from payment
      join ended_person on ended_person.person_id = payment.person_id
      where payment.status = 'PAID'
        and payment.kind = 'REGULAR'
        and payment.period_from > ended_person.ended_month
    ),
    later_contribution as (
      select contribution.person_id, contribution.contribution_id, contribution.period
      from contribution
      join ended_person on ended_person.person_id = contribution.person_id
      where contribution.kind = 'NORMAL'
        and contribution.period > ended_person.ended_month
    ),
    new_enrolment as (
      select enrolment.person_id, enrolment.enrolment_id, enrolment.started_on_day
      from enrolment
      join ended_person on ended_person.person_id = enrolment.person_id
      where enrolment.status = 'ACTIVE'
        and enrolment.started_on_day > ended_person.ended_day
    ),
    sign_of_life as (
      select
        person_id,
        1 as is_line,
        0 as is_contribution,
        0 as is_enrolment,
        cast(null as integer) as contribution_month,
        cast(null as integer) as enrolment_day
      from paid_line
      union all
      select
        person_id,
        0 as is_line,
        1 as is_contribution,
        0 as is_enrolment,
        period as contribution_month,
        cast(null as integer) as enrolment_day
      from later_contribution
      union all
      select
        person_id,
        0 as is_line,
        0 as is_contribution,
        1 as is_enrolment,
        cast(null as integer) as contribution_month,
        started_on_day as enrolment_day
      from new_enrolment
    ),
    reactivated_person as (
      select
        sign_of_life.person_id,
        min(ended_person.ended_day) as ended_day,
        min(death_date.death_day) as death_day,
        cast(sum(sign_of_life.is_line) as bigint) as lines,
        cast(sum(sign_of_life.is_contribution) as bigint) as contributions,
        cast(sum(sign_of_life.is_enrolment) as bigint) as enrolments,
        min(sign_of_life.contribution_month) as contribution_month,
        min(sign_of_life.enrolment_day) as enrolment_day
      from sign_of_life
      join ended_person on ended_person.person_id = sign_of_life.person_id
      left join death_date on death_date.person_id = sign_of_life.person_id
      group by sign_of_life.person_id
    ),
    row_without_money as (
      select
        person_id,
        period as decided,
        'contribution' as evidence_table,
        contribution_id as evidence_key
      from later_contribution
      union all
      select
        person_id,
        started_on_day as decided,
        'enrolment' as evidence_table,
        enrolment_id as evidence_key
      from new_enrolment
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
      from paid_line
      union all
      select
        row_without_money.person_id,
        0 as amount_fen,
        case when reactivated_person.lines = 0 then row_without_money.decided end as period_from,
        case when reactivated_person.lines = 0 then row_without_money.decided end as period_to,
        row_without_money.evidence_table,
        row_without_money.evidence_key,
        case when reactivated_person.lines = 0 then 0 else 1 end as is_context
      from row_without_money
      join reactivated_person on reactivated_person.person_id = row_without_money.person_id
      union all
      select
        person_id,
        0 as amount_fen,
        null as period_from,
        null as period_to,
        'enrolment' as evidence_table,
        enrolment_id as evidence_key,
        1 as is_context
      from death_end
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
      reactivated_person.ended_day as fact_ended_on,
      reactivated_person.death_day as fact_death_date,
      reactivated_person.lines as fact_lines,
      reactivated_person.contributions as fact_contributions,
      reactivated_person.contribution_month as fact_contribution_month,
      reactivated_person.enrolments as fact_enrolments,
      reactivated_person.enrolment_day as fact_enrolled_on
    from row_shown
    join reactivated_person on reactivated_person.person_id = row_shown.person_id`,
  facts: {
    ended_on: 'day',
    death_date: 'day',
    lines: 'number',
    contributions: 'number',
    contribution_month: 'month',
    enrolments: 'number',
    enrolled_on: 'day',
  },
  evidence: {
    payment: [...paymentColumns, 'entitlement_id'],
    enrolment: [
      'scheme',
      'status',
      'started_on',
      'ended_on',
      'end_reason',
      'employer_id',
      'region',
      'recorded_at',
    ],
    contribution: [
      'period',
      'scheme',
      'base',
      'employer_amount',
      'person_amount',
      'paid_on',
      'operator_id',
      'reviewer_id',
      'recorded_at',
    ],
    ...deathColumns,
  },
  check:
    '调取终止和恢复两次业务的前后影像、审批链和死亡材料，核实本人是否健在：登记差错的更正死亡终止记录，已死亡的停止参保缴费和发放、追回款项并查经办、复核人员。',
  explain: ({ who, amount, facts, periodFrom, periodTo }) => {
    const afterwards = [
      facts.lines === '0'
        ? ''
        : `发放了 ${periodFrom} 至 ${periodTo} 的定期待遇 ${facts.lines} 笔共 ${amount} 元`,
      facts.contributions === '0'
        ? ''
        : `自 ${facts.contribution_month} 起有正常缴费 ${facts.contributions} 笔`,
      facts.enrolments === '0'
        ? ''
        : `自 ${facts.enrolled_on} 起有参保缴费状态的参保关系 ${facts.enrolments} 条`,
    ].filter((each) => each !== '')
    const death = facts.death_date === null ? '交付数据中没有其有效死亡信息' : `死亡日期 ${facts.death_date}`
    return (
      `${who}的参保关系于 ${facts.ended_on} 因死亡终止（${death}），其后${afterwards.join('，')}，` +
      '请核实本人是否健在、恢复的依据和经办复核人员。'
    )
  },
})
