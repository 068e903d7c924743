import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { openPastDatabase } from './past-database.ts'

const { url, db: present } = await testDatabase()
const past = openPastDatabase(url)
afterAll(past.close)

const then = new Date('2026-10-12T02:30:00.000Z')

test('the past has its own hour, also on a connection that was made anew, and the present has the real one', async () => {
  await past.moveTo(then)
  const ask = (db: typeof present) => sql<{ at: Date }>`select clock_timestamp() as at`.execute(db)
  expect((await ask(past.db)).rows).toEqual([{ at: then }])
  await past.db.transaction().execute(async (tx) => {
    expect((await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)).rows).toEqual([{ at: then }])
  })
  await past.pool.query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined)
  expect((await past.pool.query<{ at: Date }>('select clock_timestamp() as at')).rows).toEqual([{ at: then }])
  expect(Math.abs((await ask(present)).rows[0]!.at.getTime() - Date.now())).toBeLessThan(60_000)
})
