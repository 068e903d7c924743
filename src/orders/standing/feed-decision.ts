import { sql } from 'kysely'
import { z } from 'zod'
import { highRiskCodes } from '#access/functions/high-risk-functions.ts'
import { formatDay, parseDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import {
  type ActFacts,
  type ActionDefinition,
  type Decision,
  defineRecord,
  type RecordKind,
} from '#records/define-record.ts'
import type { RecordState } from '#records/record.ts'
import { findTable } from '#standard/tables.ts'
import { beijingSecond } from '../checking/order-check.ts'
import { fields } from '../functions/fields.ts'
import { FeedDecisionData, feedDecisionKindCode } from './feed-decision-data.ts'

/**
 * A standing decision on a feed that is missing (platform.md 5): two people decide once, for one function and at most 90
 * days, instead of the approval post case by case. It is printed on every order it serves.
 */

const daysMax = 90

export const feedDecisionStatuses = {
  PROPOSED: { zh: '待领导决定', en: 'awaiting the leader' },
  IN_FORCE: { zh: '有效', en: 'in force' },
  REFUSED: { zh: '未通过', en: 'refused' },
  WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
  LAPSED: { zh: '已失效', en: 'lapsed' },
  ENDED: { zh: '已提前终止', en: 'ended early' },
} as const
type Status = keyof typeof feedDecisionStatuses

const Reason = z.strictObject({ reason: fields.text('理由', 500) })
const Nothing = z.strictObject({})
const Asked = z.strictObject({
  feed: z
    .string()
    .refine((name) => findTable(name) !== undefined, '应为监督数据标准中的表名')
    .meta({ title: '缺失的数据（表名）' }),
  functionCode: z.enum(highRiskCodes).meta({ title: '适用业务' }),
  until: fields.day('有效期至（含）'),
  reason: fields.text('理由', 500),
})
type Asked = z.infer<typeof Asked>

type Row = RecordState<Status, FeedDecisionData>
type Made = Decision<Status, FeedDecisionData> | Refusal
type Action<Input> = ActionDefinition<Status, FeedDecisionData, Input>
const of = { by: 'person', function: 'FEED_DECISION' } as const
const read = { needsConfirmation: true, needsDetailOpened: true } as const

export function feedDecisionKind(): RecordKind {
  return defineRecord({
    kind: feedDecisionKindCode,
    title: { zh: '数据缺失时的办理决定', en: 'standing decision on a missing feed' },
    schema: FeedDecisionData,
    isHighRisk: true,
    statuses: feedDecisionStatuses,
    lapse: { action: 'lapse', idleDays: 30 },
    workflow: {
      NEW: { enter: 'PROPOSED' },
      PROPOSED: { approve: 'IN_FORCE', disapprove: 'REFUSED', withdraw: 'WITHDRAWN', lapse: 'LAPSED' },
      // It ends by itself with its last day; sooner when the feed has come or either of the two posts wants it.
      IN_FORCE: { end: 'ENDED', stop: 'ENDED' },
      REFUSED: {},
      WITHDRAWN: {},
      LAPSED: {},
      ENDED: {},
    },
    actions: { ...proposing(), ...deciding() },
  })
}

function proposing(): {
  readonly enter: Action<Asked>
  readonly withdraw: Action<z.infer<typeof Nothing>>
  readonly stop: Action<z.infer<typeof Reason>>
  readonly lapse: Action<z.infer<typeof Nothing>>
} {
  return {
    enter: {
      ...of,
      step: 'ENTRY',
      title: { zh: '提出', en: 'propose' },
      input: Asked,
      // Of the agency of whoever proposes: it serves that one and those below.
      subjectQuery: ({ actorId }) => sql`
        select jsonb_build_object('regions', jsonb_build_array(agency.region), 'agencyId', agency.agency_id)
        from app.staff_member
        inner join app.agency on agency.agency_id = staff_member.agency_id
        where staff_member.staff_id = ${actorId}
      `,
      deadlineWorkingDays: 3,
      toDos: (['UNIT_HEAD', 'DEPUTY_HEAD'] as const).map((duty) => ({
        duty,
        step: 'APPROVAL' as const,
        title: { zh: '审批：数据缺失时的办理决定', en: 'decide: standing decision on a missing feed' },
      })),
      decide: (_record, asked, facts) =>
        refusalOfUntil(asked.until, facts) ?? { status: 'PROPOSED', data: { ...asked, remarks: [] } },
    },
    withdraw: {
      ...of,
      step: 'ENTRY',
      title: { zh: '撤回', en: 'withdraw' },
      onlyByEnterer: true,
      input: Nothing,
      decide: (record) => ({ status: 'WITHDRAWN', data: record!.data }),
    },
    stop: {
      ...of,
      step: 'ENTRY',
      title: { zh: '提前终止', en: 'end early' },
      onlyByEnterer: true,
      input: Reason,
      needsConfirmation: true,
      decide: (record, { reason }, facts) => remarked(record!, 'ENDED', { action: 'stop', reason, facts }),
    },
    lapse: {
      by: 'system',
      function: 'FEED_DECISION',
      step: 'ACT',
      title: { zh: '失效', en: 'lapse' },
      input: Nothing,
      decide: (record) => ({ status: 'LAPSED', data: record!.data }),
    },
  }
}

function deciding(): {
  readonly approve: Action<z.infer<typeof Nothing>>
  readonly disapprove: Action<z.infer<typeof Reason>>
  readonly end: Action<z.infer<typeof Reason>>
} {
  const leader = { ...of, step: 'APPROVAL' } as const
  return {
    approve: {
      ...leader,
      ...read,
      title: { zh: '同意', en: 'approve' },
      input: Nothing,
      differsFrom: ['enter'],
      // A leader may decide once more, to end it.
      opensRound: true,
      decide: (record, _input, facts) =>
        refusalOfUntil(record!.data.until, facts) ?? { status: 'IN_FORCE', data: record!.data, due: null },
    },
    disapprove: {
      ...leader,
      title: { zh: '不同意', en: 'refuse' },
      input: Reason,
      differsFrom: ['enter'],
      needsConfirmation: true,
      decide: (record, { reason }, facts) =>
        remarked(record!, 'REFUSED', { action: 'disapprove', reason, facts }),
    },
    end: {
      ...leader,
      title: { zh: '领导提前终止', en: 'end early, by a leader' },
      input: Reason,
      needsConfirmation: true,
      decide: (record, { reason }, facts) => remarked(record!, 'ENDED', { action: 'end', reason, facts }),
    },
  }
}

function remarked(
  { data }: Row,
  status: Status,
  given: { readonly action: string; readonly reason: string; readonly facts: ActFacts },
): Made {
  const { action, reason, facts } = given
  const remark = { action, actorId: facts.actorId, at: beijingSecond(facts.at), reason }
  return { status, data: { ...data, remarks: [...data.remarks, remark] } }
}

/** Asked at both steps: what waits long must not last longer for it, and must not begin when it is over. */
function refusalOfUntil(until: string, { at }: ActFacts): Refusal | null {
  const today = shanghaiDay(at)
  const last = parseDay(until)
  if (last === null || last < today) {
    return new Refusal('conflict', {
      zh: '有效期至须为今天或以后的日期，请改正。',
      en: 'it must hold until today or later; correct the date.',
    })
  }
  if (last - today < daysMax) return null
  return new Refusal('invalid_input', {
    zh: `数据缺失时的办理决定最长 ${daysMax} 天（至 ${formatDay(today + daysMax - 1)}），请缩短；数据仍未到的，届时另行决定。`,
    en: `a standing decision lasts at most ${daysMax} days, until ${formatDay(today + daysMax - 1)}; shorten it, and decide anew then.`,
  })
}
