import { mkdtempSync, mkdirSync, writeFileSync, rmSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { openDuck, selectRows } from '#platform/duckdb.ts'
import { buildSnapshot } from '#intake/build-snapshot.ts'
import { getTable, type TableName } from '#standard/tables.ts'
import { snapshotName } from '#standard/snapshot.ts'
import { dayText, secondText } from './dates.ts'
const keyOf: Record<string, (i: number) => string> = { bank_transaction: (i) => `fund_account_id = 'F${i}'`, policy_parameter: (i) => `region = 'r${i}'`, death: (i) => `id_number = '${i}'`, contribution: (i) => `contribution_id = 'C${i}'`, overtime: (i) => `staff_id = 'S${i}'`, payment: (i) => `payment_id = 'L${i}'`, person: (i) => `person_id = 'P${i}'` }
const idOf: Record<string, [string, string]> = { bank_transaction: ['fund_account_id', 'F'], policy_parameter: ['region', 'r'], death: ['id_number', ''], contribution: ['contribution_id', 'C'], overtime: ['staff_id', 'S'], payment: ['payment_id', 'L'], person: ['person_id', 'P'] }
export function oracleValue(o: any, table: string, column: string, i: number): string {
  const [k, pre] = idOf[table]!
  const row = o.data.rows(table).find((r: any) => r[k] === `${pre}${i}`)
  const col = getTable(table as TableName).columns.find((c) => c.name === column)!
  const v = row?.[column]
  if (v === null || v === undefined) return String(v)
  if (col.type === 'date') return dayText(v)
  if (col.type === 'timestamp') return secondText(v)
  return JSON.stringify(String(v))
}
export async function dump(files: any[], table: string) {
  const folder = mkdtempSync('/tmp/oracle-dump-')
  mkdirSync(folder + '/d'); mkdirSync(folder + '/s')
  for (const f of files) writeFileSync(folder + '/d/' + f.name, f.bytes)
  const m = await buildSnapshot({ deliveries: [folder + '/d'], directory: folder + '/s', programVersion: 't', threads: 1 })
  const parts = m.tables.find((t) => t.name === table)!.parts.map((p) => `'${path.join(folder, 's', p.file)}'`).join(',')
  const db = await openDuck({ threads: 1 })
  const cols = getTable(table as TableName).columns
  const sel = cols.map((c) => `cast(${snapshotName(c)} as varchar) as "${c.name}"`).join(',')
  const rows = parts === '' ? [] : await selectRows(db.connection, `select ${sel} from read_parquet([${parts}])`)
  db.close(); rmSync(folder, { recursive: true, force: true })
  const [k, pre] = idOf[table]!
  return (i: number, column: string): string => {
    const row = rows.find((r) => r[k] === `${pre}${i}`)
    const col = cols.find((c) => c.name === column)!
    const v = row?.[column]
    if (v === null || v === undefined) return String(v)
    if (col.type === 'date') return String(v)
    if (col.type === 'timestamp') return String(v).replace(' ', 'T')
    return JSON.stringify(String(v))
  }
}
