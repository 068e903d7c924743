import path from 'node:path'
import { sortColumns } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'
import { getTable } from '#standard/tables.ts'
import type { ColumnPlan } from './column-plan.ts'
import type { FileJob, JobResult } from './file-job.ts'
import type { Reason } from './reason.ts'
import {
  abandonWriter,
  createRowWriter,
  dropRow,
  finishRow,
  finishWriter,
  type RowFile,
  type RowWriter,
  startField,
  startRow,
  writeText,
} from './row-file.ts'
import { createRowWatch } from './row-watch.ts'

/** Where the rows of one job go: loadable ones into a file for each bucket, the others into one of rejects. */
export interface RowSink {
  readonly buckets: readonly RowWriter[]
  readonly bounds: readonly Uint8Array[]
  readonly rejects: RowWriter
  read: number
  rejected: number
  readonly reasons: Partial<Record<Reason, number>>
}

export function createRowSink({ number, part, rowFolder, bounds, table }: FileJob): RowSink {
  const file = (name: string): string => path.join(rowFolder, `${number}-${part}-${name}.rows`)
  return {
    buckets: Array.from({ length: bounds.length + 1 }, (_, bucket) =>
      createRowWriter(file(String(bucket)), bucket, createRowWatch(getTable(table))),
    ),
    bounds: bounds.map((each) => Buffer.from(each)),
    rejects: createRowWriter(file('rejects'), 0, null),
    read: 0,
    rejected: 0,
    reasons: {},
  }
}

/** The column by which rows are put into buckets: where its text sorts like its value. */
export function bucketColumn(table: Table): string | null {
  const [first] = sortColumns(table)
  const column = table.columns.find((each) => each.name === first)
  return column !== undefined && ['id', 'text', 'code'].includes(column.type) ? column.name : null
}

function isBelow(value: Uint8Array, length: number, bound: Uint8Array): boolean {
  const shared = Math.min(length, bound.length)
  for (let index = 0; index < shared; index += 1) {
    const difference = value[index]! - bound[index]!
    if (difference !== 0) return difference < 0
  }
  return length < bound.length
}

/** Ids sort by their bytes, in the bounds as in DuckDB. */
export function findBucket(sink: RowSink, value: Uint8Array, length: number): RowWriter {
  let [low, high] = [0, sink.bounds.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBelow(value, length, sink.bounds[middle]!)) high = middle
    else low = middle + 1
  }
  return sink.buckets[low]!
}

/** Nulls sort last. */
export function bucketOfValue(sink: RowSink, value: string | null): RowWriter {
  if (value === null) return sink.buckets.at(-1)!
  const bytes = Buffer.from(value)
  return findBucket(sink, bytes, bytes.length)
}

/** Enough for the canonical form of any row of `bytes` bytes: escapes double, names come twice, numbers pad. */
export function roomFor(plan: ColumnPlan, bytes: number): number {
  const prefixes = plan.columns.reduce((sum, each) => sum + each.prefix.length * 4, 0)
  return bytes * 12 + plan.columns.length * 64 + prefixes + 64
}

export interface Rejected {
  readonly line: number
  readonly column: string
  readonly value: string
  readonly reason: Reason
}

/** Counts the row as read and rejected. */
export function rejectRow(sink: RowSink, { line, column, value, reason }: Rejected): void {
  sink.read += 1
  sink.rejected += 1
  sink.reasons[reason] = (sink.reasons[reason] ?? 0) + 1
  startRow(sink.rejects, line, value.length * 6 + 256)
  for (const text of [column, value, reason]) {
    startField(sink.rejects)
    writeText(sink.rejects, text)
  }
  finishRow(sink.rejects)
}

/** The same for a row of which a part was written. */
export function withdrawRow(sink: RowSink, writer: RowWriter, rejected: Rejected): void {
  dropRow(writer)
  rejectRow(sink, rejected)
}

export function acceptRow(sink: RowSink, writer: RowWriter): void {
  sink.read += 1
  finishRow(writer)
}

export interface ReadFacts {
  readonly sha256: string
  readonly lines: number
}

export function finishSink(sink: RowSink, plan: ColumnPlan, { sha256, lines }: ReadFacts): JobResult {
  const rowFiles: RowFile[] = []
  for (const writer of sink.buckets) {
    const file = finishWriter(writer)
    if (file !== null) rowFiles.push(file)
  }
  return {
    sha256,
    lines,
    rowsRead: sink.read,
    rowsRejected: sink.rejected,
    reasons: sink.reasons,
    columns: plan.columns.filter((each) => each.index >= 0).map((each) => each.column.name),
    unknownColumns: plan.unknown,
    rowFiles,
    rejectFile: finishWriter(sink.rejects),
  }
}

export function abandonSink(sink: RowSink): void {
  for (const writer of [...sink.buckets, sink.rejects]) abandonWriter(writer)
}
