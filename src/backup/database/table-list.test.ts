import { expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { rowCounts } from '../test-backup.ts'
import { filledByMigrations } from './load-tables.ts'
import { listReferences, listTables, loadOrder } from './table-list.ts'

const database = await testDatabase()

test('the present schema can be loaded in the order of its foreign keys', async () => {
  const { tables, references } = await database.db.transaction().execute(async (tx) => ({
    tables: (await listTables(tx)).map(({ table }) => table),
    references: await listReferences(tx),
  }))
  expect(tables.length).toBeGreaterThan(60)
  expect(references).toContainEqual({ from: 'app.record_action', to: 'app.record' })
  const order = loadOrder(tables, references)
  expect(order.toSorted()).toEqual(tables.toSorted())
  for (const { from, to } of references) expect(order.indexOf(to)).toBeLessThan(order.indexOf(from))
})

test('tables that refer to each other in a circle are noticed', () => {
  const circle = [
    { from: 'app.a', to: 'app.b' },
    { from: 'app.b', to: 'app.a' },
  ]
  expect(() => loadOrder(['app.a', 'app.b', 'app.c'], circle)).toThrow('app.a, app.b')
})

test('migrations fill no other tables than those a restore replaces', async () => {
  const filled = [...(await rowCounts(database.owner))].filter(([, rows]) => rows > 0)
  expect(filled.map(([table]) => table).sort()).toEqual([...filledByMigrations].sort())
})

test('the application may read every table, so that its role can back up', async () => {
  const tables = await database.db.transaction().execute((tx) => listTables(tx))
  expect(tables.filter(({ isReadable }) => !isReadable)).toEqual([])
})

test('columns that are generated are left out, and the transaction id of an entry', async () => {
  const tables = await database.db.transaction().execute((tx) => listTables(tx))
  const columnsOf = (name: string) => tables.find(({ table }) => table === name)!.columns
  expect(columnsOf('app.trail_entry')).toEqual(['entry_id', 'leaf', 'leaf_hash'])
  expect(columnsOf('register.person')).toContain('birth_date')
  expect(columnsOf('register.person')).not.toContain('birth_date_day')
})
