import { TrinoSQL } from 'dt-sql-parser'
import { describe, expect, test } from 'vitest'
import { rules } from '#rules/catalogue.ts'
import { views } from '#screening/views.ts'

/**
 * What outgrows ClickHouse's answer may run on Trino (design/tech.md, section 8): nobody runs one here, so at least its
 * grammar is asked about every text that a rule sends to an engine. A parameter `$name` is Trino's `?`.
 */
const parser = new TrinoSQL()

const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\$[a-z][a-z0-9_]*/g
const forTrino = (sql: string): string => sql.replace(token, (found) => (found.startsWith('$') ? '?' : found))

/** What the grammar objects to, in its words and with its place. */
function faultsOf(sql: string): string[] {
  return parser
    .validate(`${forTrino(sql).trim()};`)
    .map(({ startLine, startColumn, message }) => `${startLine}:${startColumn} ${message}`)
}

describe('the grammar of Trino', () => {
  test.for(rules.map((rule) => [rule.code, rule] as const))('takes %s', ([, rule]) => {
    expect(faultsOf(rule.sql)).toEqual([])
    for (const { sql } of rule.remarks ?? []) expect(faultsOf(sql)).toEqual([])
  })

  test.for(Object.entries(views))('takes the shared view %s', ([, view]) => {
    expect(faultsOf(view.sql)).toEqual([])
  })

  test.for([
    ['a division of DuckDB alone', 'select 7 // 2 as n from payment'],
    ['qualify', 'select person_id from payment qualify row_number() over (order by person_id) = 1'],
    ['group by all', 'select person_id, sum(amount_fen) from payment group by all'],
    ['a comma too many', 'select person_id, from payment'],
  ])('refuses %s', ([, sql]) => {
    expect(faultsOf(sql!)).not.toEqual([])
  })
})
