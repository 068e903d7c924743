import { daysInMonth } from '#base/calendar-math.ts'
import { type ByteLookup, createByteLookup, findBytes } from './byte-lookup.ts'
import type { PlannedColumn } from './column-plan.ts'
import { boolSpellings, codeSpellings, isHalfWidthColumn, isIdentityColumn } from './convert-text.ts'

/**
 * Short cuts for cells that are canonical, or nearly: bytes in, bytes out, no string. Each function writes at `at` and
 * returns where it stopped, or -1 for "ask the converter", which then decides: a short cut never rejects, never trims
 * and never gives another result than convert-text.ts (a test compares them). This is what keeps a clean file fast.
 */
export type ShortCut = (source: Uint8Array, from: number, to: number, out: Uint8Array, at: number) => number

const zero = 0x30
const minus = 0x2d
const dot = 0x2e

const isDigit = (byte: number): boolean => byte >= zero && byte <= 0x39

/** -, \N and NULL start with these bytes and have at most four: what else is that short pays the slow way. */
function mayBeNull(first: number, length: number): boolean {
  return length <= 4 && (first === minus || first === 0x5c || first === 0x4e)
}

/** ASCII without control characters and without spaces at the edges. */
export function copyAscii(source: Uint8Array, from: number, to: number, out: Uint8Array, at: number): number {
  if (to === from) return -1
  const first = source[from]!
  if (first === 0x20 || source[to - 1] === 0x20 || mayBeNull(first, to - from)) return -1
  let place = at
  for (let index = from; index < to; index += 1) {
    const byte = source[index]!
    if (byte < 0x20 || byte >= 0x80) return -1
    out[place] = byte
    place += 1
  }
  return place
}

/** Lead bytes E4 to E9 are U+4000 to U+9FFF: no white space, no dash, nothing that NFKC would change. */
const isHanLead = (byte: number): boolean => byte >= 0xe4 && byte <= 0xe9

/** Text that begins and ends with visible ASCII or a common Chinese character, without control characters. */
export function copyText(source: Uint8Array, from: number, to: number, out: Uint8Array, at: number): number {
  if (to === from) return -1
  const first = source[from]!
  const last = source[to - 1]!
  if (first <= 0x20 || last <= 0x20 || mayBeNull(first, to - from)) return -1
  if (first >= 0x80 && !isHanLead(first)) return -1
  if (last >= 0x80 && (to - from < 3 || !isHanLead(source[to - 3]!))) return -1
  let place = at
  for (let index = from; index < to; index += 1) {
    const byte = source[index]!
    if (byte < 0x20) return -1
    out[place] = byte
    place += 1
  }
  return place
}

/** Only common Chinese characters: such a name is its own normalised form. */
export function isPlainHan(source: Uint8Array, from: number, to: number): boolean {
  if (to === from || (to - from) % 3 !== 0) return false
  for (let index = from; index < to; index += 3) {
    if (!isHanLead(source[index]!)) return false
  }
  return true
}

/** 18 characters, the last a digit or X. */
function copyIdentity(source: Uint8Array, from: number, to: number, out: Uint8Array, at: number): number {
  if (to - from !== 18) return -1
  for (let index = 0; index < 17; index += 1) {
    const byte = source[from + index]!
    if (!isDigit(byte)) return -1
    out[at + index] = byte
  }
  const last = source[to - 1]!
  if (!isDigit(last) && last !== 0x58) return -1
  out[at + 17] = last
  return at + 18
}

function copyInt(source: Uint8Array, from: number, to: number, out: Uint8Array, at: number): number {
  const length = to - from
  if (length === 0 || length > 15) return -1
  for (let index = 0; index < length; index += 1) {
    const byte = source[from + index]!
    if (!isDigit(byte)) return -1
    out[at + index] = byte
  }
  return at + length
}

/** Digits with at most `places` decimals → digits without the point: yuan → fen, rates → millionths. */
function copyScaled(
  places: number,
  digitsMax: number,
  source: Uint8Array,
  from: number,
  to: number,
  out: Uint8Array,
  at: number,
): number {
  let index = from
  let place = at
  if (to - from > digitsMax) return -1
  if (index < to && source[index] === minus) {
    out[place] = minus
    place += 1
    index += 1
  }
  const start = index
  while (index < to && isDigit(source[index]!)) {
    out[place] = source[index]!
    place += 1
    index += 1
  }
  if (index === start) return -1
  let missing = places
  if (index < to) {
    if (source[index] !== dot || to - index - 1 > places || to - index === 1) return -1
    for (index += 1; index < to; index += 1) {
      const byte = source[index]!
      if (!isDigit(byte)) return -1
      out[place] = byte
      place += 1
      missing -= 1
    }
  }
  for (; missing > 0; missing -= 1) {
    out[place] = zero
    place += 1
  }
  return place
}

const copyMoney: ShortCut = (source, from, to, out, at) => copyScaled(2, 16, source, from, to, out, at)
const copyRate: ShortCut = (source, from, to, out, at) => copyScaled(6, 12, source, from, to, out, at)

/** The number that `count` digits make, or -1. */
function digitsAt(source: Uint8Array, from: number, count: number): number {
  let value = 0
  for (let index = from; index < from + count; index += 1) {
    const digit = source[index]! - zero
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

export function writeNumber(out: Uint8Array, at: number, value: number): number {
  let digits = 1
  for (let limit = 10; value >= limit; limit *= 10) digits += 1
  let rest = value
  for (let place = at + digits - 1; place >= at; place -= 1) {
    const next = Math.floor(rest / 10)
    out[place] = zero + rest - next * 10
    rest = next
  }
  return at + digits
}

/** `2024-03`, `2024/03` and `202403`. */
function writeMonth(source: Uint8Array, from: number, to: number, out: Uint8Array, at: number): number {
  const length = to - from
  if (length !== 6 && length !== 7) return -1
  const between = source[from + 4]!
  if (length === 7 && between !== minus && between !== 0x2f) return -1
  const year = digitsAt(source, from, 4)
  const month = digitsAt(source, to - 2, 2)
  if (year < 1 || month < 1 || month > 12) return -1
  return writeNumber(out, at, year * 12 + month - 1)
}

/** `2024-03-15`, `2024/03/15` and `20240315`. */
function writeDate(source: Uint8Array, from: number, to: number, out: Uint8Array, at: number): number {
  const length = to - from
  if (length !== 8 && length !== 10) return -1
  const monthAt = length === 8 ? from + 4 : from + 5
  if (length === 10) {
    const between = source[from + 4]!
    if ((between !== minus && between !== 0x2f) || source[from + 7] !== between) return -1
  }
  const year = digitsAt(source, from, 4)
  const month = digitsAt(source, monthAt, 2)
  const day = digitsAt(source, to - 2, 2)
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return -1
  for (let index = 0; index < 4; index += 1) out[at + index] = source[from + index]!
  out[at + 4] = minus
  out[at + 5] = source[monthAt]!
  out[at + 6] = source[monthAt + 1]!
  out[at + 7] = minus
  out[at + 8] = source[to - 2]!
  out[at + 9] = source[to - 1]!
  return at + 10
}

/** `2024-03-15 18:31:05`, also with / and T. */
function writeTimestamp(source: Uint8Array, from: number, to: number, out: Uint8Array, at: number): number {
  if (to - from !== 19) return -1
  const between = source[from + 10]!
  if ((between !== 0x20 && between !== 0x54) || source[from + 13] !== 0x3a || source[from + 16] !== 0x3a)
    return -1
  const hour = digitsAt(source, from + 11, 2)
  const minute = digitsAt(source, from + 14, 2)
  const second = digitsAt(source, from + 17, 2)
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1
  if (writeDate(source, from, from + 10, out, at) < 0) return -1
  out[at + 10] = 0x20
  for (let index = 11; index < 19; index += 1) out[at + index] = source[from + index]!
  return at + 19
}

function lookUp(lookup: ByteLookup): ShortCut {
  return (source, from, to, out, at) => {
    const value = findBytes(lookup, source, from, to)
    if (value === undefined) return -1
    for (let index = 0; index < value.length; index += 1) out[at + index] = value[index]!
    return at + value.length
  }
}

const boolLookup = lookUp(createByteLookup(Object.entries(boolSpellings)))

function withPrefix(prefix: string, shortCut: ShortCut): ShortCut {
  if (prefix === '') return shortCut
  const bytes = Buffer.from(prefix)
  return (source, from, to, out, at) => {
    out.set(bytes, at)
    return shortCut(source, from, to, out, at + bytes.length)
  }
}

const always: ShortCut = () => -1

/** The short cut of a planned column; one whose values are mapped has none. */
export function shortCutOf({ column, values, prefix }: PlannedColumn): ShortCut {
  if (values !== null || /[^\x21-\x7e]/.test(prefix)) return always
  switch (column.type) {
    case 'id':
      return withPrefix(prefix, copyAscii)
    case 'text':
      if (isIdentityColumn(column)) return copyIdentity
      return isHalfWidthColumn(column) ? copyAscii : copyText
    case 'code':
      return lookUp(createByteLookup(codeSpellings(column)))
    case 'int':
      return copyInt
    case 'money':
      return copyMoney
    case 'rate':
      return copyRate
    case 'date':
      return writeDate
    case 'month':
      return writeMonth
    case 'timestamp':
      return writeTimestamp
    case 'bool':
      return boolLookup
  }
}
