import { expect, test } from 'vitest'
import { samples } from '../test-samples.ts'
import { changed, contribution, effectOf, sentenceOf } from '../test-situations.ts'
import { transferIn } from './transfer-in.ts'

const sample = samples.TRANSFER_IN()

test('months without money of their own, and the account’s money; it is worth both funds', () => {
  const month = (period: string) => ({
    operation: 'insert',
    table: 'contribution',
    values: {
      contribution_id: `O1-${period}`,
      period,
      base: '5000.00',
      employer_amount: null,
      person_amount: null,
      kind: 'TRANSFER',
    },
  })
  expect(effectOf(transferIn, sample)).toMatchObject([
    {
      operation: 'insert',
      table: 'account_adjustment',
      values: {
        adjustment_id: 'O1-110',
        months: '3',
        amount: '2000.10',
        kind: 'ADJUST',
        voucher_number: 'V9',
      },
    },
    month('2024-03'),
    month('2024-04'),
    month('2024-05'),
  ])
  expect(transferIn.amountFen?.(transferIn.input.parse(sample.input))).toBe(300_015n)
})

const elsewhere = { region: '990201', scheme: '110', benefit: 'OLD_AGE', starts: '2023-01', ended: null }
test.for([
  { what: 'months with a gap', input: { months: 2 }, why: '有中断的请分段办理' },
  { what: 'a pension drawn there', facts: { elsewhere: [elsewhere] }, why: '正在转出地领取养老待遇' },
  { what: 'the person’s own region', input: { from_region: '990101' }, why: '与参保地相同' },
  {
    what: 'a month there and here',
    facts: { contributions: [contribution('2024-05', 1n)] },
    why: '不能重复：2024-05',
  },
])('refused for $what', ({ input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(transferIn, changed(sample, input, facts)))).toContain(why)
})

test('a pension there that has ended does not stand against it', () => {
  const facts = { elsewhere: [{ ...elsewhere, ended: '2024-01' }] }
  expect(sentenceOf(effectOf(transferIn, changed(sample, {}, facts)))).toBe('accepted')
})
