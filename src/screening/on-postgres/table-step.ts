import { prepared } from '#register/read-rows.ts'
import { registerColumns, registerKey, writtenColumns } from '#register/register-column.ts'
import { getTable, type TableName } from '#standard/tables.ts'
import type { SubjectSet } from './narrowing.ts'

/** What a statement binds, in the order of its parameters. */
export type CheckParameter =
  | { readonly kind: 'set'; readonly set: SubjectSet }
  /** Keys that a look-up asks for. */
  | { readonly kind: 'ids' }
  /** Rows that the effect adds or changes, as a JSON array of register rows. */
  | { readonly kind: 'assumed'; readonly table: TableName }
  /** Row keys that the effect changes or takes away. */
  | { readonly kind: 'hidden'; readonly table: TableName }
  | { readonly kind: 'bound'; readonly rule: string; readonly name: string }
  /** Rows of lawful_retirement as a JSON array. */
  | { readonly kind: 'lawful' }

export interface Statement {
  /** Of the prepared statement; two texts never share one. */
  readonly name: string
  readonly text: string
  readonly parameters: readonly CheckParameter[]
}

export interface CheckShape {
  /** Tables that the order's effect touches. */
  readonly touched: ReadonlySet<TableName>
  /** False: the whole register, and all subjects. */
  readonly isNarrowed: boolean
}

export interface Builder {
  readonly parameters: CheckParameter[]
  readonly indexes: Map<string, number>
}

export function startStatement(): Builder {
  return { parameters: [], indexes: new Map() }
}

export function finishStatement({ parameters }: Builder, text: string): Statement {
  return { ...prepared(text), parameters }
}

/** `$1`, the same for the same value. */
export function bind({ parameters, indexes }: Builder, parameter: CheckParameter): string {
  const key = JSON.stringify(parameter)
  const known = indexes.get(key)
  if (known !== undefined) return `$${known}`
  parameters.push(parameter)
  indexes.set(key, parameters.length)
  return `$${parameters.length}`
}

export function bindSets(builder: Builder, sql: string): string {
  return sql.replace(/(?<!:):([a-z_]+)/g, (_, set: SubjectSet | 'ids') => {
    return `cast(${bind(builder, set === 'ids' ? { kind: 'ids' } : { kind: 'set', set })} as text[])`
  })
}

/** The effect's rows, with what the register would derive of them. */
function assumedRows(builder: Builder, name: TableName): string {
  const table = getTable(name)
  const definitions = writtenColumns(table).map((column) => `${column.name} ${column.plainType}`)
  const columns = registerColumns(table).map((column) =>
    column.generated === undefined ? column.name : `${column.generated} as ${column.name}`,
  )
  const rows = bind(builder, { kind: 'assumed', table: name })
  return `
    select ${columns.join(', ')}
    from jsonb_to_recordset(cast(${rows} as jsonb)) as given (${definitions.join(', ')})`
}

/**
 * A table of the standard as the rule will see it: a CTE that shadows its name, so that the rule's text is unchanged.
 * Rows that the effect changes or takes away are hidden, and those it leaves are added, concerned or not.
 */
export function tableStep(
  builder: Builder,
  name: TableName,
  condition: string | null,
  shape: CheckShape,
): string {
  const table = getTable(name)
  const columns = registerColumns(table).map((column) => column.name)
  const conditions = condition === null ? [] : [`(${bindSets(builder, condition)})`]
  const isTouched = shape.touched.has(name)
  if (isTouched) {
    const hidden = bind(builder, { kind: 'hidden', table: name })
    conditions.push(`not ${registerKey(table)} = any(cast(${hidden} as text[]))`)
  }
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
  const stored = `select ${columns.join(', ')} from register.${name} ${where}`
  return isTouched ? `${stored} union all ${assumedRows(builder, name)}` : stored
}
