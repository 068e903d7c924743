import pg from 'pg'
import { Refusal } from '#base/refusal.ts'
import { migrate, quoted } from '../migrate.ts'
import { readMigrations } from '../migration-files.ts'
import { createCluster, superuserName } from './cluster.ts'
import type { PrepareAnswer, PrepareTask } from './prepare.ts'
import { ensurePasswords, readPassword, roleNames } from './secrets.ts'
import { databaseName, socketUrl } from './socket-url.ts'

/** The child process that alone holds the owner's password (platform.md 9). Task on standard input, answer on output. */

async function run(task: PrepareTask): Promise<string[]> {
  if (task.kind === 'create') {
    await ensurePasswords(task.dataFolder)
    const superuserPassword = await readPassword(task.dataFolder, 'superuser')
    await createCluster({ ...task, dataFolder: task.cluster, superuserPassword })
    return []
  }
  await ensureRolesAndDatabase(task.dataFolder, task.socketFolder)
  const login = { role: roleNames.owner, password: await readPassword(task.dataFolder, 'owner') }
  return migrate({
    ownerUrl: socketUrl(task.socketFolder, login),
    appRole: roleNames.application,
    migrations: await readMigrations(),
    isDemonstration: task.isDemonstration,
  })
}

/** Every statement may be repeated: an interrupted first start is completed by the second. */
async function ensureRolesAndDatabase(dataFolder: string, socketFolder: string): Promise<void> {
  const login = { role: superuserName, password: await readPassword(dataFolder, 'superuser') }
  const client = new pg.Client({ connectionString: socketUrl(socketFolder, login, 'postgres') })
  await client.connect()
  try {
    for (const kind of ['owner', 'application'] as const) {
      const name = roleNames[kind]
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name])
      if (rowCount === 1) continue
      const password = pg.escapeLiteral(await readPassword(dataFolder, kind))
      await client.query(`create role ${quoted(name)} login password ${password}`)
    }
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName])
    if (rowCount === 1) return
    await client.query(`create database ${quoted(databaseName)} owner ${quoted(roleNames.owner)}`)
    await client.query(`revoke all on database ${quoted(databaseName)} from public`)
    await client.query(
      `grant connect, temporary on database ${quoted(databaseName)} to ${quoted(roleNames.application)}`,
    )
  } finally {
    await client.end()
  }
}

async function answer(): Promise<PrepareAnswer> {
  try {
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
    return { kind: 'done', ran: await run(JSON.parse(Buffer.concat(chunks).toString()) as PrepareTask) }
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', code: error.code, text: error.text }
    return {
      kind: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }
  }
}

process.stdout.write(JSON.stringify(await answer()))
