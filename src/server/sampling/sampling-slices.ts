import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { sampleDocumentRoutes } from './document-routes.ts'
import { type samplingListApi, samplingListRoutes } from './list-routes.ts'
import { type planApi, planRoutes } from './plan-routes.ts'

/** For the type of the API. */
export type SamplingRoute = (typeof samplingListApi)[number] | (typeof planApi)[number]

/** Sampling and issued findings: what there is beside the acts of their records. */
export function samplingSlices(context: ServerContext): OpenAPIHono<ServerEnv>[] {
  const { attachments } = context
  return [
    samplingListRoutes(context),
    planRoutes(context),
    ...(attachments === null ? [] : [sampleDocumentRoutes(context, attachments)]),
  ]
}
