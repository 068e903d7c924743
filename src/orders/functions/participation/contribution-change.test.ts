import { expect, test } from 'vitest'
import { samples } from '../test-samples.ts'
import { changed, contribution, effectOf, sentenceOf } from '../test-situations.ts'
import { contributionChange } from './contribution-change.ts'

/** 400.00 yuan in person on 5000; now 8 % of 7000.10. */
const sample = samples.CONTRIBUTION_CHANGE()

test('the month is put right in place, and the account gets what that changes', () => {
  expect(effectOf(contributionChange, sample)).toMatchObject([
    {
      operation: 'update',
      table: 'contribution',
      key: { contribution_id: 'K-2024-01' },
      values: {
        base: '7000.10',
        employer_rate: '0.16',
        person_rate: '0.08',
        employer_amount: '1120.02',
        person_amount: '560.01',
        voucher_number: 'V1',
      },
      expected: { base: '5000.00', employer_amount: '0.00', person_amount: '400.00', voucher_number: 'V1' },
    },
    {
      operation: 'insert',
      table: 'account_adjustment',
      values: {
        adjustment_id: 'O1-110',
        period_from: '2024-01',
        period_to: '2024-01',
        months: '0',
        amount: '160.01',
        kind: 'ADJUST',
      },
    },
  ])
})

test('a lower base takes money off the account', () => {
  expect(effectOf(contributionChange, changed(sample, { base: '1000.00' }))).toMatchObject([
    {},
    { values: { amount: '-320.00' } },
  ])
})

const same = contribution('2024-01', 56_001n, { base: '7000.10', employer_amount: '1120.02' })
test.for([
  { what: 'another’s contribution', facts: { contribution: [] }, why: '没有这一缴费明细' },
  { what: 'another scheme', input: { scheme: '170' }, why: '险种与该缴费明细不一致' },
  {
    what: 'a transferred month',
    facts: { contribution: [contribution('2024-01', 1n, { kind: 'TRANSFER' })] },
    why: '转入和视同',
  },
  { what: 'a refund', facts: { contribution: [contribution('2024-01', -1n)] }, why: '退费冲销' },
  { what: 'no change', facts: { contribution: [same] }, why: '无需办理' },
])('refused for $what', ({ input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(contributionChange, changed(sample, input, facts)))).toContain(why)
})
