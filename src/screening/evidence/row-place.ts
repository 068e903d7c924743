import type { Table } from '#standard/table.ts'

/** What a row of evidence says of its place (platform.md 14), for DuckDB and PostgreSQL alike. */
export interface RowPlaceSql {
  readonly joins: readonly string[]
  /** Null in each where it says nothing, the best first. */
  readonly regions: readonly string[]
  /** The member of staff who did it. */
  readonly staff: string
}

export interface PlaceTables {
  /** A table of the standard as the statement names it. */
  readonly nameOf: (table: 'person' | 'payment' | 'business_order' | 'employer') => string
  /** Joins `person_of_number`, with the region of whoever has `source.id_number`. */
  readonly joinPersonOfNumber: string
}

const hasColumn = (table: Table, name: string): boolean => table.columns.some((each) => each.name === name)

/** The person it is about, then employer, order or payment, then the row itself. The row is `source`. */
export function rowPlace(table: Table, { nameOf, joinPersonOfNumber }: PlaceTables): RowPlaceSql {
  const joins: string[] = []
  const regions: string[] = []
  const staff = staffOf(table)
  const byPerson = (alias: string, id: string): void => {
    joins.push(`left join ${nameOf('person')} as ${alias} on ${alias}.person_id = ${id}`)
    regions.push(`${alias}.region`)
  }
  if (table.name === 'person' || table.name === 'employer')
    return { joins, regions: ['source.region'], staff }
  if (hasColumn(table, 'person_id')) byPerson('own_person', 'source.person_id')
  else if (hasColumn(table, 'id_number') && !hasColumn(table, 'staff_id')) {
    joins.push(joinPersonOfNumber)
    regions.push('person_of_number.region')
  }
  if (table.name !== 'payment' && hasColumn(table, 'payment_id')) {
    joins.push(`left join ${nameOf('payment')} as paid on paid.payment_id = source.payment_id`)
    byPerson('paid_person', 'paid.person_id')
  }
  if (table.name !== 'business_order' && hasColumn(table, 'order_id')) {
    joins.push(`left join ${nameOf('business_order')} as of_order on of_order.order_id = source.order_id`)
    byPerson('order_person', 'of_order.person_id')
  }
  if (hasColumn(table, 'employer_id')) {
    joins.push(
      `left join ${nameOf('employer')} as own_employer on own_employer.employer_id = source.employer_id`,
    )
    regions.push('own_employer.region')
  }
  if (table.name === 'enrolment') regions.push('source.region')
  return { joins, regions, staff }
}

function staffOf(table: Table): string {
  if (hasColumn(table, 'staff_id')) return 'source.staff_id'
  return hasColumn(table, 'operator_id') ? 'source.operator_id' : 'null'
}
