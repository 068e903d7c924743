import { z } from 'zod'
import { parseDay, parseMonth } from '#base/calendar-math.ts'
import { fenCodec } from '#records/fen-codec.ts'
import type { RecordState } from '#records/record.ts'
import { codesOf, type MeetingStatus, meetingKinds } from './meeting-codes.ts'

const text = (title: string, max: number) => z.string().trim().min(1).max(max).meta({ title })
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
const people = (title: string) => z.array(text(title, 60)).max(60).meta({ title })
const files = z
  .array(z.string().regex(/^[\w.:-]{1,64}$/))
  .max(50)
  .meta({ title: '所涉报盘业务单或批次' })

const topic = z.strictObject({ topic: text('议题', 200), content: text('内容', 2000) })

export const Call = z.strictObject({
  kind: z.enum(codesOf(meetingKinds)).meta({ title: '会议类别' }),
  month: z
    .string()
    .refine((value) => parseMonth(value) !== null, '应为年月 YYYY-MM')
    .meta({ title: '所属年月' }),
  planned_on: day('会议日期'),
  place: text('地点', 100),
  chair_staff_id: text('主持人工号', 64),
  agenda: z.array(topic).min(1).max(30).meta({ title: '议程' }),
})
export type Call = z.infer<typeof Call>

export const Minutes = z.strictObject({
  held_on: day('召开日期'),
  present: people('出席人员').min(2),
  absent: people('缺席人员'),
  minutes: text('会议内容', 8000),
  decisions: z
    .array(
      z.strictObject({
        text: text('议定事项', 2000),
        amount: yuan('金额').nullable(),
        responsible: text('责任单位或责任人', 100),
        due_on: day('完成时限').nullable(),
        payment_files: files,
      }),
    )
    .min(1)
    .max(50)
    .meta({ title: '议定事项' }),
})
export type Minutes = z.infer<typeof Minutes>

export const Reason = z.strictObject({ reason: text('理由', 500) })

const Done = z.strictObject({ by: z.string(), at: z.string() })

export const Decided = z.strictObject({
  /** `…2026年第3次会议-1`, once the minutes are approved: by it other records refer to the decision. */
  number: z.string().nullable(),
  text: z.string(),
  amount_fen: fenCodec.nullable(),
  responsible: z.string(),
  due_on: z.string().nullable(),
  payment_files: z.array(z.string()),
})

export const MeetingData = z.strictObject({
  ...{ kind: Call.shape.kind, month: z.string(), planned_on: z.string(), place: z.string() },
  chair_staff_id: z.string(),
  /** As it was when the meeting was called. */
  chair: z.string(),
  agenda: z.array(topic),
  held_on: z.string().nullable(),
  present: z.array(z.string()),
  absent: z.array(z.string()),
  minutes: z.string().nullable(),
  decisions: z.array(Decided),
  minuted: Done.nullable(),
  approved: Done.nullable(),
  number: z.strictObject({ year: z.int(), number: z.int(), text: z.string() }).nullable(),
  attachment_id: z.string().nullable(),
  remarks: z.array(z.strictObject({ action: z.string(), ...Done.shape, reason: z.string() })),
})
export type MeetingData = z.infer<typeof MeetingData>
export type MeetingRow = RecordState<MeetingStatus, MeetingData>
