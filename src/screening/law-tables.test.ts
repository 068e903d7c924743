import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayOf, formatMonth, monthOf } from '#base/calendar-math.ts'
import { openDuck, runSql, selectRows } from '#platform/duckdb.ts'
import { readLaw } from '#platform/policy.ts'
import { createLaw } from './law-tables.ts'
import { createEmptyTable } from './prepare-tables.ts'

const database = await openDuck({ threads: 1 })
const { connection } = database
const births = [monthOf(1850, 1), monthOf(1964, 12), monthOf(1970, 5), monthOf(1984, 11)]

beforeAll(async () => {
  await createEmptyTable(connection, 'person')
  const rows = [...births, ...births].map((month, index) => `('P${index}', ${month})`)
  await runSql(
    connection,
    `insert into person (person_id, birth_date_month) values ${rows.join(', ')}, ('unknown', null)`,
  )
  await createLaw(connection, await readLaw())
})
afterAll(() => database.close())

test('lawful_retirement has a row for each category and each birth month that somebody has', async () => {
  const rows = await selectRows(
    connection,
    'select category, birth_month from lawful_retirement order by category, birth_month',
  )
  expect(rows).toEqual(
    ['FEMALE_CADRE', 'FEMALE_OTHER', 'MALE', 'RESIDENT'].flatMap((category) =>
      births.map((birthMonth) => ({ category, birth_month: birthMonth })),
    ),
  )
})

test('lawful_retirement says what the law says', async () => {
  const rows = await selectRows(
    connection,
    `select category, original_month, earliest_month, lawful_month
    from lawful_retirement
    where birth_month = ${monthOf(1984, 11)}
    order by category`,
  )
  expect(
    rows.map((row) => [
      row.category,
      formatMonth(Number(row.original_month)),
      formatMonth(Number(row.earliest_month)),
      formatMonth(Number(row.lawful_month)),
    ]),
  ).toEqual([
    ['FEMALE_CADRE', '2039-11', '2039-11', '2042-11'],
    ['FEMALE_OTHER', '2034-11', '2036-11', '2039-11'],
    ['MALE', '2044-11', '2044-11', '2047-11'],
    ['RESIDENT', '2044-11', '2044-11', '2044-11'],
  ])
})

test('the calendar is there too', async () => {
  const rows = await selectRows(
    connection,
    `select is_working from calendar where day = ${dayOf(2024, 2, 4)}`,
  )
  expect(rows).toEqual([{ is_working: true }])
})
