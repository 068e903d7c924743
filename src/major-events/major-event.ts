import { z } from 'zod'
import { defineRecord, type RecordKind, type Workflow } from '#records/define-record.ts'
import { ownUnit } from '#records/own-unit.ts'
import {
  askedFor,
  drafted,
  filedPaper,
  furthered,
  obstructed,
  received,
  returned,
  signed,
  withdrawn,
} from './decide-event.ts'
import { type EventStatus, eventStatuses } from './event-codes.ts'
import { Ask, Correction, Draft, EventData, Further, Obstruction, Reason, Receipt } from './event-data.ts'
import { aboveFacts, draftFacts, furtherFacts, signFacts } from './event-facts.ts'

const Nothing = z.strictObject({})

const entry = { by: 'person', function: 'MAJOR_EVENT', step: 'ENTRY' } as const
const leader = {
  by: 'person',
  function: 'MAJOR_EVENT',
  step: 'APPROVAL',
  needsConfirmation: true,
  needsDetailOpened: true,
} as const
const above = { by: 'person', function: 'MAJOR_EVENT', step: 'REVIEW', factsQuery: aboveFacts } as const
const makers = ['draft', 'redraft', 'further']
const title = (zh: string, en: string) => ({ title: { zh, en } })
const toLeaders = (['UNIT_HEAD', 'DEPUTY_HEAD'] as const).map((duty) => ({
  duty,
  step: 'APPROVAL' as const,
  ...title('审签：要情报告', 'sign: report of a major event'),
}))

type Action =
  | ('draft' | 'redraft' | 'sign' | 'return' | 'withdraw' | 'further')
  | ('receive' | 'ask' | 'obstruct' | 'file')

const known = (status: EventStatus) =>
  ({ receive: status, ask: status, obstruct: status, file: status }) as const
const workflow: Workflow<EventStatus, Action> = {
  NEW: { draft: 'DRAFTED' },
  DRAFTED: { sign: 'REPORTED', return: 'RETURNED', withdraw: 'WITHDRAWN', obstruct: 'DRAFTED' },
  RETURNED: { redraft: 'DRAFTED', withdraw: 'WITHDRAWN', obstruct: 'RETURNED' },
  REPORTED: { further: 'FURTHER_DRAFTED', ...known('REPORTED') },
  FURTHER_DRAFTED: {
    sign: ['REPORTED', 'CLOSED'],
    return: ['REPORTED', 'CLOSED'],
    obstruct: 'FURTHER_DRAFTED',
  },
  CLOSED: { further: 'FURTHER_DRAFTED', ...known('CLOSED') },
  WITHDRAWN: {},
}

const actions = {
  draft: {
    ...entry,
    ...title('拟首报', 'draft the first report'),
    input: Draft,
    subjectQuery: ownUnit,
    factsQuery: draftFacts,
    toDos: toLeaders,
    decide: drafted,
  },
  redraft: {
    ...entry,
    ...title('修改后重新报审', 'correct the draft'),
    input: Correction,
    factsQuery: draftFacts,
    toDos: toLeaders,
    decide: drafted,
  },
  further: {
    ...entry,
    ...title('拟续报、重报、终报', 'draft a further report'),
    opensRound: true,
    input: Further,
    factsQuery: furtherFacts,
    toDos: toLeaders,
    decide: furthered,
  },
  withdraw: {
    ...entry,
    ...title('撤回', 'withdraw'),
    onlyByEnterer: true,
    input: Reason,
    decide: withdrawn,
  },
  sign: {
    ...leader,
    ...title('审签上报', 'sign and report'),
    differsFrom: makers,
    opensRound: true,
    input: Nothing,
    factsQuery: signFacts,
    decide: signed,
  },
  return: {
    ...leader,
    ...title('退回修改', 'return'),
    differsFrom: makers,
    opensRound: true,
    input: Reason,
    decide: returned,
  },
  receive: {
    ...above,
    ...title('上级签收', 'receive, above'),
    opensRound: true,
    input: Receipt,
    decide: received,
  },
  ask: {
    ...above,
    ...title('要求补报、重报', 'ask for another report'),
    opensRound: true,
    input: Ask,
    decide: askedFor,
  },
  obstruct: {
    by: 'person',
    function: 'REPORT_OBSTRUCTION',
    step: 'ACT',
    ...title('登记阻拦报告', 'note an obstruction'),
    input: Obstruction,
    decide: obstructed,
  },
  file: {
    // Only what the server wrote itself stands for the report.
    by: 'system',
    function: 'MAJOR_EVENT',
    step: 'ENTRY',
    ...title('成文', 'write the paper'),
    input: z.strictObject({ asked_by: z.string().min(1).max(64).meta({ title: '成文人' }) }),
    attachments: [{ purpose: 'EVENT_REPORT', ...title('要情报告', 'the report'), countMin: 1 }],
    decide: filedPaper,
  },
} as const

/** 要情: drafted by the unit, signed by its leader, received above; followed up to the final report. */
export function majorEventKind(): RecordKind {
  return defineRecord({
    kind: 'MAJOR_EVENT',
    title: { zh: '要情', en: 'major event' },
    schema: EventData,
    statuses: eventStatuses,
    readFunction: 'READ_MAJOR_EVENT',
    isHighRisk: false,
    workflow,
    actions,
  })
}
