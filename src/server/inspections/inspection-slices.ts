import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { type inspectionDossierApi, inspectionDossierRoutes } from './inspection-dossier-routes.ts'
import { type inspectionListApi, inspectionListRoutes } from './inspection-list-routes.ts'
import { type offSiteApi, offSiteRoutes } from './off-site-routes.ts'
import { type planApi, planRoutes } from './plan-routes.ts'

/** For the type of the API. */
export type InspectionRoute =
  | (typeof inspectionDossierApi)[number]
  | (typeof inspectionListApi)[number]
  | (typeof offSiteApi)[number]
  | (typeof planApi)[number]

/** Plans, inspections and off-site supervision: what there is beside the acts of their records. */
export function inspectionSlices(context: ServerContext): OpenAPIHono<ServerEnv>[] {
  return [
    inspectionListRoutes(context),
    planRoutes(context),
    offSiteRoutes(context),
    inspectionDossierRoutes(context),
  ]
}
