import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestAuthenticator, testAuthenticator } from '#access/sign-in/credentials/test-authenticator.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { codeNow, openBrowser, signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, behindProxy, startTestServer, type TestServer, testPassword } from '../test-server.ts'
import { trailOf } from './test-trail.ts'

const database = await testDatabase()
const settings = { passkeys: { domain: 'localhost' } }
let server: TestServer
let place: { origin: string; domain: string }

beforeAll(async () => {
  server = await startTestServer(database, { settings, proxy: behindProxy })
  place = { origin: server.url, domain: 'localhost' }
})

async function confirmByPassword(browser: TestBrowser, digest: string): Promise<string> {
  const { body } = await browser.post('/api/confirmations/options', { digest })
  const proof = { method: 'PASSWORD', password: testPassword }
  const answer = await browser.post('/api/confirmations', { challenge_id: body.challenge_id, proof })
  return answer.body.confirmation_id as string
}

/** A person who has added a passkey to his account. */
async function withPasskey(staffId: string): Promise<{ browser: TestBrowser; key: TestAuthenticator }> {
  await addPerson(database, { staffId })
  const browser = await signedIn(server, staffId)
  const key = testAuthenticator(place)
  const { body } = await browser.post('/api/me/passkeys/options', {})
  const response = key.register((body.options as { challenge: string }).challenge)
  const confirmation_id = await confirmByPassword(browser, body.digest as string)
  const given = { challenge_id: body.challenge_id, label: '办公桌上的密钥', response, confirmation_id }
  const answer = await browser.post('/api/me/passkeys', given)
  expect(answer.status).toBe(201)
  return { browser, key }
}

async function challengeFor(browser: TestBrowser): Promise<{ challenge_id: string; challenge: string }> {
  const { body } = await browser.post('/api/sign-in/passkey/options', {})
  const options = body.options as { challenge: string; allowCredentials?: unknown }
  expect(options.allowCredentials).toBeUndefined()
  return { challenge_id: body.challenge_id as string, challenge: options.challenge }
}

describe('sign-in by passkey', () => {
  test('needs neither name nor password', async () => {
    const { key } = await withPasskey('K1')
    const browser = openBrowser(server)
    const { challenge_id, challenge } = await challengeFor(browser)
    const answer = await browser.post('/api/sign-in/passkey', {
      challenge_id,
      response: key.assert(challenge),
    })
    expect([answer.status, answer.body.staff_id]).toEqual([200, 'K1'])
    expect((await browser.get('/api/me/sessions')).body.items).toHaveLength(2)
  })

  test('a challenge is answered once, and only in the browser that asked for it', async () => {
    const { key } = await withPasskey('K2')
    const browser = openBrowser(server)
    const first = await challengeFor(browser)
    const given = { challenge_id: first.challenge_id, response: key.assert(first.challenge) }
    const stranger = openBrowser(server)
    await challengeFor(stranger)
    expect((await stranger.post('/api/sign-in/passkey', given)).status).toBe(401)
    expect((await browser.post('/api/sign-in/passkey', given)).status).toBe(200)
    expect((await browser.post('/api/sign-in/passkey', given)).status).toBe(401)
  })

  test.for([
    ['of another page', { origin: 'https://evil.test' }],
    ['of another domain', { domain: 'evil.test' }],
    ['without finger or PIN', { isUserVerified: false }],
    ['of a cloned key, whose counter goes back', { counter: 1 }],
  ] as const)('an assertion %s is refused', async ([name, changes], { task }) => {
    const staffId = `K3-${task.id.replace(/\W/g, '').slice(-6)}`
    const { key } = await withPasskey(staffId)
    const browser = openBrowser(server)
    const { challenge_id, challenge } = await challengeFor(browser)
    const response = key.assert(challenge, changes)
    const answer = await browser.post('/api/sign-in/passkey', { challenge_id, response })
    expect([answer.status, name]).toEqual([401, name])
    expect((await trailOf(database, 'SIGN_IN')).at(-1)).toMatchObject({
      actor: staffId,
      outcome: 'REFUSED',
      payload: { method: 'PASSKEY', reason: 'WRONG_ASSERTION' },
    })
  })

  test('an old challenge and a key nobody has registered are refused', async () => {
    const { key } = await withPasskey('K4')
    const browser = openBrowser(server)
    const late = await challengeFor(browser)
    await sql`
      update app.sign_in_challenge
      set expires_at = clock_timestamp()
      where challenge_id = ${late.challenge_id}
    `.execute(database.owner)
    const given = { challenge_id: late.challenge_id, response: key.assert(late.challenge) }
    expect((await browser.post('/api/sign-in/passkey', given)).status).toBe(401)
    const { challenge_id, challenge } = await challengeFor(browser)
    const response = testAuthenticator(place).assert(challenge)
    expect((await browser.post('/api/sign-in/passkey', { challenge_id, response })).status).toBe(401)
  })

  test('is hidden with the reason on an IP address, on plain http, and under another name', async () => {
    const domain = { passkeys: { domain: 'risk.example.test' } }
    const behind = await startTestServer(database, { settings: domain, proxy: behindProxy })
    const ask = async (host: string, scheme: string) => {
      const headers = { 'x-forwarded-host': host, 'x-forwarded-proto': scheme }
      return (await openBrowser(behind).get('/api/sign-in/methods', headers)).body.passkey
    }
    expect(await ask('risk.example.test', 'https')).toMatchObject({ is_available: true, reason: null })
    expect(await ask('risk.example.test', 'http')).toMatchObject({
      is_available: false,
      reason: { zh: expect.stringMatching(/https/) },
    })
    expect(await ask('127.0.0.1:8080', 'http')).toMatchObject({
      is_available: false,
      reason: { zh: expect.stringMatching(/IP 地址/) },
    })
    expect(await ask('localhost:8080', 'http')).toMatchObject({
      is_available: false,
      reason: { en: expect.stringMatching(/belong to/) },
    })
    const answer = await openBrowser(behind).post('/api/sign-in/passkey/options', {})
    expect([answer.status, answer.body.code]).toEqual([503, 'unavailable'])
  })
})

describe('one’s own passkeys', () => {
  test('are added and removed only after a confirmation of just that', async () => {
    const { browser, key } = await withPasskey('K5')
    const path = `/api/me/passkeys/${key.credentialId}/removal`
    const { body } = await browser.get(path)
    const confirm = async (digest: string): Promise<string> => {
      const offer = (await browser.post('/api/confirmations/options', { digest })).body
      const { challenge } = offer.passkey as { challenge: string }
      const proof = { method: 'PASSKEY', response: key.assert(challenge) }
      return (await browser.post('/api/confirmations', { challenge_id: offer.challenge_id, proof })).body
        .confirmation_id as string
    }
    const other = await confirm('0'.repeat(64))
    expect((await browser.post(path, { confirmation_id: other })).status).toBe(422)
    expect((await browser.post(path, { confirmation_id: 'none' })).status).toBe(422)
    expect((await browser.post(path, { confirmation_id: await confirm(body.digest as string) })).status).toBe(
      204,
    )
    expect((await trailOf(database, 'CHANGE_CREDENTIAL')).map(({ payload }) => payload.change)).toContain(
      'PASSKEY_REMOVED',
    )
  })

  test('a confirmation of somebody else counts for nothing', async () => {
    const { browser, key } = await withPasskey('K6')
    await addPerson(database, { staffId: 'K7' })
    const stranger = await signedIn(server, 'K7')
    const path = `/api/me/passkeys/${key.credentialId}/removal`
    const digest = (await browser.get(path)).body.digest as string
    const confirmation_id = await confirmByPassword(stranger, digest)
    expect((await browser.post(path, { confirmation_id })).status).toBe(422)
    expect((await stranger.post(path, { confirmation_id })).status).toBe(404)
  })
})

describe('a step’s confirmation', () => {
  const digest = 'ab'.repeat(32)

  test('by passkey is over the digest, and is kept with what proves it', async () => {
    const { browser, key } = await withPasskey('K8')
    const offer = (await browser.post('/api/confirmations/options', { digest })).body
    expect(offer).toMatchObject({ methods: ['PASSKEY'], text_to_sign: null })
    const response = key.assert((offer.passkey as { challenge: string }).challenge)
    const given = { challenge_id: offer.challenge_id, proof: { method: 'PASSKEY', response } }
    const answer = await browser.post('/api/confirmations', given)
    expect(answer.status).toBe(200)
    const { rows } = await sql<{ digest: string; assertion: Record<string, string> }>`
      select digest, assertion
      from app.step_confirmation
      where confirmation_id = ${String(answer.body.confirmation_id)}
      order by confirmation_id
    `.execute(database.owner)
    expect(rows).toMatchObject([{ digest, assertion: { credentialId: key.credentialId } }])
    expect(Object.keys(rows[0]!.assertion)).toEqual(
      expect.arrayContaining(['nonce', 'signature', 'publicKey']),
    )
    expect((await browser.post('/api/confirmations', given)).status).toBe(401)
  })

  test('by password is not for whoever has a passkey here', async () => {
    const { browser } = await withPasskey('K9')
    const offer = (await browser.post('/api/confirmations/options', { digest })).body
    const proof = { method: 'PASSWORD', password: testPassword }
    const answer = await browser.post('/api/confirmations', { challenge_id: offer.challenge_id, proof })
    expect(answer.status).toBe(403)
  })

  test('an assertion for another digest is refused, and so is a wrong password; five of them lock', async () => {
    const { browser, key } = await withPasskey('K10')
    const first = (await browser.post('/api/confirmations/options', { digest })).body
    const second = (await browser.post('/api/confirmations/options', { digest: 'cd'.repeat(32) })).body
    const response = key.assert((first.passkey as { challenge: string }).challenge)
    const proof = { method: 'PASSKEY', response }
    expect(
      (await browser.post('/api/confirmations', { challenge_id: second.challenge_id, proof })).status,
    ).toBe(403)
    await addPerson(database, { staffId: 'K11' })
    const other = await signedIn(server, 'K11')
    const statuses: number[] = []
    for (let tries = 1; tries <= 6; tries += 1) {
      const offer = (await other.post('/api/confirmations/options', { digest })).body
      const wrong = { method: 'PASSWORD', password: 'not this one' }
      const answer = await other.post('/api/confirmations', {
        challenge_id: offer.challenge_id,
        proof: wrong,
      })
      statuses.push(answer.status)
    }
    expect(statuses).toEqual([403, 403, 403, 403, 403, 429])
    expect(
      (await trailOf(database, 'CONFIRM_STEP')).filter(({ outcome }) => outcome === 'REFUSED'),
    ).not.toEqual([])
  })

  test('a challenge of another session is none', async () => {
    const { browser } = await withPasskey('K12')
    const offer = (await browser.post('/api/confirmations/options', { digest })).body
    const again = await signedIn(server, 'K12', { code: codeNow(1) })
    const proof = { method: 'PASSWORD', password: testPassword }
    const answer = await again.post('/api/confirmations', { challenge_id: offer.challenge_id, proof })
    expect(answer.status).toBe(401)
  })
})
