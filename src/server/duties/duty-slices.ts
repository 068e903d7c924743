import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { type assessmentApi, assessmentRoutes } from './assessment-routes.ts'
import { type dutyApi, dutyRoutes } from './duty-routes.ts'
import { type performanceApi, performanceRoutes } from './performance-routes.ts'

/** For the type of the API. */
export type DutyRoute =
  | (typeof dutyApi)[number]
  | (typeof performanceApi)[number]
  | (typeof assessmentApi)[number]

/** 履职 and 考核: what there is beside the acts of their records. */
export function dutySlices(context: ServerContext): OpenAPIHono<ServerEnv>[] {
  return [dutyRoutes(context), performanceRoutes(context), assessmentRoutes(context)]
}
