import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { parseDay } from '#base/calendar-math.ts'
import type { Refusal } from '#base/refusal.ts'
import { type ActFacts, type Decision, defineRecord, type RecordKind } from '#records/define-record.ts'
import { conflict, fields, Nothing, notPermitted, Reason } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import { Done, done, Remark, todayOf, unitOfActor } from '../done.ts'
import { type MatterStatus, matterStatuses } from '../duty-codes.ts'

/** 督办事项 (“纳入当地议事日程和督办事项”, C314): a superior orders it by a day, the unit reports, the superior closes it. */

const Order = z.strictObject({
  agency_id: fields.id('承办单位'),
  title: fields.text('督办事项', 100),
  request: fields.text('督办要求', 2000),
  basis: fields.text('督办依据', 500),
  due_on: fields.day('办结期限'),
})
type Order = z.infer<typeof Order>
const Report = z.strictObject({ result: fields.text('办理结果', 4000) })
type Report = z.infer<typeof Report>
const Again = z.strictObject({ due_on: fields.day('办结期限'), reason: Reason.shape.reason })
type Again = z.infer<typeof Again>

const MatterData = z.strictObject({
  ...Order.omit({ agency_id: true }).shape,
  ordering_agency_id: z.string(),
  ordered_on: z.string(),
  report: z.strictObject({ result: z.string(), on: z.string(), ...Done.shape }).nullable(),
  closed_on: z.string().nullable(),
  remarks: z.array(Remark),
})
type MatterData = z.infer<typeof MatterData>
type Row = RecordState<MatterStatus, MatterData>
type Made = Decision<MatterStatus, MatterData> | Refusal

const receivers = ['UNIT_HEAD', 'DEPUTY_HEAD'] as const
const toReceivers = (agencyId: string, title: string) =>
  receivers.map((duty) => ({
    ...{ duty, step: 'ENTRY' as const, agencyId },
    title: { zh: `督办事项：${title}`, en: `ordered matter: ${title}` },
  }))

const OrderFacts = z.object({ agency_id: z.string().nullable(), is_below: z.boolean() })
/** Whose people order, and whether the unit lies in their region. */
const orderFacts = ({
  input,
  actorId,
}: {
  readonly input: Order
  readonly actorId: string
}): RawBuilder<unknown> => sql`
  select jsonb_build_object(
    'agency_id', own.agency_id,
    'is_below', exists (
      select
      from app.agency
      inner join app.region on region.region = agency.region
      where agency.agency_id = ${input.agency_id} and region.path @> array[own.region]
    )
  )
  from app.staff_member
  inner join app.agency as own on own.agency_id = staff_member.agency_id
  where staff_member.staff_id = ${actorId}
`

function badDay(day: string, facts: ActFacts): Refusal | null {
  if (day > todayOf(facts)) return null
  return conflict('办结期限须晚于今天。', 'the deadline must lie after today.')
}

function ordered(_record: Row | null, input: Order, facts: ActFacts): Made {
  const { agency_id, is_below } = OrderFacts.parse(facts.loaded)
  if (agency_id === null || agency_id === input.agency_id || !is_below) {
    return notPermitted(
      '督办事项由上级下达给下级单位，不能下达给本单位或范围以外的单位。',
      'a matter is ordered by a superior for a unit below it, not for one’s own.',
    )
  }
  const refusal = badDay(input.due_on, facts)
  if (refusal !== null) return refusal
  const { agency_id: receiver, ...rest } = input
  return {
    status: 'ORDERED',
    due: { day: parseDay(input.due_on)! },
    toDos: toReceivers(receiver, input.title),
    data: {
      ...rest,
      ...{ ordering_agency_id: agency_id, ordered_on: todayOf(facts) },
      ...{ report: null, closed_on: null, remarks: [] },
    },
  }
}

function reported(record: Row | null, { result }: Report, facts: ActFacts): Made {
  const { data } = record!
  return {
    status: 'REPORTED',
    due: { workingDays: 10 },
    data: { ...data, report: { result, on: todayOf(facts), ...done(facts) } },
    toDos: [
      {
        ...{ duty: 'SUPERVISION', step: 'ENTRY', agencyId: data.ordering_agency_id },
        title: { zh: `审核督办结果：${data.title}`, en: `look at the result: ${data.title}` },
      },
    ],
  }
}

/** Closing, extending and recalling are the ordering side's: nobody ends his own order. */
function refusalOfReceiver({ data }: Row, facts: ActFacts): Refusal | null {
  if (z.string().nullable().parse(facts.loaded) === data.ordering_agency_id) return null
  return notPermitted(
    '督办事项由下达单位审核、延期或撤销。',
    'an ordered matter is closed, extended or recalled by the unit that ordered it.',
  )
}

const remarked = (data: MatterData, action: string, reason: string, facts: ActFacts): MatterData => ({
  ...data,
  remarks: [...data.remarks, { action, ...done(facts), reason }],
})

function closed(record: Row | null, _input: unknown, facts: ActFacts): Made {
  const refusal = refusalOfReceiver(record!, facts)
  if (refusal !== null) return refusal
  return { status: 'CLOSED', due: null, data: { ...record!.data, closed_on: todayOf(facts) } }
}

const again =
  (action: 'return' | 'extend') =>
  (record: Row | null, { due_on, reason }: Again, facts: ActFacts): Made => {
    const { data, subject } = record!
    const refusal = refusalOfReceiver(record!, facts) ?? badDay(due_on, facts)
    if (refusal !== null) return refusal
    const agencyId = subject.agency?.agencyId
    const rest = { ...data, due_on, report: action === 'return' ? null : data.report }
    return {
      status: 'ORDERED',
      due: { day: parseDay(due_on)! },
      data: remarked(rest, action, reason, facts),
      toDos: action === 'extend' || agencyId === undefined ? [] : toReceivers(agencyId, data.title),
    }
  }

function recalled(record: Row | null, { reason }: Reason, facts: ActFacts): Made {
  const refusal = refusalOfReceiver(record!, facts)
  if (refusal !== null) return refusal
  return { status: 'RECALLED', due: null, data: remarked(record!.data, 'recall', reason, facts) }
}

const side = { by: 'person', function: 'ORDER_MATTER', step: 'ENTRY', factsQuery: unitOfActor } as const
const title = (zh: string, en: string) => ({ title: { zh, en } })

export function supervisedMatterKind(): RecordKind {
  return defineRecord({
    kind: 'SUPERVISED_MATTER',
    title: { zh: '督办事项', en: 'ordered matter' },
    schema: MatterData,
    statuses: matterStatuses,
    isHighRisk: false,
    workflow: {
      NEW: { order: 'ORDERED' },
      ORDERED: { report: 'REPORTED', extend: 'ORDERED', recall: 'RECALLED' },
      REPORTED: { close: 'CLOSED', return: 'ORDERED' },
      CLOSED: {},
      RECALLED: {},
    },
    actions: {
      order: {
        ...{ by: 'person', function: 'ORDER_MATTER', step: 'ENTRY', ...title('下达督办', 'order') },
        input: Order,
        subjectQuery: ({ input }) => sql`
          select jsonb_build_object('regions', jsonb_build_array(agency.region), 'agencyId', agency.agency_id)
          from app.agency
          where agency.agency_id = ${input.agency_id}
        `,
        factsQuery: orderFacts,
        decide: ordered,
      },
      report: {
        ...{ by: 'person', function: 'ANSWER_MATTER', step: 'ENTRY', ...title('报告办理结果', 'report') },
        input: Report,
        decide: reported,
      },
      close: { ...side, ...title('审核通过，销号', 'close'), input: Nothing, decide: closed },
      return: { ...side, ...title('退回重办', 'return'), input: Again, decide: again('return') },
      extend: { ...side, ...title('延期', 'extend'), input: Again, decide: again('extend') },
      recall: { ...side, ...title('撤销', 'recall'), input: Reason, decide: recalled },
    },
  })
}
