import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Language } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import { parseSettings, type SettingsFile } from './configuration/parse-settings.ts'
import type { Settings } from './configuration/settings.ts'

/** The only file that reads the environment: what the machine says about how this program should behave. */
export interface Config {
  readonly language: Language
  /** FANGXIAN_DEBUG=1: errors of the program are printed with their stack. */
  readonly isDebug: boolean
}

type Variables = Readonly<Record<string, string | undefined>>

/** POSIX: the first of these that is set and not empty decides. */
const localeVariables = ['LC_ALL', 'LC_MESSAGES', 'LANG'] as const

export function languageOfLocale(variables: Variables): Language {
  const locale = localeVariables.map((name) => variables[name] ?? '').find((value) => value !== '') ?? ''
  return /^zh/i.test(locale) ? 'zh' : 'en'
}

export function readConfig(variables: Variables = process.env): Config {
  return { language: languageOfLocale(variables), isDebug: variables.FANGXIAN_DEBUG === '1' }
}

export interface TestPostgres {
  /** A server of one's own, as its superuser: FANGXIAN_TEST_DATABASE_URL. */
  readonly url: string | null
  /** A folder with initdb and postgres of another version, started instead: FANGXIAN_TEST_POSTGRES_PROGRAMS. */
  readonly programs: string | null
}

/** What tests run on instead of the embedded PostgreSQL. */
export function readTestPostgres(variables: Variables = process.env): TestPostgres {
  return {
    url: variables.FANGXIAN_TEST_DATABASE_URL || null,
    programs: variables.FANGXIAN_TEST_POSTGRES_PROGRAMS || null,
  }
}

export interface ClusterAccount {
  readonly username: string | undefined
  readonly password: string | undefined
}

/** Of a ClickHouse cluster: FANGXIAN_CLICKHOUSE_USER and FANGXIAN_CLICKHOUSE_PASSWORD, never on a command line. */
export function readClusterAccount(variables: Variables = process.env): ClusterAccount {
  return {
    username: variables.FANGXIAN_CLICKHOUSE_USER || undefined,
    password: variables.FANGXIAN_CLICKHOUSE_PASSWORD || undefined,
  }
}

/** The folder of package.json: policy/ and data/ lie in it, wherever the program is called from. */
export const packageRoot = path.resolve(import.meta.dirname, '../..')

/**
 * Settings of the server: fangxian.yaml (or .json) in the program's folder, or the file that FANGXIAN_CONFIG names;
 * a variable of the environment wins (configuration/settings.ts lists them).
 */
export function readSettings(variables: Variables = process.env, folder: string = packageRoot): Settings {
  return parseSettings({ file: readSettingsFile(variables.FANGXIAN_CONFIG, folder), variables })
}

function readSettingsFile(named: string | undefined, folder: string): SettingsFile | null {
  const usual = ['fangxian.yaml', 'fangxian.json'].map((name) => path.join(folder, name))
  const file = named || usual.find((each) => existsSync(each))
  if (file === undefined) return null
  try {
    const text = readFileSync(file, 'utf8')
    const isReadableByOthers = process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0
    return { path: file, text, isReadableByOthers }
  } catch (error) {
    throw new Refusal('unreadable_input', {
      zh: `读不了配置文件 ${file}（${(error as NodeJS.ErrnoException).code}）；请检查 FANGXIAN_CONFIG 和文件权限。`,
      en: `The configuration file ${file} cannot be read (${(error as NodeJS.ErrnoException).code}); check FANGXIAN_CONFIG and the file's permissions.`,
    })
  }
}

const PackageManifest = z.object({ version: z.string() })

export function readProgramVersion(): string {
  const text = readFileSync(path.join(packageRoot, 'package.json'), 'utf8')
  return PackageManifest.parse(JSON.parse(text)).version
}
