import { isDate, monthOf } from '#base/calendar-math.ts'
import { normaliseIdentityNumber } from '#base/identity-number.ts'
import type { Column } from '#standard/table.ts'
import { type Converted, unfit } from './reason.ts'

/**
 * The one converter: the text of a cell → its canonical text. Every format uses it; convert-bytes.ts only takes
 * short cuts for cells that are canonical already, and gives everything else to it.
 */

// Unicode's White_Space and the byte-order mark. JavaScript's own trim leaves U+0085.
const edges =
  /^[\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF]+|[\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF]+$/g

export function trimWhite(text: string): string {
  return text.replace(edges, '')
}

const fullWidth = /[\uFF01-\uFF5E\u3000]/g

export function toHalfWidth(text: string): string {
  return text.replace(fullWidth, (character) =>
    character === '\u3000' ? ' ' : String.fromCharCode(character.charCodeAt(0) - 0xfee0),
  )
}

const nullSpellings: ReadonlySet<string> = new Set(['', 'NULL', '\\N', '-', '—'])

export function isNullSpelling(trimmed: string): boolean {
  return nullSpellings.has(trimmed)
}

export function isIdentityColumn(column: Column): boolean {
  return column.type === 'text' && (column.name === 'id_number' || column.name.endsWith('_id_number'))
}

/** Ids and numbers lose their full-width form; names and free text keep every character. */
export function isHalfWidthColumn(column: Column): boolean {
  return column.type !== 'text' || /_(?:number|account|code)$/.test(column.name)
}

const maximumBigint = 2n ** 63n - 1n

function bounded(value: bigint): string | null {
  return value <= maximumBigint && value >= -maximumBigint ? value.toString() : null
}

function convertInt(text: string): string | null {
  return /^-?\d+$/.test(text) ? bounded(BigInt(text)) : null
}

const amount = String.raw`(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?`
const signedMoney = new RegExp(`^(?:(-?)¥?|¥(-))${amount}$`)
const bracketedMoney = new RegExp(String.raw`^\(¥?${amount}\)$`)

function convertMoney(delivered: string): string | null {
  const text = delivered.replaceAll('￥', '¥')
  const signed = signedMoney.exec(text)
  const bracketed = signed === null ? bracketedMoney.exec(text) : null
  const [yuan, decimals] = signed === null ? [bracketed?.[1], bracketed?.[2]] : [signed[3], signed[4]]
  if (yuan === undefined) return null
  const fen = BigInt(yuan.replaceAll(',', '') + (decimals ?? '').padEnd(2, '0'))
  const isNegative = bracketed !== null || signed?.[1] === '-' || signed?.[2] === '-'
  return bounded(isNegative ? -fen : fen)
}

function convertRate(text: string): string | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) return null
  const decimals = match[3] ?? ''
  const millionths = BigInt(match[2]! + decimals.slice(0, 6).padEnd(6, '0'))
  // Half away from zero: the seventh decimal alone decides, as the sign is put on afterwards.
  const rounded = decimals.length > 6 && decimals[6]! >= '5' ? millionths + 1n : millionths
  return bounded(match[1] === '-' ? -rounded : rounded)
}

interface Moment {
  readonly year: number
  readonly month: number
  readonly date: string
  readonly time: string
}

const moment =
  /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))(?:(?:T| +)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/

const two = (text: string): string => text.padStart(2, '0')

/** A date with or without a time of day; null for days and times that do not exist, and for offsets. */
function parseMoment(text: string): Moment | null {
  const match = moment.exec(text)
  if (match === null) return null
  const month = match[2] ?? match[4] ?? match[6] ?? match[8]!
  const day = match[3] ?? match[5] ?? match[7] ?? match[9]!
  const [hour, minute, second] = [match[10] ?? '0', match[11] ?? '0', match[12] ?? '0']
  const year = Number(match[1])
  if (year === 0 || !isDate(year, Number(month), Number(day))) return null
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  return {
    year,
    month: Number(month),
    date: `${match[1]}-${two(month)}-${two(day)}`,
    time: `${two(hour)}:${two(minute)}:${two(second)}`,
  }
}

const bareMonth = /^(\d{4})(?:-(\d{1,2})|\/(\d{1,2})|年(\d{1,2})月|(\d{2}))$/

function convertMonth(text: string): string | null {
  const match = bareMonth.exec(text)
  if (match === null) {
    const found = parseMoment(text)
    return found === null ? null : String(monthOf(found.year, found.month))
  }
  const [year, month] = [Number(match[1]), Number(match[2] ?? match[3] ?? match[4] ?? match[5])]
  return year > 0 && month >= 1 && month <= 12 ? String(monthOf(year, month)) : null
}

function convertTimestamp(text: string): string | null {
  const found = parseMoment(text)
  return found === null ? null : `${found.date} ${found.time}`
}

export const boolSpellings: Readonly<Record<string, string>> = {
  true: 'true',
  false: 'false',
  '1': 'true',
  '0': 'false',
  是: 'true',
  否: 'false',
  y: 'true',
  n: 'false',
}

function convertBool(text: string): string | null {
  const key = text.toLowerCase()
  return Object.hasOwn(boolSpellings, key) ? boolSpellings[key]! : null
}

const codesByColumn = new WeakMap<Column, ReadonlyMap<string, string>>()

/** Code and title → code. */
export function codeSpellings(column: Column): ReadonlyMap<string, string> {
  const known = codesByColumn.get(column)
  if (known !== undefined) return known
  const codes = Object.entries(column.codes ?? {})
  // Codes go in last: should a title ever read like another code, the code counts.
  const spellings = new Map([
    ...codes.map(([code, title]) => [title, code] as const),
    ...codes.map(([code]) => [code, code] as const),
  ])
  codesByColumn.set(column, spellings)
  return spellings
}

function convertByType(column: Column, trimmed: string, text: string): string | null {
  switch (column.type) {
    case 'id':
      return text
    case 'text':
      return isIdentityColumn(column) ? normaliseIdentityNumber(text) : text
    case 'code': {
      const spellings = codeSpellings(column)
      return spellings.get(trimmed) ?? spellings.get(text) ?? null
    }
    case 'int':
      return convertInt(text)
    case 'money':
      return convertMoney(text)
    case 'rate':
      return convertRate(text)
    case 'date':
      return parseMoment(text)?.date ?? null
    case 'month':
      return convertMonth(text)
    case 'timestamp':
      return convertTimestamp(text)
    case 'bool':
      return convertBool(text)
  }
}

/** A null spelling is null, or `required` where a value has to be. */
export function convertText(column: Column, delivered: string): Converted {
  const trimmed = trimWhite(delivered)
  if (isNullSpelling(trimmed)) return column.required === true ? unfit.required : null
  const text = isHalfWidthColumn(column) ? toHalfWidth(trimmed) : trimmed
  const value = convertByType(column, trimmed, text)
  if (value !== null) return value
  // Ids and texts always convert, so the type is a reason here.
  return unfit[column.type as Exclude<Column['type'], 'id' | 'text'>]
}
