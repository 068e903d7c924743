import { z } from 'zod'
import { parseDay } from '#base/calendar-math.ts'
import { fenOfYuan } from '#base/money.ts'
import { fenCodec } from '#records/fen-codec.ts'
import type { RecordState } from '#records/record.ts'
import {
  codesOf,
  type EventStatus,
  firstStages,
  foundBy,
  furtherStages,
  grades,
  natures,
  stages,
  transfers,
} from './event-codes.ts'

/** Fields of the report of a major event, as domain 7.3 lists them, and what is kept of it. */

const text = (title: string, max: number) => z.string().trim().min(1).max(max).meta({ title })
const id = (title: string) =>
  z
    .string()
    .trim()
    .regex(/^[\w.:-]{1,64}$/)
    .meta({ title })
const day = (title: string) =>
  z
    .string()
    .refine((value) => parseDay(value) !== null, '应为日期 YYYY-MM-DD')
    .meta({ title, format: 'date' })
const yuan = (title: string) =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,11})\.\d{2}$/, '应为元，两位小数')
    .meta({ title })
const code = <Code extends string>(title: string, codes: readonly [Code, ...Code[]]) =>
  z.enum(codes).meta({ title })

const said = {
  occurred_on: day('发生日期').nullable(),
  channel: code('发现途径', codesOf(foundBy)),
  schemes: z
    .array(z.enum(['110', '120', '170', '210', '310', '390', '410', '510']))
    .min(1)
    .max(8)
    .meta({ title: '险种' }),
  nature: code('要情类型', codesOf(natures)),
  people: z
    .array(z.strictObject({ person_name: text('涉及人员', 60), position: text('单位及职务', 100) }))
    .max(50)
    .meta({ title: '涉及人员及职务' }),
  summary: text('主要情节', 4000),
  cause: text('原因分析', 2000),
  measures: text('采取措施', 2000),
  transfer: code('移送情况', codesOf(transfers)),
  case_ids: z.array(id('案件')).max(100).meta({ title: '关联案件' }),
  finding_ids: z.array(id('疑点')).max(200).meta({ title: '关联疑点' }),
} as const
const asked = {
  ...said,
  amount: yuan('涉及金额'),
  loss: yuan('造成损失'),
  recovered: yuan('已追回'),
} as const

export const Draft = z.strictObject({
  stage: code('报告类别', codesOf(firstStages)),
  grade: code('要情等级', codesOf(grades)),
  found_at: z.iso.datetime({ offset: true }).meta({ title: '发现时间' }),
  ...asked,
})
export type Draft = z.infer<typeof Draft>
export const Correction = Draft
export const Further = z.strictObject({ stage: code('续报类别', codesOf(furtherStages)), ...asked })
export type Further = z.infer<typeof Further>

export const Ask = z.strictObject({ text: text('要求补报、重报的内容', 1000), due_on: day('完成时限') })
export const Obstruction = z.strictObject({ text: text('阻拦、干预报告的情形', 2000) })
export const Reason = z.strictObject({ reason: text('理由', 500) })
export const Receipt = z.strictObject({ opinion: text('处理意见', 1000) })

const Facts = z.strictObject({ ...said, amount_fen: fenCodec, loss_fen: fenCodec, recovered_fen: fenCodec })
export type Facts = z.infer<typeof Facts>

export function factsOf({ amount, loss, recovered, ...rest }: Omit<Further, 'stage'>): Facts {
  const fen = (value: string): bigint => fenOfYuan(value) ?? 0n
  return { ...rest, amount_fen: fen(amount), loss_fen: fen(loss), recovered_fen: fen(recovered) }
}

const Note = z.strictObject({ by: z.string(), at: z.string(), text: z.string() })
const Report = z.strictObject({
  stage: z.enum(codesOf(stages)),
  facts: Facts,
  by: z.string(),
  at: z.string(),
})

export const EventData = z.strictObject({
  grade: z.enum(codesOf(grades)),
  /** Instants, ISO 8601: found, when the first report was due by the limit of that day, when it was signed. */
  found_at: z.string(),
  first_due_at: z.string(),
  first_reported_at: z.string().nullable(),
  final_reported_at: z.string().nullable(),
  number: z.strictObject({ year: z.int(), number: z.int(), text: z.string() }).nullable(),
  /** As last signed; before that as drafted. */
  facts: Facts,
  /** Waits for a signature. */
  pending: Report.nullable(),
  reports: z.array(Report.extend({ signed_by: z.string(), signed_at: z.string() })),
  /** The paper of the last signed report, once the server wrote it. */
  attachment_id: z.string().nullable(),
  received: z.array(Note),
  asked: z.array(Note.extend({ due_on: z.string(), answered_at: z.string().nullable() })),
  obstructions: z.array(Note),
  remarks: z.array(
    z.strictObject({ action: z.string(), by: z.string(), at: z.string(), reason: z.string() }),
  ),
})
export type EventData = z.infer<typeof EventData>
export type EventRow = RecordState<EventStatus, EventData>
