import { byteOrderMark, csvLine } from '#base/csv.ts'
import { sha256 } from '#base/digest.ts'
import { formatYuan } from '#base/money.ts'
import { type FileBatch, type FileLine, totalFen } from './payment-line.ts'

/**
 * The one text of a payment file: the batch, then its lines by their id, by the standard's columns, as CSV. Its hash is
 * what is approved and what must reach the bank (FIN-27); so nothing is guarded or reformatted for a spreadsheet.
 */

const batchColumns = [
  'batch_id',
  'scheme',
  'pay_month',
  'kind',
  'channel',
  'line_count',
  'total_amount',
] as const
const lineColumns = [
  'payment_id',
  'person_id',
  'entitlement_id',
  'benefit',
  'period_from',
  'period_to',
  'kind',
  'amount',
  'account_number',
  'holder_name',
  'resend_of',
] as const

export function byPaymentId<Line extends { readonly payment_id: string }>(lines: readonly Line[]): Line[] {
  return [...lines].sort((one, other) =>
    one.payment_id === other.payment_id ? 0 : one.payment_id < other.payment_id ? -1 : 1,
  )
}

export function fileText(batch: FileBatch, lines: readonly FileLine[]): string {
  const total = formatYuan(totalFen(lines))
  const { batch_id, scheme, pay_month, kind, channel } = batch
  const head = [batch_id, scheme, pay_month, kind, channel, String(lines.length), total]
  const rows = byPaymentId(lines).map((line) => csvLine(lineColumns.map((column) => line[column] ?? '')))
  return [byteOrderMark, csvLine(batchColumns), csvLine(head), csvLine(lineColumns), ...rows].join('')
}

/** SHA-256, 64 hex digits. */
export function fileHash(batch: FileBatch, lines: readonly FileLine[]): string {
  return sha256(fileText(batch, lines))
}
