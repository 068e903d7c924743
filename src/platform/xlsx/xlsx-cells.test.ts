import { describe, expect, test } from 'vitest'
import { cellDay, cellFen, cellText } from './xlsx-cells.ts'
import type { XlsxCell } from './xlsx-types.ts'

const text = (value: string): XlsxCell => ({ kind: 'text', text: value })
const number = (raw: string): XlsxCell => ({ kind: 'number', raw })

describe('cells that people typed', () => {
  test('a number is what was typed, not the digits of a double', () => {
    expect(cellText(number('4.3499999999999996'))).toBe('4.35')
    expect(cellText(text('  甲  '))).toBe('甲')
    expect(cellText({ kind: 'bool', value: true })).toBe('')
    expect(cellText(undefined)).toBe('')
  })

  test.for(['2024-03-05', '2024/3/5', '2024.3.5', '2024年3月5日', '20240305', '2024-03-05 08:00'])(
    '%s is a day',
    (written) => {
      expect(cellDay(text(written))).toBe('2024-03-05')
    },
  )

  test('a date of Excel is a day, a day that does not exist is none', () => {
    expect(cellDay(number('45356'))).toBe('2024-03-05')
    expect(cellDay(number('45356.75'))).toBe('2024-03-05')
    expect(cellDay(text('2024-02-30'))).toBeNull()
    expect(cellDay(text('三月'))).toBeNull()
    expect(cellDay(undefined)).toBe('')
  })

  test('money is read with its signs and separators, never negative or with three decimals', () => {
    expect(cellFen(text('￥1,234.50元'))).toBe(123450n)
    expect(cellFen(number('1234.5'))).toBe(123450n)
    expect(cellFen(text(''))).toBe('')
    expect(cellFen(text('-1'))).toBeNull()
    expect(cellFen(text('1.234'))).toBeNull()
    expect(cellFen(text('一百'))).toBeNull()
  })
})
