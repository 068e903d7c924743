import { z } from 'zod'
import { fenCodec } from '#records/fen-codec.ts'
import { fields } from '#records/form-fields.ts'
import { Answer } from '../answering/task-data.ts'
import { Detections } from '../detection-source.ts'
import { Remark } from '../remark.ts'
import { type CheckLevel, type CheckOutcome, checkLevels, checkOutcomes } from './check-codes.ts'

/** A check of a unit's self-check: 互查, 市级检查 (of all), 省级抽查 (of those that were drawn). */

const levels = Object.keys(checkLevels) as [CheckLevel, ...CheckLevel[]]
const outcomes = Object.keys(checkOutcomes) as [CheckOutcome, ...CheckOutcome[]]

/** What the unit said, as the checkers were given it: they may be of another county and see nothing else of it. */
const Said = z.strictObject({ answers: z.record(z.string(), Answer), detections: Detections })

export const Noted = z.strictObject({
  agrees: z.boolean(),
  count: z.int(),
  amount_fen: fenCodec,
  note: z.string().nullable(),
  by: z.string(),
  at: z.string(),
})

export const CheckData = z.strictObject({
  campaign_id: z.string(),
  task_id: z.string(),
  level: z.enum(levels),
  checked_agency_id: z.string(),
  region: z.string(),
  by_agency_id: z.string(),
  /** Of a mutual check only. */
  said: Said.nullable(),
  /** Staff ids, with the agency that each belongs to. */
  team: z.array(z.strictObject({ staff_id: z.string(), agency_id: z.string() })),
  notes: z.record(z.string(), Noted),
  concluded: z
    .strictObject({ by: z.string(), at: z.string(), outcome: z.enum(outcomes), opinion: z.string() })
    .nullable(),
  done: z.strictObject({ by: z.string(), at: z.string(), on: z.string() }).nullable(),
  remarks: z.array(Remark),
})
export type CheckData = z.infer<typeof CheckData>

export const OpenInput = z.strictObject({
  task_id: fields.id('自查'),
  level: z.enum(['CITY', 'PROVINCE']).meta({ title: '级别' }),
})
export const PairInput = z.strictObject({
  task_id: fields.id('被查单位的自查'),
  by_agency_id: fields.id('检查单位'),
})
export const TeamInput = z.strictObject({
  members: z.array(fields.id('工号')).min(2).max(30).meta({ title: '检查人员（不少于两人）' }),
})
const NoteInput = z.strictObject({
  question: z
    .string()
    .regex(/^(10|[1-9])\.\d{1,2}$/, '应为题号')
    .meta({ title: '题号' }),
  agrees: z.boolean().meta({ title: '与自查一致' }),
  count: fields.count('检查发现数量'),
  amount_yuan: fields.yuan('检查发现金额（元）'),
  note: fields.text('说明', 1000).nullable(),
})
export const NotesInput = z.strictObject({
  notes: z.array(NoteInput).min(1).max(100).meta({ title: '检查记录' }),
})
export const ConcludeInput = z.strictObject({
  outcome: z.enum(outcomes).meta({ title: '检查结论' }),
  opinion: fields.text('检查意见', 2000),
})
export type OpenInput = z.infer<typeof OpenInput>
export type PairInput = z.infer<typeof PairInput>
export type TeamInput = z.infer<typeof TeamInput>
export type NotesInput = z.infer<typeof NotesInput>
export type ConcludeInput = z.infer<typeof ConcludeInput>
