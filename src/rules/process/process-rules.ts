import type { ProcessRule } from '#screening/on-records/process-rule.ts'
import { answerContradicted } from './answer-contradicted.ts'
import { archiveMissing } from './archive-missing.ts'
import { eventLateOrConcealed } from './event-late-or-concealed.ts'
import { halfYearReportMissing } from './half-year-report-missing.ts'
import { inspectorConflict } from './inspector-conflict.ts'
import { leadOverdue } from './lead-overdue.ts'
import { ledgerIncomplete } from './ledger-incomplete.ts'
import { paymentWithoutMeeting } from './payment-without-meeting.ts'
import { problemRecurs } from './problem-recurs.ts'
import { ratesBelowTarget } from './rates-below-target.ts'
import { reconciliationMissing } from './reconciliation-missing.ts'
import { recoveryStalled } from './recovery-stalled.ts'
import { reviewIncomplete } from './review-incomplete.ts'
import { sampleNotDone } from './sample-not-done.ts'
import { staleFeed } from './stale-feed.ts'
import { stepSkipped } from './step-skipped.ts'
import { tipOverdue } from './tip-overdue.ts'
import { tooFewInspections } from './too-few-inspections.ts'

/** Rules about how the work is done, in the order of domain/2-rules.md: a catalogue beside that of deliveries. */
export const processRules: readonly ProcessRule[] = [
  leadOverdue,
  ratesBelowTarget,
  eventLateOrConcealed,
  halfYearReportMissing,
  sampleNotDone,
  tooFewInspections,
  reviewIncomplete,
  paymentWithoutMeeting,
  reconciliationMissing,
  ledgerIncomplete,
  tipOverdue,
  archiveMissing,
  problemRecurs,
  recoveryStalled,
  staleFeed,
  answerContradicted,
  stepSkipped,
  inspectorConflict,
]
