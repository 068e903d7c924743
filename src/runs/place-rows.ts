import type { DuckDBConnection } from '@duckdb/node-api'
import { runSql, selectRows, sqlText, streamRows } from '#platform/duckdb.ts'
import { type PlaceTables, rowPlace } from '#screening/evidence/row-place.ts'
import type { AnySubjectKind, SubjectKind } from '#screening/finding.ts'
import { keyColumn } from '#standard/snapshot.ts'
import { getTable, type TableName } from '#standard/tables.ts'

/** Read from the database of a run after it: where each row of evidence lies, and which subjects were delivered. */

export interface PlacedRow {
  readonly table: string
  readonly key: string
  readonly region: string | null
  readonly staffId: string | null
}

const delivered: PlaceTables = {
  nameOf: (table) => table,
  joinPersonOfNumber: 'left join person_of_number on person_of_number.id_number = source.id_number',
}

/** One row for each row of evidence of the run, whichever rules found it. */
export async function* readPlaces(connection: DuckDBConnection): AsyncGenerator<readonly PlacedRow[]> {
  const hits = await selectRows(
    connection,
    `select table_name from duckdb_tables() where table_name like 'hit\\_%' escape '\\' order by table_name`,
  )
  if (hits.length === 0) return
  const used = hits.map(({ table_name }) => `select evidence_table, evidence_key from ${String(table_name)}`)
  await runSql(connection, `create or replace temp table used_row as ${used.join(' union ')}`)
  await runSql(
    connection,
    `create or replace temp table person_of_number as
    select id_number, min(region) as region
    from person
    where id_number is not null
    group by id_number`,
  )
  const tables = await selectRows(
    connection,
    'select distinct evidence_table as name from used_row order by name',
  )
  for (const { name } of tables) {
    const table = getTable(name as TableName)
    const { joins, regions, staff } = rowPlace(table, delivered)
    const region = regions.length === 0 ? 'null' : `coalesce(${regions.join(', ')})`
    // A key may stand twice in a table whose order was split: one place is enough.
    const statement = `select used_row.evidence_key as key, min(${region}) as region, min(${staff}) as staff_id
      from used_row
      join ${table.name} as source on source.${keyColumn(table)} = used_row.evidence_key
      ${joins.join(' ')}
      where used_row.evidence_table = ${sqlText(table.name)}
      group by used_row.evidence_key`
    for await (const rows of streamRows(connection, statement)) {
      yield rows.map((row) => ({
        table: table.name,
        key: String(row.key),
        region: row.region === null ? null : String(row.region),
        staffId: row.staff_id === null ? null : String(row.staff_id),
      }))
    }
  }
}

export async function* readNames(
  connection: DuckDBConnection,
): AsyncGenerator<readonly { findingId: string; name: string }[]> {
  const statement = 'select finding_id, person_name from finding where person_name is not null'
  for await (const rows of streamRows(connection, statement)) {
    yield rows.map((row) => ({ findingId: String(row.finding_id), name: String(row.person_name) }))
  }
}

/** The table in which a subject of that kind is delivered, and its column. */
const listedIn: Readonly<Record<SubjectKind, readonly [TableName, string]>> = {
  person: ['person', 'person_id'],
  account: ['payment', 'account_number'],
  batch: ['payment_batch', 'batch_id'],
  employer: ['employer', 'employer_id'],
  card: ['social_card', 'card_number'],
  order: ['business_order', 'order_id'],
  staff: ['staff', 'staff_id'],
  user_account: ['user_account', 'account_id'],
  bank_transaction: ['bank_transaction', 'row_key'],
  fund_account: ['fund_account', 'fund_account_id'],
  reconciliation: ['reconciliation', 'reconciliation_id'],
}

/** Those of the subjects that the delivery has, some thousand at a time. */
export async function findDelivered(
  connection: DuckDBConnection,
  subjects: readonly { readonly kind: AnySubjectKind; readonly id: string }[],
): Promise<{ kind: AnySubjectKind; id: string }[]> {
  const found: { kind: AnySubjectKind; id: string }[] = []
  for (const kind of new Set(subjects.map((each) => each.kind))) {
    // Of agencies and feeds no delivery says anything.
    if (kind === 'agency' || kind === 'feed') continue
    const [table, column] = listedIn[kind]
    const ids = subjects.filter((each) => each.kind === kind).map(({ id }) => sqlText(id))
    const rows = await selectRows(
      connection,
      `select distinct ${column} as id from ${table} where ${column} in (${ids.join(', ')}) order by id`,
    )
    found.push(...rows.map(({ id }) => ({ kind, id: String(id) })))
  }
  return found
}
