import type { Table } from '#standard/table.ts'
import { type TableName, tables } from '#standard/tables.ts'

/** What the name of a file or sheet says (standard, Precisely, Loading). */
const spellings: readonly (readonly [string, Table])[] = tables.flatMap((table) => [
  [table.name, table] as const,
  [table.title, table] as const,
])

/** `payment.csv`, `payment-2024.csv`, `待遇发放明细.2024-03.csv.gz`; but `payment_batch.csv` is not `payment`. */
export function recogniseTable(name: string): TableName | undefined {
  const folded = name.toLowerCase()
  const found = spellings.find(
    ([spelling]) =>
      folded === spelling || folded.startsWith(`${spelling}-`) || folded.startsWith(`${spelling}.`),
  )
  return found?.[1].name as TableName | undefined
}

export interface FileFormat {
  readonly format: 'csv' | 'xlsx' | 'parquet'
  readonly isCompressed: boolean
}

export function recogniseFormat(name: string): FileFormat | undefined {
  // The table's name followed by nothing: its content must be text, like that of every .csv.
  if (!name.includes('.')) return { format: 'csv', isCompressed: false }
  if (/\.(?:csv|tsv|txt)$/i.test(name)) return { format: 'csv', isCompressed: false }
  if (/\.(?:csv|tsv|txt)\.gz$/i.test(name)) return { format: 'csv', isCompressed: true }
  if (/\.xlsx$/i.test(name)) return { format: 'xlsx', isCompressed: false }
  if (/\.parquet$/i.test(name)) return { format: 'parquet', isCompressed: false }
  return undefined
}

/** Formats that hold data which nobody would want to be left out unnoticed. */
export function isUnreadableFormat(name: string): boolean {
  return /\.(?:xls|xlsm|xlsb|et|ods|dbf|mdb|accdb|json|jsonl|xml|sql|dmp|rar|7z|zip|gz|tar|bz2|xz|orc|avro)$/i.test(
    name,
  )
}

/** Ids and names sort by their UTF-8 bytes, on every machine alike. */
export function compareNames(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}
