import { z } from 'zod'
import { codesOf, fields } from '#records/form-fields.ts'
import { Done, Remark } from '../done.ts'
import { subjects, trainingKinds } from '../duty-codes.ts'

export const TrainingPlan = z.strictObject({
  title: fields.text('培训名称', 100),
  kind: fields.code('培训形式', codesOf(trainingKinds)),
  subjects: z
    .array(z.enum(codesOf(subjects)))
    .min(1)
    .max(20)
    .meta({ title: '培训内容' }),
  planned_on: fields.day('计划日期'),
  hours: z.int().min(1).max(200).meta({ title: '学时' }),
  place: fields.text('地点', 100),
  lecturer: fields.text('主讲', 100),
  invited: fields.ids('参加人员工号', 500).min(1, '至少一人'),
  /** Of a hundred; absent: no written exam. */
  pass_mark: z.int().min(1).max(100).optional().meta({ title: '考试合格分（不考试的不填）' }),
})
export type TrainingPlan = z.infer<typeof TrainingPlan>

export const TrainingHeld = z.strictObject({
  held_on: fields.day('举办日期'),
  present: fields.ids('到场人员工号', 500).min(1, '至少一人'),
  note: fields.text('培训情况', 2000),
})
export type TrainingHeld = z.infer<typeof TrainingHeld>

export const Exam = z.strictObject({
  examined_on: fields.day('考试日期'),
  scores: z
    .array(
      z.strictObject({
        staff_id: fields.id('工号'),
        score: z.int().min(0).max(100).meta({ title: '成绩' }),
      }),
    )
    .min(1)
    .max(500)
    .refine((list) => new Set(list.map(({ staff_id }) => staff_id)).size === list.length, '工号重复')
    .meta({ title: '考试成绩' }),
})
export type Exam = z.infer<typeof Exam>

export const TrainingData = z.strictObject({
  plan: z.strictObject({ ...TrainingPlan.shape, pass_mark: z.int().nullable() }),
  /** Staff number → name and unit, as they were when they were invited. */
  people: z.record(z.string(), z.strictObject({ name: z.string(), agency_id: z.string() })),
  held: z.strictObject({ ...TrainingHeld.shape, ...Done.shape }).nullable(),
  exam: z.strictObject({ ...Exam.shape, ...Done.shape }).nullable(),
  confirmed: Done.nullable(),
  remarks: z.array(Remark),
})
export type TrainingData = z.infer<typeof TrainingData>
