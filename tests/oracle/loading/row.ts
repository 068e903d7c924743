import type { TableName, tables } from '#standard/tables.ts'

/** What the loader gives: rows typed by the standard's columns. Money is fen, rate millionths. */
interface ValueOf {
  readonly id: string
  readonly text: string
  readonly code: string
  readonly int: bigint
  readonly money: bigint
  readonly rate: bigint
  readonly date: number
  readonly month: number
  readonly timestamp: number
  readonly bool: boolean
}

export type Value = ValueOf[keyof ValueOf]

type ColumnOf<N extends TableName> = Extract<(typeof tables)[number], { name: N }>['columns'][number]

export type RowOf<N extends TableName> = {
  readonly [C in ColumnOf<N> as C['name']]: C extends { required: true }
    ? ValueOf[C['type']]
    : ValueOf[C['type']] | null
}

export type AnyRow = Readonly<Record<string, Value | null>>

/** The loaded rows of a delivery. */
export interface Loaded {
  /** No rows where the table was not delivered. */
  rows<N extends TableName>(table: N): readonly RowOf<N>[]
  isPresent(table: TableName): boolean
  /** Whether at least one file of the table has the column. */
  hasColumn(table: TableName, column: string): boolean
}

export function loadedOf(
  rowsByTable: ReadonlyMap<string, readonly AnyRow[]>,
  columnsByTable: ReadonlyMap<string, ReadonlySet<string>>,
): Loaded {
  return {
    rows: <N extends TableName>(table: N) => (rowsByTable.get(table) ?? []) as unknown as readonly RowOf<N>[],
    isPresent: (table) => columnsByTable.has(table),
    hasColumn: (table, column) => columnsByTable.get(table)?.has(column) ?? false,
  }
}
