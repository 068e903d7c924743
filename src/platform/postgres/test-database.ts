import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { type Database, openDatabase } from './database.ts'
import { migrate, quoted } from './migrate.ts'
import { digestOfMigrations, type Migration, readMigrations } from './migration-files.ts'
import { closeAtEnd } from './test-closing.ts'
import { asSuperuser, type Login, type TestServer, testServer } from './test-server.ts'

export interface TestDatabase {
  /** As the application's role: what the code under test gets. */
  readonly db: Database
  /** As the owner of the tables: to look, and to tamper. */
  readonly owner: Database
  /** As the application's role. */
  readonly pool: pg.Pool
  readonly url: string
  readonly ownerUrl: string
  readonly appRole: string
  readonly ownerRole: string
  /** Drops the database; at the end of the test file it happens by itself. */
  close(): Promise<void>
}

export interface TestDatabaseOptions {
  /** Other migrations than those of migrations/, in tests of migrating. */
  readonly migrations?: readonly Migration[]
  readonly isDemonstration?: boolean
}

/**
 * A database of one's own, migrated: a clone of a template that is made once per run for each state of migrations/.
 * Call it at the top of the file (`const database = await testDatabase()`), in a hook or in a test.
 */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = await testServer()
  const migrations = options.migrations ?? (await readMigrations())
  const name = `${server.prefix}_${randomBytes(6).toString('hex')}`
  await asSuperuser(server.superuserUrl, async (client) => {
    const template = await ensureTemplate(client, server, {
      migrations,
      isDemonstration: options.isDemonstration ?? false,
    })
    await createDatabase(client, { name, template, owner: server.owner.role })
  })
  return openTestDatabase(server, name)
}

/** An empty database that belongs to the owner role, for tests of migrating. */
export async function emptyTestDatabase(): Promise<TestDatabase> {
  const server = await testServer()
  const name = `${server.prefix}_${randomBytes(6).toString('hex')}`
  await asSuperuser(server.superuserUrl, (client) =>
    createDatabase(client, { name, template: 'template0', owner: server.owner.role }),
  )
  return openTestDatabase(server, name)
}

function openTestDatabase(server: TestServer, name: string): TestDatabase {
  const url = urlFor(server.superuserUrl, name, server.app)
  const ownerUrl = urlFor(server.superuserUrl, name, server.owner)
  const app = openDatabase(url, { applicationName: 'test' })
  const owner = openDatabase(ownerUrl, { applicationName: 'test owner', connectionsMax: 4 })
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    await Promise.all([app.close(), owner.close()])
    await asSuperuser(server.superuserUrl, (client) =>
      client.query(`drop database if exists ${quoted(name)} with (force)`),
    )
  }
  const closeOnce = (): Promise<void> => {
    closing ??= close()
    return closing
  }
  closeAtEnd(closeOnce)
  const { role: appRole } = server.app
  const { role: ownerRole } = server.owner
  return { db: app.db, owner: owner.db, pool: app.pool, url, ownerUrl, appRole, ownerRole, close: closeOnce }
}

export function urlFor(serverUrl: string, database: string, { role, password }: Login): string {
  const [, , place = '', query = ''] =
    /^postgres(ql)?:\/\/(?:[^@/]*@)?([^/?]*)(?:\/[^?]*)?(.*)$/.exec(serverUrl) ?? []
  return `postgresql://${role}:${password}@${place}/${database}${query}`
}

interface NewDatabase {
  readonly name: string
  readonly template: string
  readonly owner: string
}

async function createDatabase(client: pg.Client, { name, template, owner }: NewDatabase): Promise<void> {
  await client.query(
    `create database ${quoted(name)} template ${quoted(template)} owner ${quoted(owner)}${
      template === 'template0' ? ` encoding 'UTF8' locale 'C.UTF-8'` : ''
    }`,
  )
}

interface TemplateContent {
  readonly migrations: readonly Migration[]
  readonly isDemonstration: boolean
}

/** Made beside and renamed when whole; test files that need it at the same moment wait for the first. */
async function ensureTemplate(
  client: pg.Client,
  server: TestServer,
  { migrations, isDemonstration }: TemplateContent,
): Promise<string> {
  const digest = digestOfMigrations(migrations).slice(0, 16)
  const name = `${server.prefix}_template_${digest}${isDemonstration ? '_demo' : ''}`
  const isThere = async (): Promise<boolean> =>
    (await client.query('select from pg_database where datname = $1', [name])).rowCount === 1
  if (await isThere()) return name
  await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name])
  // The lock ends with this connection, too.
  if (await isThere()) return name
  const unfinished = `${name}_new`
  await client.query(`drop database if exists ${quoted(unfinished)} with (force)`)
  await createDatabase(client, { name: unfinished, template: 'template0', owner: server.owner.role })
  await migrate({
    ownerUrl: urlFor(server.superuserUrl, unfinished, server.owner),
    appRole: server.app.role,
    migrations,
    isDemonstration,
  })
  await client.query(`alter database ${quoted(unfinished)} rename to ${quoted(name)}`)
  await client.query('select pg_advisory_unlock_all()')
  return name
}
