import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { type profileApi, profileRoutes } from './profile-routes.ts'
import { type profileSearchApi, profileSearchRoutes } from './search-routes.ts'

/** For the type of the API. */
export type ProfileRoute = (typeof profileApi)[number] | (typeof profileSearchApi)[number]

/** All that is said about one person, account, employer or member of staff. */
export function profileSlices(context: ServerContext): OpenAPIHono<ServerEnv>[] {
  return [profileSearchRoutes(context), profileRoutes(context)]
}
