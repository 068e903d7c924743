import { civilOfDay, dayOf, formatDay, isDate } from '#base/calendar-math.ts'
import { fenOfYuan } from '#base/money.ts'
import type { XlsxCell } from './xlsx-types.ts'

/** Cells that people typed, as they meant them. Null where the cell is filled in and means nothing of the kind. */

export function cellText(cell: XlsxCell | undefined): string {
  if (cell === undefined || cell.kind === 'bool') return ''
  // Excel writes 17 digits of a double; the shortest form is what the user typed.
  const text = cell.kind === 'number' ? String(Number(cell.raw)) : cell.text
  return text.trim()
}

/** Day 0 of Excel's serials; day 60 does not exist, but nobody fills in forms of 1900. */
const serialDayZero = dayOf(1899, 12, 30)

/** YYYY-MM-DD of 2024-3-5, 2024/03/05, 2024年3月5日, 20240305 or a date of Excel; empty for an empty cell. */
export function cellDay(cell: XlsxCell | undefined): string | null {
  const text = cellText(cell)
  if (text === '') return ''
  if (cell?.kind === 'number' && Number(cell.raw) > 60 && Number(cell.raw) < 100_000) {
    const civil = civilOfDay(serialDayZero + Math.floor(Number(cell.raw)))
    return formatDay(dayOf(civil.year, civil.month, civil.day))
  }
  const match = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ T].*)?$/.exec(text)
  const [year, month, day] = [
    Number(match?.[1]),
    Number(match?.[2] ?? match?.[4]),
    Number(match?.[3] ?? match?.[5]),
  ]
  if (match !== null && isDate(year, month, day)) return formatDay(dayOf(year, month, day))
  return null
}

/** Fen of `1,234.50`, `￥1234.5`, `1234.5元`; empty for an empty cell, null for a negative amount too. */
export function cellFen(cell: XlsxCell | undefined): bigint | '' | null {
  const text = cellText(cell)
    .replace(/[,，]/g, '')
    .replace(/^[¥￥]/, '')
    .replace(/元$/, '')
  if (text === '') return ''
  const fen = fenOfYuan(text)
  return fen !== null && fen >= 0n ? fen : null
}
