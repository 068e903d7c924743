import { assert, Refusal } from '#base/refusal.ts'
import { openXlsx } from '#platform/xlsx-reader.ts'
import type { XlsxCell, XlsxRow } from '#platform/xlsx-types.ts'
import { findTable } from '#standard/tables.ts'
import { startField, startRow, writeText } from './chunk-writer.ts'
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
import type { FileJob, FileResult, ReadEvents } from './file-job.ts'
import { sha256Of } from './raw-bytes.ts'
import { type Converted, isUnfit, unfit } from './reason.ts'
import {
  abandonSink,
  acceptRow,
  createRowSink,
  finishSink,
  type RowSink,
  rejectRow,
  roomFor,
  withdrawRow,
} from './row-sink.ts'

/** The cell as it is printed in rejects.csv. */
function deliveredText(cell: XlsxCell | undefined): string {
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

export async function readXlsx(job: FileJob, events: ReadEvents): Promise<FileResult> {
  const table = findTable(job.table)
  assert(table !== undefined, `table ${job.table} is in the standard`)
  const sha256 = await sha256Of(job.path)
  const workbook = await openXlsx(job.path)
  const sink = createRowSink(job, events)
  let plan: ColumnPlan | null = null
  try {
    const sheet = workbook.sheets.find((each) => each.name === job.sheet)
    assert(sheet !== undefined, `sheet ${job.sheet} was listed`)
    for await (const rows of sheet.rows()) {
      for (const row of rows) {
        const width = widthOf(row)
        if (width === 0) continue
        if (plan === null) {
          const header = row.cells.slice(0, width).map(deliveredText)
          const { file, mapping, source } = job
          plan = planColumns({ table, file, line: row.line, header, mapping, source })
        } else {
          readRow(plan, row, width, sink)
        }
      }
      await events.ready()
    }
    if (plan === null) throw emptySheet(job)
    return finishSink(sink, plan, table, sha256)
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

function readRow(plan: ColumnPlan, row: XlsxRow, width: number, sink: RowSink): void {
  const { line } = row
  if (width > plan.header.length) {
    rejectRow(sink, { line, column: '', value: '', reason: 'too_many_fields' })
    return
  }
  if (isRepeatedHeader(plan, row, width)) {
    rejectRow(sink, { line, column: '', value: '', reason: 'repeated_header' })
    return
  }
  const size = row.cells.reduce((sum, cell) => sum + deliveredText(cell).length * 3, 0)
  startRow(sink.rows, line, roomFor(plan, size))
  for (const planned of plan.columns) {
    const cell = planned.index < 0 ? undefined : row.cells[planned.index]
    const converted = convertCell(planned, cell)
    if (isUnfit(converted)) {
      withdrawRow(sink)
      const { name } = planned.column
      rejectRow(sink, { line, column: name, value: deliveredText(cell), reason: converted.reason })
      return
    }
    startField(sink.rows)
    if (converted !== null) writeText(sink.rows, converted)
    if (planned.hasNormalised) {
      startField(sink.rows)
      writeText(sink.rows, normalisedOf(converted) ?? '')
    }
  }
  acceptRow(sink)
}
