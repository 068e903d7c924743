import { closeSync, openSync, writeSync } from 'node:fs'
import { writeNumber } from './convert-bytes.ts'
import { orderOf, type RowWatch, takeKeys, type WatchedOrder, watchRow } from './row-watch.ts'

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
  /** Eight bytes a row: a hash of its key. */
  readonly keysPath: string
  readonly order: WatchedOrder
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
  keysFile: number | null
  /** Where the fields of the row begin; one more stands where the next would. */
  readonly starts: Int32Array
  /** Null: nobody will sort or compare these rows. */
  readonly watch: RowWatch | null
  readonly escaped: Set<number>
  readonly path: string
  readonly bucket: number
}

/** Thirty buckets of two workers take 30 MB. */
const bufferBytes = 2 ** 19
/** More than any table has. */
const fieldsMax = 256

export function createRowWriter(path: string, bucket: number, watch: RowWatch | null): RowWriter {
  return {
    out: Buffer.allocUnsafe(bufferBytes),
    at: 0,
    rowStart: 0,
    column: 0,
    rows: 0,
    longestRow: 0,
    file: null,
    keysFile: null,
    starts: new Int32Array(fieldsMax),
    watch,
    escaped: new Set(),
    path,
    bucket,
  }
}

function flush(writer: RowWriter): void {
  if (writer.at === 0) return
  writer.file ??= openSync(writer.path, 'wx', 0o600)
  writeAll(writer.file, writer.out, writer.at)
  writer.at = 0
  if (writer.watch === null) return
  writer.keysFile ??= openSync(keysPathOf(writer), 'wx', 0o600)
  const keys = takeKeys(writer.watch)
  writeAll(writer.keysFile, keys, keys.length)
}

function keysPathOf({ path }: RowWriter): string {
  return `${path}.keys`
}

function writeAll(file: number, bytes: Uint8Array, size: number): void {
  for (let from = 0; from < size; ) from += writeSync(file, bytes, from, size - from)
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
  writer.starts[writer.column] = writer.at
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
  writer.starts[writer.column + 1] = writer.at
  if (writer.watch !== null) watchRow(writer.watch, writer.out, writer.starts)
  const length = writer.at - writer.rowStart
  if (length > writer.longestRow) writer.longestRow = length
}

/** Null where no row was written: there is no file then. */
export function finishWriter(writer: RowWriter): RowFile | null {
  flush(writer)
  if (writer.file === null) return null
  abandonWriter(writer)
  return {
    path: writer.path,
    bucket: writer.bucket,
    rows: writer.rows,
    escaped: [...writer.escaped].sort((left, right) => left - right),
    longestRow: writer.longestRow,
    keysPath: keysPathOf(writer),
    order: writer.watch === null ? { isInOrder: false, first: null, last: null } : orderOf(writer.watch),
  }
}

/** Closes its files; of an unfinished one the folder it lies in is removed by the main thread. */
export function abandonWriter(writer: RowWriter): void {
  if (writer.file !== null) closeSync(writer.file)
  if (writer.keysFile !== null) closeSync(writer.keysFile)
  writer.file = null
  writer.keysFile = null
}
