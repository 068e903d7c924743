import type { DuckDBConnection } from '@duckdb/node-api'
import { escapes, type RowFile } from '#intake/reading/row-file.ts'
import { runSql, sqlText } from '#platform/duckdb.ts'
import { storedColumns } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'

/**
 * Between reading and Parquet the rows stay in the canonical files that the workers wrote: DuckDB scans them twice (for
 * keys, and to sort a bucket), which costs a fraction of loading them into tables first (measured: 0.5 against 2.7
 * processor seconds a million payment lines).
 */
export interface StagedFile extends RowFile {
  /** Number of the file in the order of tables.json, deliveries and names. */
  readonly file: number
  /** Lines of the file before this segment. */
  readonly linesBefore: number
}

/** `place` orders the rows of all files: the number of the file × 2^40 + the line. */
export const placesPerFile = 2 ** 40

/** Identifiers come from the standard; quoting them all keeps words like `name` or `value` harmless. */
export function quoted(name: string): string {
  return `"${name}"`
}

export function columnList(names: readonly string[], alias = ''): string {
  return names.map((name) => alias + quoted(name)).join(', ')
}

interface StagedColumn {
  readonly name: string
  readonly sqlType: string
}

function unescaped(expression: string): string {
  return Object.entries(escapes).reduce(
    (sql, [letter, character]) =>
      `replace(${sql}, chr(30) || ${sqlText(letter)}, chr(${character.charCodeAt(0)}))`,
    expression,
  )
}

function scan(files: readonly StagedFile[], columns: readonly StagedColumn[]): string {
  const types = [{ name: 'line', sqlType: 'BIGINT' }, ...columns]
    .map(({ name, sqlType }) => `${sqlText(name)}: ${sqlText(sqlType)}`)
    .join(', ')
  const paths = files.map((each) => sqlText(each.path)).join(', ')
  const longest = Math.max(...files.map((each) => each.longestRow))
  // DuckDB's own limit is 2 MB a row, and its buffer has to hold several of the longest.
  const size =
    longest < 2 ** 20 ? '' : `, max_line_size = ${longest + 64}, buffer_size = ${(longest + 64) * 4}`
  return (
    `read_csv([${paths}], columns = {${types}}, delim = '\u001f', quote = '', escape = '', ` +
    `header = false, auto_detect = false, new_line = '\\n'${size})`
  )
}

function selected(files: readonly StagedFile[], columns: readonly StagedColumn[]): string {
  const escaped = new Set(files.flatMap((each) => each.escaped))
  return columns
    .map(({ name }, index) =>
      escaped.has(index + 1) ? `${unescaped(quoted(name))} as ${quoted(name)}` : quoted(name),
    )
    .join(', ')
}

/** Files of one kind as a subquery; with `place` only where it is asked for, as each segment needs its own scan then. */
function subquery(files: readonly StagedFile[], columns: readonly StagedColumn[], hasPlace: boolean): string {
  if (files.length === 0) {
    const none = columns.map(({ name, sqlType }) => `null::${sqlType} as ${quoted(name)}`).join(', ')
    return `(select ${hasPlace ? 'null::BIGINT as place, ' : ''}${none} where false)`
  }
  if (!hasPlace) return `(select ${selected(files, columns)} from ${scan(files, columns)})`
  const starts = Map.groupBy(
    files,
    (each) => BigInt(each.file) * BigInt(placesPerFile) + BigInt(each.linesBefore),
  )
  const scans = [...starts].map(
    ([start, group]) =>
      `select ${start} + line as place, ${selected(group, columns)} from ${scan(group, columns)}`,
  )
  return `(${scans.join(' union all ')})`
}

/** The stored columns of a table's staged rows, as something to select from. */
export function stagedRows(table: Table, files: readonly StagedFile[]): string {
  return subquery(files, storedColumns(table), false)
}

export function stagedRowsWithPlace(table: Table, files: readonly StagedFile[]): string {
  return subquery(files, storedColumns(table), true)
}

const rejectColumns = ['column', 'value', 'reason'].map((name) => ({ name, sqlType: 'VARCHAR' }))

/** What rejects.csv will hold, as a table: conflicts of keys join it later. */
export async function loadRejects(connection: DuckDBConnection, files: readonly StagedFile[]): Promise<void> {
  await runSql(
    connection,
    `create table reject as
    select place, "column", value, reason
    from ${subquery(files, rejectColumns, true)}`,
  )
}
