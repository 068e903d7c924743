import { readPayoutMonths } from '#platform/policy.ts'
import type { RecordKind } from '#records/define-record.ts'
import { defineOrder } from './define-order.ts'
import { accountChange } from './functions/account-change.ts'
import { backPay } from './functions/benefit/back-pay.ts'
import { deathResume } from './functions/benefit/death-resume.ts'
import { determination } from './functions/benefit/determination.ts'
import { funeral } from './functions/benefit/funeral.ts'
import { manualAdjust } from './functions/benefit/manual-adjust.ts'
import { resend } from './functions/benefit/resend.ts'
import { statusChange } from './functions/benefit/status-change.ts'
import { accountMerge } from './functions/identity/account-merge.ts'
import { deathFlagCancel } from './functions/identity/death-flag-cancel.ts'
import { identityChange } from './functions/identity/identity-change.ts'
import type { OrderFunction } from './functions/order-function.ts'
import { backFill } from './functions/participation/back-fill.ts'
import { contributionChange } from './functions/participation/contribution-change.ts'
import { lumpContribution } from './functions/participation/lump-contribution.ts'
import { refund } from './functions/participation/refund.ts'
import { transferIn } from './functions/participation/transfer-in.ts'
import { writeOff } from './functions/write-off.ts'
import { matterOfFunction } from './matter-of-function.ts'
import type { OrderMatter } from './order-matter.ts'
import type { RegisterOwner } from './order-status.ts'
import { reversalOf } from './reversal/reversal.ts'
import { withoutWayBack } from './reversal/undo-inserts.ts'
import { dataRepair } from './system-functions/data-repair.ts'
import { grantRole } from './system-functions/grant-role.ts'
import { parameterChange } from './system-functions/parameter-change.ts'

/** Those of the 22 that can be ordered here, in the order of the list. */
export const orderFunctions: readonly OrderFunction[] = [
  accountChange,
  statusChange,
  deathResume,
  backPay,
  manualAdjust,
  determination(await readPayoutMonths()),
  identityChange,
  accountMerge,
  backFill,
  lumpContribution,
  transferIn,
  refund,
  funeral,
  resend,
  deathFlagCancel,
  contributionChange,
  writeOff,
]

/** Everything that can be ordered: about a person, about the system, and the reversals. */
export const orderMatters: readonly OrderMatter[] = withReversals([
  ...orderFunctions.map(matterOfFunction),
  parameterChange,
  grantRole,
  dataRepair,
])

/** Of what changes rows of the register; a parameter is changed by another, a role is taken away. */
function withReversals(matters: readonly OrderMatter[]): readonly OrderMatter[] {
  const reversible = matters.filter(
    ({ code, places }) => places.every((place) => place === 'REGISTER') && !withoutWayBack.includes(code),
  )
  return [...matters, ...reversible.map(reversalOf)]
}

/** By the kind of their record. */
export const orderFunctionsByKind: ReadonlyMap<string, OrderMatter> = new Map(
  orderMatters.map((each) => [each.kind, each]),
)

export function orderKinds(register: RegisterOwner): readonly RecordKind[] {
  return orderMatters.map((each) => defineOrder(each, register))
}
