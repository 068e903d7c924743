import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Refusal } from '#base/refusal.ts'
import type { DeliveredFile } from '#intake/delivery/list-delivery.ts'
import { planColumns, rowNumberHeader } from '#intake/reading/column-plan.ts'
import { isHalfWidthColumn } from '#intake/reading/convert-text.ts'
import { isNoSpace } from '#platform/disk-space.ts'
import { runSql, selectRows, sqlText } from '#platform/duckdb.ts'
import type { Column } from '#standard/table.ts'
import { getTable } from '#standard/tables.ts'

/**
 * A delivered .parquet becomes a CSV with the row number in its first column, so that its cells go through the same
 * reader and the same converter as everybody's.
 */
interface ParquetColumn {
  readonly name: string
  readonly type: string
}

function name(column: ParquetColumn): string {
  return `"${column.name.replaceAll('"', '""')}"`
}

/** A decimal's zeros come from its type, not from the value: 310.5000 is 310.5. */
function withoutZeros(sql: string): string {
  return `regexp_replace(regexp_replace(${sql}, '(\\.[0-9]*?)0+$', '\\1'), '\\.$', '')`
}

function asText(column: ParquetColumn): string {
  const value = name(column)
  if (/^DECIMAL/.test(column.type)) return withoutZeros(`${value}::varchar`)
  if (/^(?:FLOAT|DOUBLE)$/.test(column.type)) return withoutZeros(`${value}::decimal(38, 9)::varchar`)
  // Beijing time has had no other offset in the years of this data.
  if (column.type === 'TIMESTAMP WITH TIME ZONE')
    return `make_timestamp(epoch_us(${value}) + 28800000000)::varchar`
  return `${value}::varchar`
}

function refuseFloat(file: DeliveredFile, column: ParquetColumn, meaning: Column): Refusal {
  return new Refusal('unreadable_input', {
    zh: `文件 ${file.file} 的列“${column.name}”（${meaning.title}）是浮点数，会丢失精度；金额请用整数或 DECIMAL，编号请用字符串，重新导出。`,
    en: `File ${file.file}: column "${column.name}" (${meaning.name}) is floating-point, which is not exact; export money as integers or DECIMAL, ids as strings.`,
  })
}

function checkTypes(file: DeliveredFile, columns: readonly ParquetColumn[]): void {
  const plan = planColumns({
    table: getTable(file.table),
    file: file.file,
    line: 1,
    header: columns.map((each) => each.name),
    mapping: file.mapping,
    source: file.source,
  })
  for (const { column, index } of plan.columns) {
    const delivered = columns[index]
    if (delivered === undefined || !/^(?:FLOAT|DOUBLE)$/.test(delivered.type)) continue
    const isExact =
      column.type === 'money' || column.type === 'id' || (column.type === 'text' && isHalfWidthColumn(column))
    if (isExact) throw refuseFloat(file, delivered, column)
  }
}

/** Returns the path of the CSV. */
export async function unloadParquet(
  connection: DuckDBConnection,
  file: DeliveredFile,
  folder: string,
  number: number,
): Promise<string> {
  const source = `read_parquet(${sqlText(file.path)}, file_row_number = true, binary_as_string = true)`
  const target = path.join(folder, `${number}-parquet.csv`)
  try {
    const described = await selectRows(
      connection,
      `describe select * exclude (file_row_number) from ${source}`,
    )
    const columns = described.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }))
    checkTypes(file, columns)
    const selected = columns.map((column) => `${asText(column)} as ${name(column)}`)
    await runSql(
      connection,
      `copy (select file_row_number + 1 as "${rowNumberHeader}", ${selected.join(', ')} from ${source})
      to ${sqlText(target)} (format csv, header true, delimiter ',', quote '"', escape '"')`,
    )
    return target
  } catch (error) {
    if (error instanceof Refusal || isNoSpace(error) || /interrupt/i.test(String(error))) throw error
    throw new Refusal('unreadable_input', {
      zh: `文件 ${file.file} 不是可读取的 Parquet 文件或已损坏，请重新导出。`,
      en: `File ${file.file} is no readable Parquet file, or it is damaged; export it again.`,
    })
  }
}
