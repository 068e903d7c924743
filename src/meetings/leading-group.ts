import { z } from 'zod'
import { parseDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import { type ActFacts, type Decision, defineRecord, type RecordKind } from '#records/define-record.ts'
import { ownUnit } from '#records/own-unit.ts'
import type { RecordState } from '#records/record.ts'
import { codesOf, type GroupStatus, groupKinds, groupStatuses } from './meeting-codes.ts'

/** 领导小组 (C049, C315): who leads, who belongs to it, for what, until when. */

const text = (title: string, max: number) => z.string().trim().min(1).max(max).meta({ title })
const day = (title: string) =>
  z
    .string()
    .refine((value) => parseDay(value) !== null, '应为日期 YYYY-MM-DD')
    .meta({ title, format: 'date' })

const Group = z.strictObject({
  kind: z.enum(codesOf(groupKinds)).meta({ title: '小组类别' }),
  title: text('小组名称', 100),
  document: text('成立文号', 100),
  head: text('组长（姓名及职务）', 60),
  deputies: z.array(text('副组长（姓名及职务）', 60)).max(20).meta({ title: '副组长（姓名及职务）' }),
  members: z
    .array(
      z.strictObject({
        member: text('成员', 60),
        unit: text('单位及职务', 100),
        work: text('分工', 500),
      }),
    )
    .min(1)
    .max(100)
    .meta({ title: '成员与分工' }),
  office: text('办公室设在', 100),
  from: day('任期起始日期'),
  until: day('任期截止日期'),
})
type Group = z.infer<typeof Group>
const Reason = z.strictObject({ reason: text('理由', 500) })
type Reason = z.infer<typeof Reason>
const Nothing = z.strictObject({})

export const GroupData = z.strictObject({
  asked: Group,
  approved: z.strictObject({ by: z.string(), at: z.string() }).nullable(),
  remarks: z.array(
    z.strictObject({ action: z.string(), by: z.string(), at: z.string(), reason: z.string() }),
  ),
})
export type GroupData = z.infer<typeof GroupData>
type Row = RecordState<GroupStatus, GroupData>
type Made = Decision<GroupStatus, GroupData> | Refusal

function proposed(record: Row | null, group: Group): Made {
  if (group.until <= group.from) {
    return new Refusal('invalid_input', {
      zh: '任期截止日期应晚于起始日期。',
      en: 'the term ends after it begins.',
    })
  }
  return { status: 'PROPOSED', data: { asked: group, approved: null, remarks: record?.data.remarks ?? [] } }
}

const done = ({ actorId, at }: ActFacts) => ({ by: actorId, at: at.toISOString() })

const withReason =
  (status: GroupStatus, action: string) =>
  (record: Row | null, { reason }: Reason, facts: ActFacts): Made => {
    const { data } = record!
    const remarks = [...data.remarks, { action, ...done(facts), reason }]
    return { status, due: null, data: { ...data, remarks } }
  }

const entry = { by: 'person', function: 'LEADING_GROUP', step: 'ENTRY' } as const
const leader = {
  by: 'person',
  function: 'LEADING_GROUP',
  step: 'APPROVAL',
  differsFrom: ['propose', 'resubmit'],
  needsConfirmation: true,
  needsDetailOpened: true,
  opensRound: true,
} as const
const title = (zh: string, en: string) => ({ title: { zh, en } })
const asking = {
  ...entry,
  deadlineWorkingDays: 5,
  toDos: (['UNIT_HEAD', 'DEPUTY_HEAD'] as const).map((duty) => ({
    duty,
    step: 'APPROVAL' as const,
    ...title('审定：领导小组', 'decide: a leading group'),
  })),
} as const

export function leadingGroupKind(): RecordKind {
  return defineRecord({
    kind: 'LEADING_GROUP',
    title: { zh: '领导小组', en: 'leading group' },
    schema: GroupData,
    statuses: groupStatuses,
    isHighRisk: false,
    workflow: {
      NEW: { propose: 'PROPOSED' },
      PROPOSED: { approve: 'IN_OFFICE', return: 'RETURNED' },
      RETURNED: { resubmit: 'PROPOSED', withdraw: 'WITHDRAWN' },
      IN_OFFICE: { end: 'ENDED' },
      ENDED: {},
      WITHDRAWN: {},
    },
    actions: {
      propose: {
        ...asking,
        ...title('提出', 'propose'),
        input: Group,
        subjectQuery: ownUnit,
        decide: proposed,
      },
      resubmit: {
        ...asking,
        ...title('修改后重新提出', 'correct and propose'),
        input: Group,
        decide: proposed,
      },
      withdraw: {
        ...entry,
        ...title('撤回', 'withdraw'),
        input: Reason,
        decide: withReason('WITHDRAWN', 'withdraw'),
      },
      approve: {
        ...leader,
        ...title('审定', 'approve'),
        input: Nothing,
        decide: (record, _input, facts) => {
          const { data } = record!
          // It ends on its own day: until then the calendar shows it.
          return {
            status: 'IN_OFFICE',
            due: { day: parseDay(data.asked.until)! },
            data: { ...data, approved: done(facts) },
          }
        },
      },
      return: {
        ...leader,
        ...title('退回修改', 'return'),
        input: Reason,
        decide: withReason('RETURNED', 'return'),
      },
      end: {
        ...leader,
        ...title('撤销小组', 'end the group'),
        input: Reason,
        decide: withReason('ENDED', 'end'),
      },
    },
  })
}
