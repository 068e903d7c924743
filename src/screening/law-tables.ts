import type { DuckDBConnection } from '@duckdb/node-api'
import { lawfulRetirement, type RetirementAgePolicy } from '#benefit/lawful-retirement.ts'
import { runSql, selectRows } from '#platform/duckdb.ts'
import type { CalendarDay } from '#platform/policy.ts'
import { createCalendar, createRoleConflict } from './prepare-tables.ts'
import { lawfulRetirementColumns } from './views.ts'

/** The dated legal values a run is handed; platform/policy.ts reads them. */
export interface Law {
  readonly calendar: readonly CalendarDay[]
  readonly retirementAge: RetirementAgePolicy
}

/**
 * A row for each category and each birth month that a person of the delivery has: whatever was loaded, even a birth in
 * 1850, is decided by the same pure function.
 */
async function createLawfulRetirement(
  connection: DuckDBConnection,
  policy: RetirementAgePolicy,
  births: readonly number[],
): Promise<void> {
  const columns = Object.entries(lawfulRetirementColumns).map(([name, type]) => `${name} ${type}`)
  await runSql(connection, `create table lawful_retirement (${columns.join(', ')})`)
  const rows = births.flatMap((birthMonth) =>
    policy.categories.map(({ category }) => {
      const lawful = lawfulRetirement(policy, category, birthMonth)
      return `('${category}', ${lawful.birthMonth}, ${lawful.originalMonth}, ${lawful.earliestMonth}, ${lawful.lawfulMonth})`
    }),
  )
  if (rows.length === 0) return
  await runSql(connection, `insert into lawful_retirement values ${rows.join(', ')}`)
}

async function birthMonths(connection: DuckDBConnection): Promise<number[]> {
  const rows = await selectRows(
    connection,
    `select distinct birth_date_month as birth_month
    from person
    where birth_date_month is not null
    order by birth_month`,
  )
  return rows.map((row) => Number(row.birth_month))
}

/**
 * Law as reference tables, which rules read like shared views.
 * @param births the birth months of all persons; absent: of the table `person`, which exists already
 */
export async function createLaw(
  connection: DuckDBConnection,
  law: Law,
  births?: readonly number[],
): Promise<void> {
  await createCalendar(connection, law.calendar)
  await createRoleConflict(connection)
  await createLawfulRetirement(connection, law.retirementAge, births ?? (await birthMonths(connection)))
}
