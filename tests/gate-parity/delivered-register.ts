/** A delivery that chance or the simulator made, as a snapshot for DuckDB and as the same rows in the register. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import { buildSnapshot } from '#intake/build-snapshot.ts'
import { openDuck, selectRows } from '#platform/duckdb.ts'
import { loadRows } from '#register/load-rows.ts'
import type { RegisterClient } from '#register/read-rows.ts'
import { writtenColumns } from '#register/register-column.ts'
import { writeFeed } from '#register/register-feed.ts'
import type { RegisterRow } from '#register/register-row.ts'
import type { Manifest } from '#standard/manifest.ts'
import { getTable, type TableName, tables } from '#standard/tables.ts'
import type { DeliveredFile } from '../oracle/loading/load.ts'

export interface DeliveredSnapshot {
  readonly directory: string
  readonly manifest: Manifest
  remove(): void
}

export async function snapshotOf(files: readonly DeliveredFile[]): Promise<DeliveredSnapshot> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gate-parity-'))
  const [source, directory] = [path.join(folder, 'delivery'), path.join(folder, 'snapshot')]
  mkdirSync(source)
  mkdirSync(directory)
  for (const { name, bytes } of files) writeFileSync(path.join(source, name), bytes)
  const manifest = await buildSnapshot({
    deliveries: [source],
    directory,
    programVersion: 'test',
    threads: 1,
  })
  return { directory, manifest, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export type TableRows = ReadonlyMap<TableName, readonly RegisterRow[]>

/** The stored columns of every delivered row, as the register takes them. */
export async function rowsOf({ directory, manifest }: DeliveredSnapshot): Promise<TableRows> {
  const database = await openDuck({ threads: 1 })
  const found = new Map<TableName, RegisterRow[]>()
  try {
    for (const { name, parts } of manifest.tables) {
      const columns = writtenColumns(getTable(name as TableName)).map((column) =>
        column.plainType === 'boolean' ? column.name : `cast(${column.name} as varchar) as ${column.name}`,
      )
      const rows: RegisterRow[] = []
      for (const { file } of parts) {
        const sql = `select ${columns.join(', ')} from read_parquet('${path.join(directory, file)}')`
        for (const row of await selectRows(database.connection, sql)) rows.push(row as RegisterRow)
      }
      found.set(name as TableName, rows)
    }
  } finally {
    database.close()
  }
  return found
}

/** Replaces everything in the register by the delivery. */
export async function fillRegister(
  client: pg.PoolClient,
  { manifest }: DeliveredSnapshot,
  rows: TableRows,
): Promise<void> {
  const register = client as RegisterClient
  await client.query('begin')
  for (const { name } of tables) await client.query(`delete from register.${name}`)
  await client.query('delete from register.feed')
  for (const [table, each] of rows) await loadRows(register, { table, deliveryId: 'D1' }, each)
  for (const table of manifest.tables) {
    await writeFeed(register, {
      table: table.name as TableName,
      kind: 'DELIVERED',
      deliveryId: 'D1',
      deliveredAt: new Date('2024-01-01T00:00:00Z'),
      rows: table.rows,
      rowsRejected: table.rows_rejected,
      columns: table.columns,
      lastDate: table.last_date,
    })
  }
  await client.query('commit')
  await client.query('analyze')
}
