import { accountChangeColumns, paymentColumns } from '#rules/evidence-columns.ts'
import { count } from '#screening/parameter.ts'
import { defineRule } from '#screening/rule.ts'

/**
 * The account is changed, something is paid to the new one, and the account is changed back. The lines sent between
 * the two changes are the rows that count; the changes and the batches, which say when they were sent, are context.
 */
export const changedAndChangedBack = defineRule({
  code: 'ACC-08',
  id: 'account/changed-and-changed-back',
  version: 1,
  title: { zh: '账户变更后又改回', en: 'Account changed and changed back' },
  purpose: {
    zh: '短期内改账号、发放、再改回，是截留他人待遇后掩盖痕迹的手法。',
    en: 'Changed, paid, and changed back within weeks: that is how a payment is taken and the trace covered.',
  },
  basis: [
    {
      document: '001',
      clause: '（二）全方位内控稽核 1.严把养老金的发放关',
      quote: '核对当月的银行卡与上月银行卡是否有变化，并进行全程跟踪',
    },
    {
      document: '004',
      clause: '二、排查内容（十）经办稽核、基金监督情况',
      quote: '未按比例对关键信息变更、待遇补发等高风险业务定期进行稽核',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['payment'], ['payment_batch'], ['payee_account_change']],
  reads: ['payment', 'payment_batch', 'payee_account_change'],
  parameters: {
    window_days: count({
      default: '90',
      meaning: {
        zh: '变更与改回之间最多相隔的天数',
        en: 'days between the change and the change back, at most',
      },
    }),
  },
  // core-rules writes A→B and B→A and does not say that A and B differ, as it does for other rules ("another account"): a
  // change recorded with one account as old and new, twice, counts like any other.
  sql: `
    with there_and_back as (
      select
        there.person_id,
        there.old_account,
        there.new_account,
        there.change_id as there_id,
        there.recorded_at_day as there_day,
        back.change_id as back_id,
        back.recorded_at_day as back_day
      from payee_account_change as there
      join payee_account_change as back
        on back.person_id = there.person_id
        and back.old_account = there.new_account
        and back.new_account = there.old_account
      where back.recorded_at_second > there.recorded_at_second
        and back.recorded_at_day - there.recorded_at_day <= $window_days
    ),
    line_between as (
      select
        payment.payment_id,
        payment.person_id,
        payment.batch_id,
        payment.pay_month,
        payment.amount_fen,
        there_and_back.old_account,
        there_and_back.new_account,
        there_and_back.there_id,
        there_and_back.there_day,
        there_and_back.back_id,
        there_and_back.back_day
      from payment
      join there_and_back
        on there_and_back.person_id = payment.person_id
        and there_and_back.new_account = payment.account_number
      join payment_batch on payment_batch.batch_id = payment.batch_id
      where payment.status = 'PAID'
        and payment_batch.sent_at_day >= there_and_back.there_day
        and payment_batch.sent_at_day <= there_and_back.back_day
    ),
    first_detour as (
      select
        person_id,
        old_account,
        new_account,
        there_day,
        back_day,
        row_number() over (partition by person_id order by there_day, back_day, there_id, back_id) as place
      from line_between
    ),
    detour_person as (
      select person_id, count(distinct there_id) as detours
      from line_between
      group by person_id
    ),
    change_of_line as (
      select person_id, there_id as change_id
      from line_between
      union all
      select person_id, back_id as change_id
      from line_between
    ),
    row_shown as (
      select distinct
        person_id,
        amount_fen,
        pay_month as period,
        'payment' as evidence_table,
        payment_id as evidence_key,
        0 as is_context
      from line_between
      union all
      select distinct
        person_id,
        0 as amount_fen,
        cast(null as integer) as period,
        'payee_account_change' as evidence_table,
        change_id as evidence_key,
        1 as is_context
      from change_of_line
      union all
      select distinct
        person_id,
        0 as amount_fen,
        cast(null as integer) as period,
        'payment_batch' as evidence_table,
        batch_id as evidence_key,
        1 as is_context
      from line_between
    )
    select
      row_shown.person_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period as period_from,
      row_shown.period as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      first_detour.old_account as fact_old_account,
      first_detour.new_account as fact_new_account,
      first_detour.there_day as fact_changed_on,
      first_detour.back_day as fact_changed_back_on,
      detour_person.detours as fact_detours
    from row_shown
    join first_detour on first_detour.person_id = row_shown.person_id
    join detour_person on detour_person.person_id = row_shown.person_id
    where first_detour.place = 1`,
  facts: {
    old_account: 'text',
    new_account: 'text',
    changed_on: 'day',
    changed_back_on: 'day',
    detours: 'number',
  },
  evidence: {
    payment: [...paymentColumns, 'holder_name'],
    payee_account_change: accountChangeColumns,
    payment_batch: ['sent_at', 'kind', 'prepared_by', 'reviewed_by', 'approved_by'],
  },
  check:
    '核对两次变更的申请材料、渠道、经办和复核人员，查明中间账号的户主和款项支取人；因丢卡补办、银行合并往返变更的，留存依据后排除，其余追回款项。',
  explain: ({ who, amount, facts, evidenceCount }) => {
    const several = facts.detours === '1' ? '' : `（此类往返共 ${facts.detours} 次）`
    return (
      `${who}的发放账户于 ${facts.changed_on} 由账号 ${facts.old_account} 变更为账号 ${facts.new_account}，` +
      `${facts.changed_back_on} 又改回${several}，其间向变更后的账号发放 ${evidenceCount} 笔共 ${amount} 元，` +
      '请核对两次变更由谁申请、谁经办，以及该账号的户主。'
    )
  },
})
