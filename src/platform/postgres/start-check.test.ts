import { sql } from 'kysely'
import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { sha256 } from '#base/digest.ts'
import { migrate, quoted } from './migrate.ts'
import { type Migration, readMigrations } from './migration-files.ts'
import { checkBeforeServing } from './start-check.ts'
import { emptyTestDatabase, type TestDatabase, testDatabase } from './test-database.ts'
import { asSuperuser, testServer } from './test-server.ts'

const migrations = await readMigrations()
const appendOnly = 'app.kept_for_ever'

async function check(database: TestDatabase, known: readonly Migration[] = migrations): Promise<void> {
  const client = new pg.Client(database.url)
  await client.connect()
  try {
    await checkBeforeServing(client, { migrations: known, isDemonstration: false })
  } finally {
    await client.end()
  }
}

async function asOwner(database: TestDatabase, statement: string): Promise<void> {
  await sql.raw(statement).execute(database.owner)
}

async function withAppendOnlyTable(): Promise<TestDatabase> {
  const database = await testDatabase({ migrations })
  await asOwner(database, `create table ${appendOnly} (entry_id int primary key, entry text)`)
  await asOwner(database, `grant select, insert on ${appendOnly} to ${quoted(database.appRole)}`)
  await asOwner(database, `insert into app.append_only values ('${appendOnly}')`)
  await sql`insert into app.kept_for_ever values (1, 'as it was')`.execute(database.db)
  return database
}

describe('the role that serves', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await withAppendOnlyTable()
  })

  test('may start on a migrated database', async () => {
    await expect(check(database)).resolves.toBeUndefined()
  })

  test.for([
    'update app.kept_for_ever set entry = null',
    'delete from app.kept_for_ever',
    'truncate app.kept_for_ever',
    'drop table app.kept_for_ever',
    'alter table app.kept_for_ever add column n int',
    'alter table app.kept_for_ever disable trigger all',
    'alter table app.kept_for_ever owner to current_user',
    'create trigger t before insert on app.kept_for_ever execute function suppress_redundant_updates_trigger()',
    'create rule r as on insert to app.kept_for_ever do instead nothing',
    'set role OWNER',
    'set session authorization OWNER',
    'set session_replication_role = replica',
    'create table app.mine (n int)',
    "insert into app.append_only values ('app.x')",
    'delete from app.append_only',
    'update app.installation set is_demonstration = true',
    'delete from app.schema_migration',
    'drop schema app cascade',
  ])('is refused: %s', async (statement) => {
    const text = statement.replace('OWNER', quoted(database.ownerRole))
    await expect(sql.raw(text).execute(database.db)).rejects.toMatchObject({ code: '42501' })
    const { rows } = await sql`select * from app.kept_for_ever`.execute(database.db)
    expect(rows).toEqual([{ entry_id: 1, entry: 'as it was' }])
  })

  test('gains nothing by granting to itself', async () => {
    // PostgreSQL only warns; what counts is what the role may do afterwards.
    await sql.raw('grant delete on app.kept_for_ever to current_user').execute(database.db)
    await expect(sql.raw('delete from app.kept_for_ever').execute(database.db)).rejects.toMatchObject({
      code: '42501',
    })
  })
})

describe('a role that may change what is only appended to', () => {
  test.for([
    ['grant update on app.kept_for_ever to APP', 'may UPDATE the append-only table'],
    ['grant update (entry) on app.kept_for_ever to APP', 'may UPDATE the append-only table'],
    ['grant delete on app.kept_for_ever to public', 'may DELETE the append-only table'],
    ['grant truncate on app.kept_for_ever to APP', 'may TRUNCATE the append-only table'],
    ['grant trigger on app.kept_for_ever to APP', 'may TRIGGER the append-only table'],
  ] as const)('is refused after %s', async ([statement, message]) => {
    const weak = await withAppendOnlyTable()
    await asOwner(weak, statement.replace('APP', quoted(weak.appRole)))
    await expect(check(weak)).rejects.toMatchObject({
      code: 'not_permitted',
      message: expect.stringContaining(message),
    })
    // The sentence says what to run; it helps.
    const sentence = await check(weak).catch((error: Error) => error.message)
    await asOwner(weak, /run: (.*);$/.exec(sentence as string)![1]!)
    await expect(check(weak)).resolves.toBeUndefined()
  })
})

describe('a role with powers of the server', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await withAppendOnlyTable()
  })

  test('is refused as a member that does not inherit but may SET ROLE', async () => {
    const { superuserUrl } = await testServer()
    const role = `${database.appRole}_apart`
    await asOwner(database, 'grant usage on schema app to public')
    await asOwner(database, 'grant select on all tables in schema app to public')
    await asSuperuser(superuserUrl, async (client) => {
      await client.query(`create role ${quoted(role)} login noinherit password 'simulated'`)
      try {
        await client.query(`grant ${quoted(database.ownerRole)} to ${quoted(role)}`)
        await expect(check({ ...database, url: withLogin(database.url, role) })).rejects.toThrow(
          `revoke ${quoted(database.ownerRole)} from ${quoted(role)}`,
        )
      } finally {
        await client.query(`drop role ${quoted(role)}`)
      }
    })
  })

  test.for([
    ['grant OWNER to APP', 'revoke OWNER from APP', 'owns'],
    ['alter role APP superuser', 'alter role APP nosuperuser', 'superuser'],
    ['alter role APP createrole', 'alter role APP nocreaterole', 'createrole'],
    ['alter role APP bypassrls', 'alter role APP nobypassrls', 'bypassrls'],
    ['grant pg_write_all_data to APP', 'revoke "pg_write_all_data" from APP', 'pg_write_all_data'],
  ] as const)('is refused after %s', async ([statement, mend, message]) => {
    // Roles belong to the whole server, so that this takes one nobody else uses.
    const { superuserUrl } = await testServer()
    const role = `${database.appRole}_strong`
    const named = (text: string): string =>
      text.replace('APP', quoted(role)).replace('OWNER', quoted(database.ownerRole))
    await asSuperuser(superuserUrl, async (client) => {
      await client.query(`create role ${quoted(role)} login password 'simulated'`)
      try {
        await client.query(`grant ${quoted(database.appRole)} to ${quoted(role)}`)
        await client.query(named(statement))
        const strong = { ...database, url: withLogin(database.url, role) }
        const sentence = (await check(strong).catch((error: Error) => error.message)) as string
        expect(sentence).toContain(message)
        expect(sentence).toContain(`run: ${named(mend)};`)
      } finally {
        await client.query(`drop role ${quoted(role)}`)
      }
    })
  })
})

function withLogin(url: string, role: string): string {
  return url.replace(/\/\/[^@]*@/, `//${role}:simulated@`)
}

describe('the schema a process serves', () => {
  const next = (release: number): Migration => ({
    name: `9000-of-release-${release}`,
    number: 9000,
    release,
    sql: 'select 1;',
    digest: sha256('select 1;'),
  })
  const ownRelease = migrations.at(-1)!.release

  async function databaseWith(known: readonly Migration[], isDemonstration = false): Promise<TestDatabase> {
    const database = await emptyTestDatabase()
    const { ownerUrl, appRole } = database
    await migrate({ ownerUrl, appRole, migrations: known, isDemonstration })
    return database
  }

  test('may not be empty', async () => {
    await expect(check(await emptyTestDatabase())).rejects.toThrow('run fangxian migrate first')
  })

  test('may not be older', async () => {
    const database = await databaseWith(migrations.slice(0, 1))
    await expect(check(database)).rejects.toThrow('older than the program')
  })

  test('may be one release newer: an upgrade migrates while the former version serves', async () => {
    await expect(check(await databaseWith([...migrations, next(ownRelease + 1)]))).resolves.toBeUndefined()
  })

  test.for([0, 2])('may not hold what is unknown of release +%s', async (newer) => {
    const database = await databaseWith([...migrations, next(ownRelease + newer)])
    await expect(check(database)).rejects.toThrow('at most one newer')
  })

  test('may not come from a changed file', async () => {
    const database = await databaseWith(migrations)
    const changed = migrations.map((each) => ({ ...each, digest: sha256('something else') }))
    await expect(check(database, changed)).rejects.toThrow('was changed after')
  })

  test('is not served for work when it is a demonstration', async () => {
    await expect(check(await databaseWith(migrations, true))).rejects.toThrow('is a demonstration')
  })
})
