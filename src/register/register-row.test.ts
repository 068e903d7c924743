import { describe, expect, it, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import { getTable } from '#standard/tables.ts'
import { registerRow, storedValues, tableOf } from './register-row.ts'

const payment = getTable('payment')
const person = getTable('person')

test('a whole row has every stored column, in the register’s form', () => {
  const row = registerRow(person, {
    person_id: 'P1',
    id_number: '990101195001010017',
    name: 'Ｚhao·san',
    birth_date: '1950-01-01',
    recorded_at: '2024-02-29 23:59:59',
  })
  expect(row).toMatchObject({
    person_id: 'P1',
    name: 'Ｚhao·san',
    name_normalised: 'ZHAO·SAN',
    birth_date: '1950-01-01',
    recorded_at: '2024-02-29 23:59:59',
    death_date: null,
    region: null,
  })
  expect(row).not.toHaveProperty('birth_date_day')
})

test('money is fen, months are numbers and rates millionths, as digits', () => {
  expect(storedValues(payment, { amount: '-90071992547409.93', pay_month: '2024-03' })).toEqual({
    amount_fen: '-9007199254740993',
    pay_month: '24290',
  })
  expect(storedValues(getTable('contribution'), { employer_rate: '0.16' })).toEqual({
    employer_rate_millionths: '160000',
  })
  expect(storedValues(getTable('certification'), { score: '-0.000001' })).toEqual({ score_millionths: '-1' })
})

test('a holder’s name that is taken away takes its normalised form with it', () => {
  expect(storedValues(payment, { holder_name: null })).toEqual({
    holder_name: null,
    holder_name_normalised: null,
  })
})

describe('refuses', () => {
  const refused = (table: string, row: Record<string, string | null>): Refusal => {
    try {
      storedValues(tableOf(table), row)
    } catch (error) {
      if (error instanceof Refusal) return error
    }
    throw new Error('it was not refused')
  }

  it.each([
    ['a column of no table', 'payment', { amount_fen: '1' }, '待遇发放明细没有列 amount_fen'],
    ['an amount of three decimals', 'payment', { amount: '1.001' }, '元，最多两位小数'],
    ['an amount beyond BIGINT', 'payment', { amount: '999999999999999999.00' }, '元'],
    ['a number beyond BIGINT', 'payment_batch', { line_count: '9223372036854775808' }, '整数'],
    ['a month that does not exist', 'payment', { pay_month: '2024-13' }, '年月'],
    ['a day that does not exist', 'person', { birth_date: '2023-02-29' }, '日期'],
    ['a time without a date', 'operation', { recorded_at: '09:00:00' }, '时间'],
    ['a code of no list', 'payment', { status: 'paid' }, '代码'],
    ['a truth that is none', 'death', { revoked: '1' }, 'true 或 false'],
    ['an empty text', 'person', { name: '' }, '非空文本'],
    ['a NUL, which PostgreSQL does not store', 'person', { name: 'a\0b' }, '非空文本'],
    ['nothing where something must be', 'person', { id_number: null }, '必填'],
    ['a table of no standard', 'pensioner', {}, '标准中没有表 pensioner'],
  ])('%s', (_, table, row, sentence) => {
    const { code, text } = refused(table, row as Record<string, string | null>)
    expect(code).toBe('invalid_input')
    expect(text.zh).toContain(sentence)
    expect(text.en).toMatch(/\.$/)
  })

  it('a row without a required column', () => {
    expect(() => registerRow(person, { person_id: 'P1' })).toThrow(Refusal)
  })
})
