import { expect, test } from 'vitest'
import type { ColumnType } from '#standard/table.ts'
import { convertNumber, momentOfSerial, plainDecimal } from './convert-number.ts'
import { isUnfit } from './reason.ts'

function convert(type: ColumnType, raw: string, name = 'value'): string | null {
  const converted = convertNumber({ name, type, title: '标题', codes: { '110': '企业职工基本养老' } }, raw)
  return isUnfit(converted) ? `!${converted.reason}` : converted
}

const cases: [ColumnType, string, string][] = [
  ['money', '310.5', '31050'],
  ['money', '310.10000000000002', '31010'],
  ['money', '0.30000000000000004', '30'],
  ['money', '1.005', '!money'],
  ['money', '-5', '-500'],
  ['money', '1.2E+3', '120000'],
  ['rate', '0.16', '160000'],
  ['rate', '8.0000000000000002E-2', '80000'],
  ['rate', '1E-7', '0'],
  ['int', '5', '5'],
  ['int', '5.0', '5'],
  ['int', '5.5', '!int'],
  ['int', '1E+3', '1000'],
  ['code', '110', '110'],
  ['bool', '1', 'true'],
  ['id', '1001', '1001'],
  ['id', '123456789012345', '123456789012345'],
  ['id', '1234567890123456', '!precision'],
  ['text', '1.10101199001011E+17', '!precision'],
  ['text', '310.10000000000002', '310.1'],
  ['text', '110101199001011234', '!precision'],
  ['date', '45366', '2024-03-15'],
  ['date', '45366.99', '2024-03-15'],
  ['date', '20240315', '2024-03-15'],
  ['date', '202403', '!date'],
  ['date', '202413', '2454-03-08'],
  ['date', '60', '!date'],
  ['date', '59', '1900-02-28'],
  ['date', '61', '1900-03-01'],
  ['date', '1', '1900-01-01'],
  ['date', '0.5', '!date'],
  ['date', '-1', '!date'],
  ['date', '2958466', '!date'],
  ['month', '45366', '24290'],
  ['month', '202403', '24290'],
  ['month', '20240315', '24290'],
  ['timestamp', '45366.771585648144', '2024-03-15 18:31:05'],
  ['timestamp', '45366.771585648', '2024-03-15 18:31:05'],
  ['timestamp', '45366', '2024-03-15 00:00:00'],
  ['timestamp', '45366.9999999999', '2024-03-16 00:00:00'],
]

test.each(cases)('a %s cell with the number %s becomes %s', (type, raw, expected) => {
  expect(convert(type, raw)).toBe(expected)
})

test('an id number of 15 digits that was stored as a number gets its century', () => {
  expect(convert('text', '990101900101123', 'id_number')).toBe('990101199001011230')
})

test('exponents are written out', () => {
  expect(plainDecimal('1.5E-7')).toBe('0.00000015')
  expect(plainDecimal('-2E+21')).toBe('-2000000000000000000000')
  expect(plainDecimal('12345678901234567890')).toBe('12345678901234567890')
})

test('every second of a day comes back from its serial number', () => {
  for (let second = 0; second < 86_400; second += 1) {
    const serial = Number((45366 + second / 86_400).toPrecision(15))
    const time = new Date(second * 1000).toISOString().slice(11, 19)
    expect(momentOfSerial(serial)).toBe(`2024-03-15 ${time}`)
  }
})
