import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { type eventApi, eventRoutes } from './event-routes.ts'
import { type meetingApi, meetingRoutes } from './meeting-routes.ts'
import { type paperApi, paperRoutes } from './paper-routes.ts'
import { periodicReportRoutes, type reportApi } from './report-routes.ts'
import { type waitingPaymentApi, waitingPaymentRoutes } from './waiting-payments.ts'

/** For the type of the API. */
export type ReportRoute =
  | (typeof eventApi)[number]
  | (typeof meetingApi)[number]
  | (typeof paperApi)[number]
  | (typeof reportApi)[number]
  | (typeof waitingPaymentApi)[number]

/** 报告: major events, periodic reports, meetings, beside the acts of their records. */
export function reportSlices(context: ServerContext): OpenAPIHono<ServerEnv>[] {
  const { attachments } = context
  return [
    eventRoutes(context),
    periodicReportRoutes(context),
    meetingRoutes(context),
    waitingPaymentRoutes(context),
    ...(attachments === null ? [] : [paperRoutes(context, attachments)]),
  ]
}
