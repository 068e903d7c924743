/** One cell to one value, as the table "matter, rule" and "Precisely, Loading" of the standard's README say. */
import type { Column } from '#standard/table.ts'
import { dayNumber } from '../dates.ts'
import { trimmed } from './csv.ts'
import type { Value } from './row.ts'

export type Converted = { readonly value: Value | null } | { readonly reason: string }

export function convert(column: Column, delivered: string): Converted {
  const text = trimmed(delivered)
  // "Null spellings are exactly the ones above, in text columns too."
  // ambiguous: `ＮＵＬＬ` in full width. "Exactly" is read as: before full width becomes half width.
  if (['', 'NULL', '\\N', '-', '—'].includes(text)) {
    return column.required === true ? { reason: 'required' } : { value: null }
  }
  const value = parse(column, isHalfWidth(column) ? halfWidth(text) : text)
  return value === null ? { reason: column.type } : { value }
}

/** Null where the text is no value of the column's type. */
function parse(column: Column, text: string): Value | null {
  switch (column.type) {
    case 'id':
      return text
    case 'text':
      return isIdNumber(column.name) ? idNumber(text) : text
    case 'code':
      return code(column, text)
    case 'int':
      // "Int: digits with an optional minus"
      return /^-?\d+$/.test(text) ? BigInt(text) : null
    case 'money':
      return money(text)
    case 'rate':
      return rate(text)
    case 'date':
      return date(text)
    case 'month':
      return monthNumber(text)
    case 'timestamp':
      return timestamp(text)
    case 'bool':
      return bool(text)
  }
}

/**
 * "Full width becomes half width in the types id, code, int, money, rate, date, month, timestamp, bool and in text
 * columns ending in `_number`, `_account` or `_code`."
 */
function isHalfWidth(column: Column): boolean {
  return column.type !== 'text' || /_(number|account|code)$/.test(column.name)
}

/** ambiguous: "letters and digits" above, "full width" below in the standard. All of U+FF01–U+FF5E is read so. */
function halfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (each) => String.fromCharCode(each.charCodeAt(0) - 0xfee0))
}

/** "Id-number columns are `id_number` and those ending in `_id_number`" */
function isIdNumber(name: string): boolean {
  return name === 'id_number' || name.endsWith('_id_number')
}

/** "18 characters, `x` becomes `X`", "15 digits become 18 with century `19`; anything else stays, with a remark" */
function idNumber(text: string): string {
  if (/^\d{17}x$/.test(text)) return text.toUpperCase()
  if (!/^\d{15}$/.test(text)) return text
  const seventeen = `${text.slice(0, 6)}19${text.slice(6)}`
  return seventeen + checkDigit(seventeen)
}

/** GB 11643: ISO 7064 MOD 11-2. */
export function checkDigit(seventeen: string): string {
  let sum = 0
  for (let at = 0; at < 17; at += 1) sum += Number(seventeen[at]) * (2 ** (17 - at) % 11)
  return '10X98765432'[sum % 11]!
}

/** "Codes: the exact code or its exact title after trimming." */
function code(column: Column, text: string): string | null {
  for (const [each, title] of Object.entries(column.codes ?? {})) {
    if (text === each || text === title) return each
  }
  return null
}

/**
 * "`¥` and `￥`, `(1.00)` and `（1.00）` for negative; more than two decimals, an exponent, a percent sign or any other
 * character rejects", "A currency sign stands only in front of the digits, before or after a minus."
 * ambiguous: `1,23` (a separator not before three digits), `.5` and `5.`, `(-1)`, `-(1)`, `¥(1)`: rejected here.
 */
function money(text: string): bigint | null {
  const match = /^(\(?)(-?)[¥￥]?(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?(\)?)$/.exec(text)
  if (match === null) return null
  const [, open, minus, laterMinus, whole, fraction, close] = match
  if ((open === '(') !== (close === ')')) return null
  const signs = [open, minus, laterMinus].filter((each) => each !== '')
  if (signs.length > 1) return null
  const fen = BigInt(whole!.replaceAll(',', '') + (fraction ?? '').padEnd(2, '0'))
  return signs.length === 1 ? -fen : fen
}

/** "A rate allows no sign but minus, no percent sign and no separators, and rounds half away from zero." */
function rate(text: string): bigint | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) return null
  const fraction = (match[3] ?? '').padEnd(7, '0')
  const cut = BigInt(match[2]! + fraction.slice(0, 6))
  const rounded = fraction[6]! >= '5' ? cut + 1n : cut
  return match[1] === '-' ? -rounded : rounded
}

const dateForms = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})/,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日/,
  /^(\d{4})(\d{2})(\d{2})/,
]

interface DateAndRest {
  readonly day: number
  readonly rest: string
}

function leadingDate(text: string): DateAndRest | null {
  for (const form of dateForms) {
    const match = form.exec(text)
    if (match === null) continue
    const day = dayNumber(Number(match[1]), Number(match[2]), Number(match[3]))
    return day === null ? null : { day, rest: text.slice(match[0].length) }
  }
  return null
}

/**
 * "without seconds", "fractions of a second are cut; offsets reject"; null where the rest is no time of day.
 * ambiguous: hours of one digit, `20240315183105`, a date in 年月日 with a time. The first two reject, the last does not.
 */
function secondOfDay(rest: string): number | null {
  const match = /^[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(rest)
  if (match === null) return null
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? '0')]
  return hours <= 23 && minutes <= 59 && seconds <= 59 ? hours * 3600 + minutes * 60 + seconds : null
}

/** "a time after a date column is left out" */
function date(text: string): number | null {
  const found = leadingDate(text)
  if (found === null) return null
  return found.rest === '' || secondOfDay(found.rest) !== null ? found.day : null
}

/** "a timestamp of a date alone is 00:00:00" */
function timestamp(text: string): number | null {
  const found = leadingDate(text)
  if (found === null) return null
  if (found.rest === '') return found.day * 86_400
  const time = secondOfDay(found.rest)
  return time === null ? null : found.day * 86_400 + time
}

/** "`2024-03`, `2024/3`, `202403`, `2024年3月`, or a date (its month is taken)" */
function monthNumber(text: string): number | null {
  const match = /^(\d{4})(?:-(\d{1,2})|\/(\d{1,2})|(\d{2})|年(\d{1,2})月)$/.exec(text)
  if (match !== null) {
    const month = Number(match[2] ?? match[3] ?? match[4] ?? match[5])
    return month >= 1 && month <= 12 ? Number(match[1]) * 12 + month - 1 : null
  }
  const found = date(text)
  if (found === null) return null
  const day = new Date(found * 86_400_000)
  return day.getUTCFullYear() * 12 + day.getUTCMonth()
}

/** "`true/false`, `1/0`, `是/否`, `Y/N`", "Bool: either case" */
function bool(text: string): boolean | null {
  const lower = text.toLowerCase()
  if (['true', '1', '是', 'y'].includes(lower)) return true
  if (['false', '0', '否', 'n'].includes(lower)) return false
  return null
}
