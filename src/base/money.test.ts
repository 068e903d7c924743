import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fenOfYuan, formatYuan, formatYuanGrouped } from './money.ts'

const seed = 310

test(`fen print as yuan and parse back (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }), (fen) => {
      expect(fenOfYuan(formatYuan(fen))).toBe(fen)
      expect(formatYuanGrouped(fen).replaceAll(',', '')).toBe(formatYuan(fen))
    }),
    { seed },
  )
})

test.for([
  ['310', 31_000n],
  ['310.5', 31_050n],
  ['-0.01', -1n],
  ['0', 0n],
] as const)('%s yuan are %s fen', ([text, fen]) => {
  expect(fenOfYuan(text)).toBe(fen)
})

test.for(['1.234', '1,000', '1e3', '', '.5', '5.', '¥1', '+1', ' 1'])('%s is no plain amount', (text) => {
  expect(fenOfYuan(text)).toBeNull()
})

test('thousands are grouped from the right', () => {
  expect(formatYuanGrouped(123_456_789_012n)).toBe('1,234,567,890.12')
  expect(formatYuanGrouped(-99_999n)).toBe('-999.99')
})
