import { describe, expect, test } from 'vitest'
import { getTable, tables } from './tables.ts'
import { templateFileName, templateSheets } from './templates.ts'

describe.for(tables)('the template of $name', (table) => {
  const [input, guide] = templateSheets(table)

  test('is recognised by its file name and its first sheet', () => {
    expect(templateFileName(table).startsWith(`${table.name}-`)).toBe(true)
    expect(input!.name).toBe(table.title)
    expect(input!.heading).toBeUndefined()
  })

  test('has each column once, by a title that leads back to it, the required ones set apart', () => {
    const titles = input!.columns.map(({ header }) => header)
    expect(titles).toEqual(table.columns.map(({ title }) => title))
    expect(new Set(titles).size).toBe(titles.length)
    const required = table.columns.filter((column) => 'required' in column && column.required)
    expect(input!.columns.filter(({ isInput }) => isInput).map(({ header }) => header)).toEqual(
      required.map(({ title }) => title),
    )
  })

  test('offers no two codes by one title, for the title is what is delivered', () => {
    for (const { choices = [] } of input!.columns) expect(new Set(choices).size).toBe(choices.length)
  })

  test('explains each column', () => {
    expect(guide!.rows.map(([name]) => name)).toEqual(table.columns.map(({ name }) => name))
    for (const row of guide!.rows) expect(row[5]).toMatch(/\S/)
  })
})

describe('a column', () => {
  const [input, guide] = templateSheets(getTable('payment'))
  const columnOf = (title: string) => input!.columns.find(({ header }) => header === title)

  test('of codes offers their titles, of money is a number, of anything else text, so that zeros stay', () => {
    expect(columnOf('险种')!.choices).toContain('城乡居民基本养老')
    expect(columnOf('金额')).toMatchObject({ kind: 'yuan' })
    expect(columnOf('银行账号')).toMatchObject({ kind: 'text' })
    expect(columnOf('发放年月')).toMatchObject({ kind: 'text' })
  })

  test('of codes has them in the guide', () => {
    expect(guide!.rows.find(([name]) => name === 'scheme')![6]).toContain('170 城乡居民基本养老')
  })

  test('is explained in English too, under its Chinese title', () => {
    const [first, second] = templateSheets(getTable('payment'), 'en')
    expect(first!.columns).toEqual(input!.columns)
    expect(second!.name).toBe('How to fill in')
  })
})
