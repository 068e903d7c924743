import { expect, test } from 'vitest'
import { assumedEffect } from '../order-function.ts'
import { samples } from '../test-samples.ts'
import { changed, contribution, effectOf, sentenceOf, source } from '../test-situations.ts'
import { backFill } from './back-fill.ts'

/** March to May 2024 on a base of 2000.10 yuan. */
const sample = samples.BACK_FILL()

test('the account’s row, and a contribution for each month with its shares', () => {
  expect(effectOf(backFill, sample)).toMatchObject([
    {
      operation: 'insert',
      table: 'account_adjustment',
      values: {
        adjustment_id: 'O1-110',
        person_id: 'P1',
        scheme: '110',
        period_from: '2024-03',
        period_to: '2024-05',
        months: '3',
        amount: '480.03',
        kind: 'BACK_RECORD',
        support_document: '文示例',
        voucher_number: 'V9',
        operator_id: 'S1',
        reviewer_id: 'S2',
        recorded_at: '2024-06-15 09:30:00',
      },
    },
    ...['2024-03', '2024-04', '2024-05'].map((period) => ({
      operation: 'insert',
      table: 'contribution',
      values: {
        contribution_id: `O1-${period}`,
        period,
        base: '2000.10',
        employer_rate: '0.16',
        person_rate: '0.08',
        employer_amount: '320.02',
        person_amount: '160.01',
        kind: 'BACK_FILL',
        paid_on: '2024-01-31',
        voucher_number: 'V9',
      },
    })),
  ])
})

test('before the review the rules are asked as if somebody else had reviewed it', () => {
  const asked = backFill.input.parse(sample.input)
  const assumed = assumedEffect(backFill, asked, sample.facts, { ...source, reviewerId: null })
  expect(assumed).toMatchObject([{ values: { reviewer_id: expect.stringMatching(/^S1./) } }, {}, {}, {}])
})

const many = Array.from({ length: 500 }, () => contribution('2000-01', 1n))
test.for([
  {
    what: 'a month that is contributed',
    facts: { contributions: [contribution('2024-04', 1n)] },
    why: '不能重复：2024-04',
  },
  { what: 'months to come', input: { period_to: '2024-07' }, why: '不能晚于本月' },
  { what: 'months the wrong way round', input: { period_from: '2024-06' }, why: '晚于终止年月' },
  { what: 'childhood', input: { period_from: '1965-12', period_to: '1965-12' }, why: '年满16周岁' },
  { what: 'a lifetime at once', input: { period_from: '1966-01' }, why: '一次最多办理 480 个月' },
  { what: 'somebody retired', facts: { retirements: [{ retirement_id: 'R1' }] }, why: '已核定退休' },
  { what: 'more rows than can be read', facts: { contributions: many }, why: '无法全部核对' },
])('refused for $what', ({ input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(backFill, changed(sample, input, facts)))).toContain(why)
})

test('a month that was refunded whole can be entered again, one refunded in part cannot', () => {
  const taken = contribution('2024-04', 40_000n)
  const back = (fen: bigint) => contribution('2024-04', fen, { contribution_id: 'K2', kind: 'TOP_UP' })
  const whole = changed(sample, {}, { contributions: [taken, back(-40_000n)] })
  expect(sentenceOf(effectOf(backFill, whole))).toBe('accepted')
  const part = changed(sample, {}, { contributions: [taken, back(-39_999n)] })
  expect(sentenceOf(effectOf(backFill, part))).toContain('不能重复')
})

test('the month of the sixteenth birthday is the first', () => {
  const first = changed(sample, { period_from: '1966-01', period_to: '1966-01' })
  expect(sentenceOf(effectOf(backFill, first))).toBe('accepted')
})
