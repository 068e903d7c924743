/** What the .xlsx reader gives and the writer takes. */

export type XlsxCell =
  | { readonly kind: 'text'; readonly text: string }
  /** The number as it stands in the file's XML, e.g. `45292.5`. */
  | { readonly kind: 'number'; readonly raw: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'error'; readonly text: string }

export interface XlsxRow {
  /** The row number in the sheet, 1-based. */
  readonly line: number
  /** By column, 0-based; undefined where the sheet has no cell. */
  readonly cells: readonly (XlsxCell | undefined)[]
}

export interface XlsxSheet {
  readonly name: string
  rows(): AsyncIterable<readonly XlsxRow[]>
}

/** A cell to write: text (typed text, never a formula), a bigint of fen (a number with two decimals), a number, or empty. */
export type OutputCell = string | bigint | number | null

export interface OutputColumn {
  readonly header: string
  /** In characters of the default font; a Chinese character counts two. */
  readonly width: number
  /** `yuan`: bigint fen shown as #,##0.00; `integer`: #,##0; `text`: typed text. */
  readonly kind: 'text' | 'wrapped' | 'yuan' | 'integer'
  /** A drop-down of these values below the header. */
  readonly choices?: readonly string[]
}

export interface OutputSheet {
  readonly name: string
  /** Lines above the header, e.g. a title; the first is set in large type. */
  readonly heading?: readonly string[]
  readonly columns: readonly OutputColumn[]
  readonly rows: Iterable<readonly OutputCell[]> | AsyncIterable<readonly OutputCell[]>
  /** Lines below the rows, e.g. how many are left out. */
  readonly footer?: readonly string[]
}
