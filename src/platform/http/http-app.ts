import type { TLSSocket } from 'node:tls'
import { getConnInfo } from '@hono/node-server/conninfo'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, Env } from 'hono'
import { routePath } from 'hono/route'
import type { Logger } from 'pino'
import { Refusal } from '#base/refusal.ts'
import { languageOfHeader } from './accept-language.ts'
import { type ClientReader, isLoopback } from './client.ts'
import { refuseCrossSite } from './cross-site.ts'
import { DetailedRefusal } from './detailed-refusal.ts'
import { fieldProblems } from './field-problems.ts'
import type { HttpEnv } from './http-env.ts'
import { refuseBadAddress, refuseBadJson } from './json-text.ts'
import type { Metrics } from './metrics.ts'
import { problemOf } from './problem.ts'
import { limitBody, refuseMediaType } from './request-body.ts'
import { securityHeaders } from './security-headers.ts'

export interface HttpFrame {
  readonly log: Logger
  readonly metrics: Metrics
  readonly newId: () => string
  readonly readClient: ClientReader
  /** Hosts under which the system may be opened, e.g. `risk.example.gov.cn`; beside them loopback names on loopback. */
  readonly hosts: readonly string[]
  /** Where others than this machine can reach the server: what came unencrypted is not served (platform.md 8). */
  readonly needsEncryption: boolean
  readonly bodyBytesMax: number
  /** Paths below which a body may be larger: uploads. */
  /** Told of every refusal before it is answered: refused acts are put on record. It may fail; the answer stays. */
  readonly onRefused?: (c: Context<HttpEnv>, refusal: Refusal) => Promise<void>
  readonly uploads: { readonly pathPattern: RegExp; readonly bytesMax: number }
}

const requestIdForm = /^[\w-]{8,64}$/
/** Watched by machines that know an address only; neither says anything about anybody. */
const pathsOfAnyHost: ReadonlySet<string> = new Set(['/health', '/metrics'])
const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

const wrongHost = new Refusal('wrong_usage', {
  zh: '本系统不能用这个地址打开；请使用系统管理员公布的地址。',
  en: 'This system is not served under this address; use the address your system officer has published.',
})

const invalidInput = {
  zh: '提交的内容有误，请按 fields 中的说明逐项更正后重新提交。',
  en: 'What was sent is not valid; correct each item named in "fields" and send it again.',
}

/** What the validator calls a part of the request. */
const placeOfTarget: Readonly<Record<string, string>> = { json: 'body', form: 'body', param: 'path' }

/** An application whose every route validates strictly and answers every error with one form. */
export function createRoutes<E extends Env = HttpEnv>(): OpenAPIHono<E> {
  return new OpenAPIHono<E>({
    defaultHook: (result) => {
      if (result.success) return
      const place = placeOfTarget[result.target] ?? result.target
      // What stands in a path is an id; one that cannot exist is simply not found.
      if (place === 'path') throw notFound
      throw new DetailedRefusal('invalid_input', invalidInput, {
        fields: fieldProblems(place, result.error.issues),
      })
    },
  })
}

export const notFound: Refusal = new Refusal('not_found', {
  zh: '未找到，或不在您的权限范围内。',
  en: 'Not found, or not within your scope.',
})

function frameRequest(frame: HttpFrame, c: Context<HttpEnv>): void {
  const { incoming } = c.env
  const client = frame.readClient({
    peerAddress: getConnInfo(c).remote.address ?? '',
    isEncrypted: (incoming.socket as Partial<TLSSocket>).encrypted === true,
    header: (name) => c.req.header(name),
  })
  const given = client.isProxied ? c.req.header('x-request-id') : undefined
  c.set('client', client)
  c.set('language', languageOfHeader(c.req.header('accept-language')))
  c.set('requestId', given !== undefined && requestIdForm.test(given) ? given : frame.newId())
}

const unencrypted = new Refusal('wrong_usage', {
  zh: '本系统只接受加密连接；请用 https 打开。',
  en: 'This system takes encrypted connections only; open it with https.',
})

function refusePlain({ needsEncryption }: HttpFrame, c: Context<HttpEnv>): void {
  const { isSecure, isProxied, address } = c.var.client
  if (!needsEncryption || isSecure || pathsOfAnyHost.has(c.req.path)) return
  if (!isProxied && isLoopback(address)) return
  throw unencrypted
}

function refuseHost(frame: HttpFrame, c: Context<HttpEnv>): void {
  const { host } = c.var.client
  if (pathsOfAnyHost.has(c.req.path) || frame.hosts.includes(host)) return
  // A name of somebody else's that resolves to this machine must not reach a server on loopback (DNS rebinding).
  if (!loopbackHost.test(host)) throw wrongHost
}

async function answerError(frame: HttpFrame, error: unknown, c: Context<HttpEnv>): Promise<Response> {
  // Errors before the first middleware has run find nothing set.
  const { language = 'zh', requestId = frame.newId() } = c.var as Partial<HttpEnv['Variables']>
  const { status, body, headers, isExpected } = problemOf(error, { language, requestId })
  // A refusal may stand for a fault of the machine: a lost database, which nobody would find without its stack.
  const fault = isExpected ? (error as Error).cause : error
  if (fault !== undefined) frame.log.error({ requestId, route: routePath(c), err: fault }, 'a request failed')
  frame.metrics.refused(body.code)
  if (error instanceof Refusal) await tellRefused(frame, c, error)
  return c.body(JSON.stringify(body), status, { ...headers, 'x-request-id': requestId })
}

async function tellRefused(frame: HttpFrame, c: Context<HttpEnv>, refusal: Refusal): Promise<void> {
  try {
    await frame.onRefused?.(c, refusal)
  } catch (error) {
    frame.log.error({ err: error }, 'a refusal could not be put on record')
  }
}

/**
 * The frame of every request: who asks, from which site, how much; headers, log line, error form. Neither a query
 * string nor a path's ids are logged: they may name a person.
 */
export function createHttpApp(frame: HttpFrame): OpenAPIHono<HttpEnv> {
  const app = createRoutes()
  const limitOrdinary = limitBody(frame.bodyBytesMax)
  const limitUpload = limitBody(frame.uploads.bytesMax)
  app.use(async (c, next) => {
    const started = performance.now()
    frameRequest(frame, c)
    await next()
    for (const [name, value] of Object.entries(securityHeaders(c.var.client.isSecure))) {
      if (!c.res.headers.has(name)) c.header(name, value)
    }
    c.header('x-request-id', c.var.requestId)
    const seconds = (performance.now() - started) / 1_000
    const labels = { method: c.req.method, route: routePath(c, -1), status: c.res.status }
    frame.metrics.requested(labels, seconds)
    frame.log.info({ requestId: c.var.requestId, ...labels, ms: Math.round(seconds * 1_000) }, 'request')
  })
  app.use(async (c, next) => {
    refusePlain(frame, c)
    refuseHost(frame, c)
    // An API key is no cookie: no browser sends it by itself. Both together are a browser's.
    if (c.req.header('authorization') === undefined || c.req.header('cookie') !== undefined) {
      refuseCrossSite(c.req.method, (name) => c.req.header(name), c.var.client)
    }
    refuseBadAddress(c.req.url)
    await next()
  })
  app.use((c, next) =>
    frame.uploads.pathPattern.test(c.req.path) ? limitUpload(c, next) : limitOrdinary(c, next),
  )
  app.use(async (c, next) => {
    const mediaType = c.req.header('content-type')
    const hasBody = c.req.raw.body !== null && c.req.header('content-length') !== '0'
    refuseMediaType(mediaType, hasBody)
    // The text stays with the request: the validator does not read the stream again.
    if (hasBody && /^application\/json\b/i.test(mediaType ?? '')) refuseBadJson(await c.req.arrayBuffer())
    await next()
  })
  app.onError((error, c) => answerError(frame, error, c))
  app.notFound((c) => answerError(frame, notFound, c))
  return app
}
