import type { Rule } from '#screening/rule.ts'
import { accountChanged } from './account/account-changed.ts'
import { holderMismatch } from './account/holder-mismatch.ts'
import { sharedAccount } from './account/shared-account.ts'
import { aboveCap } from './amount/above-cap.ts'
import { batchTotalDiffers } from './amount/batch-total-differs.ts'
import { suddenChange } from './amount/sudden-change.ts'
import { offHoursOperation } from './authority/off-hours-operation.ts'
import { onePersonSeveralSteps } from './authority/one-person-several-steps.ts'
import { notCertifiedForLong } from './certification/not-certified-for-long.ts'
import { backPayAfterDeathStop } from './death/back-pay-after-death-stop.ts'
import { paidAfterDeath } from './death/paid-after-death.ts'
import { reportedNotFlagged } from './death/reported-not-flagged.ts'
import { resumedAfterDeathStop } from './death/resumed-after-death-stop.ts'
import { employeeAndResidentPension } from './duplicate/employee-and-resident-pension.ts'
import { samePeriodPaidTwice } from './duplicate/same-period-paid-twice.ts'
import { paidInPrison } from './prison/paid-in-prison.ts'

/** Every rule, in the order of core-rules.md. */
export const rules: readonly Rule[] = [
  paidAfterDeath,
  resumedAfterDeathStop,
  backPayAfterDeathStop,
  reportedNotFlagged,
  paidInPrison,
  employeeAndResidentPension,
  samePeriodPaidTwice,
  sharedAccount,
  holderMismatch,
  accountChanged,
  aboveCap,
  suddenChange,
  batchTotalDiffers,
  notCertifiedForLong,
  onePersonSeveralSteps,
  offHoursOperation,
]
