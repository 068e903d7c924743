import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '#platform/postgres/database.ts'
import { migrate, quoted } from '#platform/postgres/migrate.ts'
import { readMigrations } from '#platform/postgres/migration-files.ts'
import { testDatabase, urlFor } from '#platform/postgres/test-database.ts'
import { asSuperuser } from '#platform/postgres/test-server.ts'
import { canonicalDump, openTestInstallation } from './test-backup.ts'
import { insertEdgeCases, makeEdgeTable } from './test-edge-cases.ts'

/** Debian's PostgreSQL 15, the oldest there is, beside the one the tests run on; skipped where it is not installed. */
const programs = '/usr/lib/postgresql/15/bin'
const keeper = path.join(import.meta.dirname, '../platform/postgres/test-keeper.ts')

interface Fifteen {
  readonly owner: Database
  readonly ownerUrl: string
  readonly stop: () => Promise<void>
}
let fifteen: Fifteen

async function startFifteen(): Promise<Fifteen> {
  // Not below a folder of ours only: the server's account passes through. The keeper removes it.
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fangxian-fifteen-'))
  const child = spawn(process.execPath, [keeper, folder, String(process.pid), programs], { stdio: 'ignore' })
  const file = path.join(folder, 'keeper.json')
  while (!existsSync(file)) {
    if (child.exitCode !== null) throw new Error('PostgreSQL 15 did not start')
    await pause(50)
  }
  const { superuserUrl } = JSON.parse(await readFile(file, 'utf8')) as { superuserUrl: string }
  const [owner, app] = ['old_owner', 'old_app'].map((role) => ({ role, password: 'x' }))
  await asSuperuser(superuserUrl, async (client) => {
    for (const { role } of [owner!, app!]) await client.query(`create role ${role} login password 'x'`)
    await client.query(
      `create database ${quoted('old')} owner old_owner template template0 encoding 'UTF8' locale 'C.UTF-8'`,
    )
  })
  const ownerUrl = urlFor(superuserUrl, 'old', owner!)
  await migrate({
    ownerUrl,
    appRole: 'old_app',
    migrations: await readMigrations(),
    isDemonstration: false,
  })
  const database = openDatabase(ownerUrl)
  const stop = async (): Promise<void> => {
    await database.close()
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
  return { owner: database.db, ownerUrl, stop }
}

const isThere = existsSync(programs)
beforeAll(async () => {
  if (isThere) fifteen = await startFifteen()
})
afterAll(async () => {
  if (isThere) await fifteen.stop()
})

test.skipIf(!isThere)('a backup goes from the present version to PostgreSQL 15 and back', async () => {
  const seed = randomInt(2 ** 31)
  const installation = await openTestInstallation()
  const { owner, ownerUrl } = installation.trail.database
  await makeEdgeTable(owner)
  await insertEdgeCases(owner, seed, 300)
  await installation.trail.write(300)
  const there = await installation.backUp({ url: ownerUrl })
  await makeEdgeTable(fifteen.owner)
  await installation.restore({ ...installation.trail.database, ownerUrl: fifteen.ownerUrl }, there.folder)
  const before = await canonicalDump(ownerUrl)
  const between = await canonicalDump(fifteen.ownerUrl)
  expect(between.get('app.edge_case'), `seed ${seed}`).toBe(before.get('app.edge_case'))
  const back = await installation.backUp({ url: fifteen.ownerUrl })
  expect(back.manifest.postgres).toMatch(/^15\./)
  const target = await testDatabase()
  await makeEdgeTable(target.owner)
  const { notices } = await installation.restore(target, back.folder)
  expect(notices.length).toBe(2)
  const after = await canonicalDump(target.ownerUrl)
  expect(after.get('app.edge_case'), `seed ${seed}`).toBe(before.get('app.edge_case'))
  expect(after.get('app.record')).toBe(before.get('app.record'))
})
