import type { DuckDBConnection } from '@duckdb/node-api'
import { isIdentityColumn } from '#intake/reading/convert-text.ts'
import { selectRows } from '#platform/duckdb.ts'
import type { Manifest } from '#standard/manifest.ts'
import type { Column, Table } from '#standard/table.ts'
import type { TableName } from '#standard/tables.ts'
import { quoted } from './staging.ts'

type Remark = Manifest['quality'][number]

/** A table of the snapshot and what SQL selects its rows from. */
export interface StoredTable {
  readonly table: Table
  readonly rows: string
}

/** Columns that name a row of another table, wherever they stand. */
const references: Readonly<Record<string, TableName>> = {
  person_id: 'person',
  employer_id: 'employer',
  entitlement_id: 'entitlement',
  batch_id: 'payment_batch',
  payment_id: 'payment',
  order_id: 'business_order',
  account_id: 'user_account',
  fund_account_id: 'fund_account',
  staff_id: 'staff',
  operator_id: 'staff',
  reviewer_id: 'staff',
  approver_id: 'staff',
  prepared_by: 'staff',
  reviewed_by: 'staff',
  approved_by: 'staff',
  handled_by: 'staff',
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** The check of base/identity-number.ts in SQL; ascii('0') is 48. */
function isWrongIdentity(name: string): string {
  const column = quoted(name)
  const sum = weights
    .map((weight, index) => `(ascii(substr(${column}, ${index + 1}, 1)) - 48) * ${weight}`)
    .join(' + ')
  return `case
    when not regexp_full_match(${column}, '[0-9]{17}[0-9X]') then true
    else substr('10X98765432', (${sum}) % 11 + 1, 1) <> substr(${column}, 18, 1)
  end`
}

async function remarkIdentity(
  connection: DuckDBConnection,
  { table, rows }: StoredTable,
  column: Column,
): Promise<Remark[]> {
  const [found] = await selectRows(
    connection,
    `select count(*) as rows, min(${quoted(column.name)}) as example
    from ${rows}
    where ${quoted(column.name)} is not null and ${isWrongIdentity(column.name)}`,
  )
  const count = Number(found!.rows)
  if (count === 0) return []
  return [
    {
      table: table.name,
      column: column.name,
      text: {
        zh: `${column.title}不是 18 位有效号码或校验码不符`,
        en: `${column.name} is not an 18-character number with the right check character`,
      },
      rows: count,
      example: maskMiddle(found!.example as string),
    },
  ]
}

/** An id number names a person: its first six and its last character are enough to look for it. */
function maskMiddle(text: string): string {
  const characters = [...text]
  return characters.map((each, index) => (index < 6 || index === characters.length - 1 ? each : '*')).join('')
}

async function remarkReference(
  connection: DuckDBConnection,
  { table, rows }: StoredTable,
  column: Column,
  target: StoredTable,
): Promise<Remark[]> {
  const name = quoted(column.name)
  const key = quoted(target.table.key[0]!)
  const [found] = await selectRows(
    connection,
    `with referring as (
      select ${name} as reference, count(*) as rows
      from ${rows}
      where ${name} is not null
      group by ${name}
    )
    select coalesce(sum(referring.rows), 0) as rows, min(reference) as example
    from referring
    left join ${target.rows} as target on target.${key} = referring.reference
    where target.${key} is null`,
  )
  const count = Number(found!.rows)
  if (count === 0) return []
  return [
    {
      table: table.name,
      column: column.name,
      text: {
        zh: `${column.title}在“${target.table.title}”中不存在`,
        en: `${column.name} is not in ${target.table.name}`,
      },
      rows: count,
      example: found!.example as string,
    },
  ]
}

/** What is doubtful in the loaded rows, though no reason to drop them. */
export async function findRemarks(
  connection: DuckDBConnection,
  stored: readonly StoredTable[],
): Promise<Remark[]> {
  const remarks: Remark[] = []
  for (const each of stored) {
    for (const column of each.table.columns) {
      if (isIdentityColumn(column)) remarks.push(...(await remarkIdentity(connection, each, column)))
      const target = stored.find(({ table }) => table.name === references[column.name])
      const isOwnKey = target === each && each.table.key[0] === column.name
      if (target === undefined || isOwnKey || column.type !== 'id') continue
      remarks.push(...(await remarkReference(connection, each, column, target)))
    }
  }
  return remarks
}
