import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { inspect } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { readSettings } from '../config.ts'
import { parseSettings } from './parse-settings.ts'
import { makeSecret } from './secret.ts'
import { Settings, secretSettings, settingOfVariable } from './settings.ts'

function fromFile(text: string, isReadableByOthers = false): Settings {
  return parseSettings({ file: { path: 'fangxian.yaml', text, isReadableByOthers }, variables: {} })
}

describe('settings', () => {
  test('have a default each: nothing need be written', () => {
    const settings = parseSettings({ file: null, variables: {} })
    expect(settings.server).toMatchObject({ host: '127.0.0.1', port: 8080, tls: null })
    expect(settings.database.url).toBeNull()
    expect(settings.signIn.password).toEqual({ needsTotp: true, daysMax: 90 })
    expect(fromFile('')).toEqual(settings)
  })

  test('come from the file, as YAML or JSON, and a variable wins', () => {
    const file = {
      path: 'fangxian.yaml',
      text: 'server: { port: 9000, host: 10.0.0.1 }',
      isReadableByOthers: true,
    }
    const variables = { FANGXIAN_PORT: '9001', DATABASE_URL: 'postgresql://app:simulated@db/fangxian' }
    const settings = parseSettings({ file, variables })
    expect(settings.server).toMatchObject({ port: 9001, host: '10.0.0.1' })
    expect(settings.database.url?.reveal()).toBe('postgresql://app:simulated@db/fangxian')
    expect(fromFile('{"server": {"port": 9000}}').server.port).toBe(9000)
  })

  test.for([
    [
      'server:\n  prot: 1',
      'fangxian.yaml: there is no setting named server.prot; check its spelling or remove it.',
    ],
    ['sever: {}', 'there is no setting named sever'],
    ['server: { port: 99999 }', 'fangxian.yaml: server.port is not right, it must be at most 65535'],
    ['server: { port: eighty }', 'fangxian.yaml: server.port is not right, it must be of type number'],
    ['server: { port: 80.5 }', 'fangxian.yaml: server.port is not right, it must be of type int'],
    ['log: { level: loud }', 'log.level is not right, it must be one of debug, info, warn, error, silent'],
    ['database: { url: mysql://a:geheim@b/c }', 'database.url is not right, it must be like postgresql://'],
    ['server: { proxy: { trusted: [10.0.0.0/33] } }', 'server.proxy.trusted.0 is not right'],
    ['server: { tls: { keyFile: a } }', 'server.tls.certificateFile is not right'],
    ['server: { publicOrigin: "javascript:1" }', 'server.publicOrigin is not right, it must be a URL'],
    ['masterKey: { fiel: a }', 'masterKey is not right'],
    ['server: [1', 'is not correct YAML'],
    ['- a', 'must hold "name: value" pairs'],
  ] as const)('refuse %j', ([text, message]) => {
    expect(() => fromFile(text)).toThrow(message)
    expect(() => fromFile(text)).not.toThrow('geheim')
  })

  test('name the variable a wrong value came from, never the value', () => {
    const wrong = (): Settings => parseSettings({ file: null, variables: { DATABASE_URL: 'app:geheim@db' } })
    expect(wrong).toThrow(/^DATABASE_URL is not right/)
    expect(wrong).not.toThrow('geheim')
  })

  test('with a secret are refused from a file that others can read', () => {
    const text = 'database: { url: "postgresql://app:simulated@db/fangxian" }'
    expect(() => fromFile(text, true)).toThrow('chmod 600 fangxian.yaml')
    expect(fromFile(text, false).database.url).not.toBeNull()
    expect(fromFile('server: { port: 81 }', true).server.port).toBe(81)
  })
})

test('every variable names a setting that exists, and every secret is hidden', () => {
  const example = {
    database: { url: 'postgresql://a:hidden@b/c', ownerUrl: 'postgresql://a:hidden@b/c' },
    server: { tls: { certificateFile: 'a', keyFile: 'b' }, proxy: { sharedSecret: 'hidden' } },
    signIn: {
      oidc: {
        issuer: 'https://a.example',
        clientId: 'a',
        clientSecret: 'hidden',
        publicOrigin: 'https://b.example',
      },
    },
    masterKey: { file: 'a' },
  }
  const settings: unknown = Settings.parse(example)
  const valueAt = (setting: readonly string[]): unknown =>
    setting.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], settings)
  for (const setting of Object.values(settingOfVariable))
    expect(valueAt(setting), setting.join('.')).toBeDefined()
  for (const setting of secretSettings) expect(valueAt(setting), setting.join('.')).toHaveProperty('reveal')
  expect(JSON.stringify(settings) + inspect(settings, { depth: 9 })).not.toContain('hidden')
})

test('a secret shows itself to nobody but who asks', () => {
  const secret = makeSecret('hidden')
  for (const text of [`${secret}`, JSON.stringify({ secret }), inspect(secret, { showHidden: true })]) {
    expect(text).toContain('[secret]')
    expect(text).not.toContain('hidden')
  }
  expect(secret.reveal()).toBe('hidden')
})

describe('the file', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fangxian-settings-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  test('is optional, lies in the program folder, or is named by FANGXIAN_CONFIG', () => {
    expect(readSettings({}, folder).server.port).toBe(8080)
    writeFileSync(path.join(folder, 'fangxian.yaml'), 'server: { port: 1234 }\n')
    expect(readSettings({}, folder).server.port).toBe(1234)
    const other = path.join(folder, 'other.json')
    writeFileSync(other, '{ "database": { "url": "postgresql://a:b@c/d" } }', { mode: 0o644 })
    expect(() => readSettings({ FANGXIAN_CONFIG: other }, folder)).toThrow(`chmod 600 ${other}`)
    chmodSync(other, 0o600)
    expect(readSettings({ FANGXIAN_CONFIG: other }, folder).database.url?.reveal()).toBe(
      'postgresql://a:b@c/d',
    )
  })

  test('that is named and not there is refused', () => {
    const missing = path.join(folder, 'missing.yaml')
    expect(() => readSettings({ FANGXIAN_CONFIG: missing }, folder)).toThrow(
      `${missing} cannot be read (ENOENT)`,
    )
  })
})
