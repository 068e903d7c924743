/** Drafts of delivered files and their bytes: every encoding, separator and line end that the standard names. */
import { gzipSync } from 'node:zlib'
import type { TableName } from '#standard/tables.ts'
import type { DeliveredFile } from '../loading/load.ts'

export interface FileStyle {
  readonly encoding: 'utf-8' | 'utf-8-bom' | 'gb18030' | 'utf-16le' | 'utf-16be'
  readonly separator: ',' | '\t' | ';' | '|'
  readonly newline: '\n' | '\r\n'
  readonly quoting: 'needed' | 'all'
  readonly endsWithNewline: boolean
  /** The file is compressed, and its name says so. */
  readonly isGzipped: boolean
}

export const plainStyle: FileStyle = {
  encoding: 'utf-8',
  separator: ',',
  newline: '\n',
  quoting: 'needed',
  endsWithNewline: true,
  isGzipped: false,
}

export interface DraftFile {
  readonly name: string
  readonly table: TableName
  readonly header: readonly string[]
  /** A row without cells is a blank line. */
  readonly rows: readonly (readonly string[])[]
  readonly style: FileStyle
}

export function encodeFile(draft: DraftFile): DeliveredFile {
  const bytes = encodeText(textOf(draft), draft.style.encoding)
  return draft.style.isGzipped
    ? { name: `${draft.name}.gz`, bytes: gzipSync(bytes) }
    : { name: draft.name, bytes }
}

export function textOf({ header, rows, style }: DraftFile): string {
  const lines = [header, ...rows].map((cells) =>
    cells.map((each) => quoted(each, style)).join(style.separator),
  )
  return lines.join(style.newline) + (style.endsWithNewline ? style.newline : '')
}

function quoted(cell: string, { separator, quoting }: FileStyle): string {
  const isNeeded = quoting === 'all' || cell.includes(separator) || /["\r\n]/.test(cell)
  return isNeeded ? `"${cell.replaceAll('"', '""')}"` : cell
}

export function encodeText(text: string, encoding: FileStyle['encoding']): Uint8Array {
  switch (encoding) {
    case 'utf-8':
      return new TextEncoder().encode(text)
    case 'utf-8-bom':
      return new TextEncoder().encode(`\ufeff${text}`)
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le')
    case 'utf-16be':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
    case 'gb18030':
      return encodeGb18030(text)
  }
}

let gb18030Table: ReadonlyMap<string, readonly number[]> | null = null

/** The decoder, inverted: all two-byte codes, then the four-byte codes of the basic plane. */
function gb18030Codes(): ReadonlyMap<string, readonly number[]> {
  if (gb18030Table !== null) return gb18030Table
  const decoder = new TextDecoder('gb18030')
  const codes = new Map<string, readonly number[]>()
  const add = (code: readonly number[]): void => {
    const text = decoder.decode(Uint8Array.from(code))
    if ([...text].length === 1 && text !== '\ufffd' && !codes.has(text)) codes.set(text, code)
  }
  for (let first = 0x81; first <= 0xfe; first += 1) {
    for (let second = 0x40; second <= 0xfe; second += 1) if (second !== 0x7f) add([first, second])
  }
  for (let index = 0; index < 39_420; index += 1) add(fourBytes(index))
  gb18030Table = codes
  return codes
}

function fourBytes(index: number): number[] {
  return [
    0x81 + Math.floor(index / 12_600),
    0x30 + (Math.floor(index / 1260) % 10),
    0x81 + (Math.floor(index / 10) % 126),
    0x30 + (index % 10),
  ]
}

function encodeGb18030(text: string): Uint8Array {
  const codes = gb18030Codes()
  const bytes: number[] = []
  for (const each of text) {
    const point = each.codePointAt(0)!
    const code = codes.get(each)
    if (point < 0x80) bytes.push(point)
    else if (code !== undefined) bytes.push(...code)
    else if (point >= 0x10000) bytes.push(...fourBytes(point - 0x10000 + 189_000))
    else throw new Error(`GB18030 has no code for U+${point.toString(16)}`)
  }
  return Uint8Array.from(bytes)
}
