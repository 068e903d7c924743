import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { type campaignAnswerApi, campaignAnswerRoutes } from './answer-routes.ts'
import { type campaignApi, campaignRoutes } from './campaign-routes.ts'
import { type contradictionApi, contradictionRoutes } from './contradiction-routes.ts'
import { type campaignDocumentApi, campaignDocumentRoutes } from './documents/document-routes.ts'
import { type monthlyReportApi, monthlyReportRoutes } from './documents/monthly-report-routes.ts'
import { type selfCheckApi, selfCheckRoutes } from './documents/self-check-routes.ts'
import { type campaignLineApi, campaignLineRoutes } from './line-routes.ts'
import { type monthlyReportListApi, monthlyReportListRoutes } from './monthly-report-list.ts'

/** For the type of the API. */
export type CampaignRoute =
  | (typeof campaignAnswerApi)[number]
  | (typeof campaignApi)[number]
  | (typeof campaignDocumentApi)[number]
  | (typeof campaignLineApi)[number]
  | (typeof contradictionApi)[number]
  | (typeof monthlyReportApi)[number]
  | (typeof monthlyReportListApi)[number]
  | (typeof selfCheckApi)[number]

/** Campaigns: what there is beside the acts of their records. */
export function campaignSlices(context: ServerContext): OpenAPIHono<ServerEnv>[] {
  return [
    ...[campaignRoutes(context), campaignLineRoutes(context), campaignAnswerRoutes(context)],
    ...[contradictionRoutes(context), monthlyReportListRoutes(context)],
    ...[campaignDocumentRoutes(context), monthlyReportRoutes(context), selfCheckRoutes(context)],
  ]
}
