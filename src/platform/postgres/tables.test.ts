import { expect, test } from 'vitest'
import { describeTables } from './describe-tables.ts'
import { testDatabase } from './test-database.ts'

const database = await testDatabase()

/** `npm run tables` runs this test with --update. */
test('tables.ts is what npm run tables makes of the migrated database', async () => {
  const client = await database.pool.connect()
  try {
    await expect(await describeTables(client)).toMatchFileSnapshot('tables.ts')
  } finally {
    client.release()
  }
})
