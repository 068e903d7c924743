import type { HighRiskCode } from '#access/functions/high-risk-functions.ts'
import type { RecordState } from '#records/record.ts'
import type { RegisterChange } from '#register/register-change.ts'
import { actRows, type Business, businessOrderRow, type EndingAct, endedStatuses } from '../ended-rows.ts'
import type { RegisterOwner } from '../order-status.ts'

export interface EndedFile extends EndingAct {
  readonly code: HighRiskCode
  readonly register: RegisterOwner
  readonly amountFen: bigint | null
}

/**
 * The rows of a file or an import, so that screening sees who paid and who imported. Empty where it has not ended, and
 * for a mirror, which is written by deliveries only.
 */
export function endedFileRows(
  file: Pick<RecordState, 'id' | 'version' | 'enteredAt'>,
  { code, register, amountFen, ...ending }: EndedFile,
): RegisterChange[] {
  if (register === 'mirror' || endedStatuses[ending.status] === undefined) return []
  const business: Business = { code, channel: 'BATCH', amountFen, about: {} }
  return [businessOrderRow(file, business, ending.status), ...actRows(file, business, ending)]
}
