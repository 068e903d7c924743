import { formatYuan } from '#base/money.ts'
import type { RegisterChange } from '#register/register-change.ts'
import type { WrittenRow } from '#register/register-row.ts'
import type { AskedFile } from './asked-file.ts'
import { fileHash } from './file-text.ts'
import { type PaymentFileData, releasedLines } from './payment-file-data.ts'
import type { FileBatch, FileLine } from './payment-line.ts'

/** What a payment file does to the register. */

type Status = 'PAID' | 'SENT' | 'HELD'

function batchRow(
  { batch_id, scheme, pay_month, kind, channel }: FileBatch,
  other: WrittenRow,
): RegisterChange {
  return {
    operation: 'insert',
    table: 'payment_batch',
    values: { batch_id, scheme, pay_month, kind, channel, ...other },
  }
}

/** An arrear that stands in the register as held is that row; every other line is a new one. */
function lineRow(
  { batch_id, scheme, pay_month }: FileBatch,
  line: FileLine,
  given: { readonly status: Status; readonly isRegistered: boolean },
): RegisterChange {
  const { hold_id: _hold, payment_id, ...columns } = line
  const { status } = given
  // A held line is of no batch: a batch's lines and its total agree (AMT-14).
  const values = { ...columns, scheme, pay_month, status, batch_id: status === 'HELD' ? null : batch_id }
  if (!given.isRegistered) return { operation: 'insert', table: 'payment', values: { payment_id, ...values } }
  return {
    operation: 'update',
    table: 'payment',
    key: { payment_id },
    values,
    // Whoever pays it first pays it; the other finds another status.
    expected: { status: 'HELD', batch_id: null, amount: line.amount },
  }
}

export interface Registered {
  /** Lines that the register has as held. */
  readonly paymentIds: ReadonlySet<string>
}

/**
 * For the checks: as if the bank had paid every line today, for the rules judge what was paid (and the file is not yet
 * what it would be without the held lines).
 */
export function assumedEffect(
  { batch, lines, declared }: AskedFile,
  { paymentIds }: Registered,
  now: string,
): RegisterChange[] {
  const hash = fileHash(batch, lines)
  const head = batchRow(batch, {
    line_count: String(declared.lineCount),
    total_amount: formatYuan(declared.fen),
    prepared_file_hash: hash,
    sent_file_hash: hash,
    sent_at: now,
  })
  const rows = lines.map((line) =>
    lineRow(batch, line, { status: 'PAID', isRegistered: paymentIds.has(line.payment_id) }),
  )
  return [head, ...rows]
}

/** When it is approved: the released lines with their batch, the held ones as held. */
export function writtenEffect(
  data: Pick<PaymentFileData, 'batch' | 'lines' | 'held' | 'released' | 'releasedHash' | 'decision'>,
  { paymentIds }: Registered,
  people: {
    readonly preparedBy: string
    /** Null of an emergency release. */
    readonly reviewedBy: string | null
    readonly approvedBy: string
  },
): RegisterChange[] {
  const { batch, lines, released, releasedHash } = data
  const leaving = new Set(releasedLines(data).map(({ payment_id }) => payment_id))
  const rows = lines.map((line) =>
    lineRow(batch, line, {
      status: leaving.has(line.payment_id) ? 'SENT' : 'HELD',
      isRegistered: paymentIds.has(line.payment_id),
    }),
  )
  if (leaving.size === 0) return rows
  const head = batchRow(batch, {
    line_count: String(released.lineCount),
    total_amount: formatYuan(released.fen),
    prepared_file_hash: releasedHash,
    prepared_by: people.preparedBy,
    reviewed_by: people.reviewedBy,
    approved_by: people.approvedBy,
    ...(data.decision == null ? {} : { meeting_id: data.decision.meeting_id }),
  })
  return [head, ...rows]
}

/** What the bank received is written beside what was approved: FIN-27 compares the two. */
export function sentEffect(
  { batch, releasedHash }: PaymentFileData,
  hash: string,
  at: string,
): RegisterChange {
  return {
    operation: 'update',
    table: 'payment_batch',
    key: { batch_id: batch.batch_id },
    values: { sent_file_hash: hash, sent_at: at },
    expected: { prepared_file_hash: releasedHash, sent_file_hash: null },
  }
}
