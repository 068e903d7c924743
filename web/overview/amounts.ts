import type { Language } from '#base/bilingual.ts'
import { localeOf, yuanText } from '#web/language/format.ts'
import type { Measure } from './drill-down.ts'

export interface Sum {
  readonly findings: number
  readonly amount_fen: string
  readonly open_amount_fen: string
}

/** For the length of a bar only: what is read is written from the fen. */
export const yuanOf = (fen: string): number => Number(BigInt(fen)) / 100

export function sizeOf(sum: Sum, measure: Measure): number {
  if (measure === 'count') return sum.findings
  return yuanOf(measure === 'open' ? sum.open_amount_fen : sum.amount_fen)
}

export function valueText(sum: Sum, measure: Measure): string {
  if (measure === 'count') return String(sum.findings)
  return yuanText(measure === 'open' ? sum.open_amount_fen : sum.amount_fen)
}

/** `12.3万`, `123K`: for axes and tiles, where the exact figure stands beside or in the table. */
export function shortText(value: number, language: Language): string {
  return new Intl.NumberFormat(localeOf[language], { notation: 'compact', maximumFractionDigits: 1 }).format(
    value,
  )
}

/** Of a whole, in percent with one decimal; null: the whole is nothing. */
export function shareOf(part: number, whole: number): string | null {
  return whole <= 0 ? null : `${((part / whole) * 100).toFixed(1)}%`
}
