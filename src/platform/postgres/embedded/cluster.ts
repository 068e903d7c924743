import { execFile } from 'node:child_process'
import { chmod, chown, lchown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Account, type Ids, nobody } from './account.ts'
import { type Binaries, majorOf } from './binaries.ts'

const run = promisify(execFile)

export const superuserName = 'postgres'

export interface ClusterOptions {
  readonly binaries: Binaries
  readonly account: Account
  /** PGDATA; it does not exist yet. Its parent must be reachable for the account. */
  readonly dataFolder: string
  readonly superuserPassword: string
  /** Tests: nothing is flushed to the disk. */
  readonly isThrowAway?: boolean
}

/** Runs initdb. The cluster gets its name only when it is whole: an interrupted one is made anew. */
export async function createCluster(options: ClusterOptions): Promise<void> {
  const { binaries, account, dataFolder } = options
  await removeUnfinished(dataFolder)
  const unfinished = `${dataFolder}${unfinishedSuffix}${process.pid}`
  const passwordFile = `${unfinished}.password`
  // initdb looks its user up in /etc/passwd, the server never does: a uid without entry gets what nobody made.
  const maker = account.kind === 'own_uid' ? await nobody() : account.ids
  await mkdir(unfinished, { mode: 0o700 })
  await writeFile(passwordFile, `${options.superuserPassword}\n`, { mode: 0o600 })
  if (maker !== undefined) {
    await chown(unfinished, maker.uid, maker.gid)
    await chown(passwordFile, maker.uid, maker.gid)
  }
  try {
    await run(
      binaries.initdb,
      [
        ['--pgdata', unfinished],
        ['--username', superuserName],
        ['--pwfile', passwordFile],
        ['--auth', 'scram-sha-256'],
        ['--encoding', 'UTF8'],
        localeOf(binaries),
        ['--data-checksums'],
        options.isThrowAway === true ? ['--no-sync'] : [],
      ].flat(),
      { ...maker, cwd: '/', env: { LC_ALL: 'C', TZ: 'Asia/Shanghai', PATH: '/usr/bin:/bin' } },
    )
  } finally {
    await rm(passwordFile, { force: true })
  }
  if (account.kind === 'own_uid') await chownAll(unfinished, account.ids!)
  await chmod(unfinished, 0o700)
  await rename(unfinished, dataFolder)
}

/** Order by code point, the same on every machine; for order by pinyin a query names its collation. */
function localeOf(binaries: Binaries): string[] {
  if (majorOf(binaries) < 17) return ['--locale', 'C.UTF-8']
  return ['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C']
}

const unfinishedSuffix = '.unfinished-'

/** What interrupted attempts left. The initdb of a killed one may still be writing: then the next start tidies up. */
async function removeUnfinished(dataFolder: string): Promise<void> {
  const parent = path.dirname(dataFolder)
  const prefix = `${path.basename(dataFolder)}${unfinishedSuffix}`
  const left = (await readdir(parent)).filter((name) => name.startsWith(prefix))
  for (const name of left) {
    await rm(path.join(parent, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

async function chownAll(folder: string, { uid, gid }: Ids): Promise<void> {
  const entries = await readdir(folder, { recursive: true })
  await lchown(folder, uid, gid)
  for (const entry of entries) await lchown(path.join(folder, entry), uid, gid)
}
