import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { writeNumber } from './convert-bytes.ts'

/**
 * Writes canonical rows into chunk files that DuckDB loads: fields end with 0x1F, rows with a line feed, no quotes;
 * an empty field is null. Text with one of the five bytes that would break this is escaped, and the chunk says in
 * which columns, so that only those are unescaped in SQL.
 */
export const fieldSeparator = 0x1f
const rowEnd = 0x0a
const escapeByte = 0x1e

/** Escape letter → character, in the order in which SQL must undo them: the escape byte itself comes last. */
export const escapes = { u: '\u001f', n: '\n', r: '\r', z: '\u0000', e: '\u001e' } as const

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the bytes that have to be escaped
const breaking = /[\u0000\n\r\u001e\u001f]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const eachBreaking = /[\u0000\n\r\u001e\u001f]/g
const letterOf: ReadonlyMap<string, string> = new Map(
  Object.entries(escapes).map(([letter, character]) => [character, letter]),
)

export interface Chunk {
  readonly path: string
  readonly rows: number
  /** Columns in which something is escaped, the line being column 0. */
  readonly escaped: readonly number[]
  readonly longestRow: number
}

export interface ChunkWriter {
  out: Buffer
  /** Where the next byte goes. */
  at: number
  rowStart: number
  column: number
  rows: number
  bytes: number
  longestRow: number
  file: number | null
  path: string
  sequence: number
  readonly escaped: Set<number>
  readonly directory: string
  readonly name: string
  readonly onChunk: (chunk: Chunk) => void
}

/** Small enough to load while the worker goes on, large enough that DuckDB uses its threads. */
const chunkRowsMax = 262_144
const chunkBytesMax = 64 * 2 ** 20
const bufferBytes = 2 * 2 ** 20

export function createChunkWriter(
  directory: string,
  name: string,
  onChunk: (chunk: Chunk) => void,
): ChunkWriter {
  return {
    out: Buffer.allocUnsafe(bufferBytes),
    at: 0,
    rowStart: 0,
    column: 0,
    rows: 0,
    bytes: 0,
    longestRow: 0,
    file: null,
    path: '',
    sequence: 0,
    escaped: new Set(),
    directory,
    name,
    onChunk,
  }
}

function flush(writer: ChunkWriter): void {
  if (writer.at === 0) return
  if (writer.file === null) {
    writer.sequence += 1
    writer.path = join(writer.directory, `${writer.name}-${writer.sequence}.rows`)
    writer.file = openSync(writer.path, 'wx', 0o600)
  }
  for (let from = 0; from < writer.at; ) from += writeSync(writer.file, writer.out, from, writer.at - from)
  writer.bytes += writer.at
  writer.at = 0
}

/** Starts a row of at most `size` bytes and writes its line number. */
export function startRow(writer: ChunkWriter, line: number, size: number): void {
  if (writer.at + size > writer.out.length) {
    flush(writer)
    if (size > writer.out.length) writer.out = Buffer.allocUnsafe(size)
  }
  writer.rowStart = writer.at
  writer.column = 0
  writer.at = writeNumber(writer.out, writer.at, line)
}

/** Ends the field before and begins the next one. */
export function startField(writer: ChunkWriter): void {
  writer.out[writer.at] = fieldSeparator
  writer.at += 1
  writer.column += 1
}

export function writeText(writer: ChunkWriter, text: string): void {
  let written = text
  if (breaking.test(text)) {
    writer.escaped.add(writer.column)
    written = text.replace(
      eachBreaking,
      (character) => String.fromCharCode(escapeByte) + letterOf.get(character)!,
    )
  }
  writer.at += writer.out.write(written, writer.at)
}

export function dropRow(writer: ChunkWriter): void {
  writer.at = writer.rowStart
}

export function finishRow(writer: ChunkWriter): void {
  writer.out[writer.at] = rowEnd
  writer.at += 1
  writer.rows += 1
  writer.longestRow = Math.max(writer.longestRow, writer.at - writer.rowStart)
  if (writer.rows >= chunkRowsMax || writer.bytes + writer.at >= chunkBytesMax) finishChunk(writer)
}

export function finishChunk(writer: ChunkWriter): void {
  flush(writer)
  if (writer.file === null) return
  closeSync(writer.file)
  writer.onChunk({
    path: writer.path,
    rows: writer.rows,
    escaped: [...writer.escaped].sort((left, right) => left - right),
    longestRow: writer.longestRow,
  })
  writer.file = null
  writer.rows = 0
  writer.bytes = 0
  writer.longestRow = 0
  writer.escaped.clear()
}

/** Closes an unfinished chunk without handing it on; the temporary folder is removed by the main thread. */
export function abandonChunk(writer: ChunkWriter): void {
  if (writer.file !== null) closeSync(writer.file)
  writer.file = null
}
