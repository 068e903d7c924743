import { z } from 'zod'
import { fenCodec } from '#records/fen-codec.ts'
import { fields } from '#records/form-fields.ts'
import { Detections } from '../detection-source.ts'
import { type AnswerCode, answerCodes } from '../forms/answer.ts'
import { Plan } from '../planning/plan.ts'
import { Remark } from '../remark.ts'

/** A unit's self-check: the questions of the plan's categories, answered in parts and submitted by the unit's leader. */

const answerList = Object.keys(answerCodes) as [AnswerCode, ...AnswerCode[]]

export const Answer = z.strictObject({
  answer: z.enum(answerList),
  count: z.int(),
  amount_fen: fenCodec,
  evidence: z.string().nullable(),
  rectify_by: z.string().nullable(),
  /** Why it is “no” although findings are there. */
  explanation: z.string().nullable(),
  by: z.string(),
  at: z.string(),
})
export type Answer = z.infer<typeof Answer>

export const Contact = z.strictObject({
  contact_name: fields.text('联系人', 40),
  post: fields.text('职务', 60),
  phone: z
    .string()
    .regex(/^[\d-]{5,20}$/, '应为电话号码')
    .meta({ title: '电话' }),
})

/** What 附件1 says of a unit beside its findings, by scheme: the unit's own figures. */
export const Basic = z.strictObject({
  scheme: z.enum(['110', '120', '170', '210', '310', '390', '410', '510']).meta({ title: '险种' }),
  recipients: fields.count('领取人数'),
  monthly_fen: fenCodec,
  staff: fields.count('经办人数'),
  accounts: fields.count('账号数'),
  sampled: fields.count('抽查业务数'),
})
export type Basic = z.infer<typeof Basic>

export const TaskData = z.strictObject({
  campaign_id: z.string(),
  /** As it was passed down. */
  plan: Plan,
  region: z.string(),
  contacts: z.array(Contact),
  basics: z.array(Basic),
  /** By number of the question. */
  answers: z.record(z.string(), Answer),
  /** As they stood when an answer was last saved, and frozen by the submission. */
  detections: Detections,
  detected_at: z.string().nullable(),
  submitted: z.strictObject({ by: z.string(), at: z.string() }).nullable(),
  accepted_on: z.string().nullable(),
  remarks: z.array(Remark),
})
export type TaskData = z.infer<typeof TaskData>

const number = z
  .string()
  .regex(/^(10|[1-9])\.\d{1,2}$/, '应为题号')
  .meta({ title: '题号' })

export const AnswerInput = z.strictObject({
  question: number,
  answer: z.enum(answerList).meta({ title: '是、否、部分' }),
  count: fields.count('数量'),
  amount_yuan: fields.yuan('涉及金额（元）'),
  evidence: fields.text('依据', 1000).nullable(),
  rectify_by: fields.day('整改期限').nullable(),
  explanation: fields.text('与疑点数据不一致的说明', 1000).nullable(),
})
export type AnswerInput = z.infer<typeof AnswerInput>

export const AnswersInput = z.strictObject({
  answers: z.array(AnswerInput).min(1).max(100).meta({ title: '答复' }),
})
export type AnswersInput = z.infer<typeof AnswersInput>

const BasicInput = Basic.omit({ monthly_fen: true }).extend({ monthly_yuan: fields.yuan('月发放额（元）') })
export const BasicsInput = z.strictObject({
  basics: z.array(BasicInput).min(1).max(8).meta({ title: '基本情况' }),
})
export type BasicsInput = z.infer<typeof BasicsInput>

export const ContactsInput = z.strictObject({
  contacts: z.array(Contact).min(1).max(10).meta({ title: '联系人' }),
})
export type ContactsInput = z.infer<typeof ContactsInput>
