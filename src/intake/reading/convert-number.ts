import { dayOf, formatDay, isDate } from '#base/calendar-math.ts'
import type { Column } from '#standard/table.ts'
import { convertText } from './convert-text.ts'
import { type Converted, unfit } from './reason.ts'

/** A number cell of an .xlsx → its canonical text (standard, Precisely). */

/** `4.5E+3` → `4500`, `310.10000000000002` → `310.1`; whole numbers stay as they stand. */
export function plainDecimal(raw: string): string {
  if (/^-?\d+$/.test(raw)) return raw
  return withoutExponent(String(Number(raw)))
}

function withoutExponent(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (match === null) return text
  const decimals = match[3] ?? ''
  const digits = match[2]! + decimals
  const point = match[2]!.length + Number(match[4])
  if (point <= 0) return `${match[1]}0.${'0'.repeat(-point)}${digits}`
  return digits.length <= point
    ? match[1]! + digits.padEnd(point, '0')
    : `${match[1]}${digits.slice(0, point)}.${digits.slice(point)}`
}

/** What a spreadsheet shows: 15 significant digits, so that 0.1 + 0.2 is 0.3. */
function shownDecimal(raw: string): string {
  if (/^-?\d+$/.test(raw)) return raw
  return withoutExponent(String(Number(Number(raw).toPrecision(15))))
}

/** The number as it is printed in rejects.csv. */
export function deliveredNumber(raw: string): string {
  return /e/i.test(raw) ? raw : plainDecimal(raw)
}

/**
 * Days of the 1900 system with the time of day, `2024-03-15 18:31:05`; null for what is no day of it.
 * Day 60 is 1900-02-29, which Excel believes in and the calendar does not.
 */
export function momentOfSerial(serial: number): string | null {
  // A double holds 11 digits of the fraction here: rounding to milliseconds mends 18:31:04.9999999.
  const milliseconds = Math.round(serial * 86_400_000)
  const day = Math.floor(milliseconds / 86_400_000)
  const second = Math.floor((milliseconds - day * 86_400_000) / 1000)
  if (!(day >= 1 && day <= 2_958_465) || day === 60) return null
  const date = formatDay(dayOf(1899, 12, day < 60 ? 31 : 30) + day)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date} ${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`
}

/** A six- or eight-digit number that is a valid month or day is that, not a serial number. */
function isWrittenMonthOrDay(decimal: string): boolean {
  const match = /^(\d{4})(\d{2})(\d{2})?$/.exec(decimal)
  if (match === null || Number(match[1]) === 0) return false
  return isDate(Number(match[1]), Number(match[2]), Number(match[3] ?? '1'))
}

export function convertNumber(column: Column, raw: string): Converted {
  if (!Number.isFinite(Number(raw)) || raw.trim() === '') return convertText(column, raw)
  const decimal = plainDecimal(raw)
  switch (column.type) {
    case 'id':
    case 'text':
      return decimal.replace(/^-?0*\.?0*|\./g, '').length > 15
        ? unfit.precision
        : convertText(column, decimal)
    case 'money':
      return convertText(column, shownDecimal(raw))
    case 'date':
    case 'month':
    case 'timestamp':
      return convertText(
        column,
        isWrittenMonthOrDay(decimal) ? decimal : (momentOfSerial(Number(raw)) ?? raw),
      )
    default:
      return convertText(column, decimal)
  }
}
