import type { RecordState } from '#records/record.ts'
import type { RegisterChange } from '#register/register-change.ts'
import { actRows, type Business, businessOrderRow, type EndingAct } from './ended-rows.ts'
import type { OrderData } from './order-data.ts'
import { isSystemChange, type OrderChange, type OrderMatter } from './order-matter.ts'
import type { OrderStatus, RegisterOwner } from './order-status.ts'

const channels: readonly unknown[] = ['COUNTER', 'ONLINE', 'BATCH', 'BACKEND']

export interface EndedOrder extends EndingAct {
  readonly matter: OrderMatter
  readonly register: RegisterOwner
  readonly changes: readonly OrderChange[]
}

/** The rows of an order about one person. Empty for a mirror, which is written by deliveries only. */
export function businessRows(
  order: RecordState<OrderStatus, OrderData>,
  { matter, register, changes, ...ending }: EndedOrder,
): RegisterChange[] {
  if (register === 'mirror') return []
  const { channel } = order.data.asked
  const business: Business = {
    code: matter.code,
    channel: channels.includes(channel) ? String(channel) : 'BACKEND',
    amountFen: order.data.amountFen,
    about: { person_id: order.subject.personId },
  }
  // A write-off is this row: the function has written it.
  const isWritten = changes.some((change) => !isSystemChange(change) && change.table === 'business_order')
  return [
    ...(isWritten ? [] : [businessOrderRow(order, business, ending.status)]),
    ...actRows(order, business, ending),
  ]
}
