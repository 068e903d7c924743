import { sign } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { readCertificate } from '#access/sign-in/credentials/client-certificate.ts'
import { type TestCertificate, testCertificate } from '#platform/http/test-certificate.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { openBrowser } from '../test-browser.ts'
import { addPerson, startTestServer, type TestServer } from '../test-server.ts'
import { trailOf } from './test-trail.ts'

const database = await testDatabase()
const secret = 'shared with the proxy of the test'
let server: TestServer

beforeAll(async () => {
  server = await startTestServer(database, { proxy: { trusted: ['127.0.0.0/8'], sharedSecret: secret } })
})

async function holder(staffId: string, certificate: TestCertificate): Promise<void> {
  await addPerson(database, { staffId, password: null, hasTotp: false })
  const { fingerprint, pem, validUntil } = readCertificate(certificate.pem)!
  await sql`
    insert into app.certificate_credential (fingerprint, staff_id, pem, valid_until)
    values (${fingerprint}, ${staffId}, ${pem}, ${validUntil})
  `.execute(database.owner)
}

/** What the declared proxy adds. */
function shown({ pem }: TestCertificate, changes: Record<string, string> = {}): Record<string, string> {
  return {
    'x-client-certificate': encodeURIComponent(pem),
    'x-client-verify': 'SUCCESS',
    'x-proxy-secret': secret,
    ...changes,
  }
}

const path = '/api/sign-in/certificate'

describe('sign-in by a client certificate behind the declared proxy', () => {
  test('works for a certificate that is registered, and the session lives with it only', async () => {
    const certificate = testCertificate('C1')
    await holder('C1', certificate)
    const browser = openBrowser(server)
    const answer = await browser.post(path, {}, shown(certificate))
    expect([answer.status, answer.body.staff_id]).toEqual([200, 'C1'])
    expect((await browser.get('/api/me/sessions', shown(certificate))).status).toBe(200)
    expect((await browser.get('/api/me/sessions', shown(testCertificate('C1')))).status).toBe(401)
    expect((await trailOf(database, 'SESSION_STOLEN')).at(-1)!.payload.reason).toBe('OTHER_CERTIFICATE')
  })

  test.for([
    ['without the proxy’s secret', { 'x-proxy-secret': '' }],
    ['with a wrong secret', { 'x-proxy-secret': `${secret}!` }],
    ['that the proxy has not verified', { 'x-client-verify': 'FAILED:expired' }],
    ['that is none', { 'x-client-certificate': 'abc%' }],
  ] as const)('is refused %s', async ([, changes], { task }) => {
    const staffId = `C2-${task.id.replace(/\W/g, '').slice(-6)}`
    const certificate = testCertificate(staffId)
    await holder(staffId, certificate)
    expect((await openBrowser(server).post(path, {}, shown(certificate, changes))).status).toBe(401)
  })

  test('is refused from a peer that is no declared proxy, whatever its headers say', async () => {
    const certificate = testCertificate('C3')
    await holder('C3', certificate)
    const direct = await startTestServer(database, { proxy: { trusted: ['10.0.0.1'], sharedSecret: secret } })
    expect((await openBrowser(direct).post(path, {}, shown(certificate))).status).toBe(401)
    const methods = await openBrowser(direct).get('/api/sign-in/methods', shown(certificate))
    expect(methods.body.has_certificate).toBe(false)
  })

  test('is refused for a certificate nobody has registered, and for one that has expired', async () => {
    expect((await openBrowser(server).post(path, {}, shown(testCertificate('C4')))).status).toBe(401)
    const old = testCertificate('C5', { from: new Date('2020-01-01'), to: new Date('2021-01-01') })
    await holder('C5', old)
    expect((await openBrowser(server).post(path, {}, shown(old))).status).toBe(401)
    expect((await trailOf(database, 'SIGN_IN')).at(-1)!.payload.reason).toBe('WRONG_CERTIFICATE')
  })

  test('confirms a step by a signature of the certificate’s key over the text shown', async () => {
    const certificate = testCertificate('C6')
    await holder('C6', certificate)
    const { fingerprint } = readCertificate(certificate.pem)!
    const browser = openBrowser(server, { headers: shown(certificate) })
    await browser.post(path, {})
    const begin = async () =>
      (await browser.post('/api/confirmations/options', { digest: 'ef'.repeat(32) })).body as {
        challenge_id: string
        methods: string[]
        text_to_sign: string
      }
    const confirm = async (challenge_id: string, signature: string) =>
      (
        await browser.post('/api/confirmations', {
          challenge_id,
          proof: { method: 'CERTIFICATE', fingerprint, signature },
        })
      ).status
    const offer = await begin()
    expect(offer.methods).toEqual(['CERTIFICATE'])
    expect(offer.text_to_sign).toContain('ef'.repeat(32))
    const signature = sign(null, Buffer.from(offer.text_to_sign), certificate.privateKey).toString('base64')
    expect(await confirm(offer.challenge_id, signature)).toBe(200)
    const again = await begin()
    expect(await confirm(again.challenge_id, signature)).toBe(403)
  })
})
