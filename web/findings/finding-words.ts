import type { Bilingual } from '#base/bilingual.ts'
import { findShownTable } from '#standard/record-views.ts'
import type { Column } from '#standard/table.ts'
import { codeName } from '#web/forms/code-names.ts'
import { humanText, timeText, yuanText } from '#web/language/format.ts'
import { findingTexts, subjectTexts } from './texts.ts'

export const levels = ['1', '2', '3'] as const
export const statuses = ['OPEN', 'IN_CASE', 'CONCLUDED'] as const

/** Colours say how grave or how far; the word always stands beside. */
export const levelColor = (level: number): string =>
  level === 1 ? 'error' : level === 2 ? 'warning' : 'default'
export const statusColors = {
  OPEN: 'processing',
  IN_CASE: 'warning',
  CONCLUDED: 'default',
} as const satisfies Readonly<Record<(typeof statuses)[number], string>>

const levelTitles = [findingTexts.level1, findingTexts.level2, findingTexts.level3] as const
export const levelTitle = (level: number): Bilingual => levelTitles[level - 1] ?? findingTexts.level3

export function subjectTitle(kind: string): Bilingual {
  return subjectTexts[kind as keyof typeof subjectTexts] ?? { zh: kind, en: humanText(kind) }
}

/** The standard's titles are Chinese; English readers get the names made of words. */
export const tableTitle = (name: string, zh: string): Bilingual => ({ zh, en: humanText(name) })

function columnOf(table: string, column: string): Column | undefined {
  return findShownTable(table)?.columns.find(({ name }) => name === column)
}

export const isMoney = (table: string, column: string): boolean => columnOf(table, column)?.type === 'money'

/** As evidence has it, with its two decimals. */
const money = /^-?\d+\.\d{2}$/
const clock = /T\d{2}:\d{2}/

/** A value of evidence as people read it: codes by their names, times in Beijing's. */
export function valueText(table: string, column: string, value: string | boolean | null): Bilingual | string {
  if (value === null || value === '') return ''
  if (typeof value === 'boolean') return value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }
  if (isMoney(table, column) && money.test(value)) return yuanText(value.replace('.', ''))
  if (clock.test(value)) return value.endsWith('Z') ? timeText(value) : value.replace('T', ' ')
  const found = columnOf(table, column)
  if (found?.type !== 'code' || found.codes === undefined) return value
  const zh = found.codes[value]
  if (zh === undefined) return value
  return { zh, en: codeName(value, { name: column, title: found.title, among: [] }).en }
}

/** `2024-01 – 2024-05`, or the one there is. */
export function periodText(from: string, to: string): string {
  if (from === '' || from === to || to === '') return from || to
  return `${from} – ${to}`
}
