import { assert } from '#base/refusal.ts'

/** Of the types that snapshots and shared views have (standard/snapshot.ts). */
const types: Readonly<Record<string, string>> = {
  VARCHAR: 'String',
  BIGINT: 'Int64',
  INTEGER: 'Int32',
  DATE: 'Date32',
  TIMESTAMP: 'DateTime64(6)',
  BOOLEAN: 'Bool',
}

/** Everything may be null, as in DuckDB; ClickHouse would put zeroes and empty texts in its place. */
export function clickHouseType(sqlType: string): string {
  const type = types[sqlType]
  assert(type !== undefined, `no ClickHouse type for ${sqlType}`)
  return `Nullable(${type})`
}

export function columnsAs(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([name, type]) => `${name} ${clickHouseType(type)}`)
    .join(', ')
}
