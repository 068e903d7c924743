import type { MiddlewareHandler } from 'hono'
import { authenticate } from '#access/sign-in/sessions/authenticate.ts'
import { notSignedIn } from '#access/sign-in/sign-in-refusals.ts'
import { Refusal } from '#base/refusal.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { originOf, sessionToken, terminalOf } from './cookies.ts'

/** All that a person with an expired password may do. */
const pathsToNewPassword: ReadonlySet<string> = new Set(['/api/me', '/api/me/password', '/api/sign-out'])

/** Before every route that is not public: nobody gets past it without a session of his own, here and now. */
export function requireSession({ signIn }: ServerContext): MiddlewareHandler<ServerEnv> {
  return async (c, next) => {
    const token = sessionToken(c)
    const terminalId = terminalOf(c)
    if (token === undefined) throw notSignedIn()
    const session = await authenticate(signIn, token, originOf(c, terminalId ?? ''))
    if (session.mustChangePassword && !pathsToNewPassword.has(c.req.path)) {
      throw new Refusal('not_permitted', {
        zh: '口令已到期；请先修改口令。',
        en: 'Your password has expired; set a new one first.',
      })
    }
    c.set('session', session)
    await next()
  }
}
