import { sql } from 'kysely'
import { Secret } from 'otpauth'
import { beforeAll, describe, expect, test } from 'vitest'
import { testAuthenticator } from '#access/sign-in/credentials/test-authenticator.ts'
import { codeAt } from '#access/sign-in/credentials/totp.ts'
import { issueEnrolment } from '#access/sign-in/enrolling/enrol.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { openBrowser, signedIn } from '../test-browser.ts'
import { addPerson, behindProxy, startTestServer, type TestServer } from '../test-server.ts'
import { trailOf } from './test-trail.ts'

const database = await testDatabase()
let server: TestServer

beforeAll(async () => {
  server = await startTestServer(database, {
    settings: { passkeys: { domain: 'localhost' } },
    proxy: behindProxy,
  })
})

const password = 'Qing-Shan-7306-Lv'

async function invited(staffId: string): Promise<string> {
  await addPerson(database, { staffId, name: '李四', password: null, hasTotp: false })
  return invite(staffId)
}

async function invite(staffId: string): Promise<string> {
  const { code } = await database.db
    .transaction()
    .execute((tx) => issueEnrolment(server.context.signIn, tx, { staffId, issuedBy: 'officer' }))
  return code
}

interface Offer {
  name: string
  sign_in_name: string
  totp: { secret: string; uri: string }
  passkey: { challenge_id: string; options: { challenge: string } }
}

const open = async (code: string) => openBrowser(server).post('/api/enrolment/begin', { code })

function codeOf({ totp }: Offer, stepsAhead: number = 0): string {
  const secret = Buffer.from(Secret.fromBase32(totp.secret).bytes)
  return codeAt(secret, new Date(Date.now() + stepsAhead * 30_000))
}

const finish = (code: string, offer: Offer, changes: Record<string, unknown> = {}) =>
  openBrowser(server).post('/api/enrolment/finish', {
    code,
    password: { password, totp_code: codeOf(offer) },
    passkey: null,
    ...changes,
  })

describe('enrolment by a one-time code', () => {
  test('the person sets his own password and authenticator, and can sign in', async () => {
    const code = await invited('E1')
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/)
    const offer = (await open(code)).body as unknown as Offer
    expect(offer).toMatchObject({ name: '李四', sign_in_name: 'e1' })
    expect(offer.totp.uri).toMatch(/^otpauth:\/\/totp\/Fangxian:e1\?/)
    expect(((await open(code.toLowerCase())).body as unknown as Offer).totp).toEqual(offer.totp)
    expect((await finish(code, offer)).body).toEqual({ staff_id: 'E1' })
    const given = { name: 'e1', password, code: codeOf(offer) }
    // The code that enrolled has been used.
    expect((await openBrowser(server).post('/api/sign-in/password', given)).status).toBe(401)
    const next = { ...given, code: codeOf(offer, 1) }
    expect((await openBrowser(server).post('/api/sign-in/password', next)).status).toBe(200)
    expect((await trailOf(database, 'ENROL')).at(-1)).toMatchObject({
      actor: 'E1',
      payload: { credentials: ['PASSWORD', 'TOTP'] },
    })
  })

  test('a passkey will do instead', async () => {
    const code = await invited('E2')
    const offer = (await open(code)).body as unknown as Offer
    const key = testAuthenticator({ origin: server.url, domain: 'localhost' })
    const response = key.register(offer.passkey.options.challenge)
    const passkey = { challenge_id: offer.passkey.challenge_id, label: '手机', response }
    expect((await finish(code, offer, { password: null, passkey })).status).toBe(200)
    const browser = openBrowser(server)
    const { body } = await browser.post('/api/sign-in/passkey/options', {})
    const assertion = key.assert((body.options as { challenge: string }).challenge)
    const given = { challenge_id: body.challenge_id, response: assertion }
    expect((await browser.post('/api/sign-in/passkey', given)).body.staff_id).toBe('E2')
  })

  test('a code is used once, lives 72 hours, and a new one withdraws the old', async () => {
    const used = await invited('E3')
    const offer = (await open(used)).body as unknown as Offer
    expect((await finish(used, offer)).status).toBe(200)
    expect((await finish(used, offer)).status).toBe(404)
    expect((await open(used)).status).toBe(404)
    const old = await invited('E4')
    const fresh = await invite('E4')
    expect([(await open(old)).status, (await open(fresh)).status]).toEqual([404, 200])
    const move = (by: string) =>
      sql`
        update app.enrolment
        set expires_at = expires_at - ${by}::interval
        where staff_id = 'E4'
      `.execute(database.owner)
    await move('71 hours 59 minutes')
    expect((await open(fresh)).status).toBe(200)
    await move('2 minutes')
    expect((await open(fresh)).status).toBe(404)
  })

  test('of two at the same moment one enrols', async () => {
    const code = await invited('E5')
    const offer = (await open(code)).body as unknown as Offer
    const answers = await Promise.all([finish(code, offer), finish(code, offer)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404])
  })
})

describe('what enrolment refuses and forgets', () => {
  test('a weak password, a wrong code and nothing at all are refused, and the code stays good', async () => {
    const code = await invited('E6')
    const offer = (await open(code)).body as unknown as Offer
    const weak = await finish(code, offer, {
      password: { password: 'password1234', totp_code: codeOf(offer) },
    })
    expect([weak.status, weak.body.detail]).toEqual([422, expect.stringMatching(/常见口令/)])
    const wrong = await finish(code, offer, { password: { password, totp_code: '000000' } })
    expect([wrong.status, wrong.body.detail]).toEqual([422, expect.stringMatching(/验证码不正确/)])
    expect((await finish(code, offer, { password: { password, totp_code: null } })).status).toBe(422)
    expect((await finish(code, offer, { password: null })).status).toBe(422)
    expect((await finish(code, offer)).status).toBe(200)
  })

  test('enrolling again ends the sessions and credentials of before', async () => {
    await addPerson(database, { staffId: 'E7' })
    const before = await signedIn(server, 'E7')
    const code = await invite('E7')
    const offer = (await open(code)).body as unknown as Offer
    expect((await finish(code, offer)).status).toBe(200)
    expect((await before.get('/api/me/sessions')).status).toBe(401)
    await expect(signedIn(server, 'E7')).rejects.toThrow(/cannot sign in/)
  })

  test('neither code nor secret can be read from the database', async () => {
    const code = await invited('E8')
    const offer = (await open(code)).body as unknown as Offer
    const { rows } = await sql<{ text: string }>`
      select enrolment::text as text from app.enrolment where staff_id = 'E8' order by 1
    `.execute(database.owner)
    const secret = Buffer.from(Secret.fromBase32(offer.totp.secret).bytes).toString('hex')
    expect(rows[0]!.text).not.toContain(code.replaceAll('-', ''))
    expect(rows[0]!.text).not.toContain(secret)
  })

  test('guessing codes is slowed down', async () => {
    const guesser = openBrowser(server)
    const statuses: number[] = []
    for (let tries = 0; tries < 60 && !statuses.includes(429); tries += 1) {
      statuses.push((await guesser.post('/api/enrolment/begin', { code: `0000-0000-${tries}` })).status)
    }
    expect(statuses.at(-1)).toBe(429)
    expect(new Set(statuses.slice(0, -1))).toEqual(new Set([404]))
  })
})

describe('before the first officers have enrolled', () => {
  test('only enrolment works', async () => {
    const own = await testDatabase()
    const fresh = await startTestServer(own)
    await addPerson(own, { staffId: 'A1', password: null, hasTotp: false, role: 'AUDIT_ADMIN' })
    await sql`update app.role_grant set origin = 'INIT'`.execute(own.owner)
    const browser = openBrowser(fresh)
    const given = { name: 'a1', password, code: '123456' }
    expect((await browser.post('/api/sign-in/password', given)).body.code).toBe('unavailable')
    expect((await browser.get('/api/sign-in/methods')).status).toBe(503)
    expect((await browser.post('/api/enrolment/begin', { code: 'X' })).status).toBe(404)
    await sql`update app.sign_in_account set enrolled_at = now()`.execute(own.owner)
    expect((await browser.get('/api/sign-in/methods')).status).toBe(200)
  })
})
