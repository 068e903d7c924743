import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { sha256 } from '#base/digest.ts'
import { migrate } from './migrate.ts'
import type { Migration } from './migration-files.ts'
import { readMigrations } from './migration-files.ts'
import { emptyTestDatabase, type TestDatabase } from './test-database.ts'

const [schemas] = (await readMigrations()) as [Migration]

function migration(number: number, text: string, release = 1): Migration {
  const name = `${number}-made-for-the-test`
  return { name, number, release, sql: text, digest: sha256(text) }
}

function run(database: TestDatabase, migrations: readonly Migration[], isDemonstration = false) {
  return migrate({ ownerUrl: database.ownerUrl, appRole: database.appRole, migrations, isDemonstration })
}

const first = migration(8001, 'create table app.first (n int); grant select on app.first to :app_role;')
const second = migration(8002, 'create table app.second (n int);')

describe('migrating', () => {
  test('runs what is pending, in order, and nothing twice', async () => {
    const database = await emptyTestDatabase()
    expect(await run(database, [schemas, first])).toEqual([schemas.name, first.name])
    expect(await run(database, [schemas, first, second])).toEqual([second.name])
    expect(await run(database, [schemas, first, second])).toEqual([])
    const { rows } = await sql`select name from app.schema_migration order by name`.execute(database.db)
    expect(rows).toEqual([{ name: schemas.name }, { name: first.name }, { name: second.name }])
  })

  test('grants to the role of the configuration, and leaves casts alone', async () => {
    const database = await emptyTestDatabase()
    const cast = migration(8003, `create domain app.app_role as text; select 'a'::app_role;`)
    await run(database, [schemas, first, cast])
    await expect(sql`select * from app.first`.execute(database.db)).resolves.toMatchObject({ rows: [] })
  })

  test('refuses a file changed after it was run', async () => {
    const database = await emptyTestDatabase()
    await run(database, [schemas, first])
    const changed = { ...first, sql: `${first.sql}\n`, digest: sha256(`${first.sql}\n`) }
    await expect(run(database, [schemas, changed, second])).rejects.toMatchObject({
      name: 'Refusal',
      message: expect.stringContaining('was changed after'),
    })
    expect((await sql`select to_regclass('app.second') as t`.execute(database.owner)).rows).toEqual([
      { t: null },
    ])
  })

  test('refuses a database that has run what this program does not know', async () => {
    const database = await emptyTestDatabase()
    await run(database, [schemas, first, second])
    await expect(run(database, [schemas, first])).rejects.toThrow('does not know')
  })

  test('refuses a file numbered before one that was run', async () => {
    const database = await emptyTestDatabase()
    await run(database, [schemas, second])
    await expect(run(database, [schemas, first, second])).rejects.toThrow('higher number')
  })

  test('leaves nothing of a file that fails, and names its line', async () => {
    const database = await emptyTestDatabase()
    const broken = migration(8004, 'create table app.half (n int);\n\nselect no_such_column from app.half;')
    await expect(run(database, [schemas, broken])).rejects.toThrow(
      'migrations/8004-made-for-the-test.sql: line 3: column "no_such_column" does not exist',
    )
    expect((await sql`select to_regclass('app.half') as t`.execute(database.owner)).rows).toEqual([
      { t: null },
    ])
  })

  test('refuses a file that ends its transaction', async () => {
    const database = await emptyTestDatabase()
    await expect(run(database, [schemas, migration(8005, 'commit; begin;')])).rejects.toThrow(
      'ends the transaction',
    )
  })

  test('by two at once runs each file once', async () => {
    const database = await emptyTestDatabase()
    const slow = migration(8006, 'select pg_sleep(0.3); create table app.slow (n int);')
    const ran = await Promise.all([run(database, [schemas, slow]), run(database, [schemas, slow])])
    expect(ran.flat().sort()).toEqual([schemas.name, slow.name])
  })

  test('refuses a role that does not exist, before anything is made', async () => {
    const database = await emptyTestDatabase()
    const options = { ownerUrl: database.ownerUrl, migrations: [schemas], isDemonstration: false }
    await expect(migrate({ ...options, appRole: 'nobody "here"' })).rejects.toThrow(
      'create role "nobody ""here""" login',
    )
    expect((await sql`select to_regnamespace('app') as s`.execute(database.owner)).rows).toEqual([
      { s: null },
    ])
  })

  test.for([
    [true, 'is a demonstration'],
    [false, 'is for work'],
  ] as const)('never turns a database made with demonstration=%s into the other', async ([mark, message]) => {
    const database = await emptyTestDatabase()
    await run(database, [schemas], mark)
    await expect(run(database, [schemas], !mark)).rejects.toThrow(message)
  })
})

test('every migration of ours has its number once, in its name', async () => {
  const migrations = await readMigrations()
  expect(new Set(migrations.map(({ number }) => number)).size).toBe(migrations.length)
  expect(migrations.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name).sort())
})
