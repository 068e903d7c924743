import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { afterAll } from 'vitest'
import { openDatabase } from '#platform/postgres/database.ts'
import { migrate, quoted } from '#platform/postgres/migrate.ts'
import { readMigrations } from '#platform/postgres/migration-files.ts'
import { urlFor } from '#platform/postgres/test-database.ts'
import { asSuperuser, testServer } from '#platform/postgres/test-server.ts'

/**
 * A migrated database that sorts as Chinese people do, by ICU, as an agency's own server may: whatever in a rule's SQL is
 * not compared by bytes would give other rows here than on DuckDB.
 */
export async function chineseDatabase(): Promise<pg.Pool> {
  const server = await testServer()
  const name = `${server.prefix}_${randomBytes(6).toString('hex')}`
  await asSuperuser(server.superuserUrl, async (client) => {
    await client.query(
      `create database ${quoted(name)} template template0 owner ${quoted(server.owner.role)}
      encoding 'UTF8' locale_provider icu icu_locale 'zh-CN' lc_collate 'C' lc_ctype 'C'`,
    )
  })
  await migrate({
    ownerUrl: urlFor(server.superuserUrl, name, server.owner),
    appRole: server.app.role,
    migrations: await readMigrations(),
    isDemonstration: false,
  })
  const { pool, close } = openDatabase(urlFor(server.superuserUrl, name, server.app))
  afterAll(async () => {
    await close()
    await asSuperuser(server.superuserUrl, (client) =>
      client.query(`drop database if exists ${quoted(name)} with (force)`),
    )
  })
  return pool
}
