import pg from 'pg'
import { Refusal } from '#base/refusal.ts'
import { connectionConfig } from './database.ts'
import type { Migration } from './migration-files.ts'

export interface MigrateOptions {
  readonly ownerUrl: string
  /** The role that serves: grants are to it. It must exist. */
  readonly appRole: string
  readonly migrations: readonly Migration[]
  /** Written when the database is made, and never changed (platform.md 8). */
  readonly isDemonstration: boolean
}

export interface AppliedMigration {
  readonly name: string
  readonly digest: string
  readonly release: number
}

/** Any number; two runners at once would otherwise both run the same file. */
const advisoryLock = 7_202_611_210

/** Runs what has not been run yet, each file in one transaction, and returns the names of those it ran. */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const client = new pg.Client(connectionConfig(options.ownerUrl, 'fangxian migrate'))
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLock])
    await refuseMissingRole(client, options.appRole)
    const applied = await readApplied(client)
    const pending = pendingMigrations(options.migrations, applied)
    for (const migration of pending) await runMigration(client, migration, options.appRole)
    await markInstallation(client, options.isDemonstration)
    return pending.map(({ name }) => name)
  } finally {
    // Ends the session, and with it the advisory lock.
    await client.end()
  }
}

async function refuseMissingRole(client: pg.Client, role: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  if (rowCount === 1) return
  throw new Refusal('conflict', {
    zh: `数据库中没有应用角色 ${role}；请先由数据库管理员执行 create role ${quoted(role)} login，再运行 fangxian migrate。`,
    en: `The database has no role ${role} for the application; have the database administrator run create role ${quoted(role)} login first, then run fangxian migrate again.`,
  })
}

export async function readApplied(client: Pick<pg.ClientBase, 'query'>): Promise<AppliedMigration[]> {
  const { rows: found } = await client.query<{ is_there: boolean }>(
    `select to_regclass('app.schema_migration') is not null as is_there`,
  )
  if (!found[0]!.is_there) return []
  const { rows } = await client.query<AppliedMigration>(
    'select name, digest, release from app.schema_migration order by name',
  )
  return rows
}

/** Refuses a database whose history is not the beginning of ours. */
export function pendingMigrations(
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
): Migration[] {
  const knownByName = new Map(known.map((each) => [each.name, each]))
  for (const { name, digest } of applied) {
    const migration = knownByName.get(name)
    if (migration === undefined) throw unknownMigration(name)
    if (migration.digest !== digest) throw changedMigration(name)
  }
  const appliedNames = new Set(applied.map(({ name }) => name))
  const newest = applied.at(-1)?.name ?? ''
  const pending = known.filter(({ name }) => !appliedNames.has(name))
  // Else two installations would have run the same files in different orders.
  const late = pending.find(({ name }) => name < newest)
  if (late !== undefined) throw lateMigration(late.name, newest)
  return pending
}

export function changedMigration(name: string): Refusal {
  return new Refusal('conflict', {
    zh: `迁移文件 migrations/${name}.sql 在数据库执行之后被改过；请恢复原文件（改动应写成新的迁移文件）。`,
    en: `migrations/${name}.sql was changed after this database ran it; restore the file (a change is a new migration).`,
  })
}

function unknownMigration(name: string): Refusal {
  return new Refusal('conflict', {
    zh: `数据库执行过本程序没有的迁移 ${name}；数据库比程序新，请用新版程序。`,
    en: `This database has run migration ${name}, which this program does not know; the database is newer: use the newer program.`,
  })
}

function lateMigration(name: string, newest: string): Refusal {
  return new Refusal('conflict', {
    zh: `迁移 ${name} 的编号早于数据库已执行的 ${newest}；请给它一个更大的编号。`,
    en: `Migration ${name} is numbered before ${newest}, which this database has already run; give it a higher number.`,
  })
}

async function runMigration(client: pg.Client, migration: Migration, appRole: string): Promise<void> {
  const transactionId = async (): Promise<string> => {
    const { rows } = await client.query<{ id: string }>('select pg_current_xact_id()::text as id')
    return rows[0]!.id
  }
  await client.query('begin')
  try {
    const before = await transactionId()
    await client.query(withAppRole(migration.sql, appRole))
    if ((await transactionId()) !== before) throw new Error('it ends the transaction it runs in')
    await client.query('insert into app.schema_migration (name, digest, release) values ($1, $2, $3)', [
      migration.name,
      migration.digest,
      migration.release,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw new Error(`migrations/${migration.name}.sql: ${describe(error, migration, appRole)}`, {
      cause: error,
    })
  }
}

/** PostgreSQL counts characters; people look for a line. */
function describe(error: unknown, migration: Migration, appRole: string): string {
  const { message, position } = error as { message: string; position?: string }
  if (position === undefined) return message
  const before = withAppRole(migration.sql, appRole).slice(0, Number(position))
  return `line ${before.split('\n').length}: ${message}`
}

function withAppRole(sql: string, appRole: string): string {
  return sql.replace(/(?<!:):app_role\b/g, () => quoted(appRole))
}

export function quoted(identifier: string): string {
  return pg.escapeIdentifier(identifier)
}

async function markInstallation(client: pg.Client, isDemonstration: boolean): Promise<void> {
  await client.query(
    'insert into app.installation (is_demonstration) values ($1) on conflict (is_the_only_row) do nothing',
    [isDemonstration],
  )
  const { rows } = await client.query<{ is_demonstration: boolean }>(
    'select is_demonstration from app.installation',
  )
  if (rows[0]!.is_demonstration === isDemonstration) return
  throw rows[0]!.is_demonstration ? isForDemonstration() : isForWork()
}

export function isForDemonstration(): Refusal {
  return new Refusal('conflict', {
    zh: '这是演示用的数据库，不能用于工作；请为工作另建空数据库。',
    en: 'This database is a demonstration and cannot be used for work; make an empty database for work.',
  })
}

export function isForWork(): Refusal {
  return new Refusal('conflict', {
    zh: '这是工作用的数据库，不能用于演示；演示请用自己的数据目录（npm start）。',
    en: 'This database is for work and cannot be used for a demonstration; a demonstration has a data folder of its own (npm start).',
  })
}
