import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { type filingApi, filingRoutes } from './filing-routes.ts'
import { ledgerFormRoutes } from './ledger-form-routes.ts'
import { type measureApi, measureRoutes } from './measure-routes.ts'
import { type measureTotalsApi, measureTotalsRoutes } from './measure-totals.ts'
import { type offerApi, offerRoutes } from './offer-routes.ts'
import { type pointListApi, pointListRoutes } from './point-list-routes.ts'

/** For the type of the API. */
export type LedgerRoute =
  | (typeof pointListApi)[number]
  | (typeof filingApi)[number]
  | (typeof offerApi)[number]
  | (typeof measureApi)[number]
  | (typeof measureTotalsApi)[number]

/** The risk ledger: what there is beside the acts of its records. */
export function ledgerSlices(context: ServerContext): OpenAPIHono<ServerEnv>[] {
  return [
    offerRoutes(context),
    ledgerFormRoutes(context),
    pointListRoutes(context),
    filingRoutes(context),
    measureRoutes(context),
    measureTotalsRoutes(context),
  ]
}
