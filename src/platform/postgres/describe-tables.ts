import type pg from 'pg'

/**
 * The types of all tables and views, as the text of tables.ts. Our own instead of a package: fifty lines, and values
 * get exactly the types that valueTypes of database.ts gives them.
 */
export async function describeTables(client: Pick<pg.ClientBase, 'query'>): Promise<string> {
  const { rows } = await client.query<Column>(columnsQuery)
  const tables = [...Map.groupBy(rows, ({ table_name }) => table_name)]
  return `${head}
export interface Tables {
${tables.map(([name]) => `  ${quotedKey(name)}: ${typeName(name)}\n`).join('')}}
${tables.map(([name, columns]) => describeTable(name, columns)).join('')}`
}

const head = `// Generated from the migrated database by \`npm run tables\`: never edited by hand, and a test fails while it is stale.
// biome-ignore-all lint/style/noExcessiveLinesPerFile: generated
// biome-ignore-all lint/correctness/noUnusedImports: generated
// biome-ignore-all format: generated
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** Written as JSON text: node-postgres would send an array as an array of PostgreSQL. */
export type Json = ColumnType<unknown, string, string>
export type NullableJson = ColumnType<unknown, string | null, string | null>
export type GeneratedJson = ColumnType<unknown, string | undefined, string>
`

interface Column {
  /** Without "app.": search_path is app. */
  readonly table_name: string
  readonly column_name: string
  readonly type_name: string
  readonly is_array: boolean
  readonly is_nullable: boolean
  readonly has_default: boolean
  readonly is_always_generated: boolean
  readonly is_view: boolean
}

/** Partitions are left out: their table stands for them. A domain counts as the type below it. */
const columnsQuery = `
  select
    case when space.nspname = 'app' then relation.relname else space.nspname || '.' || relation.relname end
      as table_name,
    col.attname as column_name,
    coalesce(element.typname, base.typname, own_type.typname) as type_name,
    element.oid is not null as is_array,
    relation.relkind <> 'v' and not (col.attnotnull or own_type.typnotnull) as is_nullable,
    col.atthasdef or col.attidentity <> '' as has_default,
    col.attgenerated <> '' or col.attidentity = 'a' as is_always_generated,
    relation.relkind in ('v', 'm') as is_view
  from pg_attribute as col
  join pg_class as relation on relation.oid = col.attrelid
  join pg_namespace as space on space.oid = relation.relnamespace
  join pg_type as own_type on own_type.oid = col.atttypid
  left join pg_type as base on base.oid = own_type.typbasetype
  left join pg_type as element
    on element.oid = coalesce(base.typelem, own_type.typelem)
    and coalesce(base.typcategory, own_type.typcategory) = 'A'
  where space.nspname in ('app', 'register')
    and relation.relkind in ('r', 'p', 'v', 'm')
    and not relation.relispartition
    and col.attnum > 0
    and not col.attisdropped
  order by space.nspname, relation.relname, col.attnum`

/** How a value comes out, and how it may go in where that is more. */
const valueTypes: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bytea: 'Buffer',
  date: 'string',
  float4: 'number',
  float8: 'number',
  int2: 'number',
  int4: 'number',
  int8: 'bigint',
  interval: 'unknown',
  numeric: 'string',
  text: 'string',
  time: 'string',
  timestamp: 'string',
  timestamptz: 'Date',
  uuid: 'string',
  varchar: 'string',
  bpchar: 'string',
  name: 'string',
  xid8: 'string',
}

function describeTable(name: string, columns: readonly Column[]): string {
  const lines = columns.map((column) => `  ${quotedKey(column.column_name)}: ${describeColumn(column)}\n`)
  return `\nexport interface ${typeName(name)} {\n${lines.join('')}}\n`
}

function describeColumn(column: Column): string {
  const { type_name, is_array, is_nullable, has_default, is_always_generated, is_view } = column
  if (type_name === 'jsonb' && !is_array && !is_view && !is_always_generated) {
    if (is_nullable) return 'NullableJson'
    return has_default ? 'GeneratedJson' : 'Json'
  }
  const value = type_name === 'jsonb' ? 'unknown' : valueTypes[type_name]
  if (value === undefined) {
    throw new Error(`${column.table_name}.${column.column_name}: no type is known for ${type_name}`)
  }
  const type = `${value}${is_array ? '[]' : ''}`
  // PostgreSQL does not say whether a column of a view may be null.
  if (is_view) return `ColumnType<${type} | null, never, never>`
  const nullable = is_nullable ? `${type} | null` : type
  if (is_always_generated) return `GeneratedAlways<${nullable}>`
  // A column that may be null may be left out as it is: Kysely sees "null" in its type.
  return has_default ? `Generated<${nullable}>` : nullable
}

function quotedKey(name: string): string {
  return /^[a-z_][a-z_0-9]*$/.test(name) ? name : `'${name}'`
}

/** `register.payee_account` is RegisterPayeeAccount, `record_action` is RecordActionTable: no clash with domain types. */
function typeName(table: string): string {
  const words = table.split(/[._]/).map((word) => `${word[0]!.toUpperCase()}${word.slice(1)}`)
  return `${words.join('')}Table`
}
