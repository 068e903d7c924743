import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { person } from '#access/test-people.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { createKnownFacts } from './known-facts.ts'
import { callPrepared } from './prepared-call.ts'

const { db } = await testDatabase()

test('a call is prepared once on its connection, and its values are bound', async () => {
  await db.connection().execute(async (connection) => {
    for (const value of [`x' or '1'='1`, 'y']) {
      const rows = await callPrepared(
        connection,
        sql<{ said: string }>`select ${value}::text as said, 7 as marked`,
      )
      expect(rows).toEqual([{ said: value, marked: 7 }])
    }
    const { rows } = await sql<{ name: string; calls: bigint }>`
      select name, generic_plans + custom_plans as calls
      from pg_prepared_statements
      where statement like '%as marked%' and name like 'act\\_%'
    `.execute(connection)
    expect(rows).toEqual([{ name: expect.stringMatching(/^act_[0-9a-f]{24}$/), calls: 2n }])
  })
})

test('facts are known for a minute, and of the people who acted last', () => {
  let now = 0
  const known = createKnownFacts(() => now)
  known.remember(person('one'))
  expect(known.find('one')?.staffId).toBe('one')
  expect(known.find('two')).toBeNull()
  now = 60_000
  expect(known.find('one')).not.toBeNull()
  now = 60_001
  expect(known.find('one')).toBeNull()
  for (let index = 0; index < 2001; index += 1) known.remember(person(`p${index}`))
  expect(known.find('p0')).toBeNull()
  expect(known.find('p1')).not.toBeNull()
})
