import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'

export interface TableToCopy {
  /** With its schema: `app.record`. */
  readonly table: string
  /** In the table's order; generated ones are computed again where they are restored. */
  readonly columns: readonly string[]
  /** On the disk, without indexes. */
  readonly bytes: number
  readonly isReadable: boolean
  readonly isOurs: boolean
  /** Has triggers besides those of foreign keys. */
  readonly hasTriggers: boolean
}

/** Transaction ids are those of one database: restored, an entry's is that of the restore (src/trail/opening). */
const leftOut: Readonly<Record<string, readonly string[]>> = { 'app.trail_entry': ['written_in'] }

interface TableRow {
  readonly table: string
  readonly columns: string[]
  readonly bytes: bigint
  readonly is_readable: boolean
  readonly is_ours: boolean
  readonly has_triggers: boolean
}

/** Every table of the two schemas, by name. */
export async function listTables(tx: Tx): Promise<TableToCopy[]> {
  const { rows } = await sql<TableRow>`
    select
      n.nspname || '.' || c.relname as table,
      array_agg(a.attname::text order by a.attnum) as columns,
      pg_table_size(c.oid) as bytes,
      has_table_privilege(c.oid, 'SELECT') as is_readable,
      pg_has_role(c.relowner, 'USAGE') as is_ours,
      exists (
        select
        from pg_trigger as t
        where t.tgrelid = c.oid
          and not t.tgisinternal
      ) as has_triggers
    from pg_class as c
    join pg_namespace as n on n.oid = c.relnamespace
    join pg_attribute as a on a.attrelid = c.oid
    where n.nspname in ('app', 'register')
      and c.relkind = 'r'
      and a.attnum > 0
      and not a.attisdropped
      and a.attgenerated = ''
    group by n.nspname, c.relname, c.oid, c.relowner
    order by n.nspname, c.relname`.execute(tx)
  return rows.map((row) => ({
    table: row.table,
    columns: row.columns.filter((column) => leftOut[row.table]?.includes(column) !== true),
    bytes: Number(row.bytes),
    isReadable: row.is_readable,
    isOurs: row.is_ours,
    hasTriggers: row.has_triggers,
  }))
}

export interface SequenceToRead {
  readonly sequence: string
  readonly isReadable: boolean
}

export async function listSequences(tx: Tx): Promise<SequenceToRead[]> {
  const { rows } = await sql<{ sequence: string; is_readable: boolean }>`
    select
      n.nspname || '.' || c.relname as sequence,
      has_sequence_privilege(c.oid, 'SELECT') as is_readable
    from pg_class as c
    join pg_namespace as n on n.oid = c.relnamespace
    where n.nspname in ('app', 'register')
      and c.relkind = 'S'
    order by n.nspname, c.relname`.execute(tx)
  return rows.map(({ sequence, is_readable }) => ({ sequence, isReadable: is_readable }))
}

export interface Reference {
  readonly from: string
  readonly to: string
}

/** Foreign keys that are checked at the end of each statement: the rows they point to must be there before. */
export async function listReferences(tx: Tx): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    select distinct
      from_schema.nspname || '.' || from_table.relname as "from",
      to_schema.nspname || '.' || to_table.relname as "to"
    from pg_constraint as c
    join pg_class as from_table on from_table.oid = c.conrelid
    join pg_namespace as from_schema on from_schema.oid = from_table.relnamespace
    join pg_class as to_table on to_table.oid = c.confrelid
    join pg_namespace as to_schema on to_schema.oid = to_table.relnamespace
    where c.contype = 'f'
      and from_schema.nspname in ('app', 'register')
      and not c.condeferrable
      and c.conrelid <> c.confrelid
    order by 1, 2`.execute(tx)
  return rows
}

/** Tables such that those referred to come first; throws where they refer to each other in a circle. */
export function loadOrder(tables: readonly string[], references: readonly Reference[]): string[] {
  const ordered: string[] = []
  const left = new Set(tables)
  while (left.size > 0) {
    const ready = [...left].filter(
      (table) => !references.some(({ from, to }) => from === table && left.has(to)),
    )
    if (ready.length === 0) throw new Error(`foreign keys in a circle: ${[...left].join(', ')}`)
    for (const table of ready) left.delete(table)
    ordered.push(...ready)
  }
  return ordered
}

/** `app.record` as SQL. Names come from the catalogue or a signed manifest; quoted nevertheless. */
export function quotedTable(table: string): string {
  return table
    .split('.')
    .map((name) => `"${name.replaceAll('"', '""')}"`)
    .join('.')
}

export function quotedColumns(columns: readonly string[]): string {
  return columns.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ')
}
