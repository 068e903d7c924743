import { randomBytes } from 'node:crypto'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { notFound } from '#platform/http/http-app.ts'
import type { HttpEnv } from '#platform/http/http-env.ts'
import { contentSecurityPolicy } from '#platform/http/security-headers.ts'
import type { WebFile, WebFiles } from './web-files.ts'

/** What is no page: a program that asks there must hear that it does not exist. */
const machinePaths = /^\/(api|health|metrics|assets)(\/|$)/

/** Names of such files change with their content (RFC 8246). */
const forEver = 'public, max-age=31536000, immutable'

function sendFile(c: Context<HttpEnv>, file: WebFile): Response {
  const { content, compressed, mediaType, isImmutable } = file
  const takesGzip = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
  const isPacked = compressed !== null && takesGzip
  return c.body(isPacked ? compressed : content, 200, {
    'content-type': mediaType,
    'cache-control': isImmutable ? forEver : 'public, max-age=3600',
    ...(compressed === null ? {} : { vary: 'Accept-Encoding' }),
    ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
  })
}

/**
 * Scripts are our own files. The design system writes its styles into the page as it needs them, and only with the
 * word that this answer alone carries.
 */
function sendIndex(c: Context<HttpEnv>, { index }: WebFiles): Response {
  const nonce = randomBytes(16).toString('base64')
  return c.html(index.replaceAll('%NONCE%', nonce), 200, {
    'content-security-policy': contentSecurityPolicy({
      'style-src': `'self' 'nonce-${nonce}'`,
      'img-src': "'self' data: blob:",
    }),
  })
}

/** Every address that is not the machine's is a page: its own router knows which. Mounted last. */
export function addWebPages(app: OpenAPIHono<HttpEnv>, web: WebFiles | null): void {
  if (web === null) {
    app.get('/', (c) => c.redirect('/api/'))
    return
  }
  app.get('*', (c) => {
    const file = web.files.get(c.req.path)
    if (file !== undefined) return sendFile(c, file)
    if (machinePaths.test(c.req.path)) throw notFound
    return sendIndex(c, web)
  })
}
