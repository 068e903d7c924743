import type { Context } from 'hono'
import type { ActContext } from '#records/act-context.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

/** The kernel with the person of this request. */
export function actContextOf({ kernel }: ServerContext, c: Context<ServerEnv>): ActContext {
  const { staffId, sessionId, terminalId } = c.var.session
  return { ...kernel, actor: { kind: 'person', staffId, sessionId, terminalId } }
}

/** From here on the kernel writes what it refuses into the trail; before it, the frame does. */
export function kernelWritesTrail(c: Context<ServerEnv>): void {
  c.set('writesOwnTrail', true)
}
