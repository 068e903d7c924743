import { Refusal } from '#base/refusal.ts'
import { openDuck } from '#platform/duckdb.ts'
import { tables } from '#standard/tables.ts'
import type { Rule } from '../rule.ts'
import { views } from '../views.ts'

/** The rule with other SQL; what that reads is built for it, too. */
export function withSql(rule: Rule, sql: string): Rule {
  const words = new Set(sql.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? [])
  const known = [...tables.map(({ name }) => name), ...Object.keys(views), 'role_conflict']
  const mentioned = known.filter((name) => words.has(name)) as Rule['reads'][number][]
  return { ...rule, sql, reads: [...new Set([...rule.reads, ...mentioned])] }
}

function boundNames(sql: string): string[] {
  return sql.match(/\$[a-z][a-z0-9_]*/g) ?? []
}

/** Refuses what is not one select, before any data is read: a shadow must not be able to change anything. */
export async function checkShadowSql(rule: Rule, sql: string, file: string): Promise<void> {
  const refuse = (zh: string, en: string): Refusal =>
    new Refusal('wrong_usage', {
      zh: `影子规则文件 ${file} ${zh}。`,
      en: `The shadow file ${file} ${en}.`,
    })
  const known = new Set([
    ...Object.keys(rule.parameters).map((name) => `$${name}`),
    ...boundNames(rule.sql),
    '$as_of_day',
    '$as_of_month',
    '$latest_month',
  ])
  const unknown = boundNames(sql).find((name) => !known.has(name))
  if (unknown !== undefined) {
    throw refuse(
      `用了 ${unknown}，规则 ${rule.code} 没有这个参数`,
      `binds ${unknown}, which the rule ${rule.code} does not have`,
    )
  }
  const database = await openDuck({ threads: 1 })
  try {
    // After `create table … as` the grammar allows nothing but a select.
    const statements = await database.connection.extractStatements(`create table shadow as ${sql}`)
    if (statements.count !== 1) {
      throw refuse('应只有一条 select 语句', 'must hold one select statement and no other')
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    const message = (error as Error).message.split('\n', 1)[0]!
    throw refuse(`不是一条 select 语句：${message}`, `is no select statement: ${message}`)
  } finally {
    database.close()
  }
}

const integerType = /^(U?(HUGE|BIG|SMALL|TINY)INT|U?INTEGER|DECIMAL\(\d+,0\)|"NULL")$/
const textType = /^(VARCHAR|"NULL")$/

const requiredColumns: Readonly<Record<string, RegExp>> = {
  subject_id: textType,
  amount_fen: integerType,
  period_from: integerType,
  period_to: integerType,
  evidence_table: textType,
  evidence_key: textType,
}

/** What is wrong with the columns that a shadow's SQL gave, or null. */
export function findWrongColumn(
  rule: Rule,
  given: ReadonlyMap<string, string>,
): { readonly zh: string; readonly en: string } | null {
  const facts = Object.keys(rule.facts).map((name) => `fact_${name}`)
  const missing = [...Object.keys(requiredColumns), ...facts].filter((name) => !given.has(name))
  if (missing.length > 0) {
    return {
      zh: `结果缺少列 ${missing.join('、')}`,
      en: `its result lacks the columns ${missing.join(', ')}`,
    }
  }
  const wrong = Object.entries(requiredColumns).find(([name, type]) => !type.test(given.get(name)!))
  if (wrong === undefined) return null
  const [name] = wrong
  return {
    zh: `列 ${name} 的类型 ${given.get(name)} 不对：金额、期间为整数，其余为文本`,
    en: `its column ${name} is ${given.get(name)}: amounts and periods are integers, the others text`,
  }
}
