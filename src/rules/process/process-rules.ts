import type { ProcessRule } from '#screening/process-rule.ts'
import { archiveMissing } from './archive-missing.ts'
import { leadOverdue } from './lead-overdue.ts'
import { paymentWithoutMeeting } from './payment-without-meeting.ts'
import { problemRecurs } from './problem-recurs.ts'
import { reconciliationMissing } from './reconciliation-missing.ts'
import { recoveryStalled } from './recovery-stalled.ts'
import { staleFeed } from './stale-feed.ts'
import { stepSkipped } from './step-skipped.ts'
import { tipOverdue } from './tip-overdue.ts'

/** Rules about how the work is done, in the order of domain/2-rules.md: a catalogue beside that of deliveries. */
export const processRules: readonly ProcessRule[] = [
  leadOverdue,
  paymentWithoutMeeting,
  reconciliationMissing,
  tipOverdue,
  archiveMissing,
  problemRecurs,
  recoveryStalled,
  staleFeed,
  stepSkipped,
]
