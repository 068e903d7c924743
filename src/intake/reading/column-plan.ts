import { normaliseName } from '#base/names.ts'
import { Refusal } from '#base/refusal.ts'
import { hasNormalised } from '#standard/snapshot.ts'
import type { Column, Table } from '#standard/table.ts'
import { convertNumber } from './convert-number.ts'
import { convertText, toHalfWidth, trimWhite } from './convert-text.ts'
import { type Converted, isUnfit } from './reason.ts'

/** What a mapping.yaml says of one file. */
export interface FileMapping {
  /** Header as delivered → column of the standard. */
  readonly columns: Readonly<Record<string, string>>
  /** Column of the standard → value as delivered → code. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Heads the column with the row number that stands first in the CSV made of a .parquet. */
export const rowNumberHeader = '__row_number__'

export const noMapping: FileMapping = { columns: {}, values: {} }

export interface PlannedColumn {
  readonly column: Column
  /** Which cell of a row; -1 where the file lacks the column. */
  readonly index: number
  readonly values: ReadonlyMap<string, string> | null
  /** What ids of this source begin with, or empty. */
  readonly prefix: string
  readonly hasNormalised: boolean
}

export interface ColumnPlan {
  readonly header: readonly string[]
  /** In the order of the standard. */
  readonly columns: readonly PlannedColumn[]
  readonly unknown: readonly string[]
}

export interface PlanRequest {
  readonly table: Table
  readonly file: string
  readonly line: number
  readonly header: readonly string[]
  readonly mapping: FileMapping
  /** Empty where the delivery has no mapping.yaml with one. */
  readonly source: string
}

/** Header as delivered → column; exact spellings go first, so that `STATUS` beside `status` is an unknown column. */
function findColumns({ table, header, mapping }: PlanRequest): (Column | undefined)[] {
  const mapped = (name: string): Column | undefined =>
    Object.hasOwn(mapping.columns, name)
      ? table.columns.find((each) => each.name === mapping.columns[name])
      : undefined
  const spellings = (column: Column): string[] =>
    [column.name, column.title, column.code].filter((each) => each !== undefined)
  const exact = header.map(
    (name) => mapped(name) ?? table.columns.find((column) => spellings(column).includes(name)),
  )
  const taken = new Set(exact)
  return header.map((name, index) => {
    if (exact[index] !== undefined) return exact[index]
    const folded = toHalfWidth(name).toLowerCase()
    return table.columns.find(
      (column) => !taken.has(column) && spellings(column).some((each) => each.toLowerCase() === folded),
    )
  })
}

export function countKnownColumns(request: PlanRequest): number {
  return new Set(findColumns(request).filter((each) => each !== undefined)).size
}

export function planColumns(request: PlanRequest): ColumnPlan {
  const { table, file, line, mapping, source } = request
  const header = request.header.map(trimWhite)
  const found = findColumns({ ...request, header })
  const columns = table.columns.map((column): PlannedColumn => {
    const index = found.indexOf(column)
    const again = found.indexOf(column, index + 1)
    if (index >= 0 && again >= 0) {
      throw new Refusal('unreadable_input', {
        zh: `文件 ${file} 第 ${line} 行的表头中，列“${column.title}”（${column.name}）出现两次（“${header[index]}”和“${header[again]}”），请删去一列后重试。`,
        en: `File ${file}, line ${line}: the header has the column ${column.name} twice ("${header[index]}" and "${header[again]}"); remove one of them.`,
      })
    }
    const values = mapping.values[column.name]
    return {
      column,
      index,
      values: values === undefined ? null : new Map(Object.entries(values)),
      prefix: column.type === 'id' && source !== '' ? `${source}:` : '',
      hasNormalised: hasNormalised(table, column),
    }
  })
  const isUnknown = (name: string, index: number): boolean =>
    found[index] === undefined && name !== '' && name !== rowNumberHeader
  return { header, columns, unknown: header.filter(isUnknown) }
}

function withPrefix(planned: PlannedColumn, converted: Converted): Converted {
  return typeof converted === 'string' ? planned.prefix + converted : converted
}

/** A text cell under a plan: values of the mapping first, then the converter, then the prefix of the source. */
export function convertPlanned(planned: PlannedColumn, delivered: string): Converted {
  const mapped = planned.values?.get(trimWhite(delivered))
  return withPrefix(planned, convertText(planned.column, mapped ?? delivered))
}

/** The same for a number cell of an .xlsx. */
export function convertPlannedNumber(planned: PlannedColumn, raw: string, delivered: string): Converted {
  const mapped = planned.values?.get(delivered)
  const converted =
    mapped === undefined ? convertNumber(planned.column, raw) : convertText(planned.column, mapped)
  return withPrefix(planned, converted)
}

export function normalisedOf(converted: Converted): string | null {
  return converted === null || isUnfit(converted) ? null : normaliseName(converted)
}
