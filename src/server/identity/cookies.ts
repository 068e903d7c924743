import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Origin } from '#access/sign-in/context.ts'
import type { ServerEnv } from '../server-env.ts'

/**
 * The prefix __Host- keeps other hosts of the domain from setting the cookie; browsers take it over TLS only.
 * The terminal's mark is Lax, because a person comes back from an identity provider by a link of another site.
 */
const names = {
  session: 'fangxian-session',
  terminal: 'fangxian-terminal',
  oidc: 'fangxian-oidc',
} as const
type CookieName = keyof typeof names

const terminalForm = /^[\w-]{22}$/
const terminalDays = 400
const terminalLength = 16
const daySeconds = 86_400

function nameOf(c: Context<ServerEnv>, cookie: CookieName): string {
  return c.var.client.isSecure ? `__Host-${names[cookie]}` : names[cookie]
}

interface CookieLife {
  readonly seconds: number
  readonly sameSite: 'Strict' | 'Lax'
}

function set(
  c: Context<ServerEnv>,
  cookie: CookieName,
  value: string,
  { seconds, sameSite }: CookieLife,
): void {
  const secure = c.var.client.isSecure
  setCookie(c, nameOf(c, cookie), value, { path: '/', httpOnly: true, secure, sameSite, maxAge: seconds })
}

export function sessionToken(c: Context<ServerEnv>): string | undefined {
  return getCookie(c, nameOf(c, 'session'))
}

/** Without its own end: the server's decides, and a closed browser forgets it. */
export function setSessionToken(c: Context<ServerEnv>, token: string): void {
  const secure = c.var.client.isSecure
  setCookie(c, nameOf(c, 'session'), token, { path: '/', httpOnly: true, secure, sameSite: 'Strict' })
}

export function clearSessionToken(c: Context<ServerEnv>): void {
  set(c, 'session', '', { seconds: 0, sameSite: 'Strict' })
}

export function oidcRound(c: Context<ServerEnv>): string | undefined {
  return getCookie(c, nameOf(c, 'oidc'))
}

export function setOidcRound(c: Context<ServerEnv>, challengeId: string): void {
  set(c, 'oidc', challengeId, { seconds: 300, sameSite: 'Lax' })
}

export function clearOidcRound(c: Context<ServerEnv>): void {
  set(c, 'oidc', '', { seconds: 0, sameSite: 'Lax' })
}

/** The browser's own mark; null in a browser that has none yet. */
export function terminalOf(c: Context<ServerEnv>): string | null {
  const given = getCookie(c, nameOf(c, 'terminal'))
  return given !== undefined && terminalForm.test(given) ? given : null
}

export function originOf(c: Context<ServerEnv>, terminalId: string): Origin {
  const { address, isSecure, host, certificate } = c.var.client
  const userAgent = c.req.header('user-agent') ?? ''
  return { address, isSecure, host, certificate, userAgent, terminalId }
}

/** For the ways to sign in: a browser without a mark gets one. */
export function originOfNewcomer(c: Context<ServerEnv>, randomBytes: (size: number) => Buffer): Origin {
  const present = terminalOf(c)
  const terminalId = present ?? randomBytes(terminalLength).toString('base64url')
  if (present === null) {
    set(c, 'terminal', terminalId, { seconds: terminalDays * daySeconds, sameSite: 'Lax' })
  }
  return originOf(c, terminalId)
}
