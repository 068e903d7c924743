import { z } from 'zod'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { Nothing, Reason } from '#records/form-fields.ts'
import { ownUnit } from '#records/own-unit.ts'
import { FilingYear } from '../filing/filing-data.ts'
import { assessmentStatuses } from '../ledger-codes.ts'
import { answered, approved, beginFacts, begun, returned, submitted, withdrawn } from './decide-assessment.ts'
import { Answered, AssessmentData, measuresCount } from './measure-data.ts'

const entry = { by: 'person', function: 'MEASURE_ASSESSMENT', step: 'ENTRY' } as const
const leader = {
  by: 'person',
  function: 'MEASURE_ASSESSMENT',
  step: 'APPROVAL',
  needsDetailOpened: true,
  differsFrom: ['begin', 'answer', 'submit'],
} as const
const title = (zh: string, en: string) => ({ title: { zh, en } })
const toLeaders = (['UNIT_HEAD', 'DEPUTY_HEAD'] as const).map((duty) => ({
  duty,
  step: 'APPROVAL' as const,
  title: { zh: '审定：48项措施自评', en: 'approve: self-assessment of the 48 measures' },
}))

/** 48项风险防控措施自评: once a year by each unit, answered item by item, approved by a leader. */
export function measureAssessmentKind(): RecordKind {
  return defineRecord({
    kind: 'MEASURE_ASSESSMENT',
    title: { zh: '48项措施自评', en: 'self-assessment of the 48 measures' },
    schema: AssessmentData,
    statuses: assessmentStatuses,
    isHighRisk: false,
    workflow: {
      NEW: { begin: 'DRAFT' },
      DRAFT: { answer: 'DRAFT', submit: 'SUBMITTED', withdraw: 'WITHDRAWN' },
      SUBMITTED: { approve: 'APPROVED', return: 'DRAFT' },
      APPROVED: {},
      WITHDRAWN: {},
    },
    actions: {
      begin: {
        ...entry,
        ...title('开始自评', 'begin'),
        input: z.strictObject({ year: FilingYear }),
        subjectQuery: ownUnit,
        factsQuery: beginFacts,
        decide: begun,
      },
      answer: {
        ...entry,
        ...title('填写', 'answer'),
        input: z.strictObject({ items: z.array(Answered).min(1).max(measuresCount).meta({ title: '自评' }) }),
        decide: answered,
      },
      submit: {
        ...entry,
        ...title('提交审定', 'submit'),
        input: Nothing,
        deadlineWorkingDays: 5,
        toDos: toLeaders,
        decide: submitted,
      },
      withdraw: { ...entry, ...title('撤回', 'withdraw'), input: Nothing, decide: withdrawn },
      approve: {
        ...leader,
        ...title('审定', 'approve'),
        input: Nothing,
        needsConfirmation: true,
        decide: approved,
      },
      return: {
        ...leader,
        ...title('退回修改', 'return'),
        input: Reason,
        opensRound: true,
        decide: returned,
      },
    },
  })
}
