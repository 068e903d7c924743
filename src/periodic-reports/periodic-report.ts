import { z } from 'zod'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import {
  accepted,
  approved,
  filedPaper,
  opened,
  openedDue,
  returned,
  sentBack,
  submitted,
  withdrawn,
  written,
} from './decide-report.ts'
import { reportStatuses } from './report-codes.ts'
import { Open, OpenDue, Opinion, Reason, ReportData, Write } from './report-data.ts'
import { aboveFacts, dueFacts, dueSubject, figureFacts, openFacts, subjectQuery } from './report-facts.ts'

const Nothing = z.strictObject({})
const entry = { by: 'person', function: 'PERIODIC_REPORT', step: 'ENTRY' } as const
const leader = {
  by: 'person',
  function: 'PERIODIC_REPORT',
  step: 'APPROVAL',
  differsFrom: ['open', 'write', 'submit'],
  needsConfirmation: true,
  needsDetailOpened: true,
  opensRound: true,
} as const
const above = {
  by: 'person',
  function: 'PERIODIC_REPORT',
  step: 'REVIEW',
  factsQuery: aboveFacts,
  needsConfirmation: true,
  needsDetailOpened: true,
  opensRound: true,
} as const
const title = (zh: string, en: string) => ({ title: { zh, en } })
const toLeaders = (['UNIT_HEAD', 'DEPUTY_HEAD'] as const).map((duty) => ({
  duty,
  step: 'APPROVAL' as const,
  ...title('审签：定期报告', 'approve: periodic report'),
}))

/** 定期报告: written by the unit from live figures, frozen when submitted, approved, filed, accepted above. */
export function periodicReportKind(): RecordKind {
  return defineRecord({
    kind: 'PERIODIC_REPORT',
    title: { zh: '定期报告', en: 'periodic report' },
    schema: ReportData,
    statuses: reportStatuses,
    readFunction: 'READ_PERIODIC_REPORT',
    isHighRisk: false,
    workflow: {
      NEW: { open: 'DRAFTING', open_due: 'DRAFTING' },
      DRAFTING: { write: 'DRAFTING', submit: 'SUBMITTED', withdraw: 'WITHDRAWN' },
      SUBMITTED: { approve: 'FILED', return: 'DRAFTING' },
      FILED: { accept: 'ACCEPTED', send_back: 'DRAFTING', file: 'FILED' },
      ACCEPTED: { file: 'ACCEPTED' },
      WITHDRAWN: {},
    },
    actions: {
      open: {
        ...entry,
        ...title('起草报告', 'begin a report'),
        input: Open,
        subjectQuery,
        factsQuery: openFacts,
        decide: opened,
      },
      open_due: {
        by: 'system',
        function: 'PERIODIC_REPORT',
        step: 'ENTRY',
        ...title('到期起草', 'begin what is due'),
        input: OpenDue,
        subjectQuery: dueSubject,
        factsQuery: dueFacts,
        decide: openedDue,
      },
      write: { ...entry, ...title('填写', 'write'), input: Write, decide: written },
      submit: {
        ...entry,
        ...title('报审', 'submit'),
        input: Nothing,
        factsQuery: figureFacts,
        toDos: toLeaders,
        decide: submitted,
      },
      withdraw: { ...entry, ...title('撤销', 'withdraw'), input: Reason, decide: withdrawn },
      approve: { ...leader, ...title('审签报送', 'approve and file'), input: Nothing, decide: approved },
      return: { ...leader, ...title('退回修改', 'return'), input: Reason, decide: returned },
      accept: { ...above, ...title('接收', 'accept'), input: Opinion, decide: accepted },
      send_back: { ...above, ...title('上级退回', 'send back'), input: Reason, decide: sentBack },
      file: {
        // Only what the server wrote itself stands for the report.
        by: 'system',
        function: 'PERIODIC_REPORT',
        step: 'ENTRY',
        ...title('成文', 'write the paper'),
        input: z.strictObject({ asked_by: z.string().min(1).max(64).meta({ title: '成文人' }) }),
        attachments: [{ purpose: 'REPORT', ...title('报告', 'the report'), countMin: 1 }],
        decide: filedPaper,
      },
    },
  })
}
