import type { AccessFunction } from '#access/functions/access-function.ts'
import { campaignFunctions } from '#campaigns/campaign-access.ts'
import { caseAccessFunctions } from '#cases/case-access.ts'
import { dutyFunctions } from '#duties/duty-access.ts'
import { findingFunctions } from '#findings/finding-access.ts'
import { gateFunctions } from '#gate/keys/gate-key.ts'
import { inspectionFunctions } from '#inspections/inspection-access.ts'
import { eventFunctions } from '#major-events/event-access.ts'
import { meetingFunctions } from '#meetings/meeting-access.ts'
import { orderAccessFunctions } from '#orders/order-access.ts'
import { reportFunctions } from '#periodic-reports/report-access.ts'
import { processRuleFunctions } from '#process-rules/process-rule-access.ts'
import { ledgerFunctions } from '#risk-ledger/ledger-access.ts'
import { runFunctions } from '#runs/run-access.ts'
import { samplingFunctions } from '#sampling/sampling-access.ts'

/** Who may what in each slice, beside the catalogue of access: what a server that has all of them asks. */
export const businessFunctions: readonly AccessFunction[] = [
  ...gateFunctions,
  ...orderAccessFunctions,
  ...findingFunctions,
  ...runFunctions,
  ...processRuleFunctions,
  ...caseAccessFunctions,
  ...ledgerFunctions,
  ...inspectionFunctions,
  ...samplingFunctions,
  ...dutyFunctions,
  ...campaignFunctions,
  ...eventFunctions,
  ...reportFunctions,
  ...meetingFunctions,
]
