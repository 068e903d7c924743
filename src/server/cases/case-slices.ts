import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { type caseActApi, caseActRoutes } from './case-act-routes.ts'
import { type caseListApi, caseListRoutes } from './case-list-routes.ts'
import { type dossierApi, dossierRoutes } from './dossier-routes.ts'
import { type recoveryListApi, recoveryListRoutes } from './recovery-list-routes.ts'

/** For the type of the API. */
export type CaseRoute =
  | (typeof caseActApi)[number]
  | (typeof caseListApi)[number]
  | (typeof dossierApi)[number]
  | (typeof recoveryListApi)[number]

/** Cases, recoveries and letters: what there is beside the acts of their records. */
export function caseSlices(context: ServerContext): OpenAPIHono<ServerEnv>[] {
  return [
    caseListRoutes(context),
    recoveryListRoutes(context),
    dossierRoutes(context),
    caseActRoutes(context, context.attachments),
  ]
}
