import { sql } from 'kysely'
import { z } from 'zod'
import { dayOf, formatDay } from '#base/calendar-math.ts'
import { assert, type Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { type ActFacts, defineRecord, type RecordKind } from '#records/define-record.ts'
import { conflict, invalid, reason } from '#records/form-fields.ts'
import { planStatuses } from '../inspection-codes.ts'
import { agenciesBelow, agencyOfStaff } from './agencies-below.ts'
import { coverageOf, requiredOf } from './coverage.ts'
import { items, type PlanAction, PlanData, type PlanItem, type PlanRow } from './plan-data.ts'

const Proposal = z.strictObject({ year: z.int().min(2000).max(2100).meta({ title: '年度' }), items })
const Revision = z.strictObject({ items, reason })
const Resubmission = z.strictObject({ items })
const Nothing = z.strictObject({})
const Reason = z.strictObject({ reason })

const entry = { by: 'person', function: 'INSPECTION_PLAN', step: 'ENTRY' } as const
const leader = {
  by: 'person',
  function: 'INSPECTION_PLAN',
  step: 'APPROVAL',
  needsConfirmation: true,
  needsDetailOpened: true,
} as const
const makers = ['propose', 'resubmit', 'revise']
const asking = {
  ...entry,
  deadlineWorkingDays: 5,
  toDos: (['DEPUTY_HEAD', 'UNIT_HEAD'] as const).map((duty) => ({
    duty,
    step: 'APPROVAL' as const,
    title: { zh: '审批：检查计划', en: 'decide: plan of inspections' },
  })),
} as const

const Place = z.object({ agency_id: z.string(), title: z.string(), region: z.string() })
const Facts = z.object({ supervisor: Place, population: z.array(Place), is_there: z.boolean() })

/** Of the record's agency, or of the proposer's for a new plan. */
const planFacts = (actorId: string, year: number | null, recordId: string | null) => sql`
  select jsonb_build_object(
    'supervisor', jsonb_build_object('agency_id', agency.agency_id, 'title', agency.name, 'region', agency.region),
    'population', ${agenciesBelow(sql`agency.agency_id`)},
    'is_there', exists (
      select
      from app.record as other
      where
        other.kind = 'INSPECTION_PLAN'
        and other.agency_id = agency.agency_id
        and other.status <> 'WITHDRAWN'
        and other.record_id is distinct from ${recordId}
        and other.data ->> 'year' = ${year === null ? null : String(year)}
    )
  )
  from app.agency
  where agency.agency_id = coalesce(record.agency_id, ${agencyOfStaff(actorId)})
`

/** A plan that falls short of a fifth would plan a finding of R-WF-06. */
function refusalOfItems(asked: readonly PlanItem[], population: readonly string[]): Refusal | null {
  const stranger = asked.find(({ agency_id }) => !population.includes(agency_id))
  if (stranger !== undefined) {
    return invalid(
      `${stranger.agency_id} 不是本级监督的经办机构，请从所列单位中选择。`,
      `${stranger.agency_id} is no agency that you supervise; choose from those listed.`,
    )
  }
  const onSite = new Set(asked.filter(({ is_on_site }) => is_on_site).map(({ agency_id }) => agency_id))
  const required = requiredOf(population.length)
  if (onSite.size >= required) return null
  return invalid(
    `现场检查安排了 ${onSite.size} 家，不足所监督 ${population.length} 家的20%（至少 ${required} 家）；请补足。`,
    `${onSite.size} agencies are to be inspected on site; a fifth of the ${population.length} supervised is ${required}: add some.`,
  )
}

function present(record: PlanRow | null): PlanRow {
  assert(record !== null, 'the workflow opens no plan by this action')
  return record
}

const said = (action: string, { actorId, at }: ActFacts, text: string) => ({
  action,
  by: actorId,
  at: at.toISOString(),
  reason: text,
})

const proposeAction: PlanAction<z.infer<typeof Proposal>> = {
  ...asking,
  title: { zh: '提出', en: 'propose' },
  input: Proposal,
  subjectQuery: ({ actorId }) => sql`
    select jsonb_build_object('regions', jsonb_build_array(agency.region), 'agencyId', agency.agency_id)
    from app.agency
    where agency.agency_id = ${agencyOfStaff(actorId)}
  `,
  factsQuery: ({ input, actorId, recordId }) => planFacts(actorId, input.year, recordId),
  decide: (_record, { year, items: asked }, { loaded }) => {
    const { supervisor, population, is_there } = Facts.parse(loaded)
    if (is_there) {
      return conflict(
        `本单位已有 ${year} 年度检查计划；请在该计划上提出调整。`,
        `your agency has a plan of ${year} already; propose a revision of it.`,
      )
    }
    if (population.length === 0) {
      return conflict(
        '本单位没有所监督的经办机构，无须编制检查计划。',
        'your agency supervises no other agency.',
      )
    }
    const refusal = refusalOfItems(
      asked,
      population.map(({ agency_id }) => agency_id),
    )
    if (refusal !== null) return refusal
    const data = { year, supervisor, population, items: asked, revision: null, approved: null, outcome: null }
    return { status: 'PROPOSED', data: { ...data, remarks: [] } }
  },
}

const resubmitAction: PlanAction<z.infer<typeof Resubmission>> = {
  ...asking,
  title: { zh: '修改后重新提出', en: 'correct and propose' },
  onlyByEnterer: true,
  input: Resubmission,
  factsQuery: ({ actorId, recordId }) => planFacts(actorId, null, recordId),
  decide: (row, { items: asked }, { loaded }) => {
    const { population } = Facts.parse(loaded)
    const refusal = refusalOfItems(
      asked,
      population.map(({ agency_id }) => agency_id),
    )
    if (refusal !== null) return refusal
    return { status: 'PROPOSED', data: { ...present(row).data, population, items: asked } }
  },
}

const reviseAction: PlanAction<z.infer<typeof Revision>> = {
  ...asking,
  title: { zh: '提出调整', en: 'propose a revision' },
  input: Revision,
  factsQuery: ({ actorId, recordId }) => planFacts(actorId, null, recordId),
  decide: (row, revision, { loaded }) => {
    const { population } = Facts.parse(loaded)
    const refusal = refusalOfItems(
      revision.items,
      population.map(({ agency_id }) => agency_id),
    )
    if (refusal !== null) return refusal
    return { status: 'REVISION_PROPOSED', data: { ...present(row).data, population, revision } }
  },
}

/** Its last day is the plan's deadline. */
const inForce = (data: PlanData) =>
  ({ status: 'IN_FORCE', data, due: { day: dayOf(data.year, 12, 31) } }) as const

const approveAction: PlanAction<z.infer<typeof Nothing>> = {
  ...leader,
  title: { zh: '同意', en: 'approve' },
  input: Nothing,
  differsFrom: makers,
  opensRound: true,
  decide: (row, _input, { actorId, at }) => {
    const { data } = present(row)
    const approved = { by: actorId, at: at.toISOString() }
    return inForce({ ...data, items: data.revision?.items ?? data.items, revision: null, approved })
  },
}

const doneFacts = sql`
  select coalesce(
    jsonb_agg(jsonb_build_object('agency_id', done.inspected_agency_id, 'finished_on', done.finished_on)),
    '[]'::jsonb
  )
  from app.record_inspection as done
  where
    done.supervisor_agency_id = record.agency_id
    and done.is_on_site
    and done.finished_on is not null
`
const Done = z.array(z.object({ agency_id: z.string(), finished_on: z.string() }))

/** The year's end: what was reached is frozen, and what is missing is explained. */
const closeAction: PlanAction<z.infer<typeof Reason>> = {
  ...leader,
  title: { zh: '年度结束', en: 'close the year' },
  input: Reason,
  differsFrom: makers,
  factsQuery: () => doneFacts,
  decide: (row, { reason: note }, { loaded, at }) => {
    const { data } = present(row)
    const today = formatDay(shanghaiDay(at))
    const { population, required, done, missing } = coverageOf({
      year: data.year,
      population: data.population.map(({ agency_id }) => agency_id),
      onSite: Done.parse(loaded),
      today,
    })
    if (missing > 0 && today <= `${data.year}-12-31`) {
      return conflict(
        `现场检查还差 ${missing} 家，年度未结束前不能结束计划。`,
        `${missing} agencies are still to be inspected on site; the plan is not closed before the year ends.`,
      )
    }
    return {
      status: 'CLOSED',
      data: { ...data, outcome: { population, required, done, missing, note } },
      due: null,
    }
  },
}

/** 年度检查计划: proposed by the supervision post, approved by a leader of the same agency. */
export function inspectionPlanKind(): RecordKind {
  return defineRecord({
    kind: 'INSPECTION_PLAN',
    title: { zh: '检查计划', en: 'plan of inspections' },
    schema: PlanData,
    statuses: planStatuses,
    readFunction: 'READ_INSPECTION',
    isHighRisk: false,
    workflow: {
      NEW: { propose: 'PROPOSED' },
      PROPOSED: { approve: 'IN_FORCE', return: 'RETURNED', withdraw: 'WITHDRAWN' },
      RETURNED: { resubmit: 'PROPOSED', withdraw: 'WITHDRAWN' },
      IN_FORCE: { revise: 'REVISION_PROPOSED', close: 'CLOSED' },
      REVISION_PROPOSED: { approve: 'IN_FORCE', keep: 'IN_FORCE' },
      CLOSED: {},
      WITHDRAWN: {},
    },
    actions: {
      propose: proposeAction,
      resubmit: resubmitAction,
      withdraw: {
        ...entry,
        title: { zh: '撤回', en: 'withdraw' },
        onlyByEnterer: true,
        input: Nothing,
        decide: (row) => ({ status: 'WITHDRAWN', data: present(row).data, due: null }),
      },
      revise: reviseAction,
      approve: approveAction,
      return: {
        ...leader,
        title: { zh: '退回修改', en: 'return' },
        input: Reason,
        differsFrom: makers,
        opensRound: true,
        decide: (row, { reason: why }, facts) => {
          const { data } = present(row)
          return {
            status: 'RETURNED',
            data: { ...data, remarks: [...data.remarks, said('return', facts, why)] },
          }
        },
      },
      keep: {
        ...leader,
        title: { zh: '不同意调整', en: 'keep as it is' },
        input: Reason,
        differsFrom: makers,
        opensRound: true,
        decide: (row, { reason: why }, facts) => {
          const { data } = present(row)
          return inForce({ ...data, revision: null, remarks: [...data.remarks, said('keep', facts, why)] })
        },
      },
      close: closeAction,
    },
  })
}
