import { sql } from 'kysely'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { codesOf, conflict, fields, invalid } from '#records/form-fields.ts'
import { entry, leader, present, Reason, remarked, toDosOfLeaders } from '../inspection-action.ts'
import { approvalWorkingDays, inspectionKinds } from '../inspection-codes.ts'
import type { InspectionAction, InspectionData, InspectionRow } from '../inspection-data.ts'
import { agencyOfStaff, isBelow } from '../planning/agencies-below.ts'
import { staffOf, Team, type TeamAsked, teamFacts, teamOf } from './team.ts'

const wording = {
  kind: fields.code('检查类型', codesOf(inspectionKinds)),
  is_on_site: z.boolean().meta({ title: '现场检查' }),
  title: fields.text('检查事项', 100),
  scope: fields.text('检查内容和范围', 2000),
  basis: fields.text('检查依据', 500),
  looked_from: fields.day('检查期间自'),
  looked_to: fields.day('检查期间至'),
  planned_from: fields.day('检查开始日期'),
  planned_to: fields.day('检查结束日期'),
  ...Team,
  contact: fields.text('联系人及电话', 100),
} as const
const Open = z.strictObject({ inspected: fields.id('被检查单位'), ...wording })
export type Open = z.infer<typeof Open>
const Revise = z.strictObject(wording)
type Revise = z.infer<typeof Revise>

const Place = z.object({ agency_id: z.string(), title: z.string(), region: z.string() })
const Facts = z.object({
  supervisor: Place,
  inspected: Place,
  is_below: z.boolean(),
  plan_id: z.string().nullable(),
  team: z.unknown(),
})

const textArray = (list: readonly string[]) => sql`${[...list]}::text[]`

const place = (alias: 'supervisor' | 'below') => sql`jsonb_build_object(
  'agency_id', ${sql.ref(`${alias}.agency_id`)},
  'title', ${sql.ref(`${alias}.name`)},
  'region', ${sql.ref(`${alias}.region`)}
)`

/** Of the supervisor's year: the plan that the inspection fulfils. */
function openingFacts(
  inspected: string,
  actorId: string,
  input: TeamAsked & { readonly planned_from: string },
) {
  return sql`
    select jsonb_build_object(
      'supervisor', ${place('supervisor')},
      'inspected', ${place('below')},
      'is_below', ${isBelow},
      'plan_id', (
        select plan.record_id
        from app.record as plan
        where
          plan.kind = 'INSPECTION_PLAN'
          and plan.agency_id = supervisor.agency_id
          and plan.status in ('IN_FORCE', 'REVISION_PROPOSED')
          and plan.data ->> 'year' = ${input.planned_from.slice(0, 4)}
        limit 1
      ),
      'team', ${teamFacts(textArray(staffOf(input)), {
        supervisor: sql`supervisor.agency_id`,
        inspected: sql`below.agency_id`,
        on: sql`${input.planned_from}::date`,
      })}
    )
    from app.agency as supervisor
    inner join app.agency as below on below.agency_id = ${inspected}
    where supervisor.agency_id = ${agencyOfStaff(actorId)}
  `
}

function refusalOfDays(input: Revise): Refusal | null {
  if (input.looked_from > input.looked_to) {
    return invalid(
      '检查期间的开始晚于结束，请改正。',
      'the period looked at begins after its end; correct it.',
    )
  }
  if (input.planned_from > input.planned_to) {
    return invalid('检查开始日期晚于结束日期，请改正。', 'the inspection begins after its end; correct it.')
  }
  return null
}

/** What may be a self-check, and what may not. */
function refusalOfKind(
  input: Revise,
  { supervisor, inspected, is_below }: z.infer<typeof Facts>,
): Refusal | null {
  const isOwn = supervisor.agency_id === inspected.agency_id
  if (input.kind === 'SELF_CHECK') {
    if (isOwn && !input.is_on_site) return null
    return invalid(
      '自查由本单位对本单位进行，不计入现场检查；请核对被检查单位和检查类型。',
      'a self-check is of one’s own unit and is no on-site inspection; check unit and kind.',
    )
  }
  if (is_below) return null
  return invalid(
    `${inspected.title}不是本级监督的经办机构，不能对其检查。`,
    'your agency does not supervise that unit.',
  )
}

function checked(input: Revise, loaded: unknown) {
  const found = Facts.parse(loaded)
  const refusal = refusalOfDays(input) ?? refusalOfKind(input, found)
  if (refusal !== null) return refusal
  const team = teamOf(input, found.team, { isSelfCheck: input.kind === 'SELF_CHECK' })
  if (team instanceof Refusal) return team
  const { head: _head, members: _members, ...rest } = input
  const { supervisor, inspected, plan_id } = found
  return {
    ...rest,
    supervisor,
    inspected,
    plan_id,
    team: [...team],
    year: Number(input.planned_from.slice(0, 4)),
  }
}

const later = {
  notice: null,
  started_on: null,
  opening: null,
  papers: [],
  facts: [],
  finished_on: null,
  statement: null,
  earlier_statements: [],
  proposed: null,
  opinion: null,
  items: [],
  closed_on: null,
  look_back: null,
  remarks: [],
}

const asked = (data: InspectionData, record: InspectionRow | null) => ({
  status: 'PREPARED' as const,
  data,
  due: { workingDays: approvalWorkingDays },
  toDos: toDosOfLeaders(
    record ?? ({ data } as InspectionRow),
    '签发检查通知书',
    'sign the notice of inspection',
  ),
})

/** Its agency is the supervisor's, its region the unit's: who signs, and who sees. */
export const openAction: InspectionAction<Open> = {
  ...entry,
  title: { zh: '立项', en: 'open' },
  input: Open,
  subjectQuery: ({ input, actorId }) => sql`
    select jsonb_build_object('regions', jsonb_build_array(inspected.region), 'agencyId', ${agencyOfStaff(actorId)})
    from app.agency as inspected
    where inspected.agency_id = ${input.inspected}
  `,
  factsQuery: ({ input, actorId }) => openingFacts(input.inspected, actorId, input),
  decide: (_record, { inspected: _asked, ...input }, facts) => {
    const data = checked(input, facts.loaded)
    if (data instanceof Refusal) return data
    return asked({ ...later, ...data }, null)
  },
}

export const reviseAction: InspectionAction<Revise> = {
  ...entry,
  title: { zh: '修改', en: 'revise' },
  input: Revise,
  // The inspected unit stays: another one is another inspection.
  factsQuery: ({ input }) => sql`
    select jsonb_build_object(
      'supervisor', record.data -> 'supervisor',
      'inspected', record.data -> 'inspected',
      'is_below', record.data -> 'supervisor' <> record.data -> 'inspected',
      'plan_id', record.data -> 'plan_id',
      'team', ${teamFacts(textArray(staffOf(input)), {
        supervisor: sql`record.agency_id`,
        inspected: sql`(record.data -> 'inspected' ->> 'agency_id')`,
        on: sql`${input.planned_from}::date`,
      })}
    )
  `,
  decide: (row, input, facts) => {
    const record = present(row)
    const data = checked(input, facts.loaded)
    if (data instanceof Refusal) return data
    return asked({ ...record.data, ...data }, record)
  },
}

export const returnAction: InspectionAction<Reason> = {
  ...leader,
  title: { zh: '退回修改', en: 'return' },
  input: Reason,
  differsFrom: ['open', 'revise'],
  opensRound: true,
  decide: (row, { reason: text }, facts) => ({
    status: 'PREPARED',
    data: remarked(present(row).data, { action: 'return', text }, facts),
  }),
}

export const cancelAction: InspectionAction<Reason> = {
  ...entry,
  title: { zh: '取消检查', en: 'cancel' },
  input: Reason,
  decide: (row, { reason: text }, facts) => {
    const { data } = present(row)
    if (data.papers.length > 0)
      return conflict('检查已经实施，不能取消。', 'it has begun and cannot be cancelled.')
    return { status: 'CANCELLED', data: remarked(data, { action: 'cancel', text }, facts), due: null }
  },
}
