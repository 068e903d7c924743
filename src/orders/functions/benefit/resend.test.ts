import { expect, test } from 'vitest'
import { samples } from '../test-samples.ts'
import { account, changed, effectOf, paidLine, sentenceOf } from '../test-situations.ts'
import { resend } from './resend.ts'

const sample = samples.RESEND()
const corrected = changed(
  sample,
  { account_number: 'A2' },
  {
    accounts: [
      { ...account, valid_to: '2024-06-01' },
      { ...account, account_number: 'A2', holder_name: '王 一' },
    ],
  },
)

test('the same money for the same month goes out again, and the return is dealt with', () => {
  expect(effectOf(resend, corrected)).toMatchObject([
    {
      operation: 'insert',
      table: 'payment',
      values: {
        payment_id: 'O1-P',
        entitlement_id: 'E1',
        scheme: '110',
        benefit: 'OLD_AGE',
        period_from: '2024-05',
        period_to: '2024-05',
        pay_month: '2024-06',
        kind: 'RESEND',
        amount: '2000.10',
        account_number: 'A2',
        holder_name: '王 一',
        status: 'HELD',
        resend_of: 'L-2024-05',
      },
    },
    {
      operation: 'update',
      table: 'payment_return',
      key: { return_id: 'R1' },
      values: { handled_by: 'S1', handled_on: '2024-06-15' },
      expected: { handled_by: null, handled_on: null },
    },
  ])
})

test('a second attempt may follow one that was returned too', () => {
  const again = [paidLine('2024-05', 1n, { payment_id: 'X', status: 'RETURNED', resend_of: 'L-2024-05' })]
  expect(effectOf(resend, changed(sample, {}, { again }))).toHaveLength(2)
})

test.for([
  { what: 'a line that was paid', facts: { returned: [paidLine('2024-05', 200_010n)] }, why: '不是退票状态' },
  { what: 'another’s line', facts: { returned: [] }, why: '没有这一发放明细' },
  {
    what: 'a line that is on its way again',
    facts: { again: [paidLine('2024-05', 200_010n, { status: 'HELD' })] },
    why: '已经重发',
  },
  { what: 'another amount', input: { amount: '2000.11' }, why: '退票金额是 2000.10 元' },
  { what: 'an account that is not in use', input: { account_number: 'A9' }, why: '不是该人员在用的发放账户' },
])('refused for $what', ({ input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(resend, changed(sample, input, facts)))).toContain(why)
})

test('a return that was dealt with stays as it is', () => {
  const returns = [{ return_id: 'R1', payment_id: 'L-2024-05', handled_by: 'S9', handled_on: '2024-06-01' }]
  expect(effectOf(resend, changed(sample, {}, { returns }))).toHaveLength(1)
})
