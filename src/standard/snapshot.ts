import type { Column, Table } from './table.ts'

/**
 * The columns of a table's Parquet files. Intake writes them, rules read them, test situations are made of them.
 * `stored` columns come out of the converter; `derived` ones are computed from stored ones by `expression` (SQL).
 */
export interface SnapshotColumn {
  readonly name: string
  readonly sqlType: SqlType
  /** The column of the standard it is made from; absent for the key of the row. */
  readonly source?: string
  readonly expression?: string
}

export type SqlType = 'VARCHAR' | 'BIGINT' | 'INTEGER' | 'DATE' | 'TIMESTAMP' | 'BOOLEAN'

/** Names that rules compare in their normalised form (base/names.ts). */
const normalised: ReadonlySet<string> = new Set(['person.name', 'payment.holder_name', 'death.name'])

/** `amount` → `amount_fen`, `employer_rate` → `employer_rate_millionths`, others as in the standard. */
export function snapshotName(column: Column): string {
  if (column.type === 'money') return `${column.name}_fen`
  if (column.type === 'rate') return `${column.name}_millionths`
  return column.name
}

const sqlTypes = {
  id: 'VARCHAR',
  text: 'VARCHAR',
  code: 'VARCHAR',
  int: 'BIGINT',
  money: 'BIGINT',
  rate: 'BIGINT',
  date: 'DATE',
  month: 'INTEGER',
  timestamp: 'TIMESTAMP',
  bool: 'BOOLEAN',
} as const satisfies Record<Column['type'], SqlType>

export function hasNormalised(table: Table, column: Column): boolean {
  return normalised.has(`${table.name}.${column.name}`)
}

/** What the converter gives for each row, in the order of tables.json, a normalised name after its name. */
export function storedColumns(table: Table): SnapshotColumn[] {
  return table.columns.flatMap((column): SnapshotColumn[] => {
    const stored = { name: snapshotName(column), sqlType: sqlTypes[column.type], source: column.name }
    if (!hasNormalised(table, column)) return [stored]
    return [stored, { name: `${column.name}_normalised`, sqlType: 'VARCHAR', source: column.name }]
  })
}

const epochDay = (value: string): string => `date_diff('day', date '1970-01-01', ${value}::date)`
const monthNumber = (value: string): string => `year(${value}) * 12 + month(${value}) - 1`

function derivedFrom(column: Column): SnapshotColumn[] {
  const { name } = column
  const derived = (suffix: string, sqlType: SqlType, sql: string): SnapshotColumn => ({
    name: `${name}_${suffix}`,
    sqlType,
    source: name,
    expression: `(${sql})::${sqlType}`,
  })
  const dayAndMonth = [
    derived('day', 'INTEGER', epochDay(name)),
    derived('month', 'INTEGER', monthNumber(name)),
  ]
  if (column.type === 'date') return dayAndMonth
  if (column.type !== 'timestamp') return []
  return [
    ...dayAndMonth,
    derived('second', 'BIGINT', `epoch_us(${name}) // 1000000`),
    derived('second_of_day', 'INTEGER', `hour(${name}) * 3600 + minute(${name}) * 60 + second(${name})`),
  ]
}

/** A key column as it stands in evidence: months YYYY-MM, timestamps YYYY-MM-DDTHH:MM:SS. */
function keyText(column: Column): string {
  if (column.type === 'month') {
    return `lpad((${column.name} // 12)::varchar, 4, '0') || '-' || lpad((${column.name} % 12 + 1)::varchar, 2, '0')`
  }
  if (column.type === 'timestamp') return `strftime(${column.name}, '%Y-%m-%dT%H:%M:%S')`
  return `${column.name}::varchar`
}

/** The column that holds a row's evidence key: the key itself, or `row_key` where the key has several columns. */
export function keyColumn(table: Table): string {
  return table.key.length === 1 ? table.key[0]! : 'row_key'
}

/** Columns that intake adds by SQL over the stored ones; `row_key` only where the key has several columns. */
export function derivedColumns(table: Table): SnapshotColumn[] {
  const derived = table.columns.flatMap(derivedFrom)
  if (table.key.length === 1) return derived
  const parts = table.key.map((name) => keyText(table.columns.find((each) => each.name === name)!))
  return [...derived, { name: 'row_key', sqlType: 'VARCHAR', expression: parts.join(` || '#' || `) }]
}

export function snapshotColumns(table: Table): SnapshotColumn[] {
  return [...storedColumns(table), ...derivedColumns(table)]
}

/**
 * The order of rows in the Parquet files: by person and time where the table has them, then by key. Rows that were
 * delivered person by person keep the order they came in within a person.
 */
export function sortColumns(table: Table): string[] {
  const names = table.columns.map((each) => each.name)
  const leading = ['person_id', 'pay_month', 'period'].filter((name) => names.includes(name))
  return [...new Set([...leading, ...table.key])]
}
