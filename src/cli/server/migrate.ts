import type { Command, Surroundings } from '#cli/command.ts'
import { wrongUsage } from '#cli/command.ts'
import { readSettings } from '#platform/config.ts'
import type { Settings } from '#platform/configuration/settings.ts'
import { openInstallation } from './installation.ts'

export const migrateCommand: Command = {
  name: 'migrate',
  summary: {
    zh: '建立或升级数据库结构（自备服务器时用 DATABASE_OWNER_URL）',
    en: "Make or upgrade the database's schema (with DATABASE_OWNER_URL for a server of one's own)",
  },
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: {},
  notes: [
    {
      zh: '不建立任何角色：应用角色须先由数据库管理员建立，并在 DATABASE_URL 中使用。',
      en: 'No role is made: the database administrator makes the application’s, which DATABASE_URL then names.',
    },
  ],
  examples: [
    {
      line: 'DATABASE_OWNER_URL=postgresql://owner@db/fangxian DATABASE_URL=postgresql://app@db/fangxian fangxian migrate',
      text: { zh: '在自备的 PostgreSQL 上', en: 'On a PostgreSQL of one’s own' },
    },
  ],
  run: (_call, surroundings) => migrateInstallation(readSettings(), surroundings),
}

/** The role that DATABASE_URL signs in as. */
function roleOf({ database }: Settings): string {
  const named =
    database.applicationRole ?? (database.url && decodeURIComponent(new URL(database.url.reveal()).username))
  if (named) return named
  throw wrongUsage({
    zh: '不知道应用角色；请同时设置 DATABASE_URL（应用角色登录），或 database.applicationRole。',
    en: 'The application’s role is not known; set DATABASE_URL (which signs in as it), or database.applicationRole.',
  })
}

async function migrateInstallation(settings: Settings, surroundings: Surroundings): Promise<number> {
  const { language, print } = surroundings
  const { database } = settings
  if (database.ownerUrl === null && database.url !== null) {
    throw wrongUsage({
      zh: '请设置 DATABASE_OWNER_URL：结构由属主角色建立，serve 使用的角色没有这个权限。',
      en: 'Set DATABASE_OWNER_URL: the owner’s role makes the schema, the role that serves may not.',
    })
  }
  const ran =
    database.ownerUrl === null
      ? await migrateEmbedded(surroundings)
      : await migrateOwn(database.ownerUrl.reveal(), roleOf(settings))
  const texts = {
    zh: ran === null ? '内置数据库的结构是最新的。' : `已执行 ${ran.length} 个迁移，数据库结构是最新的。`,
    en:
      ran === null
        ? 'The embedded database is up to date.'
        : `${ran.length} migrations run; the schema is up to date.`,
  }
  print(`${texts[language]}\n`)
  return 0
}

async function migrateOwn(ownerUrl: string, appRole: string): Promise<readonly string[]> {
  const { migrate } = await import('#platform/postgres/migrate.ts')
  const { readMigrations } = await import('#platform/postgres/migration-files.ts')
  return migrate({ ownerUrl, appRole, migrations: await readMigrations(), isDemonstration: false })
}

/** Opening it does what is needed: the child that holds the owner's password migrates before anything is served. */
async function migrateEmbedded(surroundings: Surroundings): Promise<null> {
  const { close } = await openInstallation(surroundings)
  await close()
  return null
}
