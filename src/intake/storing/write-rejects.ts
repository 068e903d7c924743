import { chmod, copyFile, type FileHandle, open } from 'node:fs/promises'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { byteOrderMark, csvLine, guardFormula } from '#base/csv.ts'
import { streamRows } from '#platform/duckdb.ts'
import { rejectsFile } from '#standard/manifest.ts'
import { placesPerFile } from './staging.ts'

const columns = ['file', 'line', 'column', 'value', 'reason'] as const

/** An empty report, or that of earlier deliveries to go on with. */
async function openReport(directory: string, earlier: string | undefined): Promise<FileHandle> {
  const file = path.join(directory, rejectsFile)
  if (earlier !== undefined) {
    await copyFile(earlier, file)
    await chmod(file, 0o600)
    return open(file, 'a')
  }
  const handle = await open(file, 'wx', 0o600)
  await handle.write(byteOrderMark + csvLine(columns))
  return handle
}

/** File numbers follow the order of tables, then of files: ordering by place is the order of the report. */
export async function writeRejects(
  connection: DuckDBConnection,
  directory: string,
  fileNames: readonly string[],
  earlier?: string,
): Promise<void> {
  const handle = await openReport(directory, earlier)
  try {
    const sql = `
      select
        (place // ${placesPerFile})::integer as file,
        (place % ${placesPerFile})::double as line,
        coalesce("column", '') as "column",
        coalesce(value, '') as value,
        reason
      from reject
      order by place`
    for await (const rows of streamRows(connection, sql)) {
      const lines = rows.map((row) =>
        csvLine([
          guardFormula(fileNames[Number(row.file)]!),
          String(row.line),
          row.column as string,
          guardFormula(row.value as string),
          row.reason as string,
        ]),
      )
      await handle.write(lines.join(''))
    }
  } finally {
    await handle.close()
  }
}
