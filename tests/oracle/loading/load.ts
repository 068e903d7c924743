/** A whole delivery in memory, loaded as the standard's README says: slow and obvious. */
import { gunzipSync } from 'node:zlib'
import type { Column, Table } from '#standard/table.ts'
import { type TableName, tables } from '#standard/tables.ts'
import { dayText, monthText, secondText } from '../dates.ts'
import { convert } from './cells.ts'
import { type CsvRecord, parseCsv, trimmed } from './csv.ts'
import { decode } from './decode.ts'
import { type AnyRow, type Loaded, loadedOf, type Value } from './row.ts'

export interface DeliveredFile {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface Reject {
  readonly file: string
  readonly line: number
  readonly column: string
  readonly value: string
  readonly reason: string
}

export interface FileCount {
  readonly file: string
  readonly table: TableName
  readonly read: number
  readonly loaded: number
  readonly rejected: number
  readonly repeated: number
}

export interface LoadedDelivery {
  readonly kind: 'loaded'
  readonly data: Loaded
  readonly rejects: readonly Reject[]
  readonly files: readonly FileCount[]
}

export interface StoppedDelivery {
  readonly kind: 'stopped'
  readonly file: string
  readonly line: number
  readonly why: 'column_twice' | 'unclosed_quote' | 'invalid_bytes' | 'no_header'
}

class Stop extends Error {
  readonly stopped: StoppedDelivery
  constructor(file: string, line: number, why: StoppedDelivery['why']) {
    super(`${file}:${line} ${why}`)
    this.stopped = { kind: 'stopped', file, line, why }
  }
}

export function loadDelivery(files: readonly DeliveredFile[]): LoadedDelivery | StoppedDelivery {
  const rejects: Reject[] = []
  const counts: FileCount[] = []
  const rowsByTable = new Map<string, readonly AnyRow[]>()
  const columnsByTable = new Map<string, ReadonlySet<string>>()
  try {
    for (const table of tables) {
      // "They are read in the order of their names."
      const own = files.filter((each) => isFileOf(table, each.name)).sort(byName)
      if (own.length === 0) continue
      const columns = new Set<string>()
      const taken = new Map<string, AnyRow>()
      for (const file of own) {
        const result = loadFile(table, file, taken)
        for (const each of result.columns) columns.add(each)
        rejects.push(...result.rejects)
        counts.push(result.count)
      }
      rowsByTable.set(table.name, [...taken.values()])
      columnsByTable.set(table.name, columns)
    }
  } catch (error) {
    if (error instanceof Stop) return error.stopped
    throw error
  }
  return { kind: 'loaded', data: loadedOf(rowsByTable, columnsByTable), rejects, files: counts }
}

/**
 * "A table's files are those whose name is the table's name or title followed by nothing, `-…` or `.…`;
 * `payment_batch.csv` is not `payment`."
 */
function isFileOf(table: Table, name: string): boolean {
  return [table.name, table.title].some(
    (each) => name === each || name.startsWith(`${each}-`) || name.startsWith(`${each}.`),
  )
}

/** ambiguous: "the order of their names" of what alphabet. Bytes of UTF-8, as keys sort. */
function byName(one: DeliveredFile, other: DeliveredFile): number {
  return Buffer.compare(Buffer.from(one.name), Buffer.from(other.name))
}

interface LoadedFile {
  readonly columns: readonly string[]
  readonly rejects: readonly Reject[]
  readonly count: FileCount
}

/** Adds the rows that load to `taken`, by key. */
function loadFile(
  table: (typeof tables)[number],
  file: DeliveredFile,
  taken: Map<string, AnyRow>,
): LoadedFile {
  const records = readRecords(table, file)
  const header = records[0]!.cells.map(trimmed)
  const columns = columnsOf(table, header, file.name)
  const rejects: Reject[] = []
  let loaded = 0
  let repeated = 0
  for (const record of records.slice(1)) {
    const outcome = loadRecord(table, { header, columns, record, taken })
    if (outcome === 'loaded') loaded += 1
    else if (outcome === 'repeated') repeated += 1
    else rejects.push({ file: file.name, line: record.line, ...outcome })
  }
  const count = {
    file: file.name,
    table: table.name,
    read: records.length - 1,
    loaded,
    rejected: rejects.length,
    repeated,
  }
  return { columns: columns.flatMap((each) => (each === null ? [] : [each.name])), rejects, count }
}

function readRecords(table: Table, file: DeliveredFile): readonly CsvRecord[] {
  const { text, badLine } = decode(file.name.endsWith('.gz') ? gunzipSync(file.bytes) : file.bytes)
  if (text === null) throw new Stop(file.name, badLine!, 'invalid_bytes')
  const { records, unclosedLine } = parseCsv(text, separatorOf(table, text))
  if (unclosedLine !== null) throw new Stop(file.name, unclosedLine, 'unclosed_quote')
  if (records.length === 0) throw new Stop(file.name, 1, 'no_header')
  return records
}

/**
 * "comma, tab, semicolon or `|`": the one that makes the most known columns of the header.
 * ambiguous: how it is recognised. Headers hold no separators of their own, so that every reasonable way agrees.
 */
function separatorOf(table: Table, text: string): string {
  const known = (separator: string): number => {
    const header = parseCsv(text.slice(0, headerEnd(text)), separator).records[0]?.cells ?? []
    return header.filter((each) => findColumn(table, trimmed(each)) !== null).length
  }
  return [',', '\t', ';', '|'].reduce((best, each) => (known(each) > known(best) ? each : best))
}

function headerEnd(text: string): number {
  const at = text.search(/\S[^\n]*(\n|$)/)
  const end = text.indexOf('\n', Math.max(at, 0))
  return end === -1 ? text.length : end
}

/** "column names, Chinese titles or national codes of `tables.json`, in any order" */
function findColumn(table: Table, header: string): Column | null {
  return (
    table.columns.find((each) => each.name === header || each.title === header || each.code === header) ??
    null
  )
}

/** "unknown columns are reported and left out"; "A column that stands twice … stop[s] the run" */
function columnsOf(table: Table, header: readonly string[], file: string): (Column | null)[] {
  const columns = header.map((each) => findColumn(table, each))
  const known = columns.filter((each) => each !== null)
  if (new Set(known).size < known.length) throw new Stop(file, 1, 'column_twice')
  return columns
}

interface RecordContext {
  readonly header: readonly string[]
  readonly columns: readonly (Column | null)[]
  readonly record: CsvRecord
  readonly taken: Map<string, AnyRow>
}

type Outcome = 'loaded' | 'repeated' | Pick<Reject, 'column' | 'value' | 'reason'>

function loadRecord(table: Table, context: RecordContext): Outcome {
  const { header, columns, record, taken } = context
  // "a header line repeated in the body is a rejected row"
  // ambiguous: its column and value. Both empty, as for too_many_fields: no cell of it is to blame.
  if (
    record.cells.length === header.length &&
    record.cells.every((each, at) => trimmed(each) === header[at])
  ) {
    return { column: '', value: '', reason: 'repeated_header' }
  }
  // "too many fields reject the row"; "for `too_many_fields` column and value are empty"
  if (record.cells.length > columns.length) return { column: '', value: '', reason: 'too_many_fields' }
  const row: Record<string, Value | null> = {}
  // "one line per rejected row, for its first bad column in the order of `tables.json`"
  for (const column of table.columns) {
    // "A column that a file lacks is null", "missing trailing fields are null"
    const at = columns.indexOf(column)
    const delivered = at === -1 ? '' : (record.cells[at] ?? '')
    const converted = convert(column, delivered)
    if ('reason' in converted) return { column: column.name, value: delivered, reason: converted.reason }
    row[column.name] = converted.value
  }
  return takeKey(table, row, taken)
}

/**
 * "the first loadable row wins, a later one is counted in its own file (same content: repeat; different: rejected);
 * a rejected row takes no key; unknown columns are no content."
 */
function takeKey(table: Table, row: AnyRow, taken: Map<string, AnyRow>): Outcome {
  const values = table.key.map((each) => keyText(table, each, row[each] ?? null))
  const key = JSON.stringify(values)
  const first = taken.get(key)
  if (first === undefined) {
    taken.set(key, row)
    return 'loaded'
  }
  const isSame = table.columns.every((each) => first[each.name] === row[each.name])
  if (isSame) return 'repeated'
  // ambiguous: the key's values "as delivered" or as converted. Converted, written as in evidence keys:
  // "Keys and contents are compared after conversion".
  return { column: table.key.join('+'), value: values.join('#'), reason: 'key_conflict' }
}

/** A value of a key as it is written. */
export function keyText(table: Table, name: string, value: Value | null): string {
  const column = table.columns.find((each) => each.name === name)
  if (column?.type === 'month') return monthText(Number(value))
  if (column?.type === 'date') return dayText(Number(value))
  if (column?.type === 'timestamp') return secondText(Number(value))
  return String(value)
}
