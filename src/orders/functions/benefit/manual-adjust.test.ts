import { expect, test } from 'vitest'
import { samples } from '../test-samples.ts'
import { changed, effectOf, entitlement, sentenceOf } from '../test-situations.ts'
import { manualAdjust } from './manual-adjust.ts'

const sample = changed(samples.MANUAL_ADJUST(), { amount_after: '2600.10' })
const cap = (values: Readonly<Record<string, string>>) => ({
  name: 'MONTHLY_CAP',
  region: '*',
  scheme: '110',
  value: '2500.000000',
  valid_from: '2020-01',
  ...values,
})

test('the amount before and after, by hand, and what it is worth is the difference', () => {
  expect(effectOf(manualAdjust, sample)).toMatchObject([
    {
      operation: 'update',
      table: 'entitlement',
      values: { monthly_amount: '2600.10' },
      expected: { monthly_amount: '2000.10' },
    },
    {
      operation: 'insert',
      table: 'entitlement_change',
      values: {
        kind: 'ADJUST',
        reason: 'ERROR',
        amount_before: '2000.10',
        amount_after: '2600.10',
        method: 'MANUAL',
      },
    },
  ])
  expect(manualAdjust.amountFen?.(manualAdjust.input.parse(sample.input))).toBe(60_000n)
  const lowered = changed(sample, { amount_after: '0.00' })
  expect(manualAdjust.amountFen?.(manualAdjust.input.parse(lowered.input))).toBe(200_010n)
})

test.for([
  {
    what: 'another amount than the register’s',
    input: { amount_before: '2000.00' },
    why: '登记的月标准是 2000.10 元',
  },
  { what: 'no change', input: { amount_after: '2000.10' }, why: '无需办理' },
  { what: 'months that are over', input: { effective: '2024-05' }, why: '另办补发或追回' },
  { what: 'another scheme', input: { scheme: '170' }, why: '险种与该待遇不一致' },
  {
    what: 'what has ended',
    facts: { entitlement: [entitlement(200_010n, { status: 'ENDED' })] },
    why: '已终止',
  },
  { what: 'more than the cap', facts: { caps: [cap({})] }, why: '政策上限 2500.00 元' },
])('refused for $what', ({ input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(manualAdjust, changed(sample, input, facts)))).toContain(why)
})

test('of several caps the region’s own counts, of the month it takes effect in', () => {
  const of = (...caps: ReturnType<typeof cap>[]) =>
    sentenceOf(effectOf(manualAdjust, changed(sample, {}, { caps })))
  const own = cap({ region: '990101', value: '2600.10' })
  expect(of(own, cap({}), cap({ region: '990101', valid_from: '2024-08' }))).toBe('accepted')
  expect(of(own, cap({ region: '990101', valid_from: '2024-01', value: '2600.09' }))).toContain('2600.09 元')
  expect(of(cap({ valid_to: '2024-06' }))).toBe('accepted')
  expect(of(cap({ valid_to: '2024-07' }))).toContain('2500.00 元')
})
