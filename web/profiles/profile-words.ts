import type { Bilingual } from '#base/bilingual.ts'
import type { Column } from '#standard/table.ts'
import { getTable, type TableName, tables } from '#standard/tables.ts'
import type { Answer } from '#web/api/call.ts'
import { codeName } from '#web/forms/code-names.ts'
import { humanText, yuanText } from '#web/language/format.ts'
import { laneTexts, profileTexts as texts } from './texts.ts'

export type Profile = Answer<'GET /api/profiles/{kind}/{ref}'>
export type Value = Profile['facts']['values'][number]
export type LaneRow = Profile['lanes'][number]['rows'][number]
export type Ref = NonNullable<Value['ref']>

const tableNames: ReadonlySet<string> = new Set(tables.map(({ name }) => name))

function columnOf(table: string, name: string): Column | undefined {
  if (!tableNames.has(table)) return undefined
  return (getTable(table as TableName).columns as readonly Column[]).find((each) => each.name === name)
}

/** Its codes are digits, of which no English word can be made. */
const sexes: Readonly<Record<string, Bilingual>> = { '1': texts.male, '2': texts.female, '9': texts.unstated }

const computed: Readonly<Record<string, Bilingual>> = {
  month_count: texts.month_count,
  amount_total: texts.amount_total,
}

/** The standard's titles are Chinese; English readers get the names made of words. */
export function columnTitle(table: string, name: string): Bilingual {
  return computed[name] ?? { zh: columnOf(table, name)?.title ?? name, en: humanText(name) }
}

export function tableTitle(table: string): Bilingual {
  const zh = tableNames.has(table) ? getTable(table as TableName).title : table
  return { zh, en: humanText(table) }
}

export const isMoney = (table: string, name: string): boolean =>
  name === 'amount_total' || columnOf(table, name)?.type === 'money'

/** A value as people read it: codes by their names, money in yuan. */
export function valueText(table: string, { column, value }: Value): Bilingual {
  if (value === null || value === '') return { zh: '', en: '' }
  if (isMoney(table, column)) return { zh: yuanText(value), en: yuanText(value) }
  const found = columnOf(table, column)
  if (column === 'sex') return sexes[value] ?? { zh: value, en: value }
  if (found?.type === 'bool') return value === 'true' ? texts.yes : texts.no
  const zh = found?.codes?.[value]
  if (zh === undefined) return { zh: value, en: value }
  return { zh, en: codeName(value, { name: column, title: found?.title ?? '', among: [] }).en }
}

export const laneTitle = (lane: string): Bilingual =>
  laneTexts[lane as keyof typeof laneTexts] ?? { zh: lane, en: humanText(lane) }

const places = { person: 'persons', account: 'accounts', staff: 'staff', employer: 'employers' } as const
export type Place = (typeof places)[keyof typeof places]

export function placeOf(kind: string): Place | null {
  return kind in places ? places[kind as keyof typeof places] : null
}

export const profilePath = ({ kind, ref }: Ref): string => `/profiles/${kind}/${encodeURIComponent(ref)}`

const own: Readonly<Record<string, string>> = { CASE: '/cases', RECOVERY: '/recoveries' }

export const recordPath = ({ kind, record_id: id }: Profile['records'][number]): string =>
  own[kind] === undefined ? `/records/${kind}/${id}` : `${own[kind]}/${id}`
