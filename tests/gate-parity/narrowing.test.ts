import { describe, expect, it, test } from 'vitest'
import { registerSchemaSql } from '#register/register-schema.ts'
import { rules } from '#rules/catalogue.ts'
import { checkStatement } from '#screening/on-postgres/check-statement.ts'
import { narrowings } from '#screening/on-postgres/narrowing.ts'
import { tablesReadBy } from '#screening/prepare-tables.ts'
import type { Rule } from '#screening/rule.ts'
import { getTable, type TableName, tables } from '#standard/tables.ts'

const keys = Object.keys(narrowings) as Rule['key'][]

describe.each(keys)('the narrowing for rules of one %s', (key) => {
  const ofKey = rules.filter((rule) => rule.key === key)

  it('has every table that a rule of the catalogue reads', () => {
    const read = new Set(ofKey.flatMap(tablesReadBy))
    const narrowed = narrowings[key].map(([name]) => name)
    expect([...read].filter((name) => !narrowed.includes(name))).toEqual([])
  })

  it('looks only at tables built before', () => {
    const built: string[] = []
    for (const [name, condition] of narrowings[key]) {
      for (const [, looked] of (condition ?? '').matchAll(/\bfrom ([a-z_]+)/g))
        expect(built).toContain(looked)
      built.push(name)
    }
  })

  it('finds its rows by an index', () => {
    const schema = registerSchemaSql()
    const isIndexed = (table: TableName, column: string): boolean =>
      getTable(table).key[0] === column || schema.includes(`create index on register.${table} (${column})`)
    const missing = narrowings[key].flatMap(([table, condition]) =>
      [...(condition ?? '').matchAll(/\b([a-z_]+) = any\(/g)]
        .map(([, column]) => column!)
        .filter((column) => !isIndexed(table, column))
        .map((column) => `${table}.${column}`),
    )
    expect(missing).toEqual([])
  })
})

test('only tables that are small and belong to nobody are read whole', () => {
  const whole = keys.flatMap((key) =>
    narrowings[key].filter(([, condition]) => condition === null).map(([name]) => name),
  )
  expect(new Set(whole)).toEqual(new Set(['policy_parameter']))
})

test('a rule’s text stands in the statement as it is, but for its parameters and the dialect’s schema', () => {
  for (const rule of rules) {
    const { text } = checkStatement([rule], { touched: new Set(), isNarrowed: true })
    const pattern = rule.sql
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/\\\$[a-z][a-z0-9_]*/g, 'cast\\(\\$\\d+ as bigint\\)')
      .replaceAll('round_div', 'register\\.round_div')
    expect(text, rule.code).toMatch(new RegExp(pattern))
  }
})

test('no table of the standard is named like a step or a set, which would hide it', () => {
  const names = new Set<string>(tables.map(({ name }) => name))
  for (const { code, sql } of rules) {
    const steps = [...sql.matchAll(/\b([a-z_]+) as \(\s*select/g)].map(([, name]) => name!)
    expect(
      steps.filter((step) => names.has(step)),
      code,
    ).toEqual([])
  }
})
