import { formatYuan } from '#base/money.ts'
import { assert } from '#base/refusal.ts'
import * as styles from './xlsx-styles.ts'
import { attributeText, cellText, columnName, linesOf } from './xlsx-text.ts'
import type { CellKind, OutputCell, OutputColumn, OutputSheet, RowTone } from './xlsx-types.ts'

/** The format's limit; reports stop far earlier. */
export const rowsMax = 1_048_576
/** Bytes of XML handed on at once: large enough for the compressor, small beside everything else. */
const batchLength = 2 ** 16

/** Points that a line of the default font takes, and the most that the format allows a row. */
export const lineHeight = 16.5
const rowHeightMax = 409

/** What the workbook says of a sheet once it is written. */
export interface SheetFacts {
  headerRow: number
  lastRow: number
  lastColumn: string
}

export interface SheetContext {
  readonly name: string
  readonly isFirst: boolean
  /** What a drop-down takes its values from, as a formula. */
  readonly choicesFormula: (choices: readonly string[]) => string
  readonly facts: SheetFacts
  readonly signal?: AbortSignal | undefined
}

export const sheetStart = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`

/** A4 across, as wide as the sheet, as many pages as it takes, numbered. */
export function pageSetupXml(name: string): string {
  const footer = `&L${name.replaceAll('&', '&&')}&R&P / &N`
  return `<printOptions horizontalCentered="1"/><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>${attributeText(footer)}</oddFooter></headerFooter>`
}

export function textCellXml(reference: string, style: number, text: string): string {
  if (text === '') return `<c r="${reference}" s="${style}"/>`
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${cellText(text)}</t></is></c>`
}

/** Numbers keep their own format in a column of text, and text in a column of numbers. */
export function cellXml(reference: string, cell: OutputCell, kind: CellKind, tone: RowTone): string {
  const byKind = styles.bodyStyles[tone]
  if (cell === null) return `<c r="${reference}" s="${byKind[kind]}"/>`
  if (typeof cell === 'bigint') return `<c r="${reference}" s="${byKind.yuan}"><v>${formatYuan(cell)}</v></c>`
  if (typeof cell === 'number' && Number.isFinite(cell)) {
    const style = kind === 'yuan' ? byKind.yuan : byKind.integer
    return `<c r="${reference}" s="${style}"><v>${cell}</v></c>`
  }
  const style = kind === 'wrapped' ? byKind.wrapped : byKind.text
  return textCellXml(reference, style, String(cell))
}

function viewXml(sheet: OutputSheet, { headerRow }: SheetFacts, isFirst: boolean): string {
  const columns = sheet.frozenColumns ?? 0
  const topLeft = `${columnName(columns)}${headerRow + 1}`
  const pane = columns > 0 ? 'bottomRight' : 'bottomLeft'
  const split = columns > 0 ? ` xSplit="${columns}"` : ''
  return `<sheetViews><sheetView${isFirst ? ' tabSelected="1"' : ''} workbookViewId="0"><pane${split} ySplit="${headerRow}" topLeftCell="${topLeft}" activePane="${pane}" state="frozen"/><selection pane="${pane}" activeCell="${topLeft}" sqref="${topLeft}"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="16.5"/>`
}

function columnsXml(columns: readonly OutputColumn[]): string {
  const each = columns.map(({ width, kind, isHidden }, index) => {
    const hidden = isHidden === true ? ' hidden="1"' : ''
    return `<col min="${index + 1}" max="${index + 1}" width="${width + 3}" style="${styles.columnStyles[kind]}"${hidden} customWidth="1"/>`
  })
  return `<cols>${each.join('')}</cols>`
}

function headXml(sheet: OutputSheet, names: readonly string[]): string {
  let line = 0
  const heading = (sheet.heading ?? []).map((text) => {
    line += 1
    const isTitle = line === 1
    const style = isTitle ? styles.titleStyle : styles.headingStyle
    return `<row r="${line}"${isTitle ? ' ht="28" customHeight="1"' : ''}>${textCellXml(`A${line}`, style, text)}</row>`
  })
  line += 1
  const header = sheet.columns.map(({ header: title, isInput }, index) => {
    const style = isInput === true ? styles.inputHeaderStyle : styles.headerStyle
    return textCellXml(`${names[index]!}${line}`, style, title)
  })
  const lines = Math.max(...sheet.columns.map(({ header: title, width }) => linesOf(title, width)))
  const height = 13.5 + lines * lineHeight
  return `${heading.join('')}<row r="${line}" ht="${height}" customHeight="1">${header.join('')}</row>`
}

function footXml(sheet: OutputSheet, from: number): string {
  const lines = typeof sheet.footer === 'function' ? sheet.footer() : (sheet.footer ?? [])
  return lines
    .map((text, index) => {
      const line = from + index
      return `<row r="${line}">${textCellXml(`A${line}`, styles.headingStyle, text)}</row>`
    })
    .join('')
}

function validationsXml(sheet: OutputSheet, names: readonly string[], context: SheetContext): string {
  const from = context.facts.headerRow + 1
  const validations = sheet.columns.flatMap(({ choices }, index) => {
    if (choices === undefined || choices.length === 0) return []
    const range = `${names[index]!}${from}:${names[index]!}${rowsMax}`
    const formula = attributeText(context.choicesFormula(choices))
    return [
      `<dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1" errorTitle="无效的值" error="请从下拉列表中选择。" sqref="${range}"><formula1>${formula}</formula1></dataValidation>`,
    ]
  })
  if (validations.length === 0) return ''
  return `<dataValidations count="${validations.length}">${validations.join('')}</dataValidations>`
}

/** After the rows: filter, drop-downs, paper; ids that look like numbers are text on purpose and get no green corner. */
function endXml(sheet: OutputSheet, names: readonly string[], context: SheetContext): string {
  const { headerRow, lastRow, lastColumn } = context.facts
  return [
    '</sheetData>',
    `<autoFilter ref="A${headerRow}:${lastColumn}${lastRow}"/>`,
    validationsXml(sheet, names, context),
    pageSetupXml(context.name),
    `<ignoredErrors><ignoredError sqref="A1:${lastColumn}${lastRow}" numberStoredAsText="1"/></ignoredErrors>`,
    '</worksheet>',
  ].join('')
}

function rowXml(
  sheet: OutputSheet,
  names: readonly string[],
  line: number,
  row: readonly OutputCell[],
): string {
  const tone = sheet.toneOf?.(row) ?? 'plain'
  let xml = ''
  let lines = 1
  for (let index = 0; index < sheet.columns.length; index += 1) {
    const { kind, width } = sheet.columns[index]!
    const cell = row[index] ?? null
    xml += cellXml(`${names[index]!}${line}`, cell, kind, tone)
    if (kind === 'wrapped' && typeof cell === 'string') lines = Math.max(lines, linesOf(cell, width))
  }
  // Excel fits the height itself; LibreOffice takes what stands here, and one line where nothing does.
  const height = lines === 1 ? '' : ` ht="${Math.min(rowHeightMax, lines * lineHeight)}"`
  return `<row r="${line}"${height}>${xml}</row>`
}

/** The XML of a list, piece by piece; `context.facts` is complete when it is through. */
export async function* sheetXml(sheet: OutputSheet, context: SheetContext): AsyncGenerator<string> {
  assert(sheet.columns.length > 0, `sheet ${sheet.name} has columns`)
  const { facts } = context
  const names = sheet.columns.map((_, index) => columnName(index))
  facts.headerRow = (sheet.heading?.length ?? 0) + 1
  facts.lastRow = facts.headerRow
  facts.lastColumn = names.at(-1)!
  yield `${sheetStart}${viewXml(sheet, facts, context.isFirst)}${columnsXml(sheet.columns)}<sheetData>${headXml(sheet, names)}`
  let batch = ''
  for await (const row of sheet.rows) {
    facts.lastRow += 1
    assert(facts.lastRow < rowsMax, `sheet ${sheet.name} has at most ${rowsMax} rows`)
    batch += rowXml(sheet, names, facts.lastRow, row)
    if (batch.length < batchLength) continue
    context.signal?.throwIfAborted()
    yield batch
    batch = ''
  }
  yield `${batch}${footXml(sheet, facts.lastRow + 2)}${endXml(sheet, names, context)}`
}
