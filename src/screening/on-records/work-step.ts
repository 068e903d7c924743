import { type RegisterColumn, registerColumns, registerKey } from '#register/register-column.ts'
import { getShownTable, isRecordView } from '#standard/record-views.ts'
import { snapshotName } from '#standard/snapshot.ts'
import type { Column, Table } from '#standard/table.ts'
import { getColumn } from '#standard/tables.ts'

/** A table of the register or a view of records, as a rule about work reads it: one shape for both. */

function storedValue(
  { name, plainType }: RegisterColumn,
  of: { isThere: boolean; isRecord: boolean },
): string {
  // Records have instants, deliveries Beijing time (platform.md 17).
  if (of.isThere && of.isRecord && plainType === 'timestamp(0)') {
    return `cast(${name} at time zone 'Asia/Shanghai' as timestamp(0)) as ${name}`
  }
  return of.isThere ? `cast(${name} as ${plainType}) as ${name}` : `cast(null as ${plainType}) as ${name}`
}

/**
 * The select that stands for it in a statement. What a snapshot would derive (days of dates, the key of a row) is derived
 * here by the register's own expressions. A view that is not in the database yet has no rows.
 */
export function workStep(name: string, isPresent: boolean): string {
  const table = getShownTable(name)
  const columns = registerColumns(table)
  const stored = columns.filter(({ generated }) => generated === undefined)
  const from = !isPresent ? '' : isRecordView(name) ? `from app.${name}` : `from register.${name}`
  const none = isPresent ? '' : 'where false'
  const shown = columns.map(({ name: column, generated }) =>
    generated === undefined ? column : `${generated} as ${column}`,
  )
  return `
    select ${shown.join(', ')}
    from (
      select ${stored.map((column) => storedValue(column, { isThere: isPresent, isRecord: isRecordView(name) })).join(', ')}
      ${from}
      ${none}
    ) as stored`
}

/** As PostgreSQL prints it, whatever its settings; evidence-value.ts says how it is shown. */
function valueText(column: Column): string {
  const name = `source.${snapshotName(column)}`
  if (column.type === 'timestamp') return `to_char(${name}, 'YYYY-MM-DD"T"HH24:MI:SS')`
  return column.type === 'date' ? `to_char(${name}, 'YYYY-MM-DD')` : `${name}::text`
}

const hasColumn = (table: Table, name: string): boolean => table.columns.some((each) => each.name === name)

/** The values that evidence shows of the rows with the keys `$1`, and where they lie: their region, else their agency's. */
export function evidenceOfWork(name: string, columns: readonly string[]): string {
  const table = getShownTable(name)
  const values = columns.map((column) => valueText(getColumn(table, column)))
  const key = registerKey(table)
  const regions = [
    ...(isRecordView(name) && hasColumn(table, 'region') ? ['source.region'] : []),
    ...(hasColumn(table, 'agency_id') ? ['agency.region'] : []),
  ]
  const join = hasColumn(table, 'agency_id')
    ? 'left join app.agency on agency.agency_id = source.agency_id'
    : ''
  return `
    with source as (${workStep(name, true)})
    select distinct on (source.${key})
      source.${key} as row_key,
      cast(array[${values.join(', ')}] as text[]) as value_list,
      ${regions.length === 0 ? 'null' : `coalesce(${regions.join(', ')})`} as region,
      ${hasColumn(table, 'staff_id') ? 'source.staff_id' : 'null'} as staff_id
    from source
    ${join}
    where source.${key} = any($1::text[])
    order by source.${key}`
}
