import type { HttpBindings } from '@hono/node-server'
import type { Session } from '#access/sign-in/sessions/session.ts'
import type { HttpVariables } from '#platform/http/http-env.ts'

/**
 * What the server's routes find in their request. `session` is set by `requireSession`: a public route has none and
 * must not ask.
 */
export interface ServerEnv {
  Bindings: HttpBindings
  Variables: HttpVariables & {
    session: Session
    /** What refuses from now on writes its own trail entry. */
    writesOwnTrail?: boolean
  }
}
