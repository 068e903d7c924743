import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'
import { quoted } from './migrate.ts'

/** One PostgreSQL for a run of the tests, started by the first test file that needs it (platform.md, tech.md 2). */
export interface TestServer {
  /** As superuser, to the database `postgres`. */
  readonly superuserUrl: string
  readonly owner: Login
  readonly app: Login
  /** Begins the name of every database and role of this run: on a server of one's own, runs do not meet. */
  readonly prefix: string
}

export interface Login {
  readonly role: string
  readonly password: string
}

export interface TestRun {
  readonly folder: string
  /** Vitest's own process: when it is gone, so is the server. */
  readonly mainPid: number
  /** A server of one's own instead: FANGXIAN_TEST_DATABASE_URL, as superuser. */
  readonly externalUrl: string | null
  /** Another version's programs instead: FANGXIAN_TEST_POSTGRES_PROGRAMS. */
  readonly programs: string | null
}

declare module 'vitest' {
  interface ProvidedContext {
    testRun: TestRun
  }
}

const startMsMax = 60_000

export async function testServer(): Promise<TestServer> {
  const run = inject('testRun')
  const file = path.join(run.folder, 'server.json')
  if (await isFirst(run.folder)) {
    const server = await prepareServer(run).catch(async (error: unknown) => {
      await writeFile(path.join(run.folder, 'failed'), String(error))
      throw error
    })
    await writeFile(`${file}.new`, JSON.stringify(server), { mode: 0o600 })
    await rename(`${file}.new`, file)
    return server
  }
  await waitForFile(file, path.join(run.folder, 'failed'))
  return JSON.parse(await readFile(file, 'utf8')) as TestServer
}

/** Making a folder is atomic: of several test files at once, one succeeds. */
async function isFirst(folder: string): Promise<boolean> {
  return mkdir(path.join(folder, 'starting')).then(
    () => true,
    () => false,
  )
}

async function waitForFile(file: string, failed: string): Promise<void> {
  for (let waited = 0; waited < startMsMax; waited += 20) {
    if (existsSync(file)) return
    if (existsSync(failed)) throw new Error(await readFile(failed, 'utf8'))
    await pause(20)
  }
  throw new Error(`no PostgreSQL for the tests after ${startMsMax / 1000} s`)
}

async function prepareServer(run: TestRun): Promise<TestServer> {
  const superuserUrl = run.externalUrl ?? (await startKeeper(run))
  const prefix = `fx_${randomBytes(4).toString('hex')}`
  const login = (name: string): Login => ({
    role: `${prefix}_${name}`,
    password: randomBytes(16).toString('hex'),
  })
  const server = { superuserUrl, prefix, owner: login('owner'), app: login('app') }
  await asSuperuser(superuserUrl, async (client) => {
    for (const { role, password } of [server.owner, server.app]) {
      await client.query(`create role ${quoted(role)} login password ${pg.escapeLiteral(password)}`)
    }
  })
  return server
}

/** The keeper starts the server, and stops it when Vitest has ended, even when Vitest was killed. */
async function startKeeper(run: TestRun): Promise<string> {
  const keeper = path.join(import.meta.dirname, 'test-keeper.ts')
  const child = spawn(process.execPath, [keeper, run.folder, String(run.mainPid), run.programs ?? ''], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  child.unref()
  const file = path.join(run.folder, 'keeper.json')
  await waitForFile(file, path.join(run.folder, 'keeper.failed'))
  const { superuserUrl } = JSON.parse(await readFile(file, 'utf8')) as { superuserUrl: string }
  return superuserUrl
}

export async function asSuperuser<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
