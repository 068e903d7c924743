import { resolveEscapes, type SharedStrings } from './shared-strings.ts'
import type { XlsxCell, XlsxRow } from './xlsx-types.ts'
import { XmlError, type XmlHandler, type XmlTag } from './xml-scanner.ts'

/** The format's own limits; a reference beyond them is damage, and would make an array of it. */
const columnsMax = 16_384
const rowsMax = 1_048_576
/** The standard's longest row. */
const rowLengthMax = 16 * 2 ** 20

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

/** `AB12` → 27; −1 for anything else. */
function columnOfReference(reference: string): number {
  let column = 0
  let at = 0
  for (; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at)
    if (code >= 65 && code <= 90) column = column * 26 + code - 64
    else if (code >= 97 && code <= 122) column = column * 26 + code - 96
    else break
  }
  return at === 0 || at > 3 ? -1 : column - 1
}

export class RowTooLong extends Error {
  readonly line: number
  constructor(line: number) {
    super(`row ${line} is longer than 16 MB`)
    this.line = line
  }
}

/** Makes rows of the XML of one worksheet. Rows come together in `take()`. */
export class SheetHandler implements XmlHandler {
  collects = false
  /** Whether the end of the rows came: without it the file is cut off. */
  isComplete = false
  readonly #strings: SharedStrings
  #rows: XlsxRow[] = []
  #cells: (XlsxCell | undefined)[] | undefined
  #line = 0
  #column = -1
  #type: string | undefined
  #length = 0
  /** The text of `<v>`, or of the `<t>`s of `<is>`; undefined where the cell has neither. */
  #value: string | undefined
  #isInCell = false
  #isReading = false

  constructor(strings: SharedStrings) {
    this.#strings = strings
  }

  take(): XlsxRow[] {
    const rows = this.#rows
    if (rows.length > 0) this.#rows = []
    return rows
  }

  open(name: string, tag: XmlTag): void {
    if (this.isComplete) return
    switch (name) {
      case 'c':
        this.#openCell(tag)
        return
      case 'v':
      case 't':
        if (!this.#isInCell || this.#isReading) return
        this.#value ??= ''
        this.collects = true
        return
      case 'row':
        this.#openRow(tag)
        return
      case 'rPh':
        this.#isReading = true
    }
  }

  close(name: string): void {
    if (this.isComplete) return
    switch (name) {
      case 'v':
      case 't':
        this.collects = false
        return
      case 'c':
        this.#closeCell()
        return
      case 'row':
        if (this.#cells !== undefined) this.#rows.push({ line: this.#line, cells: this.#cells })
        this.#cells = undefined
        return
      case 'rPh':
        this.#isReading = false
        return
      case 'sheetData':
        this.isComplete = true
    }
  }

  text(text: string): void {
    this.#value += text
    this.#length += text.length
    if (this.#length > rowLengthMax) throw new RowTooLong(this.#line)
  }

  #openRow(tag: XmlTag): void {
    const given = tag.attribute('r')
    this.#line = given === undefined ? this.#line + 1 : Number(given)
    if (!(this.#line >= 1 && this.#line <= rowsMax)) throw new XmlError(`there is no row ${given}`)
    this.#cells = []
    this.#column = -1
    this.#length = 0
  }

  #openCell(tag: XmlTag): void {
    if (this.#cells === undefined) return
    const reference = tag.attribute('r')
    this.#column = reference === undefined ? this.#column + 1 : columnOfReference(reference)
    if (this.#column < 0 || this.#column >= columnsMax) throw new XmlError(`there is no cell ${reference}`)
    this.#type = tag.attribute('t')
    this.#value = undefined
    this.#isInCell = true
  }

  #closeCell(): void {
    this.#isInCell = false
    if (this.#cells === undefined || this.#value === undefined) return
    const cell = this.#cellOf(this.#value)
    if (cell === undefined) return
    while (this.#cells.length < this.#column) this.#cells.push(undefined)
    this.#cells[this.#column] = cell
  }

  #cellOf(value: string): XlsxCell | undefined {
    switch (this.#type) {
      case 's': {
        const text = this.#strings.get(Number(value))
        if (text === undefined) throw new XmlError(`there is no shared string ${value}`)
        return { kind: 'text', text }
      }
      case 'inlineStr':
      case 'str':
        return { kind: 'text', text: resolveEscapes(value) }
      case 'b':
        return { kind: 'bool', value: value.trim() === '1' || value.trim() === 'true' }
      case 'e':
        return { kind: 'error', text: value.trim() }
      case 'd':
        return { kind: 'text', text: value.trim() }
      default: {
        const raw = value.trim()
        if (raw === '') return undefined
        return numberPattern.test(raw)
          ? { kind: 'number', raw }
          : { kind: 'text', text: resolveEscapes(value) }
      }
    }
  }
}
