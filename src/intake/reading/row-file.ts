import { closeSync, openSync, writeSync } from 'node:fs'
import { writeNumber } from './convert-bytes.ts'

/**
 * Canonical rows in a file that DuckDB reads: fields end with 0x1F, rows with a line feed, no quotes; an empty field
 * is null. Text with one of the five bytes that would break this is escaped, and the file is known by the columns in
 * which that happened, so that only those are unescaped in SQL.
 */
export const fieldSeparator = 0x1f
const rowEnd = 0x0a

/** Escape letter → character, in the order in which SQL must undo them: the escape character itself comes last. */
export const escapes = { u: '\u001f', n: '\n', r: '\r', z: '\u0000', e: '\u001e' } as const
const escapeCharacter = '\u001e'

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the bytes that have to be escaped
const breaking = /[\u0000\n\r\u001e\u001f]/g
const letterOf: ReadonlyMap<string, string> = new Map(
  Object.entries(escapes).map(([letter, character]) => [character, letter]),
)

/** A finished file. */
export interface RowFile {
  readonly path: string
  readonly bucket: number
  readonly rows: number
  /** Columns in which something is escaped, the line being column 0. */
  readonly escaped: readonly number[]
  readonly longestRow: number
}

export interface RowWriter {
  out: Buffer
  /** Where the next byte goes. */
  at: number
  rowStart: number
  column: number
  rows: number
  longestRow: number
  file: number | null
  readonly escaped: Set<number>
  readonly path: string
  readonly bucket: number
}

/** Thirty buckets of two workers take 30 MB. */
const bufferBytes = 2 ** 19

export function createRowWriter(path: string, bucket: number): RowWriter {
  return {
    out: Buffer.allocUnsafe(bufferBytes),
    at: 0,
    rowStart: 0,
    column: 0,
    rows: 0,
    longestRow: 0,
    file: null,
    escaped: new Set(),
    path,
    bucket,
  }
}

function flush(writer: RowWriter): void {
  if (writer.at === 0) return
  writer.file ??= openSync(writer.path, 'wx', 0o600)
  for (let from = 0; from < writer.at; ) from += writeSync(writer.file, writer.out, from, writer.at - from)
  writer.at = 0
}

/** Starts a row of at most `size` bytes and writes its line number. */
export function startRow(writer: RowWriter, line: number, size: number): void {
  if (writer.at + size > writer.out.length) {
    flush(writer)
    if (size > writer.out.length) writer.out = Buffer.allocUnsafe(size)
  }
  writer.rowStart = writer.at
  writer.column = 0
  writer.at = writeNumber(writer.out, writer.at, line)
}

/** Ends the field before and begins the next one. */
export function startField(writer: RowWriter): void {
  writer.out[writer.at] = fieldSeparator
  writer.at += 1
  writer.column += 1
}

export function writeText(writer: RowWriter, text: string): void {
  const written = text.replace(breaking, (character) => escapeCharacter + letterOf.get(character)!)
  if (written !== text) writer.escaped.add(writer.column)
  writer.at += writer.out.write(written, writer.at)
}

export function dropRow(writer: RowWriter): void {
  writer.at = writer.rowStart
}

export function finishRow(writer: RowWriter): void {
  writer.out[writer.at] = rowEnd
  writer.at += 1
  writer.rows += 1
  const length = writer.at - writer.rowStart
  if (length > writer.longestRow) writer.longestRow = length
}

/** Null where no row was written: there is no file then. */
export function finishWriter(writer: RowWriter): RowFile | null {
  flush(writer)
  if (writer.file === null) return null
  closeSync(writer.file)
  writer.file = null
  return {
    path: writer.path,
    bucket: writer.bucket,
    rows: writer.rows,
    escaped: [...writer.escaped].sort((left, right) => left - right),
    longestRow: writer.longestRow,
  }
}

/** Closes an unfinished file; the folder it lies in is removed by the main thread. */
export function abandonWriter(writer: RowWriter): void {
  if (writer.file !== null) closeSync(writer.file)
  writer.file = null
}
