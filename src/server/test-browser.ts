import { codeAt } from '#access/sign-in/credentials/totp.ts'
import { type TestServer, testPassword, testTotpSecret } from './test-server.ts'

/** What fetch sends as it is. */
export type RawBody = string | Uint8Array<ArrayBuffer> | URLSearchParams

export interface TestAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Parsed, where it is JSON. */
  readonly body: Record<string, unknown>
}

export interface TestBrowser {
  readonly cookies: Map<string, string>
  readonly send: (
    method: string,
    path: string,
    options?: { body?: unknown; raw?: RawBody; headers?: Record<string, string | null> },
  ) => Promise<TestAnswer>
  readonly get: (path: string, headers?: Record<string, string | null>) => Promise<TestAnswer>
  readonly post: (path: string, body: unknown, headers?: Record<string, string | null>) => Promise<TestAnswer>
}

/** Behind a proxy every browser has an address of its own: what one guesses does not lock out the next. */
let browsers = 0
function nextAddress(): string {
  browsers += 1
  return `10.250.${Math.floor(browsers / 250)}.${browsers % 250}`
}

/** Keeps cookies and says where its page is from, as a browser does. A header of null is left out. */
export function openBrowser(
  { url, isProxied = false }: { readonly url: string; readonly isProxied?: boolean },
  own: { headers?: Record<string, string>; cookies?: ReadonlyMap<string, string> } = {},
): TestBrowser {
  const cookies = new Map(own.cookies)
  const address: Record<string, string> = isProxied ? { 'x-forwarded-for': nextAddress() } : {}
  const send: TestBrowser['send'] = async (method, path, { body, raw, headers = {} } = {}) => {
    const all: Record<string, string | null> = {
      'user-agent': 'Mozilla/5.0 (test)',
      ...address,
      ...(method === 'GET' ? {} : { 'sec-fetch-site': 'same-origin', origin: url }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookies.size === 0
        ? {}
        : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
      ...own.headers,
      ...headers,
    }
    const kept = Object.entries(all).filter((each): each is [string, string] => each[1] !== null)
    const content = raw ?? (body === undefined ? null : JSON.stringify(body))
    const response = await fetch(`${url}${path}`, {
      method,
      headers: kept,
      redirect: 'manual',
      body: content,
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (/max-age=0\b/i.test(cookie)) cookies.delete(name)
      else cookies.set(name, value)
    }
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
    }
  }
  return {
    cookies,
    send,
    get: (path, headers) => send('GET', path, headers === undefined ? {} : { headers }),
    post: (path, body, headers) => send('POST', path, headers === undefined ? { body } : { body, headers }),
  }
}

/** The code of this half minute, or of the next: each can be used once. */
export function codeNow(stepsAhead: number = 0): string {
  return codeAt(testTotpSecret, new Date(Date.now() + stepsAhead * 30_000))
}

/** A browser in which that person has signed in by password. */
export async function signedIn(
  server: TestServer,
  staffId: string,
  own: { headers?: Record<string, string>; code?: string | null } = {},
): Promise<TestBrowser> {
  const browser = openBrowser(server, own.headers === undefined ? {} : { headers: own.headers })
  const code = own.code === undefined ? codeNow() : own.code
  const given = { name: staffId, password: testPassword, ...(code === null ? {} : { code }) }
  const answer = await browser.post('/api/sign-in/password', given)
  if (answer.status !== 200) throw new Error(`${staffId} cannot sign in: ${answer.text}`)
  return browser
}
