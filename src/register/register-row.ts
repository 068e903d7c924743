import { parseDay, parseMonth, parseSecond } from '#base/calendar-math.ts'
import { fenOfYuan } from '#base/money.ts'
import { normaliseName } from '#base/names.ts'
import { Refusal } from '#base/refusal.ts'
import { hasNormalised, snapshotName } from '#standard/snapshot.ts'
import type { Column, Table } from '#standard/table.ts'
import { findTable } from '#standard/tables.ts'

/**
 * A row as a delivery writes it, by the standard's columns and in canonical form: `310.00`, `2024-03`, `2024-03-15`,
 * `2024-03-15 09:30:00`, `true`, a rate `0.16`; null or absent where there is nothing.
 */
export type WrittenRow = Readonly<Record<string, string | null>>

/**
 * A row as the register stores it, by the snapshot's columns without the derived ones: fen, month numbers and
 * millionths as digits, so that no number is rounded on its way through JSON; PostgreSQL reads each as its column's type.
 */
export type RegisterRow = Readonly<Record<string, RegisterValue>>
export type RegisterValue = string | boolean | null

const maximum = 2n ** 63n - 1n

function bounded(value: bigint | null): string | null {
  return value !== null && value <= maximum && value >= -maximum ? value.toString() : null
}

function millionths(text: string): bigint | null {
  const match = /^(-?)(\d{1,13})(?:\.(\d{1,6}))?$/.exec(text)
  if (match === null) return null
  const value = BigInt(match[2]! + (match[3] ?? '').padEnd(6, '0'))
  return match[1] === '-' ? -value : value
}

/** What each type looks like, for the sentence of a refusal. */
const forms: Readonly<Record<Column['type'], { readonly zh: string; readonly en: string }>> = {
  id: { zh: '非空文本', en: 'text that is not empty' },
  text: { zh: '非空文本', en: 'text that is not empty' },
  code: { zh: '标准中的代码', en: 'a code of the standard' },
  int: { zh: '整数', en: 'a whole number' },
  money: { zh: '元，最多两位小数', en: 'yuan with at most two decimals' },
  rate: { zh: '最多六位小数的数', en: 'a decimal of at most six places' },
  date: { zh: '日期 YYYY-MM-DD', en: 'a date YYYY-MM-DD' },
  month: { zh: '年月 YYYY-MM', en: 'a month YYYY-MM' },
  timestamp: { zh: '时间 YYYY-MM-DD HH:MM:SS', en: 'a time YYYY-MM-DD HH:MM:SS' },
  bool: { zh: 'true 或 false', en: 'true or false' },
}

/** The stored value, or null where the text is none of the column. */
function stored(column: Column, text: string): RegisterValue {
  switch (column.type) {
    case 'code':
      return column.codes?.[text] === undefined ? null : text
    case 'int':
      return /^-?\d{1,19}$/.test(text) ? bounded(BigInt(text)) : null
    case 'money':
      return bounded(fenOfYuan(text))
    case 'rate':
      return bounded(millionths(text))
    case 'date':
      return parseDay(text) === null ? null : text
    case 'month':
      return parseMonth(text)?.toString() ?? null
    case 'timestamp':
      return parseSecond(text) === null ? null : text
    case 'bool':
      return text === 'true' ? true : text === 'false' ? false : null
    default:
      // PostgreSQL stores no NUL.
      return text === '' || text.includes('\0') ? null : text
  }
}

function refuse(table: Table, column: Column, reason: { zh: string; en: string }): Refusal {
  return new Refusal('invalid_input', {
    zh: `${table.title}的“${column.title}”${reason.zh}。`,
    en: `Column ${table.name}.${column.name} ${reason.en}.`,
  })
}

function refuseUnknown(table: Table, name: string): Refusal {
  return new Refusal('invalid_input', {
    zh: `${table.title}没有列 ${name}，请用监督数据标准中的列名。`,
    en: `Table ${table.name} has no column ${name}; use the standard's column names.`,
  })
}

/** The table of that name; a Refusal where the standard has none. */
export function tableOf(name: string): Table {
  const table = findTable(name)
  if (table !== undefined) return table
  throw new Refusal('invalid_input', {
    zh: `监督数据标准中没有表 ${name}。`,
    en: `The standard has no table ${name}.`,
  })
}

/** Only the columns that are written, each with what else is stored of it: a name with its normalised form. */
export function storedValues(table: Table, row: WrittenRow): RegisterRow {
  const values: Record<string, RegisterValue> = {}
  for (const [name, text] of Object.entries(row)) {
    const column = table.columns.find((each) => each.name === name)
    if (column === undefined) throw refuseUnknown(table, name)
    const value = text === null ? null : stored(column, text)
    if (text !== null && value === null) {
      const { zh, en } = forms[column.type]
      throw refuse(table, column, { zh: `应为${zh}`, en: `must be ${en}` })
    }
    if (value === null && column.required === true) {
      throw refuse(table, column, { zh: '必填', en: 'must not be empty' })
    }
    values[snapshotName(column)] = value
    if (hasNormalised(table, column)) {
      values[`${column.name}_normalised`] = text === null ? null : normaliseName(text)
    }
  }
  return values
}

/** A whole row: every stored column, null where nothing is written. */
export function registerRow(table: Table, row: WrittenRow): RegisterRow {
  const nothing = Object.fromEntries(table.columns.map(({ name }) => [name, null]))
  return storedValues(table, { ...nothing, ...row })
}
