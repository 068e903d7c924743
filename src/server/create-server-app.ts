import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type GateWatch, gateRoutes } from '#gate/gate-routes.ts'
import { addApiPage } from '#platform/http/api-page.ts'
import { createHttpApp, createRoutes, type HttpFrame } from '#platform/http/http-app.ts'
import type { HttpEnv } from '#platform/http/http-env.ts'
import { actRoutes } from './acting/act-routes.ts'
import { attachmentRoutes } from './acting/attachment-routes.ts'
import { recordRefusedRequest } from './acting/record-refused-request.ts'
import { recordRoutes } from './acting/record-routes.ts'
import { rehearsalRoutes } from './acting/rehearsal-routes.ts'
import { toDoRoutes } from './acting/to-do-routes.ts'
import { calendarRoutes } from './calendar/calendar-routes.ts'
import { campaignSlices } from './campaigns/campaign-slices.ts'
import { caseSlices } from './cases/case-slices.ts'
import { dutySlices } from './duties/duty-slices.ts'
import { fairnessRoutes } from './fairness/fairness-routes.ts'
import { findingRoutes } from './findings/finding-routes.ts'
import { aroundFindingRoutes } from './findings/reading/around-routes.ts'
import { orderLinkRoutes } from './findings/reading/order-link-routes.ts'
import { savedFilterRoutes } from './findings/saved-filters/saved-filter-routes.ts'
import { snoozeRoutes } from './findings/snooze-routes.ts'
import { gateKeyRoutes } from './gate/gate-key-routes.ts'
import { confirmationRoutes } from './identity/confirmation-routes.ts'
import { enrolmentRoutes } from './identity/enrolment-routes.ts'
import { meRoutes } from './identity/me-routes.ts'
import { oidcRoutes } from './identity/oidc-routes.ts'
import { requireSession } from './identity/require-session.ts'
import { signInRoutes } from './identity/sign-in-routes.ts'
import { inspectionSlices } from './inspections/inspection-slices.ts'
import { refuseUntilEnrolled } from './installation/refuse-until-enrolled.ts'
import { demonstrationNotice, oneselfRoutes } from './organisation/oneself-routes.ts'
import { organisationRoutes } from './organisation/organisation-routes.ts'
import { overviewRoutes } from './overview/overview-routes.ts'
import { waitingRoutes } from './persons/waiting-routes.ts'
import { processRuleRoutes } from './process-rules/process-rule-routes.ts'
import { profileSlices } from './profiles/profile-slices.ts'
import { reportSlices } from './reports/report-slices.ts'
import { ledgerSlices } from './risk-ledger/ledger-slices.ts'
import { ruleRoutes } from './rules/rule-routes.ts'
import { deliverySlices } from './runs/delivery-slices.ts'
import { samplingSlices } from './sampling/sampling-slices.ts'
import { searchRoutes } from './search/search-routes.ts'
import type { ServerContext } from './server-context.ts'
import type { ServerEnv } from './server-env.ts'
import { trailExportRoutes } from './trail/trail-export-routes.ts'
import { trailRoutes } from './trail/trail-routes.ts'
import { refuseUnwatched } from './watch/refuse-unwatched.ts'
import { type Watch, watchRoutes } from './watch/watch-routes.ts'
import { capabilityRoutes } from './web/capability-routes.ts'
import type { WebFiles } from './web/web-files.ts'
import { addWebPages } from './web/web-pages.ts'

export interface ServerParts {
  readonly context: ServerContext
  readonly frame: HttpFrame
  readonly watch: Watch
  readonly version: string
  /** The pages; null where only the API is served. */
  readonly web?: WebFiles | null
}

function addDocument(app: OpenAPIHono<HttpEnv>, version: string): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'fangxian-session',
    description: '登录后由浏览器携带；https 下名称前有 __Host- / sent by the browser after sign-in',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: '核心系统的接口密钥 fxk_… / the key of a core system',
  })
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: '防线 Fangxian API',
      version,
      description:
        '社会保险基金风险防控系统。所有写操作须由本系统页面或带 Origin 的程序发起；列表按 cursor 翻页；错误为 RFC 9457。',
    },
    security: [{ session: [] }],
  })
}

function gateWatch({ trail }: ServerContext): GateWatch {
  return { refuseUnwatched: () => refuseUnwatched(trail), wantCheckpoint: trail.wantCheckpoint }
}

/** All behind sign-in. */
function slicesOf(context: ServerContext): OpenAPIHono<ServerEnv>[] {
  const { attachments } = context
  return [
    oneselfRoutes(context),
    capabilityRoutes(context),
    meRoutes(context),
    confirmationRoutes(context),
    actRoutes(context),
    recordRoutes(context),
    rehearsalRoutes(context),
    toDoRoutes(context),
    organisationRoutes(context),
    waitingRoutes(context),
    ruleRoutes(context),
    processRuleRoutes(context),
    gateKeyRoutes(context),
    ...caseSlices(context),
    ...ledgerSlices(context),
    ...campaignSlices(context),
    ...reportSlices(context),
    ...inspectionSlices(context),
    findingRoutes(context),
    aroundFindingRoutes(context),
    orderLinkRoutes(context),
    snoozeRoutes(context),
    savedFilterRoutes(context),
    overviewRoutes(context),
    fairnessRoutes(context),
    ...profileSlices(context),
    ...deliverySlices(context),
    ...samplingSlices(context),
    calendarRoutes(context),
    ...dutySlices(context),
    searchRoutes(context),
    trailRoutes(context),
    trailExportRoutes(context),
    ...(attachments === null ? [] : [attachmentRoutes(context, attachments)]),
  ]
}

/**
 * The whole application: what is public comes first; everything after `requireSession` is behind it, a route that
 * somebody forgets to protect included.
 */
export function createServerApp({
  context,
  frame,
  watch,
  version,
  web = null,
}: ServerParts): OpenAPIHono<HttpEnv> {
  const app = createHttpApp({
    ...frame,
    onRefused: (c, refusal) => recordRefusedRequest(context, c as unknown as Context<ServerEnv>, refusal),
  })
  app.route('/', watchRoutes(watch))
  addApiPage(app, { banner: context.isDemonstration ? demonstrationNotice.zh : null })
  addDocument(app, version)
  app.route('/api', enrolmentRoutes(context))
  app.use('/api/*', refuseUntilEnrolled(context))
  // Before the session is asked for: a core system has a key of its own.
  app.route('/api', gateRoutes(context.gate, gateWatch(context)))
  app.route('/api', signInRoutes(context))
  app.route('/api', oidcRoutes(context))
  const signedIn = createRoutes<ServerEnv>()
  signedIn.use(requireSession(context))
  for (const slice of slicesOf(context)) signedIn.route('/', slice)
  app.route('/api', signedIn)
  addWebPages(app, web)
  return app
}
