import { expect, test } from 'vitest'
import { assumedEffect } from '../order-function.ts'
import { samples } from '../test-samples.ts'
import { changed, contribution, effectOf, sentenceOf, source } from '../test-situations.ts'
import { lumpContribution } from './lump-contribution.ts'

/** March to May 2024: three times 5000 × 24 %. */
const sample = samples.LUMP_CONTRIBUTION()

test('a bought month for each, together exactly what was paid', () => {
  expect(effectOf(lumpContribution, sample)).toMatchObject(
    ['2024-03', '2024-04', '2024-05'].map((period) => ({
      operation: 'insert',
      table: 'contribution',
      values: {
        contribution_id: `O1-${period}`,
        employer_id: 'U1',
        period,
        base: '5000.00',
        employer_amount: '800.00',
        person_amount: '400.00',
        kind: 'BACK_PAYMENT',
        voucher_number: 'V9',
        operator_id: 'S1',
        reviewer_id: 'S2',
      },
    })),
  )
})

test('the rules judge its base as that of ordinary months', () => {
  const assumed = assumedEffect(
    lumpContribution,
    lumpContribution.input.parse(sample.input),
    sample.facts,
    source,
  )
  expect(assumed).toMatchObject([{ values: { kind: 'NORMAL' } }, {}, {}])
})

const collected = (amount: string) => ({ voucher_number: 'V9', scheme: '110', period: '2024-06', amount })
test.for([
  { what: 'another amount', input: { amount: '3600.01' }, why: '应为 3600.00 元' },
  { what: 'a voucher of less', facts: { collected: [collected('3599.99')] }, why: '少于补缴总额' },
  {
    what: 'a month twice',
    facts: { contributions: [contribution('2024-03', 1n)] },
    why: '不能重复：2024-03',
  },
  { what: 'somebody retired', facts: { retirements: [{ retirement_id: 'R1' }] }, why: '已核定退休' },
  { what: 'nothing', input: { base: '0.00', amount: '0.00' }, why: '不能为零' },
])('refused for $what', ({ input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(lumpContribution, changed(sample, input, facts)))).toContain(why)
})

test('a voucher of several rows counts together', () => {
  const facts = { collected: [collected('3000.00'), collected('600.00')] }
  expect(sentenceOf(effectOf(lumpContribution, changed(sample, {}, facts)))).toBe('accepted')
})
