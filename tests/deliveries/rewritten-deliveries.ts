import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { ZipFile } from 'yazl'
import { openDuck, runSql, sqlText } from '#platform/duckdb.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import type { Column, Table } from '#standard/table.ts'
import { getColumn, getTable, type TableName } from '#standard/tables.ts'
import { chance, shuffled } from '../oracle/deliveries/chance.ts'
import { encodeText, plainStyle, textOf } from '../oracle/deliveries/encode.ts'
import { parseCsv } from '../oracle/loading/csv.ts'

/** A table as an agency delivers it. */
export interface Delivered {
  readonly table: Table
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Writes the same delivery in another way into an empty folder, and gives what to screen. */
export type Rewrite = (tables: readonly Delivered[], folder: string) => Promise<string>

export function readDelivery(folder: string): Delivered[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const [header, ...rows] = parseCsv(readFileSync(path.join(folder, name), 'utf8'), ',').records
      const table = getTable(name.replace(/\.csv$/, '') as TableName)
      return { table, header: header!.cells, rows: rows.map(({ cells }) => cells) }
    })
}

function textOfTable({ table, header, rows }: Delivered): string {
  const name = table.name as TableName
  return textOf({ name, table: name, header, rows, style: plainStyle })
}

function eachFile(write: (each: Delivered) => Readonly<Record<string, string | Uint8Array>>): Rewrite {
  return async (tables, folder) => {
    for (const each of tables) {
      for (const [name, content] of Object.entries(write(each)))
        writeFileSync(path.join(folder, name), content)
    }
    return folder
  }
}

const shuffledRows = eachFile((each) => {
  const rows = shuffled(chance(each.rows.length + 1), each.rows)
  return { [`${each.table.name}.csv`]: textOfTable({ ...each, rows }) }
})

/** Three files a table, the rows dealt out in turn; one of them named by the Chinese title. */
const splitFiles = eachFile((each) => {
  const dealt = (hand: number): string =>
    textOfTable({ ...each, rows: each.rows.filter((_, index) => index % 3 === hand) })
  return {
    [`${each.table.name}-2024.csv`]: dealt(0),
    [`${each.table.name}.2024-03.csv`]: dealt(1),
    [`${each.table.title}.csv`]: dealt(2),
  }
})

/** Other headers, the columns in the opposite order. */
function renamed(headerOf: (column: Column) => string): Rewrite {
  return eachFile(({ table, header, rows }) => {
    const names = header.map((name) => headerOf(getColumn(table, name))).reverse()
    const turned = rows.map((cells) => [...cells].reverse())
    return { [`${table.title}.csv`]: textOfTable({ table, header: names, rows: turned }) }
  })
}

const gb18030 = eachFile((each) => ({
  [`${each.table.name}.csv`]: encodeText(textOfTable(each), 'gb18030'),
}))

const compressed = eachFile((each) => ({ [`${each.table.name}.csv.gz`]: gzipSync(textOfTable(each)) }))

/** Text cells as a spreadsheet keeps them; amounts as numbers. */
const workbooks: Rewrite = async (tables, folder) => {
  for (const { table, header, rows } of tables) {
    const kinds = header.map((name) => (getColumn(table, name).type === 'money' ? 'yuan' : 'text'))
    const cell = (text: string, index: number): string | bigint | null => {
      if (text === '') return null
      if (kinds[index] === 'text') return text
      const [yuan, fen = ''] = text.split('.') as [string, string?]
      return BigInt(yuan + fen.padEnd(2, '0'))
    }
    await writeXlsx(path.join(folder, `${table.title}.xlsx`), [
      {
        name: table.title,
        columns: header.map((name, index) => ({ header: name, width: 12, kind: kinds[index]! })),
        rows: rows.map((cells) => cells.map(cell)),
      },
    ])
  }
  return folder
}

const parquetTypes: Readonly<Partial<Record<Column['type'], string>>> = {
  money: 'decimal(18, 2)',
  int: 'bigint',
  date: 'date',
  timestamp: 'timestamp',
}

/** Written by DuckDB from text, with the types that a data team would choose. */
const parquet: Rewrite = async (tables, folder) => {
  const database = await openDuck({ threads: 1 })
  try {
    for (const each of tables) {
      const csv = `${folder}.text`
      writeFileSync(csv, textOfTable(each))
      const columns = each.header.map((name) => {
        const type = parquetTypes[getColumn(each.table, name).type] ?? 'varchar'
        return `cast(nullif("${name}", '') as ${type}) as "${name}"`
      })
      await runSql(
        database.connection,
        `copy (select ${columns.join(', ')} from read_csv(${sqlText(csv)}, all_varchar = true, header = true,
          delim = ',', quote = '"', escape = '"', auto_detect = false,
          columns = {${each.header.map((name) => `'${name}': 'VARCHAR'`).join(', ')}}))
        to ${sqlText(path.join(folder, `${each.table.name}.parquet`))} (format parquet)`,
      )
      rmSync(csv)
    }
  } finally {
    database.close()
  }
  return folder
}

const zipped: Rewrite = async (tables, folder) => {
  const archive = new ZipFile()
  for (const each of tables) {
    archive.addBuffer(Buffer.from(textOfTable(each)), `delivery/${each.table.name}.csv`)
  }
  archive.end()
  const chunks: Buffer[] = []
  for await (const chunk of archive.outputStream) chunks.push(Buffer.from(chunk as Uint8Array))
  const file = path.join(folder, 'delivery.zip')
  writeFileSync(file, Buffer.concat(chunks))
  return file
}

export const rewrites: Readonly<Record<string, Rewrite>> = {
  'its rows shuffled': shuffledRows,
  'three files a table': splitFiles,
  'Chinese titles as headers': renamed((column) => column.title),
  'national codes as headers': renamed((column) => column.code ?? column.name),
  GB18030: gb18030,
  '.xlsx': workbooks,
  '.parquet': parquet,
  '.zip': zipped,
  '.csv.gz': compressed,
}
