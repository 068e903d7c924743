import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { migrationsFolder } from '#platform/postgres/migration-files.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { snapshotColumns } from '#standard/snapshot.ts'
import { tables } from '#standard/tables.ts'
import { registerSchemaSql } from './register-schema.ts'

const database = await testDatabase()

test('the migration is what the standard says', async () => {
  const text = await readFile(path.join(migrationsFolder, '0060-register.sql'), 'utf8')
  expect(text).toBe(registerSchemaSql())
})

test('the database has the columns of the snapshot, in its order, and the source of each row', async () => {
  const { rows } = await database.pool.query(
    `select table_name, column_name
    from information_schema.columns
    where table_schema = 'register'
    order by table_name, ordinal_position`,
  )
  const columns = Map.groupBy(rows, (row) => String(row.table_name))
  for (const table of tables) {
    const names = columns.get(table.name)?.map((row) => row.column_name)
    const expected = snapshotColumns(table).map(({ name }) => name)
    expect(names).toEqual([...expected, 'source_delivery', 'source_order'])
  }
})

test('a row without a source is refused', async () => {
  const insert = (source: string | null) =>
    database.pool.query(
      `insert into register.employer (employer_id, name, source_delivery) values ('E1', '测试单位', $1)`,
      [source],
    )
  await expect(insert(null)).rejects.toThrow('check constraint')
  await insert('D1')
})

test('a derived column cannot be written', async () => {
  const insert = database.pool.query(
    `insert into register.staff (staff_id, name, status, left_on_day, source_order) values ('S1', '甲', 'LEFT', 1, 'O1')`,
  )
  await expect(insert).rejects.toThrow('left_on_day')
})
