import { connect } from 'node:net'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { openBrowser, type RawBody, signedIn } from './test-browser.ts'
import { addPerson, behindProxy, startTestServer, type TestServer } from './test-server.ts'

const database = await testDatabase()
let server: TestServer

beforeAll(async () => {
  const settings = { password: { needsTotp: false, daysMax: null } }
  server = await startTestServer(database, { settings })
  await addPerson(database, { staffId: 'S1', hasTotp: false })
})

const password = '/api/sign-in/password'

const browser = () => openBrowser(server)

const raw = (body: RawBody, type: string = 'application/json') =>
  browser().send('POST', password, { raw: body, headers: { 'content-type': type } })

describe('bad input', () => {
  test('malformed JSON is refused with one sentence in both languages', async () => {
    const answer = await raw('{"name": "S1", ')
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(answer.headers.get('content-language')).toBe('zh-CN')
    expect(answer.body).toMatchObject({ code: 'wrong_usage', type: 'urn:fangxian:problem:wrong_usage' })
    expect(answer.body.detail).toMatch(/不是 UTF-8 编码的有效 JSON/)
    expect(answer.body.text).toMatchObject({ en: expect.stringMatching(/not valid JSON/) })
  })

  test('English comes where it is asked for and wanted more', async () => {
    const ask = (accept: string) =>
      browser().send('POST', password, {
        raw: '{',
        headers: { 'content-type': 'application/json', 'accept-language': accept },
      })
    expect((await ask('en-US,en;q=0.9')).body.title).toBe('The request is malformed')
    expect((await ask('zh-CN,zh;q=0.9,en;q=0.8')).body.title).toBe('请求格式有误')
    expect((await ask('de')).body.title).toBe('请求格式有误')
    expect((await ask('zh;q=0.1, en;q=0.2')).headers.get('content-language')).toBe('en')
  })

  test('an unknown field is refused and named, and its value is not repeated', async () => {
    const answer = await browser().post(password, { name: 'S1', password: 'x', is_admin: 'secret-value' })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ code: 'invalid_input', fields: [{ field: 'body' }] })
    expect(JSON.stringify(answer.body.fields)).toContain('is_admin')
    expect(answer.text).not.toContain('secret-value')
  })

  test('every wrong field is named with its place, in both languages', async () => {
    const answer = await browser().post(password, { name: '', password: 7 })
    const fields = answer.body.fields as { field: string; text: { zh: string; en: string } }[]
    expect(fields.map(({ field }) => field)).toEqual(['body.name', 'body.password'])
    expect(fields[1]!.text.zh).toBe('缺少此项，或类型不对：应为文字')
    expect(fields[1]!.text.en).toBe('missing, or of the wrong type: expected string')
  })
})

describe('input of the wrong size or kind', () => {
  test('an oversized body is refused, with and without Content-Length', async () => {
    const big = `{"name":"${'x'.repeat(70_000)}"}`
    expect((await raw(big)).status).toBe(413)
    const stream = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 80; part += 1)
          controller.enqueue(new TextEncoder().encode('x'.repeat(1_000)))
        controller.close()
      },
    })
    const response = await fetch(`${server.url}${password}`, {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { 'content-type': 'application/json', origin: server.url },
    } as RequestInit)
    expect(response.status).toBe(413)
  })

  test.for([
    ['an empty body', '', 'application/json'],
    ['a form', 'name=S1&password=x', 'application/x-www-form-urlencoded'],
    ['plain text', '{"name":"S1"}', 'text/plain'],
    [
      'bytes that are no UTF-8',
      new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
      'application/json',
    ],
    ['NUL in a text', '{"name":"S1\\u0000","password":"x"}', 'application/json'],
    ['half a surrogate pair', '{"name":"\\ud800","password":"x"}', 'application/json'],
    ['arrays nested a thousand deep', `${'['.repeat(1_000)}${']'.repeat(1_000)}`, 'application/json'],
  ] as const)('%s is refused as malformed', async ([, body, type]) => {
    const answer = await raw(body as RawBody, type)
    expect([400, 422]).toContain(answer.status)
    expect(answer.body.detail).toBeTruthy()
  })

  test('NUL in an address is refused', async () => {
    expect((await browser().get('/api/%00')).status).toBe(400)
  })

  test('SQL in a name is a name', async () => {
    const answer = await browser().post(password, { name: "s1' or '1'='1", password: 'x' })
    expect([answer.status, answer.body.code]).toEqual([401, 'not_signed_in'])
  })

  test('headers larger than 16 KB and broken requests end without harm', async () => {
    const text = await new Promise<string>((resolve) => {
      const { hostname, port } = new URL(server.url)
      const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname, () =>
        socket.write(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`),
      )
      let received = ''
      socket.on('data', (data) => {
        received += String(data)
      })
      socket.on('close', () => resolve(received))
    })
    expect(text).toMatch(/^HTTP\/1.1 431/)
    expect((await browser().get('/health')).status).toBe(200)
  })

  test('what is not there is not found, with the same form', async () => {
    const answer = await browser().get('/nowhere')
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
  })
})

describe('the browser is told to trust nothing else', () => {
  test('every answer carries the headers, an error too', async () => {
    for (const path of ['/health', '/nowhere', '/api/', '/api/openapi.json']) {
      const { headers } = await openBrowser(server).get(path)
      expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'")
      expect(headers.get('content-security-policy'), path).toContain("script-src 'self'")
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.get('referrer-policy'), path).toBe('no-referrer')
      expect(headers.get('strict-transport-security'), path).toBeNull()
      expect(headers.get('x-request-id'), path).toMatch(/^[\w-]{36}$/)
    }
  })
})

describe('cross-site requests', () => {
  const tries: readonly [string, Record<string, string | null>, number][] = [
    ['from another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }, 403],
    ['from a sibling of the domain', { 'sec-fetch-site': 'same-site', origin: null }, 403],
    ['with the origin of another site', { 'sec-fetch-site': null, origin: 'https://evil.test' }, 403],
    ['with the origin null', { 'sec-fetch-site': null, origin: 'null' }, 403],
    ['that say nothing of where they come from', { 'sec-fetch-site': null, origin: null }, 403],
    ['of a program that names our origin', { 'sec-fetch-site': null }, 204],
  ]
  test.for(tries)('%s are answered so', async ([, headers, status]) => {
    const own = await signedIn(server, 'S1', { code: null })
    expect((await own.post('/api/sign-out', {}, headers)).status).toBe(status)
    const open = (await own.get('/api/me/sessions')).status
    expect(open).toBe(status === 204 ? 401 : 200)
  })

  test('a host that is not ours is not served: a name of somebody else may resolve to this machine', async () => {
    const proxied = await startTestServer(database, { proxy: behindProxy })
    const ask = (host: string) =>
      openBrowser(proxied).get('/api/sign-in/methods', { 'x-forwarded-host': host })
    expect((await ask('evil.test')).status).toBe(400)
    expect((await ask('risk.example.test')).status).toBe(200)
    expect((await ask('risk.example.test.evil.test')).status).toBe(400)
  })
})

describe('what is said about requests', () => {
  test('the log has a line for each, with neither path nor query nor address', async () => {
    await openBrowser(server).get('/api/me/passkeys/AAAA-secret/removal?name=%E5%BC%A0%E4%B8%89')
    const lines = server.logged.map((line) => JSON.stringify(line))
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.filter((line) => /AAAA-secret|%E5|张三|127\.0\.0\.1/.test(line))).toEqual([])
    expect(server.logged.at(-1)).toMatchObject({ msg: 'request', method: 'GET', status: 401 })
  })

  test('metrics are OpenMetrics, for this machine or with the token', async () => {
    const own = await openBrowser(server).get('/metrics')
    expect(own.headers.get('content-type')).toMatch(/^application\/openmetrics-text/)
    expect(own.text).toMatch(
      /^fangxian_http_request_seconds_count\{method="GET",route="[^"]+",status="401"\}/m,
    )
    expect(own.text.endsWith('# EOF\n')).toBe(true)
    const proxied = await startTestServer(database, { proxy: behindProxy })
    const away = { 'x-forwarded-for': '10.0.0.9' }
    expect((await openBrowser(proxied).get('/metrics', away)).status).toBe(404)
    const token = { ...away, authorization: 'Bearer a token of the test' }
    expect((await openBrowser(proxied).get('/metrics', token)).status).toBe(200)
  })

  test('health names what is wrong: a clock more than two seconds off, a checkpoint older than a minute', async () => {
    const good = await openBrowser(server).get('/health')
    expect(good.body).toMatchObject({
      checks: { database: { is_healthy: true }, clock: { is_healthy: true } },
    })
    const late = await startTestServer(database, {
      nowSeconds: () => Date.now() / 1_000 - 2.5,
      checkpointAgeSeconds: async () => 61,
    })
    const bad = await openBrowser(late).get('/health')
    expect(bad.status).toBe(503)
    expect(bad.body).toMatchObject({
      is_healthy: false,
      checks: {
        clock: { is_healthy: false },
        checkpoint: { is_healthy: false },
        migration: { is_healthy: true },
      },
    })
  })
})

describe('several servers', () => {
  test('on one database are one: sessions, counts and sign-out', async () => {
    const settings = { password: { needsTotp: false, daysMax: null } }
    const [one, two] = [
      await startTestServer(database, { settings, proxy: behindProxy }),
      await startTestServer(database, { settings, proxy: behindProxy }),
    ]
    const headers = { 'x-forwarded-for': '10.66.0.1', 'x-forwarded-host': 'risk.example.test' }
    const own = { headers: { ...headers, origin: 'http://risk.example.test' } }
    const atOne = await signedIn(one, 'S1', { code: null, ...own })
    const atTwo = openBrowser(two, { ...own, cookies: atOne.cookies })
    expect((await atTwo.get('/api/me')).status).toBe(200)
    expect((await atTwo.post('/api/sign-out', {})).status).toBe(204)
    expect((await atOne.get('/api/me')).status).toBe(401)
    const wrong = { name: 'S1', password: 'wrong' }
    const statuses: number[] = []
    for (let tries = 0; tries < 6; tries += 1) {
      const server = tries % 2 === 0 ? one : two
      statuses.push((await openBrowser(server, own).post(password, wrong)).status)
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  })

  test('that others can reach take encrypted connections only, but say how they are', async () => {
    const open = await startTestServer(database, { proxy: behindProxy, needsEncryption: true })
    const away = { 'x-forwarded-for': '10.0.0.9', 'x-forwarded-host': 'risk.example.test' }
    const plain = await openBrowser(open).get('/api/sign-in/methods', {
      ...away,
      'x-forwarded-proto': 'http',
    })
    expect([plain.status, plain.body.detail]).toEqual([400, expect.stringMatching(/https/)])
    const secure = await openBrowser(open).get('/api/sign-in/methods', {
      ...away,
      'x-forwarded-proto': 'https',
    })
    expect(secure.status).toBe(200)
    expect(secure.headers.get('strict-transport-security')).toBe('max-age=31536000')
    expect((await openBrowser(open).get('/health', away)).status).toBe(200)
  })
})
