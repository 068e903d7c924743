import { describe, expect, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import { rules } from '#rules/catalogue.ts'
import { checkShadowSql, findWrongColumn, withSql } from './shadow-sql.ts'

const rule = rules.find(({ code }) => code === 'DTH-01')!

const complaint = async (sql: string): Promise<string> =>
  checkShadowSql(rule, sql, 'x.sql').then(
    () => '',
    (error) => (error instanceof Refusal ? `${error.code}: ${error.text.en}` : `no refusal: ${error}`),
  )

describe('a shadow’s SQL', () => {
  test('may be the SQL of any rule', async () => {
    for (const each of rules) await checkShadowSql(each, each.sql.trim(), 'x.sql')
  })

  test('may be one select and nothing else', async () => {
    expect(await complaint('select 1 as subject_id; drop table finding')).toMatch(
      /^wrong_usage: .*one select statement and no other/,
    )
    for (const sql of [
      'drop table finding',
      'insert into finding select 1',
      'selec 1',
      '',
      "copy finding to 'x'",
    ]) {
      expect(await complaint(sql), sql).toMatch(/^wrong_usage: The shadow file x\.sql is no select statement/)
    }
  })

  test('binds what the rule and the run know, and nothing else', async () => {
    expect(await complaint('select $grace_months + $as_of_day')).toBe('')
    expect(await complaint('select $cap')).toBe(
      'wrong_usage: The shadow file x.sql binds $cap, which the rule DTH-01 does not have.',
    )
  })

  test('has its tables and shared views built for it', () => {
    const { reads } = withSql(rule, 'select * from base_bound join staff using (region)')
    expect(reads).toEqual(expect.arrayContaining([...rule.reads, 'base_bound', 'staff']))
  })
})

describe('the columns of a shadow', () => {
  const types = new Map([
    ['subject_id', 'VARCHAR'],
    ['amount_fen', 'BIGINT'],
    ['period_from', 'INTEGER'],
    ['period_to', 'INTEGER'],
    ['evidence_table', 'VARCHAR'],
    ['evidence_key', 'VARCHAR'],
    ...Object.keys(rule.facts).map((name) => [`fact_${name}`, 'VARCHAR'] as const),
  ])

  test('are those of the rule', () => {
    expect(findWrongColumn(rule, types)).toBeNull()
    const fewer = new Map([...types].filter(([name]) => name !== 'evidence_key'))
    expect(findWrongColumn(rule, fewer)?.en).toBe('its result lacks the columns evidence_key')
  })

  test.for(['DOUBLE', 'FLOAT', 'VARCHAR', 'DECIMAL(18,2)'])('have no amounts of type %s', (type) => {
    expect(findWrongColumn(rule, new Map([...types, ['amount_fen', type]]))?.en).toContain(
      `amount_fen is ${type}`,
    )
  })
})
