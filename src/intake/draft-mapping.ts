import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { stringify } from 'yaml'
import { Refusal } from '#base/refusal.ts'
import { openDuck } from '#platform/duckdb.ts'
import type { Column, Table } from '#standard/table.ts'
import { findTable, tables } from '#standard/tables.ts'
import { recogniseFormat, recogniseTable } from './delivery/delivered-name.ts'
import { listFiles } from './delivery/list-delivery.ts'
import { foldHeader, type GuessedColumn, guessColumns, similarity } from './drafting/guess-columns.ts'
import { type FileSample, sampleFile } from './drafting/sample-file.ts'
import { codeSpellings, convertText, trimWhite } from './reading/convert-text.ts'
import { isUnfit } from './reading/reason.ts'

/** How many distinct local codes a draft lists: more mean that the column is not a code at all. */
const localCodesMax = 60

export interface GuessedTable {
  readonly table: Table
  readonly columns: readonly GuessedColumn[]
}

/** How much of the table's required columns, and of the file's headers, finds its place. */
function tableScore(
  table: Table,
  columns: readonly GuessedColumn[],
  name: string,
  sample: FileSample,
): number {
  const found = columns.reduce((sum, each) => sum + each.score, 0)
  const required = table.columns.filter((column) => column.required === true)
  const missing = required.filter((column) => !columns.some((each) => each.column === column)).length
  const stem = foldHeader(name.replace(/\..*$/, ''))
  const named = Math.max(similarity(stem, foldHeader(table.title)), similarity(stem, foldHeader(table.name)))
  return found / Math.max(1, sample.header.length) - missing / Math.max(1, required.length) + named
}

/** The table that a file's name says, or else the one that its headers and values fit best. */
export function guessTable(name: string, sample: FileSample): GuessedTable {
  const known = recogniseTable(name)
  if (known !== undefined) {
    const table = findTable(known)!
    return { table, columns: guessColumns(table, sample) }
  }
  const guesses = tables.map((table: Table) => {
    const columns = guessColumns(table, sample)
    return { table, columns, score: tableScore(table, columns, name, sample) }
  })
  guesses.sort((left, right) => right.score - left.score)
  return guesses[0]!
}

/** Text of YAML that stays on one line. */
const scalar = (text: string): string =>
  stringify(text, { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE' }).trim()

function isExact(header: string, column: Column): boolean {
  return [column.name, column.title, column.code].includes(header)
}

function guessCode(column: Column, value: string): string | null {
  const folded = foldHeader(value)
  const ranked = [...codeSpellings(column)]
    .map(([spelling, code]) => {
      const other = foldHeader(spelling)
      const isContained =
        [...other].length > 1 && [...folded].length > 1 && (folded.includes(other) || other.includes(folded))
      return { code, score: Math.max(similarity(folded, other), isContained ? 0.8 : 0) }
    })
    .sort((left, right) => right.score - left.score)
  return ranked[0] !== undefined && ranked[0].score >= 0.5 ? ranked[0].code : null
}

export interface LocalCode {
  readonly value: string
  /** Of the standard; null: nothing is like it. */
  readonly code: string | null
}

/** Values of a code column that the standard does not know, each with the code it is most like. */
export function localCodesOf({ column, index }: GuessedColumn, { rows }: FileSample): LocalCode[] {
  if (column.type !== 'code') return []
  const local = new Set(
    rows
      .map((row) => row[index] ?? '')
      .filter((value) => {
        const converted = convertText(column, value)
        return isUnfit(converted) && converted.reason === 'code'
      })
      .map(trimWhite),
  )
  if (local.size > localCodesMax) return []
  return [...local].map((value) => ({ value, code: guessCode(column, value) }))
}

function valueLines(guess: GuessedColumn, sample: FileSample): string[] {
  const { column } = guess
  const local = localCodesOf(guess, sample)
  if (local.length === 0) return []
  const titles = Object.entries(column.codes ?? {})
    .map(([code, title]) => `${code} ${title}`)
    .join('、')
  return [
    `      ${column.name}: # ${titles}`,
    ...local.map(({ value, code }) =>
      code === null
        ? `        # ${scalar(value)}:  # 请填代码 / give the code`
        : `        ${scalar(value)}: ${scalar(code)} # ${column.codes![code]}`,
    ),
  ]
}

function fileLines(name: string, sample: FileSample): string[] {
  const { table, columns } = guessTable(name, sample)
  const columnLines = sample.header.flatMap((header, index) => {
    const guess = columns.find((each) => each.index === index)
    if (guess === undefined)
      return header === '' ? [] : [`      # ${scalar(header)}:  # 未识别 / not recognised`]
    return isExact(header, guess.column)
      ? []
      : [`      ${scalar(header)}: ${guess.column.name} # ${guess.column.title}`]
  })
  const missing = table.columns.filter(
    (column) => column.required === true && !columns.some((each) => each.column === column),
  )
  const values = columns.flatMap((guess) => valueLines(guess, sample))
  return [
    `  ${scalar(name)}:`,
    `    table: ${table.name} # ${table.title}`,
    ...missing.map(
      (column) => `    # 缺少必填列 / lacks the required column: ${column.name} ${column.title}`,
    ),
    ...(columnLines.length === 0 ? [] : ['    columns:', ...columnLines]),
    ...(values.length === 0 ? [] : ['    values:', ...values]),
  ]
}

const heading = [
  '# 映射草稿：按文件名、表头和内容推测，请逐行核对后以 mapping.yaml 为名放入交付文件夹。',
  '# Draft mapping, guessed from names and contents: check each line, then put it into the delivery as mapping.yaml.',
  '# 多个经办机构一起筛查时，用 source 给编号加前缀；With deliveries of several agencies, source prefixes the ids:',
  '# source: A01',
]

async function draft(connection: DuckDBConnection, delivery: string, folder: string): Promise<string> {
  const lines = [...heading, 'files:']
  for (const { name, fetch } of await listFiles(delivery, folder, 'draft')) {
    if (recogniseFormat(name) === undefined) continue
    let sample: FileSample
    try {
      sample = await sampleFile(connection, await fetch(), name)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      lines.push(`  # ${error.text.zh}`)
      continue
    }
    if (sample.header.length > 0) lines.push(...fileLines(name, sample))
  }
  if (lines.length === heading.length + 1) {
    throw new Refusal('nothing_to_read', {
      zh: `${delivery} 中没有可读取的文件（.csv、.tsv、.txt、.xlsx、.parquet）。`,
      en: `${delivery}: there is no file to read (.csv, .tsv, .txt, .xlsx, .parquet).`,
    })
  }
  return `${lines.join('\n')}\n`
}

/** The text of a mapping.yaml for a delivery whose names, headers or codes are not the standard's. */
export async function draftMapping(delivery: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fangxian-map-'))
  const database = await openDuck({ threads: 1 })
  try {
    return await draft(database.connection, delivery, folder)
  } finally {
    database.close()
    await rm(folder, { recursive: true, force: true })
  }
}
