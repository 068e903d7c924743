import { randomUUID } from 'node:crypto'
import { mkdtemp, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { Secret } from 'otpauth'
import { describe, expect, test } from 'vitest'
import { codeAt } from '#access/sign-in/credentials/totp.ts'
import { type TestDatabase, testDatabase } from '#platform/postgres/test-database.ts'
import { signersIn } from '#trail/keys/key-files.ts'
import { trailOf } from '../identity/test-trail.ts'
import { openBrowser, type TestBrowser } from '../test-browser.ts'
import { startTestServer, type TestServer, testContext } from '../test-server.ts'
import { type Initialised, type Installation, initialise } from './initialise.ts'
import { recover } from './recover.ts'

async function givenInstallation(): Promise<Installation> {
  const keys = await mkdtemp(path.join(tmpdir(), 'fangxian-test-'))
  return {
    region: { code: '990000', name: '示例省' },
    agency: { id: 'A990000', name: '示例省社会保险中心' },
    register: 'own',
    officers: {
      system: { staffId: 'G001', name: '赵一' },
      security: { staffId: 'G002', name: '钱二' },
      audit: { staffId: 'G003', name: '孙三' },
    },
    host: 'server-of-the-test',
    osUser: 'operator',
    algorithm: 'sha256',
    logId: randomUUID(),
    checkpointKeyFolder: keys,
    getSigner: signersIn(keys),
  }
}

const password = 'Qing-Shan-7306-Lv'

async function enrolBy(
  server: TestServer,
  code: string,
): Promise<{ signInName: string; codeFor: (ahead: number) => string }> {
  const browser = openBrowser(server)
  const offer = (await browser.post('/api/enrolment/begin', { code })).body as {
    sign_in_name: string
    totp: { secret: string }
  }
  const secret = Buffer.from(Secret.fromBase32(offer.totp.secret).bytes)
  const codeFor = (ahead: number): string => codeAt(secret, new Date(Date.now() + ahead * 30_000))
  const given = { code, password: { password, totp_code: codeFor(0) }, passkey: null }
  expect((await browser.post('/api/enrolment/finish', given)).status).toBe(200)
  return { signInName: offer.sign_in_name, codeFor }
}

async function signInAs(
  server: TestServer,
  person: { signInName: string; codeFor: (ahead: number) => string },
) {
  const browser = openBrowser(server)
  const given = { name: person.signInName, password, code: person.codeFor(1) }
  return { browser, answer: await browser.post('/api/sign-in/password', given) }
}

const database = await testDatabase()

async function initialised(own: TestDatabase): Promise<Initialised> {
  return initialise(testContext(own).signIn, await givenInstallation())
}

describe('fangxian init', () => {
  test('makes the agency, three officers and their codes, and opens the trail with who did it', async () => {
    const { slips, recoveryCodes } = await initialised(database)
    expect(slips.map(({ staffId, role }) => [staffId, role])).toEqual([
      ['G001', 'SYSTEM_ADMIN'],
      ['G002', 'SECURITY_ADMIN'],
      ['G003', 'AUDIT_ADMIN'],
    ])
    expect(new Set([...slips.map(({ code }) => code), ...recoveryCodes]).size).toBe(5)
    const hours = (slips[0]!.expiresAt.getTime() - Date.now()) / 3_600_000
    expect(Math.abs(hours - 72)).toBeLessThan(0.1)
    const [first] = await trailOf(database, 'TRAIL_OPENED')
    expect(first).toMatchObject({
      actor: 'init',
      payload: { host: 'server-of-the-test', osUser: 'operator' },
    })
    expect(first!.payload.people).toEqual({ system: 'G001', security: 'G002', audit: 'G003' })
    const { rows } = await sql<{ entry_id: string; function: string }>`
      select trail_leaf.entry_id, trail_entry.leaf::jsonb ->> 'function' as function
      from app.trail_leaf
      join app.trail_entry on trail_entry.entry_id = trail_leaf.entry_id
      where trail_leaf.leaf_index = 0
      order by 1
    `.execute(database.owner)
    expect(rows.map((row) => row.function)).toEqual(['TRAIL_OPENED'])
  })

  test('runs once', async () => {
    await expect(initialised(database)).rejects.toMatchObject({ code: 'conflict' })
    const own = await testDatabase()
    const both = await Promise.allSettled([initialised(own), initialised(own)])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((each) => each.status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } })
  })

  test('wants three different people, however they are typed', async () => {
    const own = await testDatabase()
    const given = await givenInstallation()
    for (const audit of [
      { staffId: ' g001', name: '李四' },
      { staffId: 'G009', name: '赵 一' },
    ]) {
      const twice = { ...given, officers: { ...given.officers, audit } }
      await expect(initialise(testContext(own).signIn, twice)).rejects.toMatchObject({
        code: 'invalid_input',
      })
    }
    const { rows } = await sql`select from app.staff_member`.execute(own.owner)
    expect(rows).toEqual([])
  })

  test('the key that signs checkpoints is readable by its owner alone', async () => {
    const own = await testDatabase()
    const given = await givenInstallation()
    await initialise(testContext(own).signIn, given)
    const { rows } = await sql<{ key_id: string }>`select key_id from app.trail_key`.execute(own.owner)
    const file = path.join(given.checkpointKeyFolder, `checkpoint-${rows[0]!.key_id}.pem`)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })
})

describe('from init to the first day, and recovery', () => {
  test('until all three have enrolled only enrolment works; then they sign in, and hold no business role', async () => {
    const own = await testDatabase()
    const { slips } = await initialised(own)
    const server = await startTestServer(own)
    const people: Awaited<ReturnType<typeof enrolBy>>[] = []
    for (const { code } of slips) {
      expect((await openBrowser(server).get('/api/sign-in/methods')).status).toBe(503)
      people.push(await enrolBy(server, code))
    }
    const { browser, answer } = await signInAs(server, people[2]!)
    expect(answer.status).toBe(200)
    const me = (await browser.get('/api/me')).body
    expect(me).toMatchObject({ staff_id: 'G003', roles: [{ role: 'AUDIT_ADMIN', regions: ['990000'] }] })
    await checkTrailReading(browser)
    const system = (await signInAs(server, people[0]!)).browser
    expect((await system.get('/api/trail/entries')).status).toBe(404)
  })

  test('two sealed codes let an officer enrol again, sign out everybody, and leave a banner and an entry', async () => {
    const own = await testDatabase()
    const { slips, recoveryCodes } = await initialised(own)
    const server = await startTestServer(own)
    const people: Awaited<ReturnType<typeof enrolBy>>[] = []
    for (const { code } of slips) people.push(await enrolBy(server, code))
    const { browser } = await signInAs(server, people[1]!)
    const { signIn } = testContext(own)
    const [first = '', second = ''] = recoveryCodes
    const place = { host: 'server-of-the-test', osUser: 'operator' }
    const wrong: readonly (readonly [string, string])[] = [
      [first, first],
      [first, 'AAAA-BBBB-CCCC-DDDD-EEEE-FFFF'],
    ]
    for (const codes of wrong) {
      await expect(recover(signIn, { staffId: 'G001', codes, ...place })).rejects.toMatchObject({
        code: 'not_permitted',
      })
    }
    await expect(
      recover(signIn, { staffId: 'NOBODY', codes: [first, second], ...place }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
    })
    expect((await browser.get('/api/me')).status).toBe(200)
    const recovered = await recover(signIn, {
      staffId: 'G001',
      codes: [second.toLowerCase(), first],
      ...place,
    })
    expect((await browser.get('/api/me')).status).toBe(401)
    expect((await trailOf(own, 'RECOVER')).at(-1)).toMatchObject({
      actor: 'recover',
      record: 'G001',
      payload: place,
    })
    await expect(
      recover(signIn, { staffId: 'G001', codes: [first, second], ...place }),
    ).rejects.toMatchObject({
      code: 'not_permitted',
    })
    expect(recovered.recoveryCodes).toHaveLength(2)
    const again = await signInAs(server, await enrolBy(server, recovered.code))
    const me = (await again.browser.get('/api/me')).body
    expect(me.roles).toMatchObject([{ role: 'SYSTEM_ADMIN' }])
    expect(JSON.stringify(me.notices)).toContain('G001')
  })
})

async function checkTrailReading(browser: TestBrowser): Promise<void> {
  const list = (await browser.get('/api/trail/entries?limit=3&sort=index')).body
  expect((list.items as { function: string }[])[0]).toMatchObject({ function: 'TRAIL_OPENED', index: '0' })
  const [{ entry_id } = { entry_id: '' }] = list.items as { entry_id: string }[]
  const entry = (await browser.get(`/api/trail/entries/${entry_id}`)).body
  expect(JSON.parse(entry.payload as string)).toMatchObject({ osUser: 'operator' })
  const proof = (await browser.get(`/api/trail/entries/${entry_id}/proof`)).body
  expect(proof).toMatchObject({ index: 0, leaf: entry.leaf })
  const checkpoints = (await browser.get('/api/trail/checkpoints')).body.items as { size: string }[]
  expect(checkpoints.length).toBeGreaterThan(0)
  const zip = await browser.post('/api/trail/exports', { entry_ids: [entry_id], reason: '交外部审计核验' })
  expect([zip.status, zip.text.startsWith('PK')]).toEqual([200, true])
  expect((await browser.get('/api/trail/consistency?size1=1&size2=1')).body).toMatchObject({
    size1: 1,
    proof: [],
  })
}
