import {
  cellXml,
  lineHeight,
  pageSetupXml,
  type SheetContext,
  sheetStart,
  textCellXml,
} from './xlsx-sheet.ts'
import * as styles from './xlsx-styles.ts'
import { attributeText, columnName, linesOf, quotedSheet, textWidth } from './xlsx-text.ts'
import type { CellKind, OutputPage, PageBlock, PageCell, RowTone } from './xlsx-types.ts'

interface Span {
  readonly header: string
  readonly kind: CellKind
  readonly from: number
  readonly to: number
  readonly width: number
}

function spansOf(block: PageBlock, widths: readonly number[]): Span[] {
  let next = 0
  return block.columns.map(({ header, kind, span = 1 }) => {
    const from = next
    next += span
    // Each column is written two wider than asked for; a text keeps a character of air on its left.
    const width = widths.slice(from, next).reduce((sum, each) => sum + each + 2, -2)
    return { header, kind, from, to: next - 1, width }
  })
}

/** Spreadsheet programs fit the height of a row to its text, but not to merged cells: these are measured here. */
function heightOf(spans: readonly Span[], cells: readonly PageCell[]): number {
  const lines = spans.map(({ width, kind }, index) => {
    const cell = cells[index] ?? null
    return kind === 'wrapped' && typeof cell === 'string' ? linesOf(cell, width) : 1
  })
  return lineHeight * Math.max(1, ...lines)
}

/** Writes a page row by row; it is small, so that its parts are kept until the end. */
class PageWriter {
  readonly rows: string[] = []
  readonly merges: string[] = []
  readonly links: string[] = []
  readonly #widths: readonly number[]
  readonly #sheetName: (wanted: string) => string
  line = 0

  constructor(widths: readonly number[], sheetName: (wanted: string) => string) {
    this.#widths = widths
    this.#sheetName = sheetName
  }

  blank(): void {
    this.line += 1
  }

  text(text: string, style: number, height: number): void {
    this.line += 1
    const cell = textCellXml(`A${this.line}`, style, text)
    this.rows.push(`<row r="${this.line}" ht="${height}" customHeight="1">${cell}</row>`)
    this.#merge(0, this.#widths.length - 1)
  }

  block(block: PageBlock): void {
    const spans = spansOf(block, this.#widths)
    this.blank()
    this.text(block.title, styles.blockTitleStyle, 24)
    if (spans.some(({ header }) => header !== '')) this.#header(spans)
    for (const cells of block.rows) this.#row(spans, cells, block.toneOf?.(cells) ?? 'plain')
    if (block.note === undefined) return
    const width = this.#widths.reduce((sum, each) => sum + each, 0)
    this.text(block.note, styles.noteStyle, lineHeight * Math.ceil(textWidth(block.note) / width))
  }

  #merge(from: number, to: number): void {
    if (to > from) this.merges.push(`${columnName(from)}${this.line}:${columnName(to)}${this.line}`)
  }

  #header(spans: readonly Span[]): void {
    this.line += 1
    const cells = spans.flatMap(({ header, from, to }) => {
      this.#merge(from, to)
      return this.#filled(from, to, styles.headerStyle, (reference) =>
        textCellXml(reference, styles.headerStyle, header),
      )
    })
    const lines = Math.max(...spans.map(({ header, width }) => linesOf(header, width)))
    const height = 6 + lines * lineHeight
    this.rows.push(`<row r="${this.line}" ht="${height}" customHeight="1">${cells.join('')}</row>`)
  }

  #row(spans: readonly Span[], cells: readonly PageCell[], tone: RowTone): void {
    this.line += 1
    const xml = spans.flatMap(({ kind, from, to }, index) => {
      this.#merge(from, to)
      const cell = cells[index] ?? null
      return this.#filled(from, to, styles.bodyStyles[tone][kind], (reference) =>
        this.#cell(reference, cell, kind, tone),
      )
    })
    this.rows.push(
      `<row r="${this.line}" ht="${heightOf(spans, cells)}" customHeight="1">${xml.join('')}</row>`,
    )
  }

  /** The first cell holds the value, the others of a span its borders. */
  #filled(from: number, to: number, style: number, first: (reference: string) => string): string[] {
    const cells = [first(`${columnName(from)}${this.line}`)]
    for (let column = from + 1; column <= to; column += 1) {
      cells.push(`<c r="${columnName(column)}${this.line}" s="${style}"/>`)
    }
    return cells
  }

  #cell(reference: string, cell: PageCell, kind: CellKind, tone: RowTone): string {
    if (typeof cell !== 'object' || cell === null) return cellXml(reference, cell, kind, tone)
    const location = attributeText(`${quotedSheet(this.#sheetName(cell.sheet))}!A1`)
    this.links.push(
      `<hyperlink ref="${reference}" location="${location}" display="${attributeText(cell.text)}"/>`,
    )
    return textCellXml(reference, styles.linkStyle, cell.text)
  }
}

export interface PageContext extends Pick<SheetContext, 'name' | 'isFirst'> {
  /** The name that the sheet wanted as this one got. */
  readonly sheetName: (wanted: string) => string
}

export function pageXml(page: OutputPage, context: PageContext): string {
  const writer = new PageWriter(page.widths, context.sheetName)
  page.heading.forEach((text, index) => {
    writer.text(text, index === 0 ? styles.titleStyle : styles.headingStyle, index === 0 ? 30 : lineHeight)
  })
  for (const block of page.blocks) writer.block(block)
  const columns = page.widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width + 2}" customWidth="1"/>`,
  )
  const list = (name: string, items: readonly string[]): string =>
    items.length === 0 ? '' : `<${name}>${items.join('')}</${name}>`
  return [
    sheetStart,
    `<sheetViews><sheetView showGridLines="0"${context.isFirst ? ' tabSelected="1"' : ''} workbookViewId="0"/></sheetViews>`,
    '<sheetFormatPr defaultRowHeight="16.5"/>',
    list('cols', columns),
    `<sheetData>${writer.rows.join('')}</sheetData>`,
    list(
      'mergeCells',
      writer.merges.map((range) => `<mergeCell ref="${range}"/>`),
    ),
    list('hyperlinks', writer.links),
    pageSetupXml(context.name),
    `<ignoredErrors><ignoredError sqref="A1:${columnName(page.widths.length - 1)}${writer.line}" numberStoredAsText="1"/></ignoredErrors>`,
    '</worksheet>',
  ].join('')
}
