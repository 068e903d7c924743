import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { stringify } from 'yaml'
import { guardFormula } from '#base/csv.ts'
import { Refusal } from '#base/refusal.ts'
import { openDuck, selectRows, sqlText } from '#platform/duckdb.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { writeZip, type ZipMember } from '#platform/zip-writer.ts'
import { getTable } from '#standard/tables.ts'
import { type DeliveredFile, listDelivery } from '../delivery/list-delivery.ts'
import { planColumns } from '../reading/column-plan.ts'
import { trimWhite } from '../reading/convert-text.ts'
import type { Reason } from '../reading/reason.ts'
import { reasonTexts } from '../reading/reason-texts.ts'
import { type PickedRows, pickRows } from './pick-rows.ts'

/** A line of rejects.csv. */
interface Reject {
  readonly file: string
  readonly line: number
  readonly column: string
  readonly reason: string
}

export interface Correcting {
  /** Folders and archives of the delivery. */
  readonly deliveries: readonly string[]
  readonly rejectsFile: string
  /** Of the snapshot that this delivery was added to: its rejects are not of this one. */
  readonly earlierRejectsFile: string | null
  /** The .zip to write. */
  readonly target: string
}

/** More is no work for somebody at a desk: the export itself has to be mended. */
const rowsMax = 50_000
/** Of a list that must come as a whole; a sheet holds five times as many, and nobody looks through them. */
const wholeRowsMax = 200_000
/** No column of the standard is called so: when the file comes back, they are left out. */
const reasonHeaders = ['退回列', '退回原因'] as const

const readReport = (file: string): string =>
  `read_csv(${sqlText(file)}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', parallel = false)`

/** Those of earlier deliveries stand before those of this one. */
async function readRejects(connection: DuckDBConnection, correcting: Correcting): Promise<Reject[]> {
  const { rejectsFile, earlierRejectsFile } = correcting
  const earlier =
    earlierRejectsFile === null
      ? 0
      : Number(
          (await selectRows(connection, `select count(*) as n from ${readReport(earlierRejectsFile)}`))[0]!.n,
        )
  const rows = await selectRows(
    connection,
    `select file, line, "column", reason from ${readReport(rejectsFile)} limit ${rowsMax + 1} offset ${earlier}`,
  )
  if (rows.length > rowsMax) throw tooMany()
  return rows.map((row) => ({
    file: String(row.file),
    line: Number(row.line),
    column: row.column === null ? '' : String(row.column),
    reason: String(row.reason),
  }))
}

function tooMany(): Refusal {
  return new Refusal('too_large', {
    zh: `退回超过 ${rowsMax} 行，不宜逐行更正；请查看退回原因，改正导出后整份重新交付。`,
    en: `More than ${rowsMax} rows were rejected; look at the reasons, mend the export and deliver it again.`,
  })
}

function tooLongList({ file }: DeliveredFile, rows: number): Refusal {
  return new Refusal('too_large', {
    zh: `文件 ${file} 是整体替换的清单，有 ${rows} 行，不能生成待更正文件；请在源系统中更正后整份重新交付。`,
    en: `File ${file} is a list that is replaced as a whole and has ${rows} rows; correct it at its source and deliver it again.`,
  })
}

/** `payment_202401.csv.gz` → `payment_202401` */
const stemOf = (name: string): string => name.replace(/(\.(csv|tsv|txt|xlsx|parquet|gz))+$/i, '')

/** The delivery's own header of a column; of none, the row as a whole. */
function ownHeader(file: DeliveredFile, header: readonly string[], column: string): string {
  if (column === '') return ''
  const plan = planColumns({
    ...{ table: getTable(file.table), file: file.file, line: 1, mapping: file.mapping, source: file.source },
    header: header.map(trimWhite),
  })
  const index = plan.columns.find((planned) => planned.column.name === column)?.index ?? -1
  return header[index] ?? column
}

interface FileToCorrect {
  readonly file: DeliveredFile
  readonly rejects: readonly Reject[]
}

/**
 * A list of how things stand replaces the earlier one as a whole (standard, is_state): of such a table the rows that were
 * right must come again with those that were not, in each of its files. Of events the rejected rows alone are enough.
 */
function filesToCorrect(
  files: readonly DeliveredFile[],
  byFile: ReadonlyMap<string, readonly Reject[]>,
): FileToCorrect[] {
  const all = files.map((file) => ({ file, rejects: byFile.get(guardFormula(file.file)) ?? [] }))
  const tables = new Set(all.flatMap(({ file, rejects }) => (rejects.length === 0 ? [] : [file.table])))
  return all.filter(({ file, rejects }) => rejects.length > 0 || (isWhole(file) && tables.has(file.table)))
}

const isWhole = (file: DeliveredFile): boolean => getTable(file.table).is_state === true

function lineOf(
  { file, rejects }: FileToCorrect,
  { header, rows }: PickedRows,
): readonly (readonly string[])[] {
  const why = new Map(rejects.map((reject) => [reject.line, reject]))
  const rejected = rejects.flatMap(({ line }) => (rows.has(line) ? [line] : []))
  const others = [...rows.keys()].filter((line) => !why.has(line))
  return [...new Set(rejected), ...others].map((line) => {
    const cells = rows.get(line)!
    const reject = why.get(line)
    const said =
      reject === undefined
        ? ['', '']
        : [ownHeader(file, header, reject.column), reasonTexts[reject.reason as Reason]?.zh ?? reject.reason]
    return [...header.map((_, index) => cells[index] ?? ''), ...said]
  })
}

async function writeFileOf(target: string, correcting: FileToCorrect, picked: PickedRows): Promise<void> {
  const columns = [...picked.header, ...reasonHeaders].map((text) => ({
    ...{ header: text, kind: 'text' as const, width: Math.min(40, Math.max(12, [...text].length * 2 + 2)) },
  }))
  const { file } = correcting
  await writeXlsx(target, [{ name: file.table, columns, rows: lineOf(correcting, picked) }], {
    title: stemOf(file.file),
  })
}

/**
 * Rejected rows as files to correct: each delivered file with its own headers, its rejected rows and why, as .xlsx whose
 * cells are text, so that no program at a desk turns an id into a number, with the mapping they were read by. Corrected,
 * they are the correcting delivery.
 */
export async function writeCorrections(correcting: Correcting): Promise<{ readonly rows: number }> {
  const work = await mkdtemp(path.join(tmpdir(), 'fangxian-correcting-'))
  const database = await openDuck({ threads: 1 })
  try {
    const byFile = Map.groupBy(await readRejects(database.connection, correcting), ({ file }) => file)
    const members: ZipMember[] = []
    const mapped: Record<string, unknown> = {}
    let source = ''
    let count = 0
    for (const [index, delivery] of correcting.deliveries.entries()) {
      const { files } = await listDelivery(delivery, work, String(index))
      for (const each of filesToCorrect(files, byFile)) {
        const { file, rejects } = each
        const lines = new Set(rejects.map(({ line }) => line))
        const given = { connection: database.connection, folder: work }
        const picked = await pickRows(file, isWhole(file) ? () => true : (line) => lines.has(line), given)
        if (picked.rows.size > wholeRowsMax) throw tooLongList(file, picked.rows.size)
        // A workbook with several tables becomes several files.
        const isAlone = files.filter(({ inputName }) => inputName === file.inputName).length === 1
        const stem = stemOf(path.basename(file.inputName))
        const name = `${isAlone ? stem : `${stem}-${file.table}`}.xlsx`
        const target = path.join(work, `${members.length}-written.xlsx`)
        await writeFileOf(target, each, picked)
        members.push({ name, path: target })
        mapped[name] = { table: file.table, columns: file.mapping.columns, values: file.mapping.values }
        source = file.source
        count += rejects.length
      }
    }
    const mapping = stringify({ ...(source === '' ? {} : { source }), files: mapped })
    await writeZip(correcting.target, [...members, { name: 'mapping.yaml', text: mapping }])
    return { rows: count }
  } finally {
    database.close()
    await rm(work, { recursive: true, force: true })
  }
}
