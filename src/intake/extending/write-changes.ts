import { type FileHandle, open } from 'node:fs/promises'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { formatMonth } from '#base/calendar-math.ts'
import { byteOrderMark, csvLine, guardFormula } from '#base/csv.ts'
import { formatYuan } from '#base/money.ts'
import { columnList, quoted } from '#intake/storing/staging.ts'
import { streamRows } from '#platform/duckdb.ts'
import { changesFile } from '#standard/manifest.ts'
import { keyColumn, snapshotName } from '#standard/snapshot.ts'
import type { Column, Table } from '#standard/table.ts'
import { type PartsIn, partRows } from './base-snapshot.ts'

const header = ['table', 'key', 'column', 'old_value', 'new_value'] as const

export interface ChangesWriter {
  /** Rows that both have under one key with different content; gives how many there are. */
  add(table: Table, base: PartsIn, later: PartsIn): Promise<number>
  close(): Promise<void>
}

/** 160000 → `0.16` */
function formatRate(millionths: bigint): string {
  const digits = (millionths < 0n ? -millionths : millionths).toString().padStart(7, '0')
  const decimals = digits.slice(-6).replace(/0+$/, '')
  return `${millionths < 0n ? '-' : ''}${digits.slice(0, -6)}${decimals === '' ? '' : `.${decimals}`}`
}

/** A value in the form in which the standard's other output files have it; null is empty. */
function formatValue({ type }: Column, text: string | null): string {
  if (text === null) return ''
  if (type === 'money') return formatYuan(BigInt(text))
  if (type === 'rate') return formatRate(BigInt(text))
  if (type === 'month') return formatMonth(Number(text))
  return ['id', 'text', 'code'].includes(type) ? guardFormula(text) : text
}

function valueText(side: string, column: Column): string {
  const value = `${side}.${quoted(snapshotName(column))}`
  return column.type === 'timestamp' ? `strftime(${value}, '%Y-%m-%d %H:%M:%S')` : `${value}::varchar`
}

function selectChanges(table: Table, columns: readonly Column[], base: PartsIn, later: PartsIn): string {
  const name = (column: Column): string => quoted(snapshotName(column))
  const values = columns.flatMap((column, index) => [
    `${valueText('old', column)} as old${index}`,
    `${valueText('new', column)} as new${index}`,
    `old.${name(column)} is distinct from new.${name(column)} as differs${index}`,
  ])
  const differs = columns.map((column) => `old.${name(column)} is distinct from new.${name(column)}`)
  return `
    select old.${quoted(keyColumn(table))}::varchar as key, ${values.join(', ')}
    from ${partRows(base)} as old
    join ${partRows(later)} as new using (${columnList(table.key)})
    where ${differs.join(' or ')}
    order by key, ${columnList(table.key)}`
}

/** changes.csv: a line for each value that a later row with a known key changed, by table, key and column. */
export async function openChanges(connection: DuckDBConnection, directory: string): Promise<ChangesWriter> {
  const handle: FileHandle = await open(path.join(directory, changesFile), 'wx', 0o600)
  await handle.appendFile(byteOrderMark + csvLine(header))
  return {
    add: async (table, base, later) => {
      const columns: readonly Column[] = table.columns.filter(({ name }) => !table.key.includes(name))
      let changed = 0
      for await (const rows of streamRows(connection, selectChanges(table, columns, base, later))) {
        changed += rows.length
        const lines = rows.flatMap((row) =>
          columns.flatMap((column, index) => {
            if (row[`differs${index}`] !== true) return []
            const [was, is] = [row[`old${index}`], row[`new${index}`]] as [string | null, string | null]
            const key = guardFormula(row.key as string)
            return [
              csvLine([table.name, key, column.name, formatValue(column, was), formatValue(column, is)]),
            ]
          }),
        )
        await handle.appendFile(lines.join(''))
      }
      return changed
    },
    close: () => handle.close(),
  }
}
