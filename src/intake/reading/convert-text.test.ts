import { describe, expect, test } from 'vitest'
import type { ColumnType } from '#standard/table.ts'
import { convertText } from './convert-text.ts'
import { isUnfit } from './reason.ts'

const codes = { '110': '企业职工基本养老', '170': '城乡居民基本养老' }

function convert(type: ColumnType, text: string, name = 'value'): string | null {
  const converted = convertText({ name, type, title: '标题', ...(type === 'code' ? { codes } : {}) }, text)
  return isUnfit(converted) ? `!${converted.reason}` : converted
}

describe('money', () => {
  const cases: [string, string | null][] = [
    ['310', '31000'],
    ['310.5', '31050'],
    ['310.50', '31050'],
    ['0', '0'],
    ['-0.00', '0'],
    ['007.10', '710'],
    ['1,234.56', '123456'],
    ['1,234,567', '123456700'],
    ['¥310.50', '31050'],
    ['￥310.50', '31050'],
    ['-¥310.50', '-31050'],
    ['¥-310.50', '-31050'],
    ['-310.5', '-31050'],
    ['(1.00)', '-100'],
    ['（1.00）', '-100'],
    ['（￥1,000.00）', '-100000'],
    ['１，２３４．５０', '123450'],
    [' 310.50\u3000', '31050'],
    ['92233720368547758.07', '9223372036854775807'],
    ['92233720368547758.08', '!money'],
    ['310.505', '!money'],
    ['310.500', '!money'],
    ['1e3', '!money'],
    ['5%', '!money'],
    ['+5', '!money'],
    ['--5', '!money'],
    ['-¥-5', '!money'],
    ['(-1.00)', '!money'],
    ['-(1.00)', '!money'],
    ['(1.00', '!money'],
    ['¥', '!money'],
    ['¥¥5', '!money'],
    ['5¥', '!money'],
    ['5元', '!money'],
    ['1 234', '!money'],
    ['12,34', '!money'],
    ['1234,567', '!money'],
    ['1,234,56', '!money'],
    ['.5', '!money'],
    ['5.', '!money'],
    ['1.2.3', '!money'],
    ['abc', '!money'],
    ['', null],
  ]
  test.each(cases)('%j becomes %j fen', (text, expected) => expect(convert('money', text)).toBe(expected))
})

describe('rates are rounded half away from zero to six decimals', () => {
  const cases: [string, string][] = [
    ['0.16', '160000'],
    ['1', '1000000'],
    ['-0.08', '-80000'],
    ['0.1234565', '123457'],
    ['0.1234564999', '123456'],
    ['-0.1234565', '-123457'],
    ['0.0000004', '0'],
    ['16%', '!rate'],
    ['1,000', '!rate'],
    ['+0.1', '!rate'],
    ['(0.1)', '!rate'],
    ['1e-3', '!rate'],
    ['.5', '!rate'],
  ]
  test.each(cases)('%j becomes %j', (text, expected) => expect(convert('rate', text)).toBe(expected))
})

describe('whole numbers', () => {
  const cases: [string, string][] = [
    ['12', '12'],
    ['-3', '-3'],
    ['００7', '7'],
    ['9223372036854775807', '9223372036854775807'],
    ['9223372036854775808', '!int'],
    ['1,000', '!int'],
    ['+1', '!int'],
    ['1.0', '!int'],
  ]
  test.each(cases)('%j becomes %j', (text, expected) => expect(convert('int', text)).toBe(expected))
})

describe('dates', () => {
  const cases: [string, string][] = [
    ['2024-03-15', '2024-03-15'],
    ['2024-3-5', '2024-03-05'],
    ['2024/3/15', '2024-03-15'],
    ['20240315', '2024-03-15'],
    ['2024年3月15日', '2024-03-15'],
    ['２０２４－０３－１５', '2024-03-15'],
    ['2024-03-15 18:31:05', '2024-03-15'],
    ['2024/3/15 8:05', '2024-03-15'],
    ['2024-03-15T18:31:05.123', '2024-03-15'],
    ['2024-02-29', '2024-02-29'],
    ['2023-02-29', '!date'],
    ['2024-02-30', '!date'],
    ['2024-13-01', '!date'],
    ['2024-03/15', '!date'],
    ['2024-03', '!date'],
    ['202403', '!date'],
    ['0000-01-01', '!date'],
    ['2024-03-15 25:00', '!date'],
    ['2024-03-15T18:31:05Z', '!date'],
    ['15/03/2024', '!date'],
    ['45366', '!date'],
  ]
  test.each(cases)('%j becomes %j', (text, expected) => expect(convert('date', text)).toBe(expected))
})

describe('months are counted as year × 12 + month − 1', () => {
  const cases: [string, string][] = [
    ['2024-03', '24290'],
    ['2024/3', '24290'],
    ['2024-3', '24290'],
    ['202403', '24290'],
    ['2024年3月', '24290'],
    ['2024-03-31', '24290'],
    ['20240331', '24290'],
    ['2024年3月31日', '24290'],
    ['2024-03-31 10:00:00', '24290'],
    ['2024-00', '!month'],
    ['2024-13', '!month'],
    ['2024-02-30', '!month'],
    ['2024', '!month'],
  ]
  test.each(cases)('%j becomes %j', (text, expected) => expect(convert('month', text)).toBe(expected))
})

describe('timestamps', () => {
  const cases: [string, string][] = [
    ['2024-03-15 18:31:05', '2024-03-15 18:31:05'],
    ['2024-03-15T18:31:05', '2024-03-15 18:31:05'],
    ['2024/3/15 18:31', '2024-03-15 18:31:00'],
    ['2024-03-15 18:31:05.999', '2024-03-15 18:31:05'],
    ['2024-03-15', '2024-03-15 00:00:00'],
    ['20240315', '2024-03-15 00:00:00'],
    ['2024-03-15 24:00:00', '!timestamp'],
    ['2024-03-15 18:60:00', '!timestamp'],
    ['2024-03-15 18:31:05+08:00', '!timestamp'],
    ['2024-03-15T18:31:05Z', '!timestamp'],
    ['18:31', '!timestamp'],
  ]
  test.each(cases)('%j becomes %j', (text, expected) => expect(convert('timestamp', text)).toBe(expected))
})

describe('codes and booleans', () => {
  test('a code or its title, trimmed and in full width, is the code', () => {
    for (const text of ['110', ' 110 ', '１１０', '企业职工基本养老', '\u3000企业职工基本养老']) {
      expect(convert('code', text)).toBe('110')
    }
  })
  test('anything else is no code', () => {
    for (const text of ['111', '企业职工', '0110', '企业职工基本养老保险'])
      expect(convert('code', text)).toBe('!code')
  })
  test('booleans are taken in either case', () => {
    for (const text of ['true', 'TRUE', 'True', '1', '是', 'Y', 'y', '１'])
      expect(convert('bool', text)).toBe('true')
    for (const text of ['false', 'FALSE', '0', '否', 'N', 'n']) expect(convert('bool', text)).toBe('false')
    for (const text of ['yes', 'T', '2', '真', 'constructor']) expect(convert('bool', text)).toBe('!bool')
  })
})

describe('ids and text', () => {
  test('ids lose their full width, names keep their characters', () => {
    expect(convert('id', 'Ａ０１－ｂ')).toBe('A01-b')
    expect(convert('text', 'Ａ０１－ｂ', 'name')).toBe('Ａ０１－ｂ')
    for (const name of ['card_number', 'old_account', 'credit_code', 'id_number']) {
      expect(convert('text', '６２１７', name)).toBe('6217')
    }
  })
  test('id numbers of 15 digits get a century and a check character, x becomes X, others stay', () => {
    expect(convert('text', '990101900101123', 'holder_id_number')).toBe('990101199001011230')
    expect(convert('text', '99010119900101123x', 'id_number')).toBe('99010119900101123X')
    expect(convert('text', '12345', 'id_number')).toBe('12345')
    expect(convert('text', '990101900101123', 'account_number')).toBe('990101900101123')
  })
  test('white space of every kind and a byte-order mark are trimmed, inner white space is kept', () => {
    expect(convert('text', '\uFEFF\u0085 \u00A0\u2003张 三\u3000\t\r\n')).toBe('张 三')
    expect(convert('text', '\u200B张三')).toBe('\u200B张三')
  })
  test('only the exact null spellings are null', () => {
    for (const text of ['', ' ', 'NULL', '\\N', '-', '—', ' NULL ', '\u3000'])
      expect(convert('text', text)).toBeNull()
    for (const text of ['null', 'Null', '--', '——', '－', 'N/A', '无', '\\n'])
      expect(convert('text', text)).toBe(text)
  })
  test('a null spelling in a required column is a reason', () => {
    expect(convertText({ name: 'x', type: 'id', title: 'x', required: true }, ' - ')).toEqual({
      reason: 'required',
    })
  })
})
