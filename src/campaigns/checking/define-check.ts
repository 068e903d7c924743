import { type RawBuilder, sql } from 'kysely'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { Nothing, Reason } from '#records/form-fields.ts'
import { CheckData, ConcludeInput, NotesInput, OpenInput, PairInput, TeamInput } from './check-data.ts'
import {
  concluded,
  confirmed,
  noted,
  openedByServer,
  paired,
  reopened,
  sentBack,
  teamed,
} from './decide-check.ts'

export const checkStatuses = {
  OPEN: { zh: '待检查', en: 'to be checked' },
  CHECKING: { zh: '检查中', en: 'being checked' },
  CONCLUDED: { zh: '待审定', en: 'concluded' },
  DONE: { zh: '已办结', en: 'done' },
} as const
export type CheckStatus = keyof typeof checkStatuses

const title = (zh: string, en: string) => ({ title: { zh, en } })
const entry = { by: 'person', function: 'CAMPAIGN_CHECK', step: 'ENTRY' } as const
const leader = {
  by: 'person',
  function: 'CAMPAIGN_CHECK',
  step: 'APPROVAL',
  needsDetailOpened: true,
  needsConfirmation: true,
  differsFrom: ['conclude'],
  opensRound: true,
} as const
const toCheckers = (['SUPERVISION', 'INTERNAL_AUDIT'] as const).map((duty) => ({
  duty,
  step: 'ENTRY' as const,
  title: { zh: '检查：单位自查', en: 'check: self-check of a unit' },
}))

/**
 * Who checks, by level: of the province, the campaign's own agency; of a city, its administration or supervision, else
 * its handling agency; where that is the unit itself, the agency above it.
 */
const checkingAgency = (level: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  case
    when ${level} = 'PROVINCE' then campaign.agency_id
    else coalesce(
      (
        select checking.agency_id
        from app.region as place
        cross join lateral unnest(place.path) as above (region)
        inner join app.region as city on city.region = above.region and city.level = 'CITY'
        inner join app.agency as checking on checking.region = city.region
        where place.region = task.data ->> 'region'
          and checking.agency_id <> task.agency_id
          and checking.kind in ('SUPERVISION', 'ADMIN', 'HANDLING')
        order by array_position(array['SUPERVISION', 'ADMIN', 'HANDLING'], checking.kind), checking.agency_id
        limit 1
      ),
      campaign.agency_id
    )
  end
`

const taskAndCampaign = (taskId: string): RawBuilder<unknown> => sql`
  from app.record as task
  inner join app.record as campaign
    on campaign.record_id = task.data ->> 'campaign_id' and campaign.kind = 'CAMPAIGN'
  where task.record_id = ${taskId}
    and task.kind = 'CAMPAIGN_TASK'
    and task.status in ('SUBMITTED', 'ACCEPTED')
`

/** Region and agency of who checks; the unit's leader sees it for the region is the unit's. */
const subjectOfServer = ({ input }: { readonly input: OpenInput }) => sql`
  select jsonb_build_object('regions', to_jsonb(task.regions), 'agencyId', ${checkingAgency(sql`${input.level}`)})
  ${taskAndCampaign(input.task_id)}
`

const subjectOfPair = ({ input }: { readonly input: PairInput }) => sql`
  select jsonb_build_object(
    'regions', to_jsonb(array(select distinct unnest(task.regions || checking.region) order by 1)),
    'agencyId', checking.agency_id,
    'named', to_jsonb(task.regions)
  )
  from (select 1) as one
  inner join app.agency as checking on checking.agency_id = ${input.by_agency_id}
  cross join lateral (select task.* ${taskAndCampaign(input.task_id)}) as task
`

const openingFacts = (taskId: string, byAgency: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select jsonb_build_object('task', task.data, 'checked_agency_id', task.agency_id, 'by_agency_id', ${byAgency})
  ${taskAndCampaign(taskId)}
`

const planQuery = () => sql`
  select jsonb_build_object('plan', task.data -> 'plan')
  from app.record as task
  where task.record_id = record.data ->> 'task_id'
`

const membersQuery = ({ input }: { readonly input: { readonly members: readonly string[] } }) => sql`
  select jsonb_agg(
    jsonb_build_object(
      'staff_id', staff_member.staff_id,
      'agency_id', staff_member.agency_id,
      'was_there', staff_member.agency_id = record.data ->> 'checked_agency_id' or exists (
        select
        from app.post_assignment
        inner join app.post on post.post_id = post_assignment.post_id
        where post_assignment.staff_id = staff_member.staff_id
          and post.agency_id = record.data ->> 'checked_agency_id'
          and coalesce(post_assignment.ended_on, 'infinity'::date)
            > (clock_timestamp() at time zone 'Asia/Shanghai')::date - interval '3 years'
      )
    )
  )
  from app.staff_member
  where staff_member.staff_id = any(${[...input.members]}::text[])
    and staff_member.status = 'ON_POST'
`

/** 互查、市级检查、省级抽查: a team of the agency that checks goes through every question; its leader decides. */
export function checkKind(): RecordKind {
  return defineRecord({
    kind: 'CAMPAIGN_CHECK',
    title: { zh: '排查检查', en: 'check of a self-check' },
    schema: CheckData,
    statuses: checkStatuses,
    isHighRisk: false,
    workflow: {
      NEW: { open: 'OPEN', pair: 'OPEN' },
      OPEN: { team: 'OPEN', note: 'CHECKING' },
      CHECKING: { team: 'CHECKING', note: 'CHECKING', conclude: 'CONCLUDED' },
      CONCLUDED: { confirm: 'DONE', return: 'CHECKING' },
      DONE: { reopen: 'OPEN' },
    },
    actions: {
      open: {
        by: 'system',
        function: 'CAMPAIGN_CHECK',
        step: 'ACT',
        ...title('安排检查', 'arrange'),
        input: OpenInput,
        subjectQuery: subjectOfServer,
        factsQuery: ({ input }) => openingFacts(input.task_id, checkingAgency(sql`${input.level}`)),
        toDos: toCheckers,
        decide: openedByServer,
      },
      pair: {
        by: 'person',
        function: 'CAMPAIGN_PAIRING',
        step: 'ACT',
        ...title('安排互查', 'arrange a mutual check'),
        input: PairInput,
        subjectQuery: subjectOfPair,
        factsQuery: ({ input }) => openingFacts(input.task_id, sql`${input.by_agency_id}::text`),
        toDos: toCheckers,
        decide: paired,
      },
      team: {
        ...entry,
        ...title('确定检查人员', 'name the team'),
        input: TeamInput,
        factsQuery: membersQuery,
        decide: teamed,
      },
      note: {
        ...entry,
        ...title('逐题核验', 'check the questions'),
        input: NotesInput,
        factsQuery: planQuery,
        decide: noted,
      },
      conclude: {
        ...entry,
        ...title('提出检查结论', 'conclude'),
        input: ConcludeInput,
        factsQuery: planQuery,
        toDos: (['UNIT_HEAD', 'DEPUTY_HEAD'] as const).map((duty) => ({
          duty,
          step: 'APPROVAL' as const,
          title: { zh: '审定：检查结论', en: 'decide: result of a check' },
        })),
        decide: concluded,
      },
      confirm: { ...leader, ...title('审定', 'confirm'), input: Nothing, decide: confirmed },
      return: { ...leader, ...title('退回', 'return'), input: Reason, decide: sentBack },
      reopen: {
        by: 'system',
        function: 'CAMPAIGN_CHECK',
        step: 'ACT',
        ...title('重新检查', 'check again'),
        input: Nothing,
        opensRound: true,
        toDos: toCheckers,
        decide: reopened,
      },
    },
  })
}
