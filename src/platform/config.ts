import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Language } from '#base/bilingual.ts'

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

/** The folder of package.json: policy/ and data/ lie in it, wherever the program is called from. */
export const packageRoot = path.resolve(import.meta.dirname, '../..')

const PackageManifest = z.object({ version: z.string() })

export function readProgramVersion(): string {
  const text = readFileSync(path.join(packageRoot, 'package.json'), 'utf8')
  return PackageManifest.parse(JSON.parse(text)).version
}
