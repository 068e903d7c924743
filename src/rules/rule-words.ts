import type { Language } from '#base/bilingual.ts'
import { levelTitles } from '#screening/finding.ts'
import type { Rule } from '#screening/rule.ts'
import { getColumn, getTable, type TableName } from '#standard/tables.ts'
import { whatRulesFind } from './what-rules-find.ts'

/** Without the indentation it has in the rule's file. */
export function unindented(sql: string): string {
  const lines = sql
    .split('\n')
    .filter((line, index, all) => line.trim() !== '' || (index > 0 && index < all.length - 1))
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length)
  return lines.map((line) => line.slice(Math.min(...indents)).trimEnd()).join('\n')
}

/** `person.death_date` → 参保人员的死亡日期 */
export function nameNeed(need: Rule['needs'][number][number], language: Language): string {
  if (language === 'en') return need
  const [name, column] = need.split('.') as [TableName, string | undefined]
  const table = getTable(name)
  return column === undefined ? table.title : `${table.title}的${getColumn(table, column).title}`
}

/** What decides, with the values given, else those that the parameters have unless somebody sets others. */
export function whatRuleFinds(
  rule: Rule,
  language: Language,
  values: Readonly<Record<string, string>> = {},
): string {
  const text = whatRulesFind[rule.code]?.[language] ?? ''
  return text.replace(
    /\{(\w+)\}/g,
    (_, name: string) => values[name] ?? rule.parameters[name]?.default ?? `{${name}}`,
  )
}

/** 一级或二级 where the facts of a finding decide: core-rules lets only CTR-03 and SYS-03 vary, by parameters. */
export function levelText(rule: Rule, language: Language): string {
  const level = levelTitles[rule.level][language]
  if (
    !Object.hasOwn(rule.parameters, 'level_1_people') &&
    !Object.hasOwn(rule.parameters, 'level_1_months')
  ) {
    return level
  }
  const two = [levelTitles[1][language], levelTitles[2][language]]
  return two.join(language === 'zh' ? '或' : ' or ')
}
