import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { fields, Nothing, Reason } from '#records/form-fields.ts'
import type { DetectionSource } from '../detection-source.ts'
import {
  accepted,
  answered,
  closed,
  contacted,
  described,
  extended,
  issued,
  type Passing,
  redone,
  returned,
  submitted,
} from './decide-task.ts'
import { AnswersInput, BasicsInput, ContactsInput, TaskData } from './task-data.ts'

export const taskStatuses = {
  ISSUED: { zh: '已下发', en: 'issued' },
  ANSWERING: { zh: '自查中', en: 'being answered' },
  SUBMITTED: { zh: '已提交', en: 'submitted' },
  RETURNED: { zh: '退回重查', en: 'returned' },
  ACCEPTED: { zh: '已认可', en: 'accepted' },
  CLOSED: { zh: '已结束', en: 'closed' },
} as const
export type TaskStatus = keyof typeof taskStatuses

const Pass = z.strictObject({ campaign_id: fields.id('排查'), agency_id: fields.id('填报单位') })
const Extend = Reason.extend({ due_on: fields.day('新的期限') })

const title = (zh: string, en: string) => ({ title: { zh, en } })
const entry = { by: 'person', function: 'CAMPAIGN_TASK', step: 'ENTRY' } as const
const above = {
  by: 'person',
  function: 'CAMPAIGN_TASK_REVIEW',
  step: 'ACT',
  needsDetailOpened: true,
} as const
const system = { by: 'system', function: 'CAMPAIGN_TASK', step: 'ACT' } as const

const actorAgencyQuery = ({ actorId }: { readonly actorId: string }) => sql`
  select jsonb_build_object('agency_id', staff_member.agency_id)
  from app.staff_member
  where staff_member.staff_id = ${actorId}
`

/** Only while its campaign is being passed down, and only to a unit that is on its list. */
const passedFrom = ({ campaign_id, agency_id }: Passing): RawBuilder<unknown> => sql`
  from app.record as campaign
  inner join app.agency on agency.agency_id = ${agency_id}
  where campaign.record_id = ${campaign_id}
    and campaign.kind = 'CAMPAIGN'
    and campaign.status = 'STARTING'
    and campaign.data -> 'units' @> to_jsonb(${agency_id}::text)
`

/** Of the founding text: findings of the same unit in the period that is looked at. */
const detectedBy =
  (source: DetectionSource): (() => RawBuilder<unknown>) =>
  () =>
    sql`select ${source({
      agencyId: sql`record.agency_id`,
      from: sql`(record.data -> 'plan' ->> 'period_from')`,
      to: sql`(record.data -> 'plan' ->> 'period_to')`,
    })}`

/** 自查: issued, answered in parts, submitted by the unit's leader, returned or accepted from above. */
export function taskKind(source: DetectionSource): RecordKind {
  return defineRecord({
    kind: 'CAMPAIGN_TASK',
    title: { zh: '自查', en: 'self-check' },
    schema: TaskData,
    statuses: taskStatuses,
    isHighRisk: false,
    workflow: {
      NEW: { pass: 'ISSUED' },
      ISSUED: {
        contact: 'ANSWERING',
        describe: 'ANSWERING',
        answer: 'ANSWERING',
        extend: 'ISSUED',
        close: 'CLOSED',
      },
      ANSWERING: {
        contact: 'ANSWERING',
        describe: 'ANSWERING',
        answer: 'ANSWERING',
        submit: 'SUBMITTED',
        extend: 'ANSWERING',
        close: 'CLOSED',
      },
      SUBMITTED: { accept: 'ACCEPTED', return: 'RETURNED', redo: 'RETURNED', close: 'CLOSED' },
      RETURNED: {
        contact: 'RETURNED',
        describe: 'RETURNED',
        answer: 'RETURNED',
        submit: 'SUBMITTED',
        extend: 'RETURNED',
        close: 'CLOSED',
      },
      ACCEPTED: { redo: 'RETURNED', close: 'CLOSED' },
      CLOSED: {},
    },
    actions: { ...unitActions(source), ...aboveActions(), ...systemActions() },
  })
}

function unitActions(source: DetectionSource) {
  const factsQuery = detectedBy(source)
  return {
    contact: { ...entry, ...title('填写联系人', 'name contacts'), input: ContactsInput, decide: contacted },
    describe: { ...entry, ...title('填写基本情况', 'basics'), input: BasicsInput, decide: described },
    answer: { ...entry, ...title('答复', 'answer'), input: AnswersInput, factsQuery, decide: answered },
    submit: {
      by: 'person',
      function: 'CAMPAIGN_TASK',
      step: 'APPROVAL',
      ...title('提交', 'submit'),
      needsDetailOpened: true,
      needsConfirmation: true,
      differsFrom: ['answer'],
      opensRound: true,
      input: Nothing,
      factsQuery,
      decide: submitted,
    },
  } as const
}

function aboveActions() {
  const factsQuery = actorAgencyQuery
  return {
    accept: { ...above, ...title('认可', 'accept'), input: Nothing, factsQuery, decide: accepted },
    return: { ...above, ...title('退回重查', 'return'), input: Reason, factsQuery, decide: returned },
    extend: {
      by: 'person',
      function: 'CAMPAIGN_TASK_REVIEW',
      step: 'ACT',
      ...title('延期', 'extend'),
      input: Extend,
      factsQuery,
      decide: extended,
    },
  } as const
}

function systemActions() {
  return {
    pass: {
      ...system,
      ...title('下发', 'issue'),
      input: Pass,
      subjectQuery: ({ input }: { readonly input: Passing }) => sql`
        select jsonb_build_object('regions', jsonb_build_array(agency.region), 'agencyId', agency.agency_id)
        ${passedFrom(input)}
      `,
      factsQuery: ({ input }: { readonly input: Passing }) => sql`
        select jsonb_build_object('plan', campaign.data -> 'plan', 'region', agency.region)
        ${passedFrom(input)}
      `,
      toDos: (['INTERNAL_AUDIT', 'ENTRY'] as const).map((duty) => ({
        duty,
        step: 'ENTRY' as const,
        title: { zh: '自查：排查任务', en: 'self-check of a campaign' },
      })),
      decide: issued,
    },
    /** After a check that found the self-check careless (督促重新自查). */
    redo: { ...system, ...title('检查后退回重查', 'redo after a check'), input: Reason, decide: redone },
    close: { ...system, ...title('结束', 'close'), input: Nothing, decide: closed },
  } as const
}
