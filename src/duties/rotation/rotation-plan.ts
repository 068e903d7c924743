import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { parseDay } from '#base/calendar-math.ts'
import type { Refusal } from '#base/refusal.ts'
import { type ActFacts, type Decision, defineRecord, type RecordKind } from '#records/define-record.ts'
import { conflict, fields, Nothing, Reason } from '#records/form-fields.ts'
import { ownUnit } from '#records/own-unit.ts'
import type { RecordState } from '#records/record.ts'
import { Done, done, Remark, todayOf } from '../done.ts'
import { type RotationStatus, rotationStatuses } from '../duty-codes.ts'

/**
 * 轮岗计划 (“风险岗位3年轮岗”, C072; “关口前置、轮岗作业”, C073): once a year a unit says who of its key posts moves when.
 * Whoever's years end within the year must be in it. The move itself is the officers' act on posts and grants; the plan
 * only shows that it was done.
 */

const Line = z.strictObject({
  staff_id: fields.id('工号'),
  post_id: fields.id('现岗位编号'),
  planned_on: fields.day('计划轮岗日期'),
  to: fields.text('拟任岗位', 100),
  handover: fields.text('交接安排', 500),
})

const Proposal = z.strictObject({
  year: z.int().min(2018).max(2100).meta({ title: '年度' }),
  lines: z
    .array(Line)
    .max(200)
    .refine(
      (list) => new Set(list.map((each) => `${each.staff_id} ${each.post_id}`)).size === list.length,
      '重复',
    )
    .meta({ title: '轮岗安排' }),
  note: fields.text('说明', 1000),
})
type Proposal = z.infer<typeof Proposal>

const RotationData = z.strictObject({
  year: z.int(),
  note: z.string(),
  lines: z.array(
    z.strictObject({
      ...Line.shape,
      name: z.string(),
      post: z.string(),
      started_on: z.string(),
      /** When the years that the post allows are full. */
      due_on: z.string(),
    }),
  ),
  approved: Done.nullable(),
  closed_on: z.string().nullable(),
  remarks: z.array(Remark),
})
type RotationData = z.infer<typeof RotationData>
type Row = RecordState<RotationStatus, RotationData>
type Made = Decision<RotationStatus, RotationData> | Refusal

const Held = z.object({
  staff_id: z.string(),
  post_id: z.string(),
  name: z.string(),
  post: z.string(),
  started_on: z.string(),
  due_on: z.string(),
})
const ProposalFacts = z.object({
  held: z.array(Held),
  /** Another plan of the unit for that year. */
  standing: z.string().nullable(),
})

/** The key posts of the unit with who holds them, and until when the years last. */
const proposalFacts = ({
  input,
  actorId,
  recordId,
}: {
  readonly input: Proposal
  readonly actorId: string
  readonly recordId: string | null
}): RawBuilder<unknown> => sql`
  select jsonb_build_object(
    'held', coalesce(
      (
        select jsonb_agg(
          jsonb_build_object(
            'staff_id', holder.staff_id,
            'post_id', post.post_id,
            'name', holder.name,
            'post', post.title,
            'started_on', post_assignment.started_on,
            'due_on', (post_assignment.started_on + make_interval(months => post.months_max))::date
          )
          order by post_assignment.started_on, holder.staff_id, post.post_id
        )
        from app.post_assignment
        inner join app.post on post.post_id = post_assignment.post_id
        inner join app.staff_member as holder on holder.staff_id = post_assignment.staff_id
        where
          post.agency_id = own.agency_id
          and post.is_key
          and holder.status = 'ON_POST'
          and (
            post_assignment.ended_on is null
            or post_assignment.ended_on > (clock_timestamp() at time zone 'Asia/Shanghai')::date
          )
      ),
      '[]'::jsonb
    ),
    'standing', (
      select plan.record_id
      from app.record as plan
      where
        plan.kind = 'ROTATION_PLAN'
        and plan.agency_id = own.agency_id
        and plan.status <> 'WITHDRAWN'
        and plan.data ->> 'year' = ${String(input.year)}
        and plan.record_id is distinct from ${recordId}::text
      order by plan.record_id
      limit 1
    )
  )
  from app.staff_member as actor
  inner join app.agency as own on own.agency_id = actor.agency_id
  where actor.staff_id = ${actorId}
`

function proposed(record: Row | null, input: Proposal, facts: ActFacts): Made {
  const { held, standing } = ProposalFacts.parse(facts.loaded)
  if (standing !== null) {
    return conflict(
      `本单位 ${input.year} 年已有轮岗计划 ${standing}。`,
      `the unit has a plan for ${input.year} already: ${standing}.`,
    )
  }
  const keyOf = (each: { readonly staff_id: string; readonly post_id: string }): string =>
    `${each.staff_id} ${each.post_id}`
  const known = new Map(held.map((each) => [keyOf(each), each]))
  const strange = input.lines.find((each) => !known.has(keyOf(each)))
  if (strange !== undefined) {
    return conflict(
      `${strange.staff_id} 未在本单位担任风险岗位 ${strange.post_id}，请核对。`,
      `${strange.staff_id} does not hold the key post ${strange.post_id} at this unit.`,
    )
  }
  const lastDay = `${input.year}-12-31`
  const given = new Set(input.lines.map(keyOf))
  const missing = held.find((each) => each.due_on <= lastDay && !given.has(keyOf(each)))
  if (missing !== undefined) {
    return conflict(
      `${missing.name}（${missing.post}）任期于 ${missing.due_on} 届满，须列入 ${input.year} 年轮岗计划。`,
      `the years of ${missing.name} (${missing.post}) end on ${missing.due_on}: the plan of ${input.year} must have them.`,
    )
  }
  return {
    status: 'PROPOSED',
    due: { workingDays: 5 },
    data: {
      ...{ year: input.year, note: input.note },
      lines: input.lines.map((line) => {
        const { name, post, started_on, due_on } = known.get(keyOf(line))!
        return { ...line, name, post, started_on, due_on }
      }),
      ...{ approved: null, closed_on: null, remarks: record?.data.remarks ?? [] },
    },
  }
}

const dueDay = ({ year }: RotationData): { readonly day: number } => ({ day: parseDay(`${year}-12-31`)! })

function approved(record: Row | null, _input: unknown, facts: ActFacts): Made {
  const { data } = record!
  return { status: 'IN_FORCE', due: dueDay(data), data: { ...data, approved: done(facts) } }
}

const remarked = (data: RotationData, action: string, { reason }: Reason, facts: ActFacts): RotationData => ({
  ...data,
  remarks: [...data.remarks, { action, ...done(facts), reason }],
})

function returned(record: Row | null, input: Reason, facts: ActFacts): Made {
  return {
    status: 'RETURNED',
    due: { workingDays: 5 },
    data: remarked(record!.data, 'return', input, facts),
  }
}

function withdrawn(record: Row | null, input: Reason, facts: ActFacts): Made {
  return { status: 'WITHDRAWN', due: null, data: remarked(record!.data, 'withdraw', input, facts) }
}

const Open = z.array(z.object({ staff_id: z.string(), post_id: z.string() }))
/** Who of the plan still holds the post. */
const stillHeld = (): RawBuilder<unknown> => sql`
  select coalesce(
    jsonb_agg(
      jsonb_build_object('staff_id', line ->> 'staff_id', 'post_id', line ->> 'post_id')
      order by line ->> 'staff_id', line ->> 'post_id'
    ),
    '[]'::jsonb
  )
  from jsonb_array_elements(record.data -> 'lines') as line
  inner join app.post_assignment
    on post_assignment.staff_id = line ->> 'staff_id'
    and post_assignment.post_id = line ->> 'post_id'
  where
    post_assignment.ended_on is null
    or post_assignment.ended_on > (clock_timestamp() at time zone 'Asia/Shanghai')::date
`

/** Only when everybody has moved: what is left would be forgotten with the plan. */
function closed(record: Row | null, _input: unknown, facts: ActFacts): Made {
  const { data } = record!
  const [first] = Open.parse(facts.loaded)
  if (first !== undefined) {
    const { name, post } = data.lines.find((each) => each.staff_id === first.staff_id)!
    return conflict(
      `${name} 仍在 ${post} 岗位；办理岗位变动后再办结，或在下一年度计划中重新安排。`,
      `${name} still holds ${post}; the plan is closed once everybody has moved.`,
    )
  }
  return { status: 'CLOSED', due: null, data: { ...data, closed_on: todayOf(facts) } }
}

const entry = { by: 'person', function: 'ROTATION_PLAN', step: 'ENTRY' } as const
const head = {
  by: 'person',
  function: 'ROTATION_PLAN',
  step: 'APPROVAL',
  differsFrom: ['propose', 'resubmit'],
  needsConfirmation: true,
  needsDetailOpened: true,
  opensRound: true,
} as const
const title = (zh: string, en: string) => ({ title: { zh, en } })
const toHead = [
  { duty: 'UNIT_HEAD', step: 'APPROVAL', ...title('审定：轮岗计划', 'approve: rotation plan') },
] as const
const proposing = {
  ...entry,
  input: Proposal,
  factsQuery: proposalFacts,
  toDos: toHead,
  decide: proposed,
} as const

export function rotationPlanKind(): RecordKind {
  return defineRecord({
    kind: 'ROTATION_PLAN',
    title: { zh: '轮岗计划', en: 'rotation plan' },
    schema: RotationData,
    statuses: rotationStatuses,
    isHighRisk: false,
    workflow: {
      NEW: { propose: 'PROPOSED' },
      PROPOSED: { approve: 'IN_FORCE', return: 'RETURNED', withdraw: 'WITHDRAWN' },
      RETURNED: { resubmit: 'PROPOSED', withdraw: 'WITHDRAWN' },
      IN_FORCE: { close: 'CLOSED' },
      CLOSED: {},
      WITHDRAWN: {},
    },
    actions: {
      propose: { ...proposing, ...title('提出', 'propose'), subjectQuery: ownUnit },
      resubmit: { ...proposing, ...title('修改后重新提出', 'correct and propose') },
      withdraw: { ...entry, ...title('撤回', 'withdraw'), input: Reason, decide: withdrawn },
      approve: { ...head, ...title('审定', 'approve'), input: Nothing, decide: approved },
      return: { ...head, ...title('退回修改', 'return'), input: Reason, decide: returned },
      close: {
        ...{ ...entry, ...title('全部轮岗，办结', 'everybody has moved') },
        input: Nothing,
        factsQuery: stillHeld,
        decide: closed,
      },
    },
  })
}
