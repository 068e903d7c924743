/** How the standard describes a table. Names are the standard's own. */
export type ColumnType =
  | 'id'
  | 'text'
  | 'code'
  | 'int'
  | 'money'
  | 'rate'
  | 'date'
  | 'month'
  | 'timestamp'
  | 'bool'

export interface Column {
  readonly name: string
  readonly type: ColumnType
  /** The Chinese title, accepted as a header. */
  readonly title: string
  /** The national indicator code, accepted as a header. */
  readonly code?: string
  readonly required?: boolean
  /** Code → Chinese title, for columns of type code. */
  readonly codes?: Readonly<Record<string, string>>
}

export interface Table {
  readonly name: string
  readonly title: string
  readonly group: string
  readonly key: readonly string[]
  readonly domain_name: string
  /**
   * The columns whose newest value says until when a feed of events reaches. A register (person, staff …)
   * has none: that nobody joined for three months does not make it stale.
   */
  readonly dated_by?: readonly string[]
  /**
   * A list of how things stand, not of what happened: of a later delivery it replaces the earlier list as a whole.
   * Rows of other tables are added to those of earlier deliveries.
   */
  readonly is_state?: boolean
  readonly columns: readonly Column[]
}

export function table<const T extends Table>(definition: T): T {
  return definition
}
