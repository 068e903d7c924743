import { z } from 'zod'
import { fenCodec } from '#records/fen-codec.ts'
import { fields } from '#records/form-fields.ts'
import { Remark } from '../remark.ts'
import { natures, problemSources, rectifications } from './problem-codes.ts'

/** A problem of a campaign, from the self-check or a check, with the columns of 附件2 (排查问题情况汇总表, domain 7.3). */

const list = <Code extends string>(codes: Readonly<Record<Code, unknown>>): [Code, ...Code[]] =>
  Object.keys(codes) as [Code, ...Code[]]

const described = {
  category: z.int().min(1).max(10).meta({ title: '排查内容（类）' }),
  question: z
    .string()
    .regex(/^(10|[1-9])\.\d{1,2}$/, '应为题号')
    .nullable()
    .meta({ title: '题号' }),
  description: fields.text('问题描述', 2000),
  people_count: fields.count('涉及人数'),
  nature: z.enum(list(natures)).meta({ title: '性质' }),
  cause: fields.text('原因', 1000),
  responsible: fields.text('责任人', 100),
  kind: z.enum(list(rectifications)).meta({ title: '整改方式' }),
  measures: fields.text('整改措施', 1000),
  due_on: fields.day('完成时限'),
  /** Listed apart in the rates (R-WF-02). */
  needs_legislation: z.boolean().meta({ title: '须上级完善制度后才能整改' }),
  in_crime: z.boolean().meta({ title: '是否涉案' }),
  case_id: fields.id('案件编号').nullable(),
  major_event_reported: z.boolean().meta({ title: '是否报要情' }),
}

export const ProblemInput = z.strictObject({
  ...described,
  campaign_id: fields.id('排查'),
  amount_yuan: fields.yuan('涉及金额（元）'),
})
export type ProblemInput = z.infer<typeof ProblemInput>

/** Of whoever checks: which unit it is about, and in what check it was found. */
export const FoundInput = ProblemInput.extend({
  agency_id: fields.id('单位'),
  source: z.enum(['MUTUAL', 'CITY', 'PROVINCE', 'DISCLOSURE']).meta({ title: '来源' }),
})
export type FoundInput = z.infer<typeof FoundInput>

export const CorrectInput = z.strictObject({ ...described, amount_yuan: fields.yuan('涉及金额（元）') })
export type CorrectInput = z.infer<typeof CorrectInput>

const Step = z.strictObject({ by: z.string(), at: z.string(), on: z.string(), text: z.string() })

export const ProblemData = z.strictObject({
  campaign_id: z.string(),
  region: z.string(),
  ...described,
  amount_fen: fenCodec,
  source: z.enum(list(problemSources)),
  found_on: z.string(),
  handled: Step.nullable(),
  rectified: Step.nullable(),
  verified: Step.nullable(),
  remarks: z.array(Remark),
})
export type ProblemData = z.infer<typeof ProblemData>

export const Result = z.strictObject({ result: fields.text('情况', 2000) })
export type Result = z.infer<typeof Result>
export const Extend = z.strictObject({ reason: fields.text('理由', 500), due_on: fields.day('新的时限') })
export type Extend = z.infer<typeof Extend>
