import { payeeAccountColumns, paymentColumns } from '#rules/evidence-columns.ts'
import { defineRule } from '#screening/rule.ts'
import { holderIdNumber, joinHolder } from './holder-of-account.ts'

/**
 * A payment that the bank returned is sent again, to another account, which somebody else holds. The new line is the
 * row that counts; the returned line, why it came back, and whose account it went to are context.
 */
export const resentToOtherAccount = defineRule({
  code: 'ACC-10',
  id: 'account/resent-to-other-account',
  version: 1,
  title: { zh: '退票后重发到他人账户', en: 'Returned, then sent to somebody else’s account' },
  purpose: {
    zh: '退票款脱离原账户后由人工处理，重发时换成他人账户，是截留退票款的常见手法。',
    en: 'A returned payment is handled by hand; one that is sent again to somebody else’s account may have been taken on the way.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（二）待遇核定、发放情况',
      quote: '未对每月待遇发放不成功业务进行核实',
    },
    {
      document: '004',
      clause: '二、排查内容（九）合作银行协议管理情况',
      quote: '合作银行未对待遇发放信息与银行账号信息不一致、待遇金额异常等情况进行核验、提示、停止支付',
    },
  ],
  level: 1,
  key: 'person',
  subjectKind: 'person',
  needs: [['payment'], ['person'], ['account_verification', 'payee_account']],
  reads: ['payment', 'person', 'account_verification', 'payee_account', 'payment_return'],
  parameters: {},
  // The holder of an account (core-rules, Words) is asked for only of lines that were sent again.
  sql: `
    with line_again as (
      select payment_id, person_id, pay_month, amount_fen, account_number, resend_of
      from payment
      where resend_of is not null
        and status = 'PAID'
        and account_number is not null
    ),
    moved_line as (
      select
        line_again.payment_id,
        line_again.person_id,
        line_again.pay_month,
        line_again.amount_fen,
        line_again.account_number,
        returned.payment_id as returned_id,
        returned.account_number as returned_account,
        returned.pay_month as returned_month
      from line_again
      join payment as returned on returned.payment_id = line_again.resend_of
      where returned.status = 'RETURNED'
        and returned.account_number <> line_again.account_number
    ),
    line_of_other as (
      select
        moved_line.payment_id,
        moved_line.person_id,
        moved_line.pay_month,
        moved_line.amount_fen,
        moved_line.account_number,
        moved_line.returned_id,
        moved_line.returned_account,
        moved_line.returned_month,
        payee_account.row_key as payee_account_key,
        account_verification.account_number as verification_key,
        row_number() over (
          partition by moved_line.person_id
          order by moved_line.amount_fen desc, moved_line.payment_id
        ) as place
      from moved_line
      join person on person.person_id = moved_line.person_id
      ${joinHolder('moved_line')}
      where ${holderIdNumber} <> person.id_number
    ),
    largest_line as (
      select person_id, account_number, returned_account, returned_month
      from line_of_other
      where place = 1
    ),
    why_returned as (
      select distinct line_of_other.person_id, payment_return.return_id
      from line_of_other
      join payment_return on payment_return.payment_id = line_of_other.returned_id
    ),
    row_shown as (
      select
        person_id,
        amount_fen,
        pay_month as period,
        'payment' as evidence_table,
        payment_id as evidence_key,
        0 as is_context
      from line_of_other
      union all
      select distinct
        person_id,
        0 as amount_fen,
        cast(null as integer) as period,
        'payment' as evidence_table,
        returned_id as evidence_key,
        1 as is_context
      from line_of_other
      union all
      select
        person_id,
        0 as amount_fen,
        null as period,
        'payment_return' as evidence_table,
        return_id as evidence_key,
        1 as is_context
      from why_returned
      union all
      select distinct
        person_id,
        0 as amount_fen,
        cast(null as integer) as period,
        'account_verification' as evidence_table,
        verification_key as evidence_key,
        1 as is_context
      from line_of_other
      where verification_key is not null
      union all
      select distinct
        person_id,
        0 as amount_fen,
        cast(null as integer) as period,
        'payee_account' as evidence_table,
        payee_account_key as evidence_key,
        1 as is_context
      from line_of_other
      where payee_account_key is not null
    )
    select
      row_shown.person_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period as period_from,
      row_shown.period as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      largest_line.returned_month as fact_returned_month,
      largest_line.returned_account as fact_returned_account,
      largest_line.account_number as fact_new_account
    from row_shown
    join largest_line on largest_line.person_id = row_shown.person_id`,
  facts: { returned_month: 'month', returned_account: 'text', new_account: 'text' },
  evidence: {
    payment: [...paymentColumns, 'status', 'holder_name', 'resend_of'],
    payment_return: ['reason', 'returned_on', 'handled_by', 'handled_on'],
    account_verification: ['holder_name', 'status', 'verified_on'],
    payee_account: payeeAccountColumns,
  },
  check:
    '核对退票原因、新账号的来源材料、户主与领取人的关系，以及处理退票、变更账号和重发是否同一人；没有有效依据的追回款项。',
  explain: ({ who, amount, facts, periodFrom, periodTo, evidenceCount }) =>
    `${who}的待遇发放被退票后（如 ${facts.returned_month} 发往账号 ${facts.returned_account} 的一笔），` +
    `${periodFrom} 至 ${periodTo} 改向户主不是本人的账号 ${facts.new_account} 重发，共 ${evidenceCount} 笔 ${amount} 元，` +
    '请核对退票原因、新账号户主和处理人员。',
})
