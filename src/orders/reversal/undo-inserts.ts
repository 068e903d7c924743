import type { HighRiskCode } from '#access/functions/high-risk-functions.ts'
import { formatMonth } from '#base/calendar-math.ts'
import type { RegisterChange } from '#register/register-change.ts'
import type { WrittenRow } from '#register/register-row.ts'
import type { TableName } from '#standard/tables.ts'
import { changeOf, dayOfOrder, doneBy, insertOf, monthOfOrder } from '../functions/edits.ts'
import type { MatterSource } from '../order-matter.ts'

/**
 * Orders that always write a row without a way back: contributions and retirements have no status, and a row that says
 * the opposite would count as one more. They are corrected by an order of their own or by a data repair.
 */
export const withoutWayBack: readonly HighRiskCode[] = [
  'DETERMINATION',
  'BACK_FILL',
  'LUMP_CONTRIBUTION',
  'TRANSFER_IN',
  'REFUND',
]

/** For a row of a history: it stays, and another one beside it says that it was taken back. */
export interface Undoing {
  readonly source: MatterSource
  /** Number of the change within the order, for ids of the rows that the reversal writes. */
  readonly place: number
}

type Undo = (row: WrittenRow, undoing: Undoing) => RegisterChange

const opposite: Readonly<Record<string, string>> = {
  GRANT: 'END',
  SUSPEND: 'RESUME',
  END: 'RESUME',
  RESUME: 'SUSPEND',
}

/** Of a number as it is written. */
function negated(text: string | null | undefined): string | null {
  if (text === null || text === undefined || /^-?[0.]+$/.test(text)) return text ?? null
  return text.startsWith('-') ? text.slice(1) : `-${text}`
}

const idOf = ({ source, place }: Undoing): string => `${source.orderId}-${place}`

/** How a row that an order wrote is taken back, table by table, without deleting it. */
export const undoOfInsert: Readonly<Partial<Record<TableName, Undo>>> = {
  payee_account: (row, { source }) => changeOf('payee_account', row, { valid_to: dayOfOrder(source) }),
  payee_account_change: (row, undoing) =>
    insertOf('payee_account_change', {
      ...row,
      change_id: idOf(undoing),
      old_account: row.new_account ?? null,
      new_account: row.old_account ?? null,
      channel: 'BACKEND',
      order_id: undoing.source.orderId,
      ...doneBy(undoing.source),
    }),
  person_change: (row, undoing) =>
    insertOf('person_change', {
      ...row,
      change_id: idOf(undoing),
      old_value: row.new_value ?? null,
      new_value: row.old_value ?? null,
      order_id: undoing.source.orderId,
      ...doneBy(undoing.source),
    }),
  entitlement_change: (row, undoing) =>
    insertOf('entitlement_change', {
      ...row,
      change_id: idOf(undoing),
      kind: opposite[row.kind ?? ''] ?? 'CORRECT',
      reason: 'ERROR',
      amount_before: row.amount_after ?? null,
      amount_after: row.amount_before ?? null,
      order_id: undoing.source.orderId,
      ...doneBy(undoing.source),
    }),
  // A counter-entry (红冲): the account's sum is right again, and a back-fill that was made stays one that was made.
  account_adjustment: (row, undoing) =>
    insertOf('account_adjustment', {
      ...row,
      adjustment_id: idOf(undoing),
      months: negated(row.months),
      amount: negated(row.amount),
      kind: 'ADJUST',
      ...doneBy(undoing.source),
    }),
  // A line that a file has taken is no longer HELD and was changed meanwhile.
  payment: (row) => changeOf('payment', row, { status: 'CANCELLED' }),
  entitlement: (row, { source }) =>
    changeOf('entitlement', row, {
      status: 'ENDED',
      status_reason: 'ERROR',
      ended: formatMonth(monthOfOrder(source)),
    }),
  business_order: (row) => changeOf('business_order', row, { status: 'WITHDRAWN' }),
}
