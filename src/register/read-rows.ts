import { sha256 } from '#base/digest.ts'
import type { Table } from '#standard/table.ts'
import type { TableName } from '#standard/tables.ts'
import type { RegisterRows } from './register-change.ts'
import { registerKey, writtenColumns } from './register-column.ts'
import { type RegisterRow, tableOf } from './register-row.ts'

/** What this folder needs of a connection; a `pg.PoolClient` is one. */
export interface RegisterClient {
  query(query: {
    readonly name?: string
    readonly text: string
    readonly values?: readonly unknown[]
  }): Promise<{ readonly rows: readonly Record<string, unknown>[] }>
}

/** A statement that each connection plans once: named by its text, so that two texts never share a name. */
export function prepared(text: string): { readonly name: string; readonly text: string } {
  return { name: `register_${sha256(text).slice(0, 32)}`, text }
}

/** A stored value as the text that PostgreSQL reads back: exact, whatever DateStyle says. */
function valueText(name: string, plainType: string): string {
  if (plainType === 'boolean' || plainType === 'text') return name
  if (plainType === 'date') return `to_char(${name}, 'YYYY-MM-DD')`
  if (plainType === 'timestamp(0)') return `to_char(${name}, 'YYYY-MM-DD"T"HH24:MI:SS')`
  return `${name}::text`
}

/** The stored columns of a row as one JSON object. */
export function rowJson(table: Table): string {
  const pairs = writtenColumns(table).map(({ name, plainType }) => `'${name}', ${valueText(name, plainType)}`)
  return `jsonb_build_object(${pairs.join(', ')})`
}

/** The rows with these keys, as far as they exist. */
export async function readRegisterRows(
  client: RegisterClient,
  keys: ReadonlyMap<TableName, readonly string[]>,
): Promise<RegisterRows> {
  const entries = [...keys].sort(([one], [other]) => (one < other ? -1 : 1))
  if (entries.length === 0) return new Map()
  const selects = entries.map(([name], index) => {
    const table = tableOf(name)
    const key = registerKey(table)
    return `select '${name}' as table_name, ${key} as row_key, ${rowJson(table)} as row
    from register.${name}
    where ${key} = any($${index + 1}::text[])`
  })
  const { rows } = await client.query({
    ...prepared(selects.join('\nunion all\n')),
    values: entries.map(([, each]) => [...each]),
  })
  const found = new Map<TableName, Map<string, RegisterRow>>()
  for (const row of rows) {
    const name = row.table_name as TableName
    found.set(name, (found.get(name) ?? new Map()).set(String(row.row_key), row.row as RegisterRow))
  }
  return found
}
