import { keyColumn, type SnapshotColumn, type SqlType, snapshotColumns } from '#standard/snapshot.ts'
import type { Column, Table } from '#standard/table.ts'

/**
 * The columns of a register table: those of the snapshot, so that a rule's SQL reads either. What the snapshot derives
 * the register generates: whoever writes a row, its days, months and key are right. The expressions are the snapshot's
 * in PostgreSQL's words; both engines are compared on the same rows (derived-columns.test.ts). They must be immutable,
 * so nothing here may depend on DateStyle as `date::text` and `to_char` do.
 */
export interface RegisterColumn {
  readonly name: string
  readonly type: string
  /** The same without collation, as a record definition of jsonb_to_recordset has it. */
  readonly plainType: string
  readonly isRequired: boolean
  /** Over the stored columns of the same row. */
  readonly generated?: string
}

/**
 * Text is compared and ordered by its bytes, as DuckDB does: min, max and order by of names give the same everywhere.
 * Timestamps are Beijing time as delivered, to the second (platform.md 17).
 */
const types: Readonly<Record<SqlType, { readonly type: string; readonly plainType: string }>> = {
  VARCHAR: { type: 'text collate "C"', plainType: 'text' },
  BIGINT: { type: 'bigint', plainType: 'bigint' },
  INTEGER: { type: 'integer', plainType: 'integer' },
  DATE: { type: 'date', plainType: 'date' },
  TIMESTAMP: { type: 'timestamp(0)', plainType: 'timestamp(0)' },
  BOOLEAN: { type: 'boolean', plainType: 'boolean' },
}

const part = (field: string, column: string): string => `extract(${field} from ${column})::integer`
const twoDigits = (sql: string): string => `lpad((${sql})::text, 2, '0')`
const fourDigits = (sql: string): string => `lpad((${sql})::text, 4, '0')`

/** By the name's ending: `paid_on_day`, `recorded_at_second`. */
const derivations: readonly (readonly [string, (source: string, column: Column) => string])[] = [
  [
    '_second_of_day',
    (name) => `${part('hour', name)} * 3600 + ${part('minute', name)} * 60 + ${part('second', name)}`,
  ],
  ['_second', (name) => `extract(epoch from ${name})::bigint`],
  ['_month', (name) => `${part('year', name)} * 12 + ${part('month', name)} - 1`],
  [
    '_day',
    (name, column) => (column.type === 'date' ? name : `${name}::date`).concat(` - date '1970-01-01'`),
  ],
]

function dateText(name: string): string {
  const parts = [fourDigits(part('year', name)), twoDigits(part('month', name)), twoDigits(part('day', name))]
  return parts.join(` || '-' || `)
}

function keyText(column: Column): string {
  const { name } = column
  switch (column.type) {
    case 'month':
      return `${fourDigits(`${name} / 12`)} || '-' || ${twoDigits(`${name} % 12 + 1`)}`
    case 'date':
      return dateText(name)
    case 'timestamp':
      return `${dateText(name)} || 'T' || ${['hour', 'minute', 'second'].map((each) => twoDigits(part(each, name))).join(` || ':' || `)}`
    default:
      return column.type === 'int' ? `${name}::text` : name
  }
}

function findColumn(table: Table, name: string): Column {
  const column = table.columns.find((each) => each.name === name)
  if (column === undefined) throw new Error(`no column ${table.name}.${name} in the standard`)
  return column
}

function generatedExpression(table: Table, column: SnapshotColumn): string | null {
  if (column.expression === undefined) return null
  if (column.source === undefined) {
    return table.key.map((name) => keyText(findColumn(table, name))).join(` || '#' || `)
  }
  const source = findColumn(table, column.source)
  const derive = derivations.find(([suffix]) => column.name === column.source + suffix)
  if (derive === undefined) throw new Error(`the register does not know how to derive ${column.name}`)
  return derive[1](column.source, source)
}

export function registerColumns(table: Table): RegisterColumn[] {
  return snapshotColumns(table).map((column) => {
    const generated = generatedExpression(table, column)
    const { name, sqlType, source } = column
    const isRequired =
      generated === null && source !== undefined && findColumn(table, source).required === true
    return { name, ...types[sqlType], isRequired, ...(generated === null ? {} : { generated }) }
  })
}

/** The columns that a writer gives. */
export function writtenColumns(table: Table): RegisterColumn[] {
  return registerColumns(table).filter(({ generated }) => generated === undefined)
}

/** The column that names a row, in the register as in evidence. */
export const registerKey = keyColumn
