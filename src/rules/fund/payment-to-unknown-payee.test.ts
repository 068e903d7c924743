import { testRule } from '#screening/test-rule.ts'
import { paymentToUnknownPayee } from './payment-to-unknown-payee.ts'

const transaction = (sequence: string, other: Record<string, string> = {}) => ({
  fund_account_id: 'F1',
  sequence,
  occurred_at: '2024-03-15 17:31:00',
  direction: 'OUT',
  amount: '1000.50',
  balance_after: '0.00',
  counterparty_name: '王小五',
  counterparty_account: 'A9',
  ...other,
})
const expenditure = { fund_account_id: 'F1', kind: 'EXPENDITURE' }
const batch = {
  batch_id: 'B1',
  scheme: '110',
  pay_month: '2024-03',
  line_count: '1',
  total_amount: '1000.50',
  channel: 'DIRECT',
}
const payee = { account_number: 'A1', name: '代发银行', kind: 'BANK' }

testRule(paymentToUnknownPayee, [
  {
    name: 'money goes out without a batch to an account that is not approved',
    given: {
      fund_account: [expenditure],
      bank_transaction: [transaction('3')],
      payment_batch: [batch],
      approved_payee: [payee],
    },
    found: [
      {
        subjectId: 'F1#3',
        level: 1,
        amount: '1000.50',
        periodFrom: '2024-03-15',
        periodTo: '2024-03-15',
        evidenceCount: 1,
        evidence: ['F1#3'],
        context: ['F1'],
        says: '基金账户 F1 第 3 号流水于 2024-03-15 从支出户付出 1,000.50 元，未注明支付批次，收款账号 A9 也不在收款白名单，',
      },
    ],
  },
  {
    name: 'a known batch or an approved payee is enough',
    given: {
      fund_account: [expenditure],
      bank_transaction: [
        transaction('1', { batch_id: 'B1' }),
        transaction('2', { counterparty_account: 'A1' }),
        transaction('3', { batch_id: 'B1', counterparty_account: 'A1' }),
        transaction('4', { batch_id: 'B9', counterparty_account: 'A1' }),
      ],
      payment_batch: [batch],
      approved_payee: [payee],
    },
    found: [],
  },
  {
    name: 'a batch that nobody knows is no batch',
    given: {
      fund_account: [expenditure],
      bank_transaction: [transaction('1', { batch_id: 'B9' })],
      payment_batch: [batch],
      approved_payee: [payee],
    },
    found: [{ subjectId: 'F1#1', says: '所注支付批次 B9 查无此批次' }],
  },
  {
    name: 'no counterparty account is no known payee, unless there is a known batch',
    given: {
      fund_account: [expenditure],
      bank_transaction: [
        transaction('1', { counterparty_account: '', counterparty_name: '代发银行' }),
        transaction('2', { counterparty_account: '', batch_id: 'B1' }),
      ],
      payment_batch: [batch],
      approved_payee: [payee],
    },
    found: [{ subjectId: 'F1#1', says: '且未记录收款账号' }],
  },
  {
    name: 'the payee is known by account, not by name',
    given: {
      fund_account: [expenditure],
      bank_transaction: [transaction('1', { counterparty_name: '代发银行' })],
      approved_payee: [payee],
    },
    found: [{ subjectId: 'F1#1' }],
  },
  {
    name: 'only expenditure accounts count',
    given: {
      fund_account: [
        { fund_account_id: 'F1', kind: 'INCOME' },
        { fund_account_id: 'F2', kind: 'SPECIAL' },
        { fund_account_id: 'F3', kind: 'TREASURY' },
        { fund_account_id: 'F4', kind: '' },
      ],
      bank_transaction: ['F1', 'F2', 'F3', 'F4', 'F5'].map((fund_account_id) =>
        transaction('1', { fund_account_id }),
      ),
    },
    found: [],
  },
  {
    name: 'only money that goes out counts',
    given: {
      fund_account: [expenditure],
      bank_transaction: [transaction('1', { direction: 'IN' }), transaction('2', { direction: '' })],
    },
    found: [],
  },
  {
    name: 'where no batch and no payee is known, each payment out is a finding',
    given: {
      fund_account: [expenditure, { fund_account_id: 'F2', kind: 'EXPENDITURE' }],
      bank_transaction: [
        transaction('1', { batch_id: 'B1' }),
        transaction('2', { counterparty_account: 'A1', amount: '20.00' }),
        transaction('1', { fund_account_id: 'F2', occurred_at: '2023-01-02 00:00:00' }),
      ],
    },
    found: [
      { subjectId: 'F1#1', amount: '1000.50' },
      { subjectId: 'F1#2', amount: '20.00' },
      { subjectId: 'F2#1', periodFrom: '2023-01-02', context: ['F2'] },
    ],
  },
  {
    name: 'an amount is as delivered, and one that is not known counts as 0',
    given: {
      fund_account: [expenditure],
      bank_transaction: [transaction('1', { amount: '-5.00' }), transaction('2', { amount: '' })],
    },
    found: [
      { subjectId: 'F1#1', amount: '-5.00' },
      { subjectId: 'F1#2', amount: '0.00', evidenceCount: 1 },
    ],
  },
])
