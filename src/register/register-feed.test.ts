import { expect, test } from 'vitest'
import { readCalendar } from '#platform/policy.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { fillReference } from './fill-reference.ts'
import { loadRows } from './load-rows.ts'
import { type RegisterClient, readRegisterRows } from './read-rows.ts'
import { type RegisterFeed, readFeeds, writeFeed } from './register-feed.ts'
import { registerRow, tableOf } from './register-row.ts'

const database = await testDatabase()
const client = database.pool as RegisterClient

const death: RegisterFeed = {
  table: 'death',
  kind: 'DELIVERED',
  deliveryId: 'D1',
  deliveredAt: new Date('2024-05-01T02:00:00Z'),
  rows: 3,
  rowsRejected: 1,
  columns: ['source', 'id_number', 'died_on'],
  lastDate: '2024-04-30',
  daysMax: 40,
}

test('a later delivery says how far the table reaches now, and keeps the agreed age', async () => {
  await writeFeed(client, death)
  expect(await readFeeds(client)).toEqual([death])
  const later = { ...death, deliveryId: 'D2', lastDate: '2024-05-31', rows: 4 }
  await writeFeed(client, { ...later, daysMax: null })
  expect(await readFeeds(client)).toEqual([later])
})

test('a delivered table without its delivery is refused', async () => {
  await expect(writeFeed(client, { ...death, deliveryId: null })).rejects.toThrow('check constraint')
})

test('the reference tables are replaced as a whole', async () => {
  const calendar = await readCalendar()
  await fillReference(client, calendar)
  await fillReference(client, calendar.slice(0, 10))
  const { rows } = await database.pool.query(
    `select
      (select count(*)::integer from register.calendar) as days,
      (select count(*)::integer from register.role_conflict) as pairs`,
  )
  expect(rows).toEqual([{ days: 10, pairs: 41 }])
})

test('rows come back as they were written, whatever DateStyle says', async () => {
  const table = tableOf('role_grant')
  const row = registerRow(table, {
    account_id: 'U#1\t\\N\n',
    role: 'ENTRY',
    granted_at: '2024-02-29 23:59:59',
    revoked_at: null,
  })
  const connection = await database.pool.connect()
  try {
    await connection.query(`set datestyle = 'German, DMY'`)
    const register = connection as RegisterClient
    await loadRows(register, { table: 'role_grant', deliveryId: 'D1' }, [row])
    const key = 'U#1\t\\N\n#ENTRY#2024-02-29T23:59:59'
    const found = await readRegisterRows(register, new Map([['role_grant', [key, 'nothing']]]))
    const expected = { ...row, granted_at: '2024-02-29T23:59:59' }
    expect([...found.get('role_grant')!]).toEqual([[key, expected]])
  } finally {
    await connection.query('reset datestyle')
    connection.release()
  }
})
