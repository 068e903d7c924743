import type { z } from 'zod'
import type { actApi } from './acting/act-routes.ts'
import type { attachmentApi } from './acting/attachment-routes.ts'
import type { recordApi } from './acting/record-routes.ts'
import type { rehearsalApi } from './acting/rehearsal-routes.ts'
import type { toDoApi } from './acting/to-do-routes.ts'
import type { calendarApi } from './calendar/calendar-routes.ts'
import type { CampaignRoute } from './campaigns/campaign-slices.ts'
import type { CaseRoute } from './cases/case-slices.ts'
import type { DutyRoute } from './duties/duty-slices.ts'
import type { fairnessApi } from './fairness/fairness-routes.ts'
import type { findingApi } from './findings/finding-routes.ts'
import type { aroundFindingApi } from './findings/reading/around-routes.ts'
import type { orderLinkApi } from './findings/reading/order-link-routes.ts'
import type { savedFilterApi } from './findings/saved-filters/saved-filter-routes.ts'
import type { snoozeApi } from './findings/snooze-routes.ts'
import type { gateKeyApi } from './gate/gate-key-routes.ts'
import type { confirmationApi } from './identity/confirmation-routes.ts'
import type { enrolmentApi } from './identity/enrolment-routes.ts'
import type { meApi } from './identity/me-routes.ts'
import type { signInApi } from './identity/sign-in-routes.ts'
import type { InspectionRoute } from './inspections/inspection-slices.ts'
import type { oneselfApi } from './organisation/oneself-routes.ts'
import type { organisationApi } from './organisation/organisation-routes.ts'
import type { overviewApi } from './overview/overview-routes.ts'
import type { waitingApi } from './persons/waiting-routes.ts'
import type { processRuleApi } from './process-rules/process-rule-routes.ts'
import type { ProfileRoute } from './profiles/profile-slices.ts'
import type { ReportRoute } from './reports/report-slices.ts'
import type { LedgerRoute } from './risk-ledger/ledger-slices.ts'
import type { ruleApi } from './rules/rule-routes.ts'
import type { deliveryApi } from './runs/delivery-slices.ts'
import type { SamplingRoute } from './sampling/sampling-slices.ts'
import type { searchApi } from './search/search-routes.ts'
import type { trailExportApi } from './trail/trail-export-routes.ts'
import type { trailApi } from './trail/trail-routes.ts'
import type { capabilityApi } from './web/capability-routes.ts'

/** The type of the API, made of the same schemas as its document. Nothing here exists when the program runs. */

type Route =
  | (typeof actApi)[number]
  | (typeof aroundFindingApi)[number]
  | (typeof attachmentApi)[number]
  | (typeof capabilityApi)[number]
  | (typeof calendarApi)[number]
  | DutyRoute
  | CampaignRoute
  | CaseRoute
  | (typeof confirmationApi)[number]
  | (typeof deliveryApi)[number]
  | (typeof enrolmentApi)[number]
  | (typeof fairnessApi)[number]
  | (typeof findingApi)[number]
  | (typeof gateKeyApi)[number]
  | LedgerRoute
  | InspectionRoute
  | (typeof meApi)[number]
  | (typeof oneselfApi)[number]
  | (typeof orderLinkApi)[number]
  | (typeof organisationApi)[number]
  | (typeof overviewApi)[number]
  | ProfileRoute
  | (typeof recordApi)[number]
  | (typeof rehearsalApi)[number]
  | ReportRoute
  | (typeof processRuleApi)[number]
  | (typeof ruleApi)[number]
  | (typeof savedFilterApi)[number]
  | SamplingRoute
  | (typeof searchApi)[number]
  | (typeof signInApi)[number]
  | (typeof snoozeApi)[number]
  | (typeof toDoApi)[number]
  | (typeof waitingApi)[number]
  | (typeof trailApi)[number]
  | (typeof trailExportApi)[number]

type Json<Schema> = { readonly content: { readonly 'application/json': { readonly schema: Schema } } }

type Part<R, Name extends string> = R extends { request: { [Key in Name]: infer Schema extends z.ZodType } }
  ? { readonly [Key in Name]: z.input<Schema> }
  : unknown

type Body<R> = R extends { request: { body: Json<infer Schema extends z.ZodType> } }
  ? { readonly body: z.input<Schema> }
  : unknown

type Answer<R> = R extends { responses: { 200: Json<infer Schema extends z.ZodType> } }
  ? z.output<Schema>
  : R extends { responses: { 201: Json<infer Schema extends z.ZodType> } }
    ? z.output<Schema>
    : null

/** What is sent and what comes back, by `POST /api/sign-in/password`. */
export type Api = {
  readonly [R in Route as `${Uppercase<R['method']>} /api${R['path']}`]: {
    readonly given: Part<R, 'params'> & Part<R, 'query'> & Part<R, 'headers'> & Body<R>
    readonly answer: Answer<R>
  }
}
