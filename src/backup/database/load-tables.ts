import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { from as copyFrom } from 'pg-copy-streams'
import { assert } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { SequenceState, TablePart } from '../manifest.ts'
import { otherColumns, otherContent } from '../sentences.ts'
import type { OneConnection } from './one-connection.ts'
import { listReferences, loadOrder, quotedColumns, quotedTable, type TableToCopy } from './table-list.ts'

export interface LoadOptions {
  /** Of the database, which has all those of the backup. */
  readonly present: readonly TableToCopy[]
  readonly tables: readonly TablePart[]
  readonly sequences: readonly SequenceState[]
  readonly textOf: (table: TablePart) => AsyncIterable<Uint8Array>
}

/** What migrations themselves fill; a restore replaces it by what the backup has. */
export const filledByMigrations: readonly string[] = [
  'app.append_only',
  'app.installation',
  'app.schema_migration',
]

/**
 * In the order of the foreign keys: the owner of tables is no superuser everywhere and may not switch them off. Its own
 * triggers he may: what they did is in the backup already.
 */
export async function loadTables({ client }: OneConnection, tx: Tx, options: LoadOptions): Promise<void> {
  const { present, tables, sequences, textOf } = options
  refuseOtherTables(present, tables)
  for (const table of filledByMigrations) await client.query(`delete from ${quotedTable(table)}`)
  const withTriggers = present.filter(({ hasTriggers }) => hasTriggers).map(({ table }) => table)
  for (const table of withTriggers)
    await client.query(`alter table ${quotedTable(table)} disable trigger user`)
  const names = tables.map(({ table }) => table)
  const byName = new Map(tables.map((each) => [each.table, each]))
  for (const name of loadOrder(names, await listReferences(tx))) {
    const table = byName.get(name)!
    const target = copyFrom(`copy ${quotedTable(name)} (${quotedColumns(table.columns)}) from stdin`)
    await pipeline(textOf(table), client.query(target)).catch((error: unknown) => {
      throw asRefusal(name, error)
    })
    assert(target.rowCount === table.rows, `${name} took as many rows as the backup has`)
  }
  for (const { sequence, lastValue, isCalled } of sequences) {
    await sql`select setval(${sequence}::regclass, ${lastValue}::bigint, ${isCalled})`.execute(tx)
  }
  // Deferred keys are checked now: a table with checks waiting cannot be altered.
  await client.query('set constraints all immediate')
  for (const table of withTriggers)
    await client.query(`alter table ${quotedTable(table)} enable trigger user`)
}

/** An error of PostgreSQL has a code of five characters; its detail would quote values and is left out. */
function asRefusal(table: string, error: unknown): unknown {
  const { code, severity, message } = error as { code?: unknown; severity?: unknown; message: string }
  return typeof code === 'string' && severity !== undefined ? otherContent(table, message) : error
}

function refuseOtherTables(present: readonly TableToCopy[], tables: readonly TablePart[]): void {
  const columnsOf = new Map(present.map(({ table, columns }) => [table, columns.join(' ')]))
  for (const { table, columns } of tables) {
    if (columnsOf.get(table) !== columns.join(' ')) throw otherColumns(table)
  }
  const inBackup = new Set(tables.map(({ table }) => table))
  const strange = present.find(({ table }) => !inBackup.has(table))
  if (strange !== undefined) throw otherColumns(strange.table)
}

/** Counted again in the database: what COPY said is not what is there. */
export async function countTables({ client }: OneConnection, tables: readonly TablePart[]): Promise<void> {
  for (const { table, rows: expected } of tables) {
    const { rows } = await client.query<{ rows: bigint }>(
      `select count(*) as rows from ${quotedTable(table)}`,
    )
    assert(Number(rows[0]!.rows) === expected, `${table} has as many rows as the backup`)
  }
}
