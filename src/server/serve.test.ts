import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createPasswordHasher } from '#access/sign-in/credentials/password-hash.ts'
import { defaultSignInSettings } from '#access/sign-in/settings.ts'
import { gateKeys } from '#gate/gate-context.ts'
import { parseSettings } from '#platform/configuration/parse-settings.ts'
import type { Settings } from '#platform/configuration/settings.ts'
import { type TestDatabase, testDatabase } from '#platform/postgres/test-database.ts'
import { signersIn } from '#trail/keys/key-files.ts'
import { initialise } from './installation/initialise.ts'
import { type ServeOptions, type Serving, serve } from './serve.ts'
import { deriveKey, makeMasterKeyFile, readMasterKey } from './starting/master-key.ts'
import { refuseSettings } from './starting/refuse-settings.ts'
import { openBrowser } from './test-browser.ts'

const running: Serving[] = []
afterAll(async () => {
  for (const { stop } of running) await stop()
})

const settingsOf = (settings: object, variables: Record<string, string> = {}): Settings =>
  parseSettings({
    file: { path: 'fangxian.yaml', text: JSON.stringify(settings), isReadableByOthers: false },
    variables,
  })

const newFolder = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'fangxian-test-'))

async function start(options: Omit<ServeOptions, 'say'>): Promise<Serving> {
  const silent = { write: () => undefined }
  const serving = await serve({
    openBusiness: async () => ({ kinds: [] }),
    say: () => undefined,
    logDestination: silent,
    ...options,
  })
  running.push(serving)
  return serving
}

/** A database for work after `fangxian init`, and settings that serve it. */
async function installation(database: TestDatabase): Promise<{ dataFolder: string; settings: Settings }> {
  const dataFolder = await newFolder()
  const file = path.join(await newFolder(), 'master-key')
  await makeMasterKeyFile(file, randomBytes)
  const keys = path.join(dataFolder, 'keys')
  const masterKey = await readMasterKey({ file })
  const context = {
    db: database.db,
    settings: defaultSignInSettings,
    hasher: createPasswordHasher(),
    secretKey: deriveKey(masterKey, 'sign-in'),
    algorithm: 'sha256' as const,
    newId: randomUUID,
    randomBytes,
  }
  await initialise(context, {
    region: { code: '990000', name: '示例省' },
    agency: { id: 'A990000', name: '示例省中心' },
    register: 'own',
    officers: {
      system: { staffId: 'G001', name: '赵一' },
      security: { staffId: 'G002', name: '钱二' },
      audit: { staffId: 'G003', name: '孙三' },
    },
    host: 'test',
    osUser: 'test',
    algorithm: 'sha256',
    logId: randomUUID(),
    checkpointKeyFolder: keys,
    getSigner: signersIn(keys),
  })
  const settings = settingsOf({
    database: { url: database.url },
    masterKey: { file },
    server: { port: 18_000 + Math.floor(Math.random() * 20_000) },
  })
  return { dataFolder, settings }
}

describe('serve, for work', () => {
  test('runs on a server of one’s own, is healthy, and lets go of everything when it is stopped', async () => {
    const database = await testDatabase()
    const { settings, dataFolder } = await installation(database)
    const serving = await start({ settings, dataFolder, isDemonstration: false })
    const browser = openBrowser(serving)
    let health = (await browser.get('/health')).body
    for (let tries = 0; tries < 20 && health.is_healthy !== true; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 500))
      health = (await browser.get('/health')).body
    }
    const checks = health.checks as Record<string, { is_healthy: boolean }>
    expect(checks).toMatchObject({
      database: { is_healthy: true },
      migration: { is_healthy: true },
      clock: { is_healthy: true },
      checkpoint: { is_healthy: true },
    })
    expect((await browser.get('/api/me')).status).toBe(503)
    await serving.stop()
    await expect(browser.get('/health')).rejects.toThrow()
    const again = await start({ settings, dataFolder, isDemonstration: false })
    expect((await openBrowser(again).get('/api/openapi.json')).status).toBe(200)
  })

  test('refuses a database that has not been initialised, one of a demonstration, and a missing master key', async () => {
    const empty = await testDatabase()
    const dataFolder = await newFolder()
    const settings = settingsOf({ database: { url: empty.url } })
    const refused = (options: Settings) => start({ settings: options, dataFolder, isDemonstration: false })
    await expect(refused(settings)).rejects.toMatchObject({ code: 'unavailable' })
    const demonstration = await testDatabase({ isDemonstration: true })
    const demonstrationSettings = settingsOf({ database: { url: demonstration.url } })
    await expect(refused(demonstrationSettings)).rejects.toThrow(/demonstration/)
    const owner = settingsOf({ database: { url: empty.ownerUrl } })
    await expect(refused(owner)).rejects.toThrow(/role|owner/)
    const installed = await testDatabase()
    const { settings: whole, dataFolder: folder } = await installation(installed)
    const keyless = { ...whole, masterKey: null }
    await expect(start({ settings: keyless, dataFolder: folder, isDemonstration: false })).rejects.toThrow(
      /master key/,
    )
  })
})

describe('the demonstration', () => {
  test('starts by itself with accounts drawn at random, and says what it is', async () => {
    const dataFolder = await newFolder()
    const folderOfRoot = await newFolder()
    const options = {
      settings: settingsOf({ server: { port: 18_000 + Math.floor(Math.random() * 20_000) } }),
      isDemonstration: true,
      dataFolder,
      embedded: { userName: null, folderOfRoot },
    }
    const serving = await start(options)
    const file = serving.passwordFile!
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n').slice(1)
    expect(lines).toHaveLength(44)
    expect(new Set(lines.map((line) => line.split('\t')[1])).size).toBe(44)
    const [name = '', password = ''] = lines[0]!.split('\t')
    const browser = openBrowser(serving)
    expect((await browser.post('/api/sign-in/password', { name, password })).status).toBe(200)
    const me = (await browser.get('/api/me')).body
    expect(me).toMatchObject({ is_demonstration: true, notices: [{ zh: expect.stringMatching(/演示系统/) }] })
    await serving.stop()
    const again = await start(options)
    const later = openBrowser(again)
    expect((await later.post('/api/sign-in/password', { name, password })).status).toBe(200)
  }, 180_000)
})

describe('settings that are not served', () => {
  const refusal = (settings: object, isDemonstration: boolean): string | null => {
    try {
      refuseSettings(settingsOf(settings), { isDemonstration })
      return null
    } catch (error) {
      return (error as Error).message
    }
  }
  const url = 'postgresql://a:b@localhost/c'

  test('the demonstration takes no DATABASE_URL and is for this machine only', () => {
    expect(refusal({ database: { url } }, true)).toMatch(/DATABASE_URL/)
    expect(refusal({ server: { host: '0.0.0.0' } }, true)).toMatch(/this machine only/)
    expect(refusal({}, true)).toBeNull()
  })

  test('beyond loopback there is TLS, its own or a declared proxy’s, and a public address', () => {
    const publicOrigin = 'https://risk.example.test'
    expect(refusal({ server: { host: '0.0.0.0', publicOrigin } }, false)).toMatch(/encryption/)
    expect(refusal({ server: { host: '0.0.0.0', proxy: { trusted: ['10.0.0.1'] } } }, false)).toMatch(
      /publicOrigin/,
    )
    expect(
      refusal({ server: { host: '0.0.0.0', publicOrigin, proxy: { trusted: ['10.0.0.1'] } } }, false),
    ).toBeNull()
    const tls = { certificateFile: 'a', keyFile: 'b' }
    expect(refusal({ server: { host: '::', publicOrigin, tls } }, false)).toBeNull()
    expect(refusal({ server: { host: '127.0.0.1' } }, false)).toBeNull()
  })

  test('for work a password goes with an authenticator', () => {
    expect(refusal({ signIn: { password: { needsTotp: false } } }, false)).toMatch(/authenticator/)
  })
})

describe('the master key', () => {
  test('is read from a file of one’s own or a command, and from nothing else', async () => {
    const folder = await newFolder()
    const file = path.join(folder, 'key')
    await makeMasterKeyFile(file, randomBytes)
    const { key } = await readMasterKey({ file })
    expect(key).toHaveLength(32)
    await expect(makeMasterKeyFile(file, randomBytes)).rejects.toMatchObject({ code: 'EEXIST' })
    expect((await readMasterKey({ command: 'cat', arguments: [file] })).key.equals(key)).toBe(true)
    const open = path.join(folder, 'open')
    await writeFile(open, '00'.repeat(32), { mode: 0o644 })
    await expect(readMasterKey({ file: open })).rejects.toThrow(/chmod 600/)
    const short = path.join(folder, 'short')
    await writeFile(short, '00'.repeat(31), { mode: 0o600 })
    await expect(readMasterKey({ file: short })).rejects.toThrow(/64 hex digits/)
    await expect(readMasterKey({ command: 'false', arguments: [] })).rejects.toMatchObject({
      code: 'unavailable',
    })
    await expect(readMasterKey(null)).rejects.toThrow(/No master key/)
  })

  test('gives each purpose a key of its own', () => {
    const master = { version: 1, key: Buffer.alloc(32, 1) }
    const { permit, webhook } = gateKeys(master)
    const keys = [
      deriveKey(master, 'sign-in'),
      deriveKey({ ...master, version: 2 }, 'sign-in'),
      permit,
      webhook,
    ]
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(4)
  })
})
