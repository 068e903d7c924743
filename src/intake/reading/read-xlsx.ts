import { assert, Refusal } from '#base/refusal.ts'
import { openXlsx } from '#platform/xlsx/xlsx-reader.ts'
import type { XlsxCell, XlsxRow } from '#platform/xlsx/xlsx-types.ts'
import { getTable } from '#standard/tables.ts'
import {
  type ColumnPlan,
  convertPlanned,
  convertPlannedNumber,
  normalisedOf,
  type PlannedColumn,
  planColumns,
} from './column-plan.ts'
import { deliveredNumber } from './convert-number.ts'
import { trimWhite } from './convert-text.ts'
import type { FileJob, JobResult, OnBytes } from './file-job.ts'
import { readRawBytes } from './raw-bytes.ts'
import { type Converted, isUnfit, unfit } from './reason.ts'
import { startField, startRow, writeText } from './row-file.ts'
import {
  abandonSink,
  acceptRow,
  bucketColumn,
  bucketOfValue,
  createRowSink,
  finishSink,
  type RowSink,
  rejectRow,
  roomFor,
} from './row-sink.ts'

/** The cell as it is printed in rejects.csv. */
export function deliveredText(cell: XlsxCell | undefined): string {
  if (cell === undefined) return ''
  switch (cell.kind) {
    case 'number':
      return deliveredNumber(cell.raw)
    case 'bool':
      return cell.value ? 'TRUE' : 'FALSE'
    default:
      return cell.text
  }
}

function isEmptyCell(cell: XlsxCell | undefined): boolean {
  return cell === undefined || (cell.kind === 'text' && trimWhite(cell.text) === '')
}

/** Columns up to the last one that holds something: formatted empty cells are none. */
function widthOf(row: XlsxRow): number {
  let width = row.cells.length
  while (width > 0 && isEmptyCell(row.cells[width - 1])) width -= 1
  return width
}

async function digestOf(job: FileJob, onBytes: OnBytes): Promise<string> {
  const raw = readRawBytes(job, onBytes)
  for await (const _ of raw.blocks) {
    // Only the digest is wanted.
  }
  return raw.sha256()
}

export async function readXlsx(job: FileJob, onBytes: OnBytes): Promise<JobResult> {
  const table = getTable(job.table)
  const sha256 = await digestOf(job, onBytes)
  const workbook = await openXlsx(job.path)
  const sink = createRowSink(job)
  let plan: ColumnPlan | null = null
  let line = 0
  try {
    const sheet = workbook.sheets.find((each) => each.name === job.sheet)
    assert(sheet !== undefined, `sheet ${job.sheet} was listed`)
    for await (const rows of sheet.rows()) {
      for (const row of rows) {
        const width = widthOf(row)
        if (width === 0) continue
        line = row.line
        if (plan === null) {
          const header = row.cells.slice(0, width).map(deliveredText)
          const { file, mapping, source } = job
          plan = planColumns({ table, file, line, header, mapping, source })
        } else {
          readRow(plan, row, width, sink, bucketColumn(table))
        }
      }
    }
    if (plan === null) throw emptySheet(job)
    return finishSink(sink, plan, { sha256, lines: line })
  } catch (error) {
    abandonSink(sink)
    throw error
  } finally {
    await workbook.close()
  }
}

function emptySheet(job: FileJob): Refusal {
  return new Refusal('unreadable_input', {
    zh: `文件 ${job.file} 的工作表“${job.sheet}”是空的，没有表头；请补上表头或删除该文件。`,
    en: `File ${job.file}: the sheet "${job.sheet}" is empty and has no header; add one or remove the file.`,
  })
}

function isRepeatedHeader(plan: ColumnPlan, row: XlsxRow, width: number): boolean {
  if (width !== plan.header.length) return false
  return plan.header.every((name, index) => trimWhite(deliveredText(row.cells[index])) === name)
}

function convertCell(planned: PlannedColumn, cell: XlsxCell | undefined): Converted {
  if (cell === undefined) return planned.column.required === true ? unfit.required : null
  if (cell.kind === 'number') return convertPlannedNumber(planned, cell.raw, deliveredText(cell))
  return convertPlanned(planned, deliveredText(cell))
}

function readRow(
  plan: ColumnPlan,
  row: XlsxRow,
  width: number,
  sink: RowSink,
  bucketColumnName: string | null,
): void {
  const { line } = row
  const isHeader = isRepeatedHeader(plan, row, width)
  if (width > plan.header.length || isHeader) {
    const reason = isHeader ? 'repeated_header' : 'too_many_fields'
    rejectRow(sink, { line, column: '', value: '', reason })
    return
  }
  const values: (string | null)[] = []
  let bucketValue: string | null = null
  for (const planned of plan.columns) {
    const cell = planned.index < 0 ? undefined : row.cells[planned.index]
    const converted = convertCell(planned, cell)
    if (isUnfit(converted)) {
      const { name } = planned.column
      rejectRow(sink, { line, column: name, value: deliveredText(cell), reason: converted.reason })
      return
    }
    if (planned.column.name === bucketColumnName) bucketValue = converted
    values.push(converted)
    if (planned.hasNormalised) values.push(normalisedOf(converted))
  }
  writeRow(plan, sink, { line, values, bucketValue })
}

interface ConvertedRow {
  readonly line: number
  readonly values: readonly (string | null)[]
  readonly bucketValue: string | null
}

function writeRow(plan: ColumnPlan, sink: RowSink, { line, values, bucketValue }: ConvertedRow): void {
  const writer = bucketOfValue(sink, bucketValue)
  const size = values.reduce((sum, value) => sum + (value?.length ?? 0) * 3, 0)
  startRow(writer, line, roomFor(plan, size))
  for (const value of values) {
    startField(writer)
    if (value !== null) writeText(writer, value)
  }
  acceptRow(sink, writer)
}
