import { assert, Refusal } from '#base/refusal.ts'
import type { Table } from '#standard/table.ts'
import { getTable } from '#standard/tables.ts'
import {
  type ColumnPlan,
  convertPlanned,
  normalisedOf,
  type PlannedColumn,
  planColumns,
} from './column-plan.ts'
import { isPlainHan, type ShortCut, shortCutOf } from './convert-bytes.ts'
import { trimWhite } from './convert-text.ts'
import {
  advance,
  emptyFile,
  readHeader,
  refuseOpenRow,
  rowBytesMax,
  skipBlankLines,
  tooLong,
} from './csv-header.ts'
import { cellKind, cellText, createRowCells, type RowCells, rowTexts, scanRow } from './csv-row.ts'
import type { FileJob, JobResult, OnBytes } from './file-job.ts'
import { readFirstBlock, readRawBytes } from './raw-bytes.ts'
import { isUnfit } from './reason.ts'
import { type RowWriter, startField, startRow, writeText } from './row-file.ts'
import {
  abandonSink,
  acceptRow,
  bucketColumn,
  bucketOfValue,
  createRowSink,
  findBucket,
  finishSink,
  type RowSink,
  rejectRow,
  roomFor,
  withdrawRow,
} from './row-sink.ts'
import { appendBlock, createTextWindow, type TextWindow } from './text-window.ts'

export interface Reading {
  readonly job: FileJob
  readonly table: Table
  readonly window: TextWindow
  readonly sink: RowSink
  readonly plan: ColumnPlan
  readonly shortCuts: readonly ShortCut[]
  readonly cells: RowCells
  readonly separator: number
  /** The header's first cell, to know a repeated header by. */
  readonly firstHeader: Buffer
  /** Place in the plan of the column that decides the bucket; -1 where there is one bucket. */
  readonly bucketOrder: number
}

export async function readCsv(job: FileJob, onBytes: OnBytes): Promise<JobResult> {
  const table = getTable(job.table)
  const raw = readRawBytes(job, onBytes)
  const window = createTextWindow(job.file, job.segment?.encoding)
  const sink = createRowSink(job)
  try {
    let reading = job.part === 0 ? null : startSegment(job, table, window, sink)
    const take = (block: Uint8Array, isLast: boolean): void => {
      appendBlock(window, block, isLast)
      reading ??= startReading(job, table, window, sink, isLast)
      if (reading !== null) readRows(reading, isLast)
    }
    for await (const block of raw.blocks) take(block, false)
    take(new Uint8Array(0), true)
    // TypeScript does not see the assignment inside the closure.
    const finished = reading as Reading | null
    if (finished === null) throw emptyFile(job)
    return finishSink(sink, finished.plan, { sha256: raw.sha256(), lines: window.line - 1 })
  } catch (error) {
    abandonSink(sink)
    throw error
  }
}

/** A later segment has no header: it takes that of the file's beginning. */
function startSegment(job: FileJob, table: Table, window: TextWindow, sink: RowSink): Reading {
  const head = createTextWindow(job.file, job.segment!.encoding)
  appendBlock(head, readFirstBlock(job.path), false)
  const reading = startReading(job, table, head, sink, false)
  assert(reading !== null, 'a file with segments has its header in its first block')
  window.isStarted = true
  return { ...reading, window }
}

/** Null while the header line is not complete. */
export function startReading(
  job: FileJob,
  table: Table,
  window: TextWindow,
  sink: RowSink,
  isLast: boolean,
): Reading | null {
  skipBlankLines(window)
  if (window.from >= window.limit) return null
  const header = readHeader(job, table, window)
  if (header === null) {
    refuseOpenRow(job, window, isLast)
    return null
  }
  if (header.known === 0 && window.bytes.subarray(window.from, window.limit).includes(0)) {
    throw new Refusal('unreadable_input', {
      zh: `文件 ${job.file} 不是文本文件（含有二进制内容），与其扩展名不符；请确认导出格式。`,
      en: `File ${job.file} is not a text file (it holds binary content), whatever its name says; check how it was exported.`,
    })
  }
  const plan = planColumns({
    table,
    file: job.file,
    line: window.line,
    header: header.texts,
    mapping: job.mapping,
    source: job.source,
  })
  advance(window, header.next)
  return {
    job,
    table,
    window,
    sink,
    plan,
    shortCuts: plan.columns.map(shortCutOf),
    cells: createRowCells(plan.header.length + 1),
    separator: header.separator,
    firstHeader: Buffer.from(plan.header[0] ?? ''),
    bucketOrder:
      job.bounds.length === 0
        ? -1
        : plan.columns.findIndex((each) => each.column.name === bucketColumn(table)),
  }
}

/** All complete rows of the window. */
function readRows(reading: Reading, isLast: boolean): void {
  const { window, cells, separator, job } = reading
  const { bytes, limit } = window
  for (;;) {
    if (window.from >= limit) return
    const next = scanRow(bytes, window.from, limit, separator, cells)
    if (next < 0) {
      refuseOpenRow(job, window, isLast)
      return
    }
    if (next - window.from > rowBytesMax) throw tooLong(job, window.line)
    readRow(reading, window.from, next)
    window.line += cells.lines
    window.from = next
  }
}

function readRow(reading: Reading, from: number, next: number): void {
  const { cells, plan, sink } = reading
  const line = lineOf(reading)
  if (cells.count === 1 && isBlank(reading, from, next)) return
  if (cells.count > plan.header.length) {
    rejectRow(sink, { line, column: '', value: '', reason: 'too_many_fields' })
    return
  }
  if (isRepeatedHeader(reading)) {
    rejectRow(sink, { line, column: '', value: '', reason: 'repeated_header' })
    return
  }
  writeRow(reading, line, next - from)
}

function writeRow(reading: Reading, line: number, size: number): void {
  const { window, cells, plan, sink } = reading
  const writer = chooseBucket(reading)
  startRow(writer, line, roomFor(plan, size))
  const { columns } = plan
  for (let order = 0; order < columns.length; order += 1) {
    const planned = columns[order]!
    startField(writer)
    const { index } = planned
    if (index < 0 || index >= cells.count) {
      if (planned.column.required === true) {
        withdrawRow(sink, writer, { line, column: planned.column.name, value: '', reason: 'required' })
        return
      }
      if (planned.hasNormalised) startField(writer)
      continue
    }
    const isEmpty = cells.starts[index] === cells.ends[index]
    if (isEmpty && planned.column.required !== true && planned.values === null) {
      if (planned.hasNormalised) startField(writer)
      continue
    }
    if (cells.kinds[index] === cellKind.plain) {
      const at = writer.at
      const shortCut = reading.shortCuts[order]!
      const end = shortCut(window.bytes, cells.starts[index]!, cells.ends[index]!, writer.out, at)
      if (end >= 0) {
        writer.at = end
        if (planned.hasNormalised) writeNormalised(reading, writer, planned, at)
        continue
      }
    }
    if (!writeConverted(reading, writer, planned, line)) return
  }
  acceptRow(sink, writer)
}

/** Ids longer than this take the way of strings. */
const scratch = Buffer.allocUnsafe(256)

/** The bucket of the row's person, by the converted id: the same person is never in two. */
function chooseBucket(reading: Reading): RowWriter {
  const { sink, bucketOrder, plan, cells, window } = reading
  if (bucketOrder < 0) return sink.buckets[0]!
  const planned = plan.columns[bucketOrder]!
  const { index } = planned
  if (index < 0 || index >= cells.count) return bucketOfValue(sink, null)
  const [from, to] = [cells.starts[index]!, cells.ends[index]!]
  if (cells.kinds[index] === cellKind.plain && to - from < 128) {
    const end = reading.shortCuts[bucketOrder]!(window.bytes, from, to, scratch, 0)
    if (end >= 0) return findBucket(sink, scratch, end)
  }
  const converted = convertPlanned(planned, cellText(window.bytes, cells, index))
  // A row with an unfit id is rejected wherever it is written.
  return bucketOfValue(sink, isUnfit(converted) ? null : converted)
}

/** The physical line; for a .parquet the row number, which stands in the first cell. */
function lineOf({ job, window, cells }: Reading): number {
  return job.format === 'parquet' ? Number(cellText(window.bytes, cells, 0)) : window.line
}

/** A line of white space alone is no row; a line of empty fields is one. */
function isBlank({ window, cells }: Reading, from: number, next: number): boolean {
  const first = cells.starts[0]!
  const end = cells.ends[0]!
  // `""` is a cell that someone wrote.
  if (end > first && window.bytes[first]! > 0x20 && window.bytes[first]! < 0x80) return false
  return trimWhite(window.bytes.toString('utf8', from, next)) === ''
}

function isRepeatedHeader({ window, cells, plan, firstHeader }: Reading): boolean {
  if (cells.count !== plan.header.length) return false
  const first = window.bytes[cells.starts[0]!]
  // Nearly every row is told by its first byte; white space before the first cell is looked at in full.
  if (first !== firstHeader[0] && first !== 0x20 && first !== 0x09 && cells.kinds[0] === cellKind.plain)
    return false
  if (trimWhite(cellText(window.bytes, cells, 0)) !== plan.header[0]) return false
  return rowTexts(window.bytes, cells).every((text, index) => trimWhite(text) === plan.header[index])
}

/** `from` is where the name stands in the row that is being written. */
function writeNormalised(reading: Reading, writer: RowWriter, planned: PlannedColumn, from: number): void {
  const to = writer.at
  startField(writer)
  if (isPlainHan(writer.out, from, to)) {
    writer.out.copyWithin(writer.at, from, to)
    writer.at += to - from
    return
  }
  const { window, cells } = reading
  const converted = convertPlanned(planned, cellText(window.bytes, cells, planned.index))
  writeText(writer, normalisedOf(converted) ?? '')
}

/** The way of a cell that has no short cut; false when it rejected the row. */
function writeConverted(reading: Reading, writer: RowWriter, planned: PlannedColumn, line: number): boolean {
  const { window, cells, sink } = reading
  const value = cellText(window.bytes, cells, planned.index)
  const converted = convertPlanned(planned, value)
  if (isUnfit(converted)) {
    withdrawRow(sink, writer, { line, column: planned.column.name, value, reason: converted.reason })
    return false
  }
  if (converted !== null) writeText(writer, converted)
  if (planned.hasNormalised) {
    startField(writer)
    writeText(writer, normalisedOf(converted) ?? '')
  }
  return true
}
