import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import { recogniseFormat, recogniseTable } from '#intake/delivery/delivered-name.ts'
import { type Entry, listFiles } from '#intake/delivery/list-delivery.ts'
import { emptyMapping, type Mapping, parseMapping } from '#intake/delivery/mapping.ts'
import { guessTable, type LocalCode, localCodesOf } from '#intake/draft-mapping.ts'
import { foldHeader, type GuessedColumn, guessColumns } from '#intake/drafting/guess-columns.ts'
import { type FileSample, sampleFile } from '#intake/drafting/sample-file.ts'
import { openDuck } from '#platform/duckdb.ts'
import type { Column, Table } from '#standard/table.ts'
import { findTable } from '#standard/tables.ts'

/** A header of a file and what it is taken for. */
export interface ReadHeader {
  readonly header: string
  readonly column: string | null
  /** RECOGNISED: a name of the standard's own, taken without a mapping. */
  readonly by: 'RECOGNISED' | 'MAPPED' | 'GUESSED' | 'NOBODY'
}

export interface ReadCodes {
  readonly column: string
  readonly values: readonly (LocalCode & { readonly isMapped: boolean })[]
}

export interface ReadFile {
  readonly file: string
  readonly table: string | null
  readonly tableBy: ReadHeader['by']
  readonly headers: readonly ReadHeader[]
  /** Values that are no codes of the standard. */
  readonly codes: readonly ReadCodes[]
  /** Required columns that no header is taken for. */
  readonly missing: readonly string[]
  /** Why nothing of it can be read; null: it can. */
  readonly refusal: Bilingual | null
}

export interface ReadingColumns {
  /** Of the files that were uploaded, without archives: what is in those brings its own mapping. */
  readonly folder: string
  /** The mapping in use; null: none. */
  readonly mapping: string | null
  /** Tables that somebody is trying out, by file; they go before the mapping. */
  readonly tables: Readonly<Record<string, string>>
}

type FileEntry = Mapping['files'][string]
const noEntry: FileEntry = { columns: {}, values: {} }

function tableOf(
  name: string,
  sample: FileSample,
  asked: string | undefined,
): { readonly table: Table | null; readonly by: ReadHeader['by'] } {
  if (asked !== undefined) return { table: findTable(asked) ?? null, by: 'MAPPED' }
  const known = recogniseTable(name)
  if (known !== undefined) return { table: findTable(known) ?? null, by: 'RECOGNISED' }
  return { table: guessTable(name, sample).table, by: 'GUESSED' }
}

function isRecognised(header: string, column: Column): boolean {
  return [column.name, column.title, column.code ?? ''].some(
    (each) => each !== '' && foldHeader(each) === foldHeader(header),
  )
}

function headersOf(
  table: Table,
  sample: FileSample,
  entry: FileEntry,
): { readonly headers: ReadHeader[]; readonly columns: GuessedColumn[] } {
  const guesses = guessColumns(table, sample)
  const mapped = new Set(Object.values(entry.columns))
  const columns: GuessedColumn[] = []
  const headers = sample.header.flatMap((header, index): ReadHeader[] => {
    if (header === '') return []
    const own = table.columns.find(({ name }) => name === entry.columns[header])
    if (own !== undefined) {
      columns.push({ header, index, column: own, score: 1 })
      return [{ header, column: own.name, by: 'MAPPED' }]
    }
    const guess = guesses.find((each) => each.index === index && !mapped.has(each.column.name))
    if (guess === undefined) return [{ header, column: null, by: 'NOBODY' }]
    columns.push(guess)
    const by = isRecognised(header, guess.column) ? 'RECOGNISED' : 'GUESSED'
    return [{ header, column: guess.column.name, by }]
  })
  return { headers, columns }
}

function codesOf(columns: readonly GuessedColumn[], sample: FileSample, entry: FileEntry): ReadCodes[] {
  return columns.flatMap((guess) => {
    const mapped = entry.values[guess.column.name] ?? {}
    const values = localCodesOf(guess, sample).map(({ value, code }) => {
      const isMapped = Object.hasOwn(mapped, value)
      return { value, code: isMapped ? (mapped[value] ?? null) : code, isMapped }
    })
    return values.length === 0 ? [] : [{ column: guess.column.name, values }]
  })
}

async function readEntry(
  connection: DuckDBConnection,
  entry: Entry,
  { mapping, tables }: { readonly mapping: Mapping; readonly tables: ReadingColumns['tables'] },
): Promise<ReadFile> {
  const file = entry.name
  const nothing = { file, table: null, tableBy: 'NOBODY', headers: [], codes: [], missing: [] } as const
  let sample: FileSample
  try {
    sample = await sampleFile(connection, await entry.fetch(), file)
  } catch (error) {
    if (error instanceof Refusal) return { ...nothing, refusal: error.text }
    throw error
  }
  const said = Object.hasOwn(mapping.files, file) ? mapping.files[file]! : noEntry
  const asked = tables[file]
  const { table, by } = tableOf(file, sample, asked ?? said.table)
  if (table === null) return { ...nothing, refusal: null }
  // What was said of another table says nothing of this one.
  const isOther = asked !== undefined && asked !== (said.table ?? recogniseTable(file))
  const inForce = isOther ? noEntry : said
  const { headers, columns } = headersOf(table, sample, inForce)
  const missing = table.columns
    .filter(({ name, required }) => required === true && !columns.some(({ column }) => column.name === name))
    .map(({ name }) => name)
  const codes = codesOf(columns, sample, inForce)
  return { file, table: table.name, tableBy: by, headers, codes, missing, refusal: null }
}

/** What each file's headers and local codes are taken for, with guesses where nobody has said: for a page to correct. */
export async function readColumns({
  folder,
  mapping,
  tables,
}: ReadingColumns): Promise<{ readonly source: string; readonly files: ReadFile[] }> {
  const parsed = mapping === null ? emptyMapping : parseMapping(mapping, recogniseTable)
  const work = await mkdtemp(path.join(tmpdir(), 'fangxian-columns-'))
  const database = await openDuck({ threads: 1 })
  try {
    const files: ReadFile[] = []
    for (const entry of await listFiles(folder, work, 'columns')) {
      if (recogniseFormat(entry.name) === undefined) continue
      files.push(await readEntry(database.connection, entry, { mapping: parsed, tables }))
    }
    return { source: parsed.source, files }
  } finally {
    database.close()
    await rm(work, { recursive: true, force: true })
  }
}
