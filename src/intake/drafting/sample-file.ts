import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type FileFormat, recogniseFormat } from '#intake/delivery/delivered-name.ts'
import { deliveredNumber, momentOfSerial } from '#intake/reading/convert-number.ts'
import { trimWhite } from '#intake/reading/convert-text.ts'
import { readFirstRows } from '#intake/reading/csv-samples.ts'
import { selectRows, sqlText } from '#platform/duckdb.ts'
import { openXlsx } from '#platform/xlsx/xlsx-reader.ts'

/** The header and the first rows of a file, whatever they mean. */
export interface FileSample {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const sampleRows = 500

async function sampleXlsx(file: string): Promise<FileSample> {
  const workbook = await openXlsx(file)
  try {
    const all: string[][] = []
    for await (const rows of workbook.sheets[0]?.rows() ?? []) {
      for (const { cells } of rows) {
        const texts = Array.from(cells, (cell) => {
          if (cell === undefined) return ''
          if (cell.kind === 'bool') return cell.value ? '1' : '0'
          return cell.kind === 'number' ? deliveredNumber(cell.raw) : cell.text
        })
        if (texts.some((text) => trimWhite(text) !== '')) all.push(texts)
      }
      if (all.length > sampleRows) break
    }
    const [header = [], ...rows] = all
    return { header: header.map(trimWhite), rows }
  } finally {
    await workbook.close()
  }
}

/** A number that Excel would show as a day: drafts look at it as one. */
export function asDay(text: string): string {
  const number = Number(text)
  return /^\d{5}(?:\.\d+)?$/.test(text) && number > 20_000 ? (momentOfSerial(number) ?? text) : text
}

async function sampleParquet(connection: DuckDBConnection, file: string): Promise<FileSample> {
  const source = `read_parquet(${sqlText(file)}, binary_as_string = true)`
  const described = await selectRows(connection, `describe select * from ${source}`)
  const header = described.map((row) => String(row.column_name))
  const found = await selectRows(connection, `select columns(*)::varchar from ${source} limit ${sampleRows}`)
  return {
    header,
    rows: found.map((row) => Object.values(row).map((value) => (value === null ? '' : String(value)))),
  }
}

export async function sampleFile(
  connection: DuckDBConnection,
  file: string,
  name: string,
): Promise<FileSample> {
  const { format, isCompressed } = recogniseFormat(name) as FileFormat
  if (format === 'xlsx') return sampleXlsx(file)
  if (format === 'parquet') return sampleParquet(connection, file)
  const [header = [], ...rows] = await readFirstRows(file, path.basename(name), isCompressed, sampleRows + 1)
  return { header: header.map(trimWhite), rows }
}
