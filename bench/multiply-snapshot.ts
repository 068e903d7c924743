/**
 * Makes a snapshot FACTOR times as large, to see how screening grows without reading fifty gigabytes of CSV:
 * every id, number and key of a copy gets the copy's letter, so that the copies are counties of their own.
 *
 *   node bench/multiply-snapshot.ts SNAPSHOT FACTOR OUT
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openDuck, runSql, sqlText } from '#platform/duckdb.ts'
import { Manifest, type ManifestTable, manifestFile } from '#standard/manifest.ts'
import { type SnapshotColumn, snapshotColumns } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'
import { getTable, type TableName } from '#standard/tables.ts'

const [source = '.', factor = '5', out = 'multiplied'] = process.argv.slice(2)
const manifest = Manifest.parse(JSON.parse(readFileSync(path.join(source, manifestFile), 'utf8')))
mkdirSync(out, { recursive: true })
const database = await openDuck({ temporaryDirectory: path.join(out, '.spill'), memoryLimitMegabytes: 4_000 })

/** What no number of a county is in the key of is law, the same for all: once. */
function isLaw(table: Table): boolean {
  const keys = snapshotColumns(table).filter(
    ({ source }) => source !== undefined && table.key.includes(source),
  )
  return !keys.some((column) => isOfItsCounty(table, column))
}

function isOfItsCounty(table: Table, column: SnapshotColumn): boolean {
  if (column.name === 'row_key') return true
  const defined = table.columns.find((each) => each.name === column.source)
  if (defined === undefined || column.sqlType !== 'VARCHAR') return false
  return defined.type === 'id' || /(_number|_account|credit_code)$/.test(defined.name)
}

/** Parts are at most a few hundred megabytes. */
const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

async function multiply(entry: ManifestTable): Promise<ManifestTable> {
  const table = getTable(entry.name as TableName)
  const parts: ManifestTable['parts'] = []
  const copies = isLaw(table) ? 1 : Number(factor)
  for (let copy = 0; copy < copies; copy += 1) {
    const letter = String.fromCharCode(97 + copy)
    const columns = snapshotColumns(table).map((column) =>
      copies > 1 && isOfItsCounty(table, column)
        ? `${column.name} || '${letter}' as ${column.name}`
        : column.name,
    )
    for (const part of entry.parts) {
      const file = `${path.basename(part.file, '.parquet')}-${letter}.parquet`
      await runSql(
        database.connection,
        `copy (select ${columns.join(', ')} from read_parquet(${sqlText(path.resolve(source, part.file))}))
        to ${sqlText(path.resolve(out, file))} (format parquet, compression zstd)`,
      )
      parts.push({ file, rows: part.rows, sha256: digest(path.resolve(out, file)) })
    }
  }
  return { ...entry, parts, rows: entry.rows * copies }
}

const tables: ManifestTable[] = []
for (const entry of manifest.tables) {
  tables.push(await multiply(entry))
  console.log(entry.name, entry.rows * Number(factor))
}
writeFileSync(path.join(out, manifestFile), JSON.stringify({ ...manifest, tables }, null, 1))
database.close()
