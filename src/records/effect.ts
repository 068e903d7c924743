import { assert } from '#base/refusal.ts'

/**
 * What an accepted action writes beside its record, in the same transaction: into the register of persons,
 * entitlements, accounts and payments, or, for orders about the system itself, into the tables of authority. The save
 * function applies and compares; an effect that finds other values than expected undoes the whole act.
 */
export type Effect =
  | {
      readonly operation: 'insert'
      /** `register.<table>`, or one of `authorityTables`. */
      readonly table: string
      readonly values: Columns
    }
  | {
      readonly operation: 'update'
      readonly table: string
      /** Columns that name exactly one row. */
      readonly key: Columns
      readonly values: Columns
      /** What the decision was made on: the row must still hold it. A version column is a value like others. */
      readonly expected: Columns
    }

export type Columns = Readonly<Record<string, ColumnValue>>
/** Dates as `YYYY-MM-DD`, times as ISO 8601; what jsonb can carry and PostgreSQL reads by the column's type. */
export type ColumnValue = string | number | boolean | bigint | null | readonly string[]

/** Whoever raises somebody's authority raises the epoch with it (src/access/storing). */
export const authorityTables: readonly string[] = [
  'app.absence',
  'app.agency',
  'app.authority_epoch',
  'app.authority_limit',
  'app.certificate_credential',
  'app.cover',
  'app.oidc_identity',
  'app.overtime_permit',
  'app.post',
  'app.post_assignment',
  'app.region',
  'app.relative',
  'app.role_grant',
  'app.staff_member',
]

/** What a check found is left in these, for a job that brings it further (`Kernel.keep`). */
export const outboxTables: readonly string[] = ['app.order_hit']

/** As `checkEffect`, of what stays of a check's answer. */
export function checkKept(effect: Effect): void {
  const isKnown = effect.operation === 'insert' && outboxTables.includes(effect.table)
  assert(isKnown, `nothing that a check found may be kept in ${effect.table}`)
}

const namePattern = /^[a-z][a-z0-9_]{0,62}$/

/** A fault in a definition, never bad input: PostgreSQL quotes the names as well. */
export function checkEffect(effect: Effect): void {
  const isKnown =
    /^register\.[a-z][a-z0-9_]{0,62}$/.test(effect.table) || authorityTables.includes(effect.table)
  assert(isKnown, `no effect may write ${effect.table}`)
  const columns = [
    ...Object.keys(effect.values),
    ...(effect.operation === 'update' ? [...Object.keys(effect.key), ...Object.keys(effect.expected)] : []),
  ]
  const strange = columns.filter((name) => !namePattern.test(name))
  assert(strange.length === 0, `${effect.table} has no columns ${strange.join(', ')}`)
  assert(Object.keys(effect.values).length > 0, `an effect on ${effect.table} writes nothing`)
  if (effect.operation === 'insert') return
  assert(Object.keys(effect.key).length > 0, `an update of ${effect.table} names no row`)
  assert(Object.keys(effect.expected).length > 0, `an update of ${effect.table} expects nothing`)
}

/** For `app.apply_effect`. */
export function storedEffect(effect: Effect): Readonly<Record<string, unknown>> {
  const [schema, table] = effect.table.split('.')
  const { operation, values } = effect
  const common = { operation, schema, table, values: storedColumns(values) }
  if (operation === 'insert') return common
  return { ...common, key: storedColumns(effect.key), expected: storedColumns(effect.expected) }
}

/** As PostgreSQL reads them: text that takes the type of its column. */
function storedColumns(columns: Columns): Readonly<Record<string, string | null>> {
  const entries = Object.entries(columns).map(([name, value]) => [name, storedValue(value)] as const)
  return Object.fromEntries(entries)
}

function storedValue(value: ColumnValue): string | null {
  if (value === null || typeof value === 'string') return value
  if (typeof value !== 'object') return String(value)
  const items = value.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`)
  return `{${items.join(',')}}`
}
