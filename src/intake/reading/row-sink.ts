import type { Table } from '#standard/table.ts'
import {
  abandonChunk,
  type ChunkWriter,
  createChunkWriter,
  dropRow,
  finishChunk,
  finishRow,
  startField,
  startRow,
  writeText,
} from './chunk-writer.ts'
import type { ColumnPlan } from './column-plan.ts'
import type { FileJob, FileResult, ReadEvents } from './file-job.ts'
import type { Reason } from './reason.ts'

/** Where the rows of one file go: loadable ones into row chunks, the others into reject chunks; both are counted. */
export interface RowSink {
  readonly rows: ChunkWriter
  readonly rejects: ChunkWriter
  read: number
  rejected: number
  readonly reasons: Partial<Record<Reason, number>>
}

export function createRowSink(job: FileJob, events: ReadEvents): RowSink {
  return {
    rows: createChunkWriter(job.chunkFolder, `${job.number}-rows`, events.onRows),
    rejects: createChunkWriter(job.chunkFolder, `${job.number}-rejects`, events.onRejects),
    read: 0,
    rejected: 0,
    reasons: {},
  }
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

/** Counts the row as read and rejected; what was written of it is dropped. */
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

export function acceptRow(sink: RowSink): void {
  sink.read += 1
  finishRow(sink.rows)
}

export function withdrawRow(sink: RowSink): void {
  dropRow(sink.rows)
}

export function finishSink(sink: RowSink, plan: ColumnPlan, table: Table, sha256: string): FileResult {
  finishChunk(sink.rows)
  finishChunk(sink.rejects)
  return {
    sha256,
    rowsRead: sink.read,
    rowsRejected: sink.rejected,
    reasons: sink.reasons,
    columns: table.columns
      .filter((column) => plan.columns.some((each) => each.column === column && each.index >= 0))
      .map((column) => column.name),
    unknownColumns: plan.unknown,
  }
}

export function abandonSink(sink: RowSink): void {
  abandonChunk(sink.rows)
  abandonChunk(sink.rejects)
}
