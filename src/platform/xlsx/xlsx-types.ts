/** What the .xlsx reader gives and the writer takes. */

export type XlsxCell =
  | { readonly kind: 'text'; readonly text: string }
  /**
   * The number as it stands in the file's XML, e.g. `45292.5`. Excel writes the 17 digits of a double, 4.35 as
   * `4.3499999999999996`: `String(Number(raw))` is what the user sees.
   */
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

/** `yuan`: bigint fen shown as #,##0.00; `integer`: #,##0; `text`: typed text; `wrapped`: typed text in several lines. */
export type CellKind = 'text' | 'wrapped' | 'yuan' | 'integer'

/** How a row stands out: a row of context is muted, a total or a warning strong. */
export type RowTone = 'plain' | 'muted' | 'strong' | 'warning'

export interface OutputColumn {
  readonly header: string
  /** In characters of the default font; a Chinese character counts two. */
  readonly width: number
  readonly kind: CellKind
  /** A drop-down of these values below the header. */
  readonly choices?: readonly string[]
  /** To be filled in by the reader: its header is set apart. */
  readonly isInput?: boolean
  /** There for the program that reads the sheet back, not for people. */
  readonly isHidden?: boolean
}

/** A list of any length. */
export interface OutputSheet {
  readonly name: string
  /** Lines above the header, e.g. a title; the first is set in large type. */
  readonly heading?: readonly string[]
  readonly columns: readonly OutputColumn[]
  readonly rows: Iterable<readonly OutputCell[]> | AsyncIterable<readonly OutputCell[]>
  /** Lines below the rows, e.g. how many are left out; a function is asked when the rows are through. */
  readonly footer?: readonly string[] | (() => readonly string[])
  readonly toneOf?: (row: readonly OutputCell[]) => RowTone
  /** Columns at the left that stay in sight. */
  readonly frozenColumns?: number
}

/** A cell of a page, which may lead to another sheet. */
export type PageCell = OutputCell | { readonly text: string; readonly sheet: string }

export interface PageBlock {
  readonly title: string
  /** `span`: how many of the page's columns it takes. */
  readonly columns: readonly { readonly header: string; readonly kind: CellKind; readonly span?: number }[]
  readonly rows: readonly (readonly PageCell[])[]
  readonly toneOf?: (row: readonly PageCell[]) => RowTone
  /** Small print below the table. */
  readonly note?: string
}

/** One page for people: a title and small tables one below the other. */
export interface OutputPage {
  readonly name: string
  readonly heading: readonly string[]
  readonly widths: readonly number[]
  readonly blocks: readonly PageBlock[]
}
