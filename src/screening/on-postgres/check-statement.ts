import { assert } from '#base/refusal.ts'
import type { TableName } from '#standard/tables.ts'
import type { AnyRule, Rule } from '../rule.ts'
import { lawfulRetirementColumns, type ViewName, views } from '../views.ts'
import { judgedSubjects, narrowings } from './narrowing.ts'
import { toPostgres } from './portable-sql.ts'
import {
  type Builder,
  bind,
  bindSets,
  type CheckShape,
  finishStatement,
  type Statement,
  startStatement,
  tableStep,
} from './table-step.ts'
import { isStandardTable, tablesAndViewsOf } from './tables-and-views.ts'

function referenceStep(builder: Builder, name: ViewName): string | null {
  if (name === 'calendar') return 'select day, is_working, working_number from register.calendar'
  if (name === 'role_conflict') return 'select code, role_a, role_b from register.role_conflict'
  if (name !== 'lawful_retirement') return null
  const columns = Object.entries(lawfulRetirementColumns)
  const definitions = columns.map(([column, type]) => `${column} ${type === 'VARCHAR' ? 'text' : type}`)
  const rows = bind(builder, { kind: 'lawful' })
  return `
    select ${columns.map(([column]) => column).join(', ')}
    from jsonb_to_recordset(cast(${rows} as jsonb)) as given (${definitions.join(', ')})`
}

function viewStep(builder: Builder, name: ViewName): string {
  const reference = referenceStep(builder, name)
  if (reference !== null) return reference
  const view = views[name as keyof typeof views]
  const columns = Object.entries(view.columns).map(
    ([column, type]) => `cast(${column} as ${type}) as ${column}`,
  )
  const sql = toPostgres(view.sql, (parameter) => {
    throw new Error(`the shared view ${name} binds ${parameter}`)
  })
  return `select ${columns.join(', ')} from (${sql}) as built`
}

/** Tables that a narrowing looks at to find the rows of another. */
function lookedAt(condition: string | null, key: Rule['key']): TableName[] {
  return narrowings[key]
    .map(([name]) => name)
    .filter((name) => new RegExp(`\\bfrom ${name}\\b`).test(condition ?? ''))
}

/** The tables that the rules of one key need, in the order in which they are narrowed. */
function neededTables(key: Rule['key'], read: readonly TableName[]): TableName[] {
  const narrowing = new Map(narrowings[key])
  const needed = new Set<TableName>()
  const need = (name: TableName): void => {
    if (needed.has(name)) return
    assert(narrowing.has(name), `no narrowing of ${name} for rules of ${key}`)
    needed.add(name)
    for (const each of lookedAt(narrowing.get(name)!, key)) need(each)
  }
  for (const name of read) need(name)
  return narrowings[key].map(([name]) => name).filter((name) => needed.has(name))
}

/**
 * What a rule returned, each value as text: exact, whatever its type, and null where the rule has no such column
 * (`level` and `is_context` are optional).
 *
 * @param judged a condition on the subjects, `where` included
 */
export function hitSelect(builder: Builder, rule: AnyRule, judged = ''): string {
  const sql = toPostgres(rule.sql, (name) => bind(builder, { kind: 'bound', rule: rule.code, name }))
  const value = (name: string): string => `hit.content ->> '${name}'`
  const facts = Object.keys(rule.facts).map((name) => value(`fact_${name}`))
  return `
    select
      '${rule.code}' as rule_code,
      subject_id,
      ${value('amount_fen')} as amount_fen,
      ${value('period_from')} as period_from,
      ${value('period_to')} as period_to,
      ${value('evidence_table')} as evidence_table,
      ${value('evidence_key')} as evidence_key,
      ${value('level')} as level,
      ${value('is_context')} as is_context,
      cast(array[${facts.join(', ')}] as text[]) as fact_values
    from (
      select found.subject_id, to_jsonb(found) as content
      from (${sql}) as found
      where found.subject_id is not null
    ) as hit
    ${judged}`
}

/** The rules of one key share their narrowed tables and their views, as a run does. */
function keySelect(builder: Builder, rules: readonly Rule[], shape: CheckShape): string {
  const { key } = rules[0]!
  const judgedTables: readonly TableName[] = shape.isNarrowed
    ? rules.flatMap(({ subjectKind }) => lookedAt(judgedSubjects[subjectKind], key))
    : []
  const names = tablesAndViewsOf([...rules.flatMap((rule) => rule.reads), ...judgedTables])
  const tableNames = names.filter(isStandardTable)
  const steps = shape.isNarrowed
    ? neededTables(key, tableNames).map((name) => {
        const [, condition] = narrowings[key].find(([each]) => each === name)!
        return [name, tableStep(builder, name, condition, shape)] as const
      })
    : tableNames.map((name) => [name, tableStep(builder, name, null, shape)] as const)
  const shared = names
    .filter((name): name is ViewName => !isStandardTable(name))
    .map((name) => [name, viewStep(builder, name)] as const)
  const all = [...steps, ...shared].map(([name, sql]) => `${name} as (${sql})`)
  const judged = ({ subjectKind }: Rule): string =>
    shape.isNarrowed ? `where ${bindSets(builder, judgedSubjects[subjectKind])}` : ''
  const selects = rules.map((rule) => `(${hitSelect(builder, rule, judged(rule))})`)
  return `with ${all.join(',\n')}\n${selects.join('\nunion all\n')}`
}

function buildStatement(rules: readonly Rule[], shape: CheckShape): Statement {
  const builder = startStatement()
  const selects = [...Map.groupBy(rules, ({ key }) => key).values()].map(
    (ofKey) => `select * from (${keySelect(builder, ofKey, shape)}) as of_key`,
  )
  return finishStatement(builder, `${selects.join('\nunion all\n')}\norder by rule_code, subject_id`)
}

/** Statements built before: there are as many as there are kinds of orders, and building one costs a millisecond. */
const built = new Map<string, Statement>()
const builtMax = 500
const ruleNumbers = new WeakMap<Rule, number>()
let rulesSeen = 0

/** A number for a rule as it is, whatever its code: a shadow has the code of the rule it shadows. */
function ruleNumber(rule: Rule): number {
  const known = ruleNumbers.get(rule)
  if (known !== undefined) return known
  rulesSeen += 1
  ruleNumbers.set(rule, rulesSeen)
  return rulesSeen
}

/** One statement for all rules: the tables of each key are narrowed once, and there is one round trip. */
export function checkStatement(rules: readonly Rule[], shape: CheckShape): Statement {
  const touched = [...shape.touched].sort()
  const key = `${shape.isNarrowed} ${touched.join(',')} ${rules.map(ruleNumber).join(',')}`
  const known = built.get(key)
  if (known !== undefined) return known
  if (built.size >= builtMax) built.clear()
  const statement = buildStatement(rules, shape)
  built.set(key, statement)
  return statement
}
