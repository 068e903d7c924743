import type { Bilingual, Language } from '#base/bilingual.ts'
import { levelTitles } from '#screening/finding.ts'
import type { AnyRule } from '#screening/rule.ts'
import { getShownTable } from '#standard/record-views.ts'
import { getColumn } from '#standard/tables.ts'
import { checksInEnglish } from './checks-in-english.ts'
import { falsePositives } from './false-positives.ts'
import { processTexts } from './process/process-texts.ts'
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
export function nameNeed(need: string, language: Language): string {
  if (language === 'en') return need
  const [name = '', column] = need.split('.')
  const table = getShownTable(name)
  return column === undefined ? table.title : `${table.title}的${getColumn(table, column).title}`
}

/** What decides, with the values given, else those that the parameters have unless somebody sets others. */
export function whatRuleFinds(
  rule: AnyRule,
  language: Language,
  values: Readonly<Record<string, string>> = {},
): string {
  const text = (whatRulesFind[rule.code] ?? processTexts[rule.code]?.finds)?.[language] ?? ''
  return text.replace(
    /\{(\w+)\}/g,
    (_, name: string) => values[name] ?? rule.parameters[name]?.default ?? `{${name}}`,
  )
}

/** 一级或二级 where the facts of a finding decide: core-rules lets only CTR-03 and SYS-03 vary, by parameters. */
/** Where it may be innocent; empty where nobody said. */
export function innocentOf({ code }: AnyRule): Bilingual {
  return falsePositives[code] ?? processTexts[code]?.innocent ?? { zh: '', en: '' }
}

/** What to check, for people. */
export function checkOf({ code, check }: AnyRule): Bilingual {
  return { zh: check, en: checksInEnglish[code] ?? processTexts[code]?.checkInEnglish ?? check }
}

export function levelText(rule: AnyRule, language: Language): string {
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
