import { createServer, type RequestListener, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { openBrowser, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer, type TestServer } from '../test-server.ts'
import { trailOf } from './test-trail.ts'

/** The package has no types of its own; these few are what is used. */
const { Provider } = createRequire(import.meta.url)('oidc-provider') as {
  Provider: new (
    issuer: string,
    settings: { readonly findAccount: (context: unknown, id: string) => object } & Record<string, unknown>,
  ) => { callback: () => RequestListener }
}

const database = await testDatabase()
let http: Server
let issuer: string
let server: TestServer

/** The port of our server must be known to the provider before either runs. */
async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

beforeAll(async () => {
  const port = await freePort()
  http = createServer()
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  issuer = `http://localhost:${(http.address() as AddressInfo).port}`
  const publicOrigin = `http://localhost:${port}`
  // A real provider, in which anybody signs in as whom he says: its own pages are not what is tested.
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'fangxian',
        client_secret: 'a secret of the test',
        redirect_uris: [`${publicOrigin}/api/sign-in/oidc/callback`],
      },
    ],
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ['a key of the test'] },
  })
  http.on('request', provider.callback())
  const oidc = {
    issuer,
    clientId: 'fangxian',
    clientSecret: 'a secret of the test',
    claim: 'sub',
    publicOrigin,
    allowsPlainHttp: true,
  }
  server = await startTestServer(database, { settings: { oidc }, port })
})

afterAll(async () => {
  http.closeAllConnections()
  await new Promise((resolve) => http.close(resolve))
})

/** Goes through the provider's pages as a person does, until it sends the browser back to us. */
async function throughProvider(address: string, person: string): Promise<string> {
  const provider = openBrowser({ url: issuer }, { headers: { accept: 'text/html' } })
  let next = address
  for (let step = 0; step < 12; step += 1) {
    if (next.startsWith(server.url)) return next.slice(server.url.length)
    const page = await provider.get(next.slice(issuer.length))
    const location = page.headers.get('location')
    if (location !== null) {
      next = new URL(location, issuer).href
      continue
    }
    const action = /action="([^"]+)"/.exec(page.text)![1]!
    const prompt = /name="prompt" value="([^"]+)"/.exec(page.text)![1]!
    const form = new URLSearchParams({ prompt, login: person, password: 'any' })
    const answer = await provider.send('POST', new URL(action, issuer).href.slice(issuer.length), {
      raw: form,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    next = new URL(answer.headers.get('location')!, issuer).href
  }
  throw new Error('the provider does not send the browser back')
}

async function begin(browser: TestBrowser): Promise<string> {
  const start = await browser.get('/api/sign-in/oidc')
  expect(start.status).toBe(303)
  return start.headers.get('location')!
}

async function known(staffId: string): Promise<void> {
  await addPerson(database, { staffId, password: null, hasTotp: false })
  await sql`
    insert into app.oidc_identity (issuer, subject, staff_id)
    values (${issuer}, ${`subject-of-${staffId}`}, ${staffId})
  `.execute(database.owner)
}

describe('sign-in by an identity provider', () => {
  test('opens a session for an account that the officers have mapped, with PKCE, state and nonce', async () => {
    await known('O1')
    const browser = openBrowser(server)
    const address = await begin(browser)
    const asked = new URL(address).searchParams
    expect([asked.get('code_challenge_method'), asked.get('response_type')]).toEqual(['S256', 'code'])
    expect(asked.get('nonce')!.length).toBeGreaterThan(30)
    const back = await browser.get(await throughProvider(address, 'subject-of-O1'))
    expect([back.status, back.headers.get('location')]).toEqual([303, '/'])
    expect((await browser.get('/api/me/sessions')).body.items).toMatchObject([{ method: 'OIDC' }])
  })

  test('makes no account: a stranger whom the provider knows is refused', async () => {
    const browser = openBrowser(server)
    const back = await browser.get(await throughProvider(await begin(browser), 'stranger'))
    expect(back.status).toBe(401)
    expect((await trailOf(database, 'SIGN_IN')).at(-1)).toMatchObject({
      actor: 'unknown',
      outcome: 'REFUSED',
      payload: { method: 'OIDC', reason: 'UNKNOWN_ACCOUNT' },
    })
  })

  test('an answer is good once, in the browser that asked, with its own state', async () => {
    await known('O2')
    const browser = openBrowser(server)
    const answer = await throughProvider(await begin(browser), 'subject-of-O2')
    const victim = openBrowser(server)
    expect((await victim.get(answer)).status).toBe(401)
    await begin(victim)
    expect((await victim.get(answer)).status).toBe(401)
    expect((await browser.get(answer)).status).toBe(303)
    expect((await browser.get(answer)).status).toBe(401)
    const other = openBrowser(server)
    const forged = (await throughProvider(await begin(other), 'subject-of-O2')).replace(
      /state=[^&]+/,
      'state=other',
    )
    expect((await other.get(forged)).status).toBe(401)
  })

  test('says so when the provider cannot be reached, and when none is set', async () => {
    const oidc = {
      issuer: 'http://127.0.0.1:9',
      clientId: 'x',
      clientSecret: 'x',
      claim: 'sub',
      publicOrigin: 'http://localhost:1',
      allowsPlainHttp: true,
    }
    const broken = await startTestServer(database, { settings: { oidc } })
    expect((await openBrowser(broken).get('/api/sign-in/oidc')).body).toMatchObject({
      code: 'unavailable',
      detail: expect.stringMatching(/无法连接/),
    })
    const without = await startTestServer(database)
    expect((await openBrowser(without).get('/api/sign-in/oidc')).status).toBe(503)
  })
})
