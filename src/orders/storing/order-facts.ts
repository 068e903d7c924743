import type pg from 'pg'
import { assert } from '#base/refusal.ts'
import { tableOf, type WrittenRow } from '#register/register-row.ts'
import { snapshotName } from '#standard/snapshot.ts'
import type { Column } from '#standard/table.ts'
import type { AboutPerson, FactRequest, OrderFacts, OrderFunction } from '../functions/order-function.ts'
import { writtenValue } from './register-row-store.ts'

export type FactPool = Pick<pg.Pool, 'query'>

/** An order concerns a handful of rows; one that finds more of a name is asked wrongly. */
const rowsMax = 500

/** One statement: every row that the function is decided on, as a delivery would write it. */
export async function readOrderFacts(
  pool: FactPool,
  definition: OrderFunction,
  input: AboutPerson,
): Promise<OrderFacts> {
  const requests: Readonly<Record<string, FactRequest>> = {
    ...definition.facts(input),
    person: { table: 'person', where: { person_id: input.person_id } },
    deaths: { table: 'death', where: {}, whereLikePerson: { id_number: 'id_number' } },
  }
  return readFactRows(pool, requests, input.person_id)
}

/** @param personId whom `whereLikePerson` looks up */
export async function readFactRows(
  pool: FactPool,
  requests: Readonly<Record<string, FactRequest>>,
  personId: string = '',
): Promise<OrderFacts> {
  const values: string[] = [personId]
  const parts = Object.entries(requests).map(([name, request]) => {
    const { query } = selectOf(request, values)
    return `'${name}', (${query})`
  })
  const { rows } = await pool.query<{ facts: Record<string, Record<string, string | null>[]> }>({
    // The cast: a statement without anybody must still know the type of its first value.
    text: `select jsonb_build_object(${parts.join(', ')}) as facts where $1::text is not null`,
    values,
  })
  const found = rows[0]!.facts
  return Object.fromEntries(
    Object.entries(requests).map(([name, { table }]) => [
      name,
      found[name]!.map((row) => writtenRow(tableOf(table).columns, row)),
    ]),
  )
}

/** @param values of the statement; the first is the person */
function selectOf(
  { table: name, where, whereLikePerson = {}, latestBy }: FactRequest,
  values: string[],
): { query: string } {
  const table = tableOf(name)
  const columns = table.columns.map((column) => `'${column.name}', given.${snapshotName(column)}::text`)
  const equal = Object.entries(where).map(([column, value]) => {
    values.push(value)
    return `given.${column} = $${values.length}`
  })
  const alike = Object.entries(whereLikePerson).map(
    ([column, own]) =>
      `given.${column} = (select person.${own} from register.person where person.person_id = $1)`,
  )
  const conditions = [...equal, ...alike]
  const key = table.key
    .map((each) => `given.${snapshotName(table.columns.find((column) => column.name === each)!)}`)
    .join(', ')
  const latest = table.columns.find((column) => column.name === latestBy)
  assert(latestBy === undefined || latest !== undefined, `${name} has no column ${latestBy}`)
  const order = latest === undefined ? key : `given.${snapshotName(latest)} desc nulls last, ${key}`
  return {
    query: `
      select coalesce(jsonb_agg(listed.written order by listed.position), '[]'::jsonb)
      from (
        select jsonb_build_object(${columns.join(', ')}) as written, row_number() over (order by ${order}) as position
        from register.${table.name} as given
        where ${conditions.join(' and ')}
        order by ${order}
        limit ${latest === undefined ? rowsMax : 1}
      ) as listed`,
  }
}

function writtenRow(columns: readonly Column[], row: Readonly<Record<string, string | null>>): WrittenRow {
  return Object.fromEntries(
    columns.map((column) => [column.name, writtenValue(column, row[column.name] ?? null)]),
  )
}
