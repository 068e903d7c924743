import { sql } from 'kysely'
import { z } from 'zod'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { fields, Nothing, Reason } from '#records/form-fields.ts'
import { planStatuses } from '../statuses.ts'
import {
  completed,
  correctionAgreed,
  correctionAsked,
  correctionRefused,
  drawnFrom,
  type Frozen,
  frozen,
} from './decide-plan.ts'
import { PlanData } from './plan-data.ts'
import { endedBusiness } from './population.ts'

const Freeze = z.strictObject({
  agency_id: fields.id('机构'),
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .meta({ title: '业务月份' }),
  replaces: fields.id('更正的计划').nullable(),
})

const Draw = z.strictObject({ checkpoint: z.string().min(1).max(4_000).meta({ title: '检查点' }) })

const freezeFacts = ({ agency_id, month, replaces }: Frozen) => sql`
  select jsonb_build_object(
    'population', coalesce(
      (
        select jsonb_agg(
          jsonb_build_object('function', ended.function, 'item', ended.item)
          order by ended.function, ended.item
        )
        from (${endedBusiness(month, agency_id)}) as ended
      ),
      '[]'::jsonb
    ),
    'standing', coalesce(
      (
        select jsonb_agg(standing.record_id order by standing.record_id)
        from app.record as standing
        where
          standing.kind = 'SAMPLE_PLAN'
          and standing.agency_id = ${agency_id}
          and standing.data ->> 'month' = ${month}
          and standing.status <> 'SUPERSEDED'
      ),
      '[]'::jsonb
    ),
    'replaced', (
      select jsonb_build_object(
        'agency_id', replaced.agency_id, 'month', replaced.data ->> 'month', 'status', replaced.status
      )
      from app.record as replaced
      where replaced.kind = 'SAMPLE_PLAN' and replaced.record_id = ${replaces}::text
    )
  )
`

const drawFacts = sql`
  select jsonb_build_object(
    'leaf_index', (
      select trail_leaf.leaf_index::text
      from app.record_action
      inner join app.trail_leaf on trail_leaf.entry_id = record_action.entry_id
      where record_action.record_id = record.record_id and record_action.version = 1
    ),
    'epoch', (select max(trail_epoch.epoch) from app.trail_epoch),
    'log_id', (
      select trail_epoch.log_id
      from app.trail_epoch
      order by trail_epoch.epoch desc
      limit 1
    ),
    'keys', coalesce(
      (select jsonb_agg(trail_key.verifier_key order by trail_key.key_id) from app.trail_key),
      '[]'::jsonb
    )
  )
`

const itemsOpen = sql`
  select to_jsonb(
    (
      select coalesce(sum((stratum ->> 'wanted')::integer), 0)
      from jsonb_array_elements(record.data -> 'strata') as stratum
    ) - (
      select count(*)
      from app.record as item
      where
        item.kind = 'SAMPLE_ITEM'
        and item.data ->> 'plan_id' = record.record_id
        and item.status in ('AGREED', 'OVERRULED', 'WRONG', 'REFERRED')
    )
  )
`

const server = { by: 'system', function: 'SAMPLE_PLAN', step: 'ACT' } as const
const leader = {
  by: 'person',
  function: 'SAMPLE_PLAN',
  step: 'APPROVAL',
  needsConfirmation: true,
  needsDetailOpened: true,
  differsFrom: ['ask_correction'],
  opensRound: true,
} as const
const toLeaders = (['UNIT_HEAD', 'DEPUTY_HEAD'] as const).map((duty) => ({
  duty,
  step: 'APPROVAL' as const,
  title: { zh: '审批：更正抽查计划', en: 'decide: a correction of a sampling plan' },
}))

/** 抽查计划: the population of a month at an agency, frozen, and what was drawn from it (platform.md 20). */
export function samplePlanKind(): RecordKind {
  return defineRecord({
    kind: 'SAMPLE_PLAN',
    title: { zh: '抽查计划', en: 'sampling plan' },
    schema: PlanData,
    statuses: planStatuses,
    isHighRisk: false,
    readFunction: 'READ_SAMPLE',
    workflow: {
      NEW: { freeze: 'FROZEN' },
      FROZEN: { draw: 'DRAWN' },
      DRAWN: { ask_correction: 'CORRECTION_ASKED', complete: 'COMPLETED' },
      CORRECTION_ASKED: { agree: 'SUPERSEDED', keep: 'DRAWN' },
      SUPERSEDED: {},
      COMPLETED: {},
    },
    actions: {
      freeze: {
        ...server,
        title: { zh: '冻结总体', en: 'freeze the population' },
        input: Freeze,
        subjectQuery: ({ input }) => sql`
          select jsonb_build_object('regions', jsonb_build_array(agency.region), 'agencyId', agency.agency_id)
          from app.agency
          where agency.agency_id = ${input.agency_id}
        `,
        factsQuery: ({ input }) => freezeFacts(input),
        decide: frozen,
      },
      draw: {
        ...server,
        title: { zh: '抽取', en: 'draw' },
        input: Draw,
        factsQuery: () => drawFacts,
        decide: drawnFrom,
      },
      complete: {
        ...server,
        title: { zh: '完成', en: 'complete' },
        input: Nothing,
        factsQuery: () => itemsOpen,
        decide: completed,
      },
      ask_correction: {
        ...{ by: 'person', function: 'SAMPLE_PLAN', step: 'ENTRY', toDos: toLeaders },
        title: { zh: '提出更正', en: 'ask for a correction' },
        input: Reason,
        decide: correctionAsked,
      },
      agree: {
        ...leader,
        title: { zh: '同意更正（重新冻结、重新抽取）', en: 'agree: freeze and draw anew' },
        input: Nothing,
        decide: correctionAgreed,
      },
      keep: {
        ...leader,
        title: { zh: '不同意更正', en: 'keep the plan' },
        input: Reason,
        decide: correctionRefused,
      },
    },
  })
}
