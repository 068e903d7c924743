import { rm } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type Chunk, escapes } from '#intake/reading/chunk-writer.ts'
import { runSql, sqlText } from '#platform/duckdb.ts'
import { storedColumns } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'

/**
 * Rows on their way from chunk files to Parquet, in tables of a database on disk. `place` says where a row comes
 * from: the number of the file × 2^40 + the line, so that one integer orders the rows of all files of a table.
 */
export const linesMax = 2 ** 40

export function stageName(table: Table): string {
  return `stage_${table.name}`
}

/** Identifiers come from the standard; quoting them all keeps words like `name` or `value` harmless. */
export function quoted(name: string): string {
  return `"${name}"`
}

export function columnList(names: readonly string[], alias = ''): string {
  return names.map((name) => alias + quoted(name)).join(', ')
}

export async function createStage(connection: DuckDBConnection, table: Table): Promise<void> {
  const columns = storedColumns(table).map((column) => `${quoted(column.name)} ${column.sqlType}`)
  await runSql(connection, `create table ${stageName(table)} (place BIGINT, ${columns.join(', ')})`)
}

export async function createRejectStage(connection: DuckDBConnection): Promise<void> {
  await runSql(
    connection,
    'create table reject (place BIGINT, "column" VARCHAR, value VARCHAR, reason VARCHAR)',
  )
}

function unescaped(expression: string): string {
  return Object.entries(escapes).reduce(
    (sql, [letter, character]) =>
      `replace(${sql}, chr(30) || ${sqlText(letter)}, chr(${character.charCodeAt(0)}))`,
    expression,
  )
}

interface ChunkColumn {
  readonly name: string
  readonly sqlType: string
}

function readChunk(chunk: Chunk, columns: readonly ChunkColumn[]): string {
  const types = [{ name: 'line', sqlType: 'BIGINT' }, ...columns]
    .map(({ name, sqlType }) => `${sqlText(name)}: ${sqlText(sqlType)}`)
    .join(', ')
  // DuckDB's own limit is 2 MB a row; its buffer has to hold the longest one.
  const lineSize = Math.max(2 ** 21, chunk.longestRow + 64)
  return (
    `read_csv(${sqlText(chunk.path)}, columns = {${types}}, delim = '\u001f', quote = '', escape = '', ` +
    `header = false, auto_detect = false, new_line = '\\n', max_line_size = ${lineSize}, ` +
    `buffer_size = ${Math.max(2 ** 24, lineSize * 2)})`
  )
}

async function loadChunk(
  connection: DuckDBConnection,
  chunk: Chunk,
  file: number,
  { target, columns }: { readonly target: string; readonly columns: readonly ChunkColumn[] },
): Promise<void> {
  const selected = columns.map(({ name }, index) =>
    chunk.escaped.includes(index + 1) ? unescaped(quoted(name)) : quoted(name),
  )
  await runSql(
    connection,
    `insert into ${target}
    select ${BigInt(file) * BigInt(linesMax)} + line, ${selected.join(', ')}
    from ${readChunk(chunk, columns)}`,
  )
  await rm(chunk.path)
}

export function loadRows(
  connection: DuckDBConnection,
  table: Table,
  chunk: Chunk,
  file: number,
): Promise<void> {
  return loadChunk(connection, chunk, file, { target: stageName(table), columns: storedColumns(table) })
}

const rejectColumns = ['column', 'value', 'reason'].map((name) => ({ name, sqlType: 'VARCHAR' }))

export function loadRejects(connection: DuckDBConnection, chunk: Chunk, file: number): Promise<void> {
  return loadChunk(connection, chunk, file, { target: 'reject', columns: rejectColumns })
}
