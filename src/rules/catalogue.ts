import type { Rule } from '#screening/rule.ts'
import { accountChanged } from './account/account-changed.ts'
import { changedAndChangedBack } from './account/changed-and-changed-back.ts'
import { holderMismatch } from './account/holder-mismatch.ts'
import { largePaymentAfterAccountChange } from './account/large-payment-after-account-change.ts'
import { resentToOtherAccount } from './account/resent-to-other-account.ts'
import { sharedAccount } from './account/shared-account.ts'
import { staffReceives } from './account/staff-receives.ts'
import { aboveCap } from './amount/above-cap.ts'
import { backPayPattern } from './amount/back-pay-pattern.ts'
import { batchTotalDiffers } from './amount/batch-total-differs.ts'
import { manualChange } from './amount/manual-change.ts'
import { severalHighMonths } from './amount/several-high-months.ts'
import { suddenChange } from './amount/sudden-change.ts'
import { accountOfLeaver } from './authority/account-of-leaver.ts'
import { burstOfOperations } from './authority/burst-of-operations.ts'
import { conflictingRoles } from './authority/conflicting-roles.ts'
import { offHoursOperation } from './authority/off-hours-operation.ts'
import { officerRolesMixed } from './authority/officer-roles-mixed.ts'
import { onePersonSeveralSteps } from './authority/one-person-several-steps.ts'
import { tooLongOnKeyPost } from './authority/too-long-on-key-post.ts'
import { activationIrregular } from './card/activation-irregular.ts'
import { notHandedOut } from './card/not-handed-out.ts'
import { ofDeadPerson } from './card/of-dead-person.ts'
import { certifiedAfterDeath } from './certification/certified-after-death.ts'
import { certifierAlsoResumed } from './certification/certifier-also-resumed.ts'
import { communityWithoutReview } from './certification/community-without-review.ts'
import { notCertifiedForLong } from './certification/not-certified-for-long.ts'
import { baseOutOfBounds } from './contribution/base-out-of-bounds.ts'
import { irregularBackFill } from './contribution/irregular-back-fill.ts'
import { underDeclaredBase } from './contribution/under-declared-base.ts'
import { unpaidContributions } from './contribution/unpaid-contributions.ts'
import { backPayAfterDeathStop } from './death/back-pay-after-death-stop.ts'
import { paidAfterDeath } from './death/paid-after-death.ts'
import { reactivatedAfterDeathEnd } from './death/reactivated-after-death-end.ts'
import { reportedNotFlagged } from './death/reported-not-flagged.ts'
import { resumedAfterDeathStop } from './death/resumed-after-death-stop.ts'
import { benefitInOtherRegion } from './duplicate/benefit-in-other-region.ts'
import { employeeAndResidentPension } from './duplicate/employee-and-resident-pension.ts'
import { samePeriodPaidTwice } from './duplicate/same-period-paid-twice.ts'
import { paymentFileByHand } from './fund/payment-file-by-hand.ts'
import { paymentToUnknownPayee } from './fund/payment-to-unknown-payee.ts'
import { reconciliationNotIndependent } from './fund/reconciliation-not-independent.ts'
import { statementBroken } from './fund/statement-broken.ts'
import { paidInPrison } from './prison/paid-in-prison.ts'
import { noticeTooShort } from './retirement/notice-too-short.ts'
import { tooEarly } from './retirement/too-early.ts'

/** Every rule, in the order of core-rules.md. */
export const rules: readonly Rule[] = [
  paidAfterDeath,
  resumedAfterDeathStop,
  backPayAfterDeathStop,
  reactivatedAfterDeathEnd,
  reportedNotFlagged,
  paidInPrison,
  employeeAndResidentPension,
  benefitInOtherRegion,
  samePeriodPaidTwice,
  sharedAccount,
  holderMismatch,
  accountChanged,
  largePaymentAfterAccountChange,
  staffReceives,
  changedAndChangedBack,
  resentToOtherAccount,
  aboveCap,
  severalHighMonths,
  suddenChange,
  backPayPattern,
  manualChange,
  batchTotalDiffers,
  tooEarly,
  noticeTooShort,
  notCertifiedForLong,
  certifierAlsoResumed,
  certifiedAfterDeath,
  communityWithoutReview,
  notHandedOut,
  ofDeadPerson,
  activationIrregular,
  baseOutOfBounds,
  underDeclaredBase,
  unpaidContributions,
  irregularBackFill,
  onePersonSeveralSteps,
  conflictingRoles,
  offHoursOperation,
  burstOfOperations,
  accountOfLeaver,
  officerRolesMixed,
  tooLongOnKeyPost,
  paymentToUnknownPayee,
  reconciliationNotIndependent,
  statementBroken,
  paymentFileByHand,
]
