import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { readApplied } from '#platform/postgres/migrate.ts'
import type { Manifest } from '../manifest.ts'
import {
  newerBackup,
  notEmpty,
  notMigrated,
  notTheOwner,
  olderBackup,
  otherMigration,
  otherPurpose,
} from '../sentences.ts'
import { filledByMigrations } from './load-tables.ts'
import type { OneConnection } from './one-connection.ts'
import { listTables, quotedTable, type TableToCopy } from './table-list.ts'

/** A restore goes only into an empty database of the same schema, with the role that owns it. Gives its tables. */
export async function refuseUnfitTarget(
  { client }: OneConnection,
  tx: Tx,
  manifest: Manifest,
): Promise<TableToCopy[]> {
  const applied = await readApplied(client)
  refuseOtherSchema(manifest, applied)
  const tables = await listTables(tx)
  if (tables.some(({ isOurs }) => !isOurs)) {
    const { rows } = await sql<{ me: string }>`select current_user as me`.execute(tx)
    throw notTheOwner(rows[0]!.me)
  }
  const { rows } = await sql<{ is_demonstration: boolean }>`
    select is_demonstration
    from app.installation
    order by is_the_only_row`.execute(tx)
  if (rows[0]?.is_demonstration !== manifest.isDemonstration) throw otherPurpose(manifest.isDemonstration)
  for (const { table } of tables) {
    if (filledByMigrations.includes(table)) continue
    const { rowCount } = await client.query(`select from ${quotedTable(table)} limit 1`)
    if (rowCount !== 0) throw notEmpty(table)
  }
  return tables
}

interface Applied {
  readonly name: string
  readonly digest: string
}

function refuseOtherSchema({ migrations }: Manifest, applied: readonly Applied[]): void {
  if (applied.length === 0) throw notMigrated()
  const here = new Map(applied.map(({ name, digest }) => [name, digest]))
  for (const { name, digest } of migrations) {
    if (!here.has(name)) throw newerBackup(name)
    if (here.get(name) !== digest) throw otherMigration(name)
  }
  const inBackup = new Set(migrations.map(({ name }) => name))
  const later = applied.find(({ name }) => !inBackup.has(name))
  if (later !== undefined) throw olderBackup(later.name)
}
