import { defineRule } from '#screening/rule.ts'

/** Money left the expenditure account without a payment batch, to an account that nobody approved. */
export const paymentToUnknownPayee = defineRule({
  code: 'FIN-03',
  id: 'fund/payment-to-unknown-payee',
  version: 1,
  title: { zh: '银行流出无业务对应', en: 'Outgoing payment without business' },
  purpose: {
    zh: '支出户的每一笔付出都应对应支付批次或白名单收款方；两者都没有，钱可能被直接转走。',
    en: 'Each payment out of the expenditure account belongs to a batch or goes to an approved payee; with neither, the money may simply be taken.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（四）基金财务管理情况',
      quote: '支出户发生额明细、余额存在核对不一致情况',
    },
    {
      document: '000',
      clause: '社保基金管理的风险与防控',
      quote: '从云南鹤庆一出纳挪用2368.31万元社保资金',
    },
  ],
  level: 1,
  key: 'fund_account',
  subjectKind: 'bank_transaction',
  needs: [['bank_transaction'], ['fund_account'], ['payment_batch'], ['approved_payee']],
  reads: ['bank_transaction', 'fund_account', 'payment_batch', 'approved_payee'],
  parameters: {},
  // A transaction that names no counterparty at all has no known payee either.
  sql: `
    with unknown_payment as (
      select
        bank_transaction.row_key,
        bank_transaction.fund_account_id,
        bank_transaction.amount_fen,
        bank_transaction.occurred_at_day,
        bank_transaction.counterparty_account,
        bank_transaction.batch_id
      from bank_transaction
      join fund_account on fund_account.fund_account_id = bank_transaction.fund_account_id
      left join payment_batch on payment_batch.batch_id = bank_transaction.batch_id
      left join approved_payee on approved_payee.account_number = bank_transaction.counterparty_account
      where fund_account.kind = 'EXPENDITURE'
        and bank_transaction.direction = 'OUT'
        and payment_batch.batch_id is null
        and approved_payee.account_number is null
    ),
    row_shown as (
      select
        row_key,
        coalesce(amount_fen, 0) as amount_fen,
        occurred_at_day as period,
        'bank_transaction' as evidence_table,
        row_key as evidence_key,
        0 as is_context
      from unknown_payment
      union all
      select
        row_key,
        0 as amount_fen,
        null as period,
        'fund_account' as evidence_table,
        fund_account_id as evidence_key,
        1 as is_context
      from unknown_payment
    )
    select
      row_shown.row_key as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period as period_from,
      row_shown.period as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      unknown_payment.counterparty_account as fact_payee,
      unknown_payment.batch_id as fact_batch
    from row_shown
    join unknown_payment on unknown_payment.row_key = row_shown.row_key`,
  facts: { payee: 'text', batch: 'text' },
  evidence: {
    bank_transaction: [
      'occurred_at',
      'direction',
      'amount',
      'balance_after',
      'counterparty_name',
      'counterparty_account',
      'memo',
      'batch_id',
      'voucher_number',
    ],
    fund_account: ['kind', 'bank', 'account_number'],
  },
  check:
    '调取付款凭证、审批单和网银日志，查明收款方、付款事由和使用 U 盾的人；属手续费或应列入白名单的单位的，补登白名单并说明依据。',
  explain: ({ who, amount, facts, periodFrom }) => {
    const batch = facts.batch === null ? '未注明支付批次' : `所注支付批次 ${facts.batch} 查无此批次`
    const payee = facts.payee === null ? '且未记录收款账号' : `收款账号 ${facts.payee} 也不在收款白名单`
    return (
      `${who}于 ${periodFrom} 从支出户付出 ${amount} 元，${batch}，${payee}，` +
      '请核对付款凭证和审批单，查明收款方及经办人。'
    )
  },
})
