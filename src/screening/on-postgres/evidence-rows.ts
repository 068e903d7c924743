import { registerKey } from '#register/register-column.ts'
import { snapshotName } from '#standard/snapshot.ts'
import type { Column } from '#standard/table.ts'
import { getColumn, getTable, type TableName } from '#standard/tables.ts'
import { evidenceValue } from '../evidence/evidence-value.ts'
import { type PlaceTables, rowPlace } from '../evidence/row-place.ts'
import type { EvidenceValue } from '../finding.ts'
import type { Rule } from '../rule.ts'
import type { HitRow } from './check-findings.ts'
import { type CheckShape, finishStatement, type Statement, startStatement, tableStep } from './table-step.ts'

/**
 * The values that a rule's evidence shows, and where the rows lie, as a run reads both (read-findings.ts), of the
 * register with the order's effect: so that a row found by both is one row (platform.md 4).
 */

/** As PostgreSQL prints it, whatever its settings; DuckDB prints the same. */
function valueSql(column: Column): string {
  const name = `source.${snapshotName(column)}`
  if (column.type === 'timestamp') return `to_char(${name}, 'YYYY-MM-DD"T"HH24:MI:SS')`
  return column.type === 'date' ? `to_char(${name}, 'YYYY-MM-DD')` : `${name}::text`
}

/** Joined rows are those of the register: no order changes whose row it is. */
const registered: PlaceTables = {
  nameOf: (table) => `register.${table}`,
  joinPersonOfNumber: `left join lateral (
    select min(person.region) as region
    from register.person
    where person.id_number = source.id_number
  ) as person_of_number on true`,
}

export function evidenceStatement(rule: Rule, name: TableName, shape: CheckShape): Statement {
  const table = getTable(name)
  const builder = startStatement()
  const key = registerKey(table)
  const step = tableStep(builder, name, `${key} = any(:ids)`, shape)
  const { joins, regions, staff } = rowPlace(table, registered)
  const values = (rule.evidence[name] ?? []).map((column) => valueSql(getColumn(table, column)))
  const text = `
    with source as (${step})
    select
      source.${key} as row_key,
      cast(array[${values.join(', ')}] as text[]) as value_list,
      ${regions.length === 0 ? 'null' : `coalesce(${regions.join(', ')})`} as region,
      ${staff} as staff_id
    from source
    ${joins.join('\n')}
    order by source.${key}`
  return finishStatement(builder, text)
}

export interface EvidenceLookUp {
  readonly row_key: string
  readonly value_list: readonly (string | null)[]
  readonly region: string | null
  readonly staff_id: string | null
}

export interface RowSaid {
  readonly values: Readonly<Record<string, EvidenceValue>>
  readonly region: string | null
  readonly staffId: string | null
}

export type SaidOfRow = (table: TableName, key: string) => RowSaid

/** The keys to ask for, by table. */
export function evidenceKeys(rows: readonly HitRow[]): ReadonlyMap<TableName, readonly string[]> {
  const byTable = Map.groupBy(rows, (row) => row.evidence_table as TableName)
  return new Map([...byTable].map(([table, of]) => [table, [...new Set(of.map((row) => row.evidence_key))]]))
}

/** Of a row that is nowhere every value is null, as in a run. */
export function saidOfRows(rule: Rule, found: ReadonlyMap<TableName, readonly EvidenceLookUp[]>): SaidOfRow {
  const byKey = new Map(
    [...found].map(([table, rows]) => [table, new Map(rows.map((row) => [row.row_key, row]))]),
  )
  return (name, key) => {
    const row = byKey.get(name)?.get(key)
    const columns = rule.evidence[name] ?? []
    return {
      values: Object.fromEntries(
        columns.map((column, index) => [
          column,
          evidenceValue(getColumn(getTable(name), column), row?.value_list[index] ?? null),
        ]),
      ),
      region: row?.region ?? null,
      staffId: row?.staff_id ?? null,
    }
  }
}
