import type pg from 'pg'
import { Refusal } from '#base/refusal.ts'
import { changedMigration, isForDemonstration, isForWork, readApplied } from './migrate.ts'
import type { Migration } from './migration-files.ts'
import { refuseStrongRole } from './role-check.ts'

/** What must hold before anything is served (platform.md 8, 9, 22): each refusal says what to run. */

export interface StartCheckOptions {
  readonly migrations: readonly Migration[]
  readonly isDemonstration: boolean
}

const oldestMajor = 15

export async function checkBeforeServing(
  client: Pick<pg.ClientBase, 'query'>,
  options: StartCheckOptions,
): Promise<void> {
  await refuseOldServer(client)
  await refuseOtherSchema(client, options.migrations)
  await refuseStrongRole(client)
  await refuseOtherPurpose(client, options.isDemonstration)
}

async function refuseOldServer(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  const { rows } = await client.query<{ version: string; encoding: string; zone: string }>(
    `select
      current_setting('server_version_num') as version,
      current_setting('server_encoding') as encoding,
      current_setting('timezone') as zone`,
  )
  const { version, encoding } = rows[0]!
  const major = Math.floor(Number(version) / 10_000)
  if (major < oldestMajor) {
    throw new Refusal('unavailable', {
      zh: `DATABASE_URL 的服务器是 PostgreSQL ${major}；需要 ${oldestMajor} 或更高版本。`,
      en: `The server of DATABASE_URL is PostgreSQL ${major}; ${oldestMajor} or later is needed.`,
    })
  }
  if (encoding !== 'UTF8') {
    throw new Refusal('unavailable', {
      zh: `数据库编码是 ${encoding}；请用 create database … template template0 encoding 'UTF8' 新建数据库。`,
      en: `The database's encoding is ${encoding}; make it anew with create database … template template0 encoding 'UTF8'.`,
    })
  }
}

/**
 * A schema older than this program is refused, and one more than a release newer: during an upgrade the former
 * version keeps serving while the next one has already added its tables.
 */
export async function refuseOtherSchema(
  client: Pick<pg.ClientBase, 'query'>,
  known: readonly Migration[],
): Promise<void> {
  const applied = new Map((await readApplied(client)).map((each) => [each.name, each]))
  const missing = known.filter(({ name }) => !applied.has(name))
  if (missing.length > 0) {
    throw new Refusal('unavailable', {
      zh: `数据库结构比程序旧，缺少迁移 ${missing[0]!.name} 等 ${missing.length} 个；请先运行 fangxian migrate。`,
      en: `The database's schema is older than the program: ${missing.length} migrations from ${missing[0]!.name} on are missing; run fangxian migrate first.`,
    })
  }
  for (const { name, digest } of known) if (applied.get(name)!.digest !== digest) throw changedMigration(name)
  const knownNames = new Set(known.map(({ name }) => name))
  const ownRelease = Math.max(...known.map(({ release }) => release))
  const stranger = [...applied.values()].find(
    ({ name, release }) => !knownNames.has(name) && release !== ownRelease + 1,
  )
  if (stranger === undefined) return
  throw new Refusal('unavailable', {
    zh: `数据库执行过本程序不认识的迁移 ${stranger.name}（结构版本 ${stranger.release}，本程序为 ${ownRelease}，最多只能新一版）；请用与数据库相符的程序。`,
    en: `The database has run migration ${stranger.name} (schema release ${stranger.release}; this program knows ${ownRelease} and works with at most one newer); use the program that fits the database.`,
  })
}

async function refuseOtherPurpose(
  client: Pick<pg.ClientBase, 'query'>,
  isDemonstration: boolean,
): Promise<void> {
  const { rows } = await client.query<{ is_demonstration: boolean }>(
    'select is_demonstration from app.installation',
  )
  const mark = rows[0]?.is_demonstration
  if (mark === undefined) {
    throw new Refusal('unavailable', {
      zh: '数据库没有安装标记；请先运行 fangxian migrate。',
      en: 'The database has no installation mark; run fangxian migrate first.',
    })
  }
  if (mark === isDemonstration) return
  throw mark ? isForDemonstration() : isForWork()
}
