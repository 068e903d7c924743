import { fenOfYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { byPaymentId } from './file-text.ts'
import type { PaymentFileData } from './payment-file-data.ts'
import type { FileBatch, FileLine, Holding, PaymentFileInput, PaymentLine } from './payment-line.ts'

/** What was asked, made one: new lines, and arrears taken from their holds. */
export interface AskedFile {
  readonly batch: FileBatch
  readonly lines: readonly FileLine[]
  readonly declared: { readonly lineCount: number; readonly fen: bigint }
  readonly holding: Holding
}

/** A hold that has ended, as its record says; the amount is nobody's to enter again. */
export interface EndedHold {
  readonly holdId: string
  readonly line: PaymentLine
}

/** Arrears of the months before: what was a month's regular line is paid as 补发 now. */
function arrearLine(
  { holdId, line }: EndedHold,
  { account_number, holder_name }: PaymentFileInput['arrears'][number],
): FileLine {
  const kind = line.kind === 'REGULAR' ? 'BACK_PAY' : line.kind
  return { ...line, kind, account_number, holder_name, hold_id: holdId }
}

export function askedFile(input: PaymentFileInput, holds: readonly EndedHold[]): AskedFile | Refusal {
  const { lines, arrears, line_count, total_amount, holding, ...batch } = input
  const known = new Map(holds.map((hold) => [hold.holdId, hold]))
  const missing = arrears.filter(({ hold_id }) => !known.has(hold_id)).map(({ hold_id }) => hold_id)
  if (missing.length > 0) {
    return new Refusal('conflict', {
      zh: `暂缓单 ${missing.slice(0, 5).join('、')} 不是本机构本险种已解除、待补发的暂缓单；请从待补发清单中选取。`,
      en: `the holds ${missing.slice(0, 5).join(', ')} are not ended holds of this agency and scheme that wait for payment; take them from the list.`,
    })
  }
  const added = arrears.map((arrear) => arrearLine(known.get(arrear.hold_id)!, arrear))
  const all = [...lines.map((line): FileLine => ({ ...line, hold_id: null })), ...added]
  const declared = { lineCount: line_count, fen: fenOfYuan(total_amount)! }
  return { batch, lines: byPaymentId(all), declared, holding }
}

/** The file of an order that was entered before. */
export function fileOfData({ batch, lines, entered, holding }: PaymentFileData): AskedFile {
  return { batch, lines, declared: entered, holding }
}
