import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { closeAllOpened } from './test-closing.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'
import { asSuperuser, testServer } from './test-server.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})

const inBody = await testDatabase()

test('a test gets a migrated database as the application, in Shanghai', async () => {
  const { rows } = await sql`select current_user as me, current_setting('timezone') as zone`.execute(
    database.db,
  )
  expect(rows).toEqual([{ me: database.appRole, zone: 'Asia/Shanghai' }])
  expect(await database.db.selectFrom('installation').select('is_demonstration').execute()).toEqual([
    { is_demonstration: false },
  ])
})

test('two databases of one run do not see each other', async () => {
  await sql`create table app.only_here (n int)`.execute(database.owner)
  await expect(sql`select * from app.only_here`.execute(inBody.owner)).rejects.toMatchObject({
    code: '42P01',
  })
})

test('values come out without loss', async () => {
  const { rows } = await sql`
    select
      9223372036854775807::int8 as big,
      array[1, null]::int8[] as big_array,
      '{}'::int8[] as empty_array,
      '2026-01-31'::date as day,
      '2026-01-31 08:30'::timestamp as beijing,
      array['2026-01-31 08:30', null]::timestamp[] as beijing_array,
      '2026-01-31T08:30+08:00'::timestamptz as instant,
      0.10::numeric as exact,
      count(*) as how_many`.execute(database.db)
  expect(rows).toEqual([
    {
      big: 9_223_372_036_854_775_807n,
      big_array: [1n, null],
      empty_array: [],
      day: '2026-01-31',
      beijing: '2026-01-31 08:30:00',
      beijing_array: ['2026-01-31 08:30:00', null],
      instant: new Date('2026-01-31T00:30:00Z'),
      exact: '0.10',
      how_many: 1n,
    },
  ])
})

test('a temporary table cannot stand in for one of ours', async () => {
  await database.db.connection().execute(async (connection) => {
    await sql`create temporary table installation (is_demonstration boolean)`.execute(connection)
    const { rows } = await sql`select is_demonstration from installation`.execute(connection)
    expect(rows).toEqual([{ is_demonstration: false }])
  })
})

test('databases are dropped at the end of the file, wherever they were asked for', async () => {
  const { superuserUrl } = await testServer()
  const inTest = await testDatabase()
  const names = [database, inBody, inTest].map(({ url }) => /@\/([^?]+)/.exec(url)![1]!)
  const left = async (): Promise<number> =>
    asSuperuser(superuserUrl, async (client) => {
      const { rows } = await client.query('select datname from pg_database where datname = any($1)', [names])
      return rows.length
    })
  expect(await left()).toBe(3)
  await closeAllOpened()
  expect(await left()).toBe(0)
})
