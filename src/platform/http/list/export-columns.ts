import type { ExportColumn } from './list-export.ts'

/** Columns of exported lists, as most of them are. */

/** `width` in characters. */
export function textColumn<Row>(
  zh: string,
  en: string,
  { width, of }: { readonly width: number; readonly of: (row: Row) => string | null | undefined },
): ExportColumn<Row> {
  return { title: { zh, en }, kind: 'text', width, valueOf: (row) => of(row) ?? null }
}

/** `of` gives fen as digits. */
export function yuanColumn<Row>(zh: string, en: string, of: (row: Row) => string | null): ExportColumn<Row> {
  const fenIn = (row: Row): bigint | null => {
    const digits = of(row)
    return digits === null ? null : BigInt(digits)
  }
  return { title: { zh, en }, kind: 'yuan', width: 16, valueOf: fenIn }
}
