import type { Language } from '#base/bilingual.ts'
import type { Rule } from '#screening/rule.ts'
import { getColumn, getTable, type TableName } from '#standard/tables.ts'

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
