import { type RawBuilder, sql } from 'kysely'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { Reason } from '#records/form-fields.ts'
import {
  cancelled,
  corrected,
  extended,
  found,
  handled,
  recorded,
  rectified,
  sentBack,
  verified,
} from './decide-problem.ts'
import { CorrectInput, Extend, FoundInput, ProblemData, ProblemInput, Result } from './problem-data.ts'

export const problemStatuses = {
  OPEN: { zh: '待处理', en: 'open' },
  HANDLED: { zh: '已处理，整改中', en: 'handled' },
  RECTIFIED: { zh: '已整改，待核验', en: 'rectified' },
  VERIFIED: { zh: '已核验销号', en: 'verified' },
  CANCELLED: { zh: '已撤销', en: 'cancelled' },
} as const
export type ProblemStatus = keyof typeof problemStatuses

const title = (zh: string, en: string) => ({ title: { zh, en } })
const entry = { by: 'person', function: 'CAMPAIGN_PROBLEM', step: 'ENTRY' } as const
const checker = {
  by: 'person',
  function: 'CAMPAIGN_PROBLEM',
  step: 'REVIEW',
  needsDetailOpened: true,
  differsFrom: ['record', 'handle', 'rectify'],
} as const
const leader = {
  by: 'person',
  function: 'CAMPAIGN_PROBLEM',
  step: 'APPROVAL',
  needsDetailOpened: true,
  opensRound: true,
} as const
const evidence = [
  { purpose: 'EVIDENCE', title: { zh: '整改佐证', en: 'evidence of rectification' }, countMin: 1 },
] as const

const ownUnit = (actorId: string): RawBuilder<unknown> =>
  sql`(select staff_member.agency_id from app.staff_member where staff_member.staff_id = ${actorId})`

const unitOf = (campaignId: string, agencyId: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  from app.campaign_unit as unit
  inner join app.record as campaign on campaign.record_id = unit.campaign_id and campaign.status = 'RUNNING'
  where unit.campaign_id = ${campaignId} and unit.agency_id = ${agencyId}
`

const subjectIn = (input: ProblemInput, agencyId: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select jsonb_build_object('regions', jsonb_build_array(unit.region), 'agencyId', unit.agency_id)
  ${unitOf(input.campaign_id, agencyId)}
`

const factsIn = (input: ProblemInput, agencyId: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select jsonb_build_object(
    'region', unit.region,
    'categories', campaign.data -> 'plan' -> 'categories',
    'case_is_there', exists (
      select
      from app.record as linked
      where linked.record_id = ${input.case_id} and linked.kind = 'CASE' and unit.region = any(linked.covering || linked.regions)
    )
  )
  ${unitOf(input.campaign_id, agencyId)}
`

interface Opening<Input> {
  readonly input: Input
  readonly actorId: string
}

/** 问题: found, handled, rectified with evidence, verified by another person. */
export function problemKind(): RecordKind {
  return defineRecord({
    kind: 'CAMPAIGN_PROBLEM',
    title: { zh: '排查问题', en: 'problem of a campaign' },
    schema: ProblemData,
    statuses: problemStatuses,
    isHighRisk: false,
    workflow: {
      NEW: { record: 'OPEN', find: 'OPEN' },
      OPEN: { correct: 'OPEN', handle: 'HANDLED', extend: 'OPEN', cancel: 'CANCELLED' },
      HANDLED: { correct: 'HANDLED', rectify: 'RECTIFIED', extend: 'HANDLED', cancel: 'CANCELLED' },
      RECTIFIED: { verify: 'VERIFIED', return: 'HANDLED' },
      VERIFIED: {},
      CANCELLED: {},
    },
    actions: { ...openingActions(), ...furtherActions() },
  })
}

const toUnit = (['INTERNAL_AUDIT', 'ENTRY'] as const).map((duty) => ({
  duty,
  step: 'ENTRY' as const,
  title: { zh: '整改：排查问题', en: 'rectify: problem of a campaign' },
}))

function openingActions() {
  return {
    record: {
      ...entry,
      ...title('登记问题', 'record'),
      input: ProblemInput,
      subjectQuery: ({ input, actorId }: Opening<ProblemInput>) => subjectIn(input, ownUnit(actorId)),
      factsQuery: ({ input, actorId }: Opening<ProblemInput>) => factsIn(input, ownUnit(actorId)),
      decide: recorded,
    },
    find: {
      by: 'person',
      function: 'CAMPAIGN_PROBLEM_FOUND',
      step: 'ACT',
      ...title('登记检查发现的问题', 'record what a check found'),
      input: FoundInput,
      subjectQuery: ({ input }: Opening<FoundInput>) => subjectIn(input, sql`${input.agency_id}`),
      factsQuery: ({ input }: Opening<FoundInput>) => factsIn(input, sql`${input.agency_id}`),
      toDos: toUnit,
      decide: found,
    },
  } as const
}

function furtherActions() {
  return {
    correct: { ...entry, ...title('更正', 'correct'), input: CorrectInput, decide: corrected },
    handle: { ...entry, ...title('处理', 'handle'), input: Result, decide: handled },
    rectify: {
      ...entry,
      ...title('报告整改完成', 'rectified'),
      input: Result,
      attachments: evidence,
      decide: rectified,
    },
    verify: { ...checker, ...title('核验销号', 'verify'), input: Result, decide: verified },
    return: {
      ...checker,
      ...title('核验不通过，继续整改', 'not rectified'),
      input: Reason,
      opensRound: true,
      decide: sentBack,
    },
    extend: { ...leader, ...title('延期', 'extend'), input: Extend, decide: extended },
    cancel: { ...leader, ...title('撤销（登记有误）', 'cancel'), input: Reason, decide: cancelled },
  } as const
}
