import { z } from 'zod'
import { fenOfYuan } from '#base/money.ts'
import { assert } from '#base/refusal.ts'
import { benefits, schemes } from '#standard/code-lists.ts'
import { fields, personId } from '../functions/fields.ts'

/**
 * What a payment file is asked to pay. A slice reads no spreadsheets: the file itself is attached, and its lines come as
 * strict JSON, read by the page or the core system. The lines are what is checked, approved, hashed and paid; the
 * attachment is kept beside them.
 */

const codesOf = <Codes extends object>(codes: Codes) =>
  Object.keys(codes) as unknown as readonly [keyof Codes & string, ...(keyof Codes & string)[]]

/** Kinds that pay: what is deducted is deducted before a line is made. */
const lineKinds = ['REGULAR', 'BACK_PAY', 'ONE_OFF', 'ADJUSTMENT', 'RESEND'] as const
const batchKinds = ['MONTHLY', 'BACK_PAY', 'ONE_OFF', 'RESEND'] as const

/** Of one file; a larger month is paid in several. */
export const linesMax = 5000

const shape = {
  payment_id: fields.id('发放明细编号'),
  person_id: personId,
  entitlement_id: fields.id('待遇编号').nullable(),
  benefit: fields.code('待遇项目', codesOf(benefits)),
  period_from: fields.month('所属期起'),
  period_to: fields.month('所属期止'),
  kind: fields.code('发放类型', lineKinds),
  amount: fields.yuan('金额').refine((yuan) => fenOfYuan(yuan) !== 0n, '金额应大于零'),
  account_number: fields.id('银行账号'),
  holder_name: fields.text('户名', 50),
  resend_of: fields.id('原发放明细编号').nullable(),
} as const

export const PaymentLine = z.strictObject(shape)
export type PaymentLine = z.infer<typeof PaymentLine>

/** As it stands in a file: a line that was held before and is paid now names its hold. */
export const FileLine = z.strictObject({ ...shape, hold_id: z.string().nullable() })
export type FileLine = z.infer<typeof FileLine>

export const FileBatch = z.strictObject({
  batch_id: fields.id('批次号'),
  scheme: fields.code('险种', codesOf(schemes)),
  pay_month: fields.month('发放年月'),
  kind: fields.code('批次类型', batchKinds),
  channel: fields.code('发送方式', ['DIRECT', 'MANUAL_FILE']),
})
export type FileBatch = z.infer<typeof FileBatch>

/** A held line of an earlier file whose hold has ended; what it is worth stands in the hold, where it goes is said anew. */
const Arrear = z.strictObject({
  hold_id: fields.id('暂缓单号'),
  account_number: fields.id('银行账号'),
  holder_name: fields.text('户名', 50),
})
export type Arrear = z.infer<typeof Arrear>

/** Days for which a held line waits; who holds it longer says so again (platform.md 19). */
export const holdDaysMax = 30

export const Holding = z.strictObject({
  staff_id: fields.id('暂缓核实责任人'),
  days: z.int().min(1).max(holdDaysMax).meta({ title: '暂缓天数' }),
})
export type Holding = z.infer<typeof Holding>

export const PaymentFileInput = z.strictObject({
  ...FileBatch.shape,
  /** As the file says, new lines and arrears together: what stands in it must come to the same. */
  line_count: z.int().min(1).max(linesMax).meta({ title: '笔数' }),
  total_amount: fields.yuan('总金额'),
  lines: z.array(PaymentLine).max(linesMax).meta({ title: '明细' }),
  arrears: z.array(Arrear).max(linesMax).meta({ title: '解除暂缓的补发明细' }),
  /** Who looks into the lines that are held, and for how long at first. */
  holding: Holding,
})
export type PaymentFileInput = z.infer<typeof PaymentFileInput>

/** An amount that a schema has let pass. */
export function fenOfLine({ amount }: { readonly amount: string }): bigint {
  const fen = fenOfYuan(amount)
  assert(fen !== null, `${amount} is an amount`)
  return fen
}

export function totalFen(lines: readonly { readonly amount: string }[]): bigint {
  return lines.reduce((sum, line) => sum + fenOfLine(line), 0n)
}
