import type { TableName } from '#standard/tables.ts'
import type { RegisterClient } from './read-rows.ts'
import { writtenColumns } from './register-column.ts'
import { type RegisterRow, tableOf } from './register-row.ts'

/** A statement of a few hundred kilobytes: larger ones are no faster, and each is held in memory twice. */
const rowsPerStatement = 1_000

/**
 * Adds rows of a delivery to a register table, in the caller's transaction; where the delivery replaces the rows before
 * it, `delete from register.<table>` goes before (platform.md 1). Gives the number of rows.
 */
export async function loadRows(
  client: RegisterClient,
  { table: name, deliveryId }: { readonly table: TableName; readonly deliveryId: string },
  rows: AsyncIterable<RegisterRow> | Iterable<RegisterRow>,
): Promise<number> {
  const columns = writtenColumns(tableOf(name))
  const names = columns.map((column) => column.name).join(', ')
  const definitions = columns.map((column) => `${column.name} ${column.plainType}`).join(', ')
  const text = `insert into register.${name} (${names}, source_delivery)
    select ${names}, $2
    from jsonb_to_recordset($1::jsonb) as given (${definitions})`
  let count = 0
  let batch: RegisterRow[] = []
  const write = async (): Promise<void> => {
    if (batch.length === 0) return
    await client.query({ text, values: [JSON.stringify(batch), deliveryId] })
    count += batch.length
    batch = []
  }
  for await (const row of rows) {
    batch.push(row)
    if (batch.length === rowsPerStatement) await write()
  }
  await write()
  return count
}
