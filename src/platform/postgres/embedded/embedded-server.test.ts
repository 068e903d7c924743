import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bilingual } from '#base/bilingual.ts'
import { readMigrations } from '../migration-files.ts'
import { checkBeforeServing } from '../start-check.ts'
import { type EmbeddedServer, startEmbeddedServer } from './embedded-server.ts'
import { findLivingPostmaster, readPidFile } from './postmaster.ts'
import { modeOf, newFolder } from './test-serving-process.ts'

let dataFolder: string
let server: EmbeddedServer
const notices: Bilingual[] = []

function start(): Promise<EmbeddedServer> {
  const say = (notice: Bilingual): number => notices.push(notice)
  return startEmbeddedServer({ dataFolder, isDemonstration: true, userName: null, say })
}

async function connected<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client(server.url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

describe('an embedded server', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    dataFolder = path.join(await newFolder(), 'demo')
    server = await start()
  })
  afterAll(async () => {
    await server.stop()
  })

  test('is migrated and passes the check before serving', async () => {
    const migrations = await readMigrations()
    await connected((client) => checkBeforeServing(client, { migrations, isDemonstration: true }))
    expect(notices).toEqual([])
  })

  test('keeps its files and its socket to itself', async () => {
    expect(modeOf(path.join(dataFolder, 'postgres'))).toBe('700')
    expect(modeOf(path.join(dataFolder, 'secrets'))).toBe('700')
    for (const login of ['application', 'owner', 'superuser']) {
      expect(modeOf(path.join(dataFolder, 'secrets', `postgres-${login}`))).toBe('600')
    }
    const { socketFolder } = (await readPidFile(path.join(dataFolder, 'postgres')))!
    expect(modeOf(socketFolder)).toBe('700')
    const { rows } = await connected((client) =>
      client.query(`select current_setting('listen_addresses') as tcp, current_setting('fsync') as fsync`),
    )
    expect(rows).toEqual([{ tcp: '', fsync: 'on' }])
  })

  test('refuses a wrong password, even on its socket', async () => {
    const client = new pg.Client(server.url.replace(/:[^:@]+@/, ':guessed@'))
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' })
  })

  test('does not write what people entered into its log', async () => {
    await connected(async (client) => {
      await expect(client.query(`select '990101199001010011'::date`)).rejects.toThrow()
      await expect(client.query('select $1::date', ['990101199001010022'])).rejects.toThrow()
    })
    const log = await readFile(path.join(dataFolder, 'postgres.log'), 'utf8')
    expect(log).toContain('database system is ready')
    expect(log).not.toContain('990101')
  })

  test('is held by one process, and a second is told by whom and where', async () => {
    await expect(start()).rejects.toThrow(`in use by process ${process.pid}, which is starting`)
    await server.announce('http://localhost:8080')
    await expect(start()).rejects.toMatchObject({
      code: 'conflict',
      text: { zh: expect.stringContaining(`进程 ${process.pid} 使用，地址是 http://localhost:8080`) },
    })
  })

  test('stops, leaves nothing behind, and starts again with what was in it', async () => {
    const installation = 'select installation_id from app.installation'
    const before = await connected((client) => client.query(installation))
    const { socketFolder } = (await readPidFile(path.join(dataFolder, 'postgres')))!
    expect(await server.stop()).toBe('fast')
    await server.ended
    expect(existsSync(socketFolder)).toBe(false)
    expect(existsSync(path.join(dataFolder, 'lock.json'))).toBe(false)
    server = await start()
    expect((await connected((client) => client.query(installation))).rows).toEqual(before.rows)
    expect(notices).toEqual([])
  })

  test('is not opened for work when it is a demonstration, and keeps running for nobody', async () => {
    await server.stop()
    await expect(
      startEmbeddedServer({ dataFolder, isDemonstration: false, userName: null, say: () => undefined }),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('is a demonstration') })
    expect(await findLivingPostmaster(path.join(dataFolder, 'postgres'))).toBeNull()
    server = await start()
  })
})
