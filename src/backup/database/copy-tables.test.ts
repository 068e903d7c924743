import { expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { temporaryFolder } from '#trail/test-trail.ts'
import { endConnections } from '../test-backup.ts'
import { copyTables } from './copy-tables.ts'
import { openOneConnection } from './one-connection.ts'
import { listTables } from './table-list.ts'

test('copying over a connection that the server has ended fails at once', async () => {
  const database = await testDatabase()
  const { signal } = new AbortController()
  const connection = await openOneConnection(database.url, 'fangxian copying', signal)
  const tx = await connection.db.startTransaction().execute()
  const tables = await listTables(tx)
  const ended = Promise.withResolvers<void>()
  connection.client.once('end', () => ended.resolve())
  await endConnections(database.db, 'fangxian copying')
  await ended.promise
  const options = { folder: temporaryFolder(), tables, getPartKey: () => Buffer.alloc(32), signal }
  const copying = copyTables(connection, tx, { ...options, steps: { advance: () => undefined } })
  await expect(copying).rejects.toThrow('not queryable')
  await connection.end()
})
