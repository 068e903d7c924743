import { z } from 'zod'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { Reason } from '#records/form-fields.ts'
import { assessmentStatuses } from '../duty-codes.ts'
import { Appeal, AppealDecision, AssessmentData, Decision, Draft, Read, Redraft } from './assessment-data.ts'
import { assessedSubject, readingOver } from './assessment-facts.ts'
import {
  appealDecided,
  appealed,
  decided,
  drafted,
  draftFacts,
  filedPaper,
  passedOver,
  read,
  redrafted,
  redraftFacts,
  returned,
  withdrawn,
} from './decide-assessment.ts'

const entry = { by: 'person', function: 'ASSESSMENT', step: 'ENTRY' } as const
const head = {
  ...({ by: 'person', function: 'ASSESSMENT', step: 'APPROVAL' } as const),
  differsFrom: ['draft', 'redraft', 'pass_over'],
  needsConfirmation: true,
  needsDetailOpened: true,
} as const
const own = { by: 'person', function: 'ASSESSMENT_OWN', step: 'ACT', needsDetailOpened: true } as const
const title = (zh: string, en: string) => ({ title: { zh, en } })

/**
 * 考核 (C381): drafted by internal audit on what the system shows of the person's work, read by the person, decided by the
 * unit's head; one appeal, decided by somebody else.
 */
export function assessmentKind(): RecordKind {
  return defineRecord({
    kind: 'ASSESSMENT',
    title: { zh: '考核', en: 'assessment' },
    schema: AssessmentData,
    statuses: assessmentStatuses,
    readFunction: 'READ_ASSESSMENT',
    isHighRisk: false,
    workflow: {
      NEW: { draft: 'DRAFTED' },
      DRAFTED: { read: 'READ', pass_over: 'READ', withdraw: 'WITHDRAWN' },
      READ: { approve: 'DECIDED', return: 'RETURNED' },
      RETURNED: { redraft: 'DRAFTED', withdraw: 'WITHDRAWN' },
      DECIDED: { appeal: 'APPEALED', file: 'DECIDED' },
      APPEALED: { decide_appeal: 'FINAL' },
      FINAL: { file: 'FINAL' },
      WITHDRAWN: {},
    },
    actions: {
      draft: {
        ...{ ...entry, ...title('拟定', 'draft') },
        input: Draft,
        subjectQuery: ({ input, actorId }) => assessedSubject(input.staff_id, actorId),
        factsQuery: draftFacts,
        decide: drafted,
      },
      redraft: {
        ...{ ...entry, ...title('修改后重新拟定', 'correct the draft') },
        input: Redraft,
        factsQuery: redraftFacts,
        decide: redrafted,
      },
      read: { ...own, ...title('本人阅签', 'read it'), input: Read, decide: read },
      pass_over: {
        ...{ ...entry, ...title('逾期未阅签，送审', 'not read in time') },
        input: Reason,
        factsQuery: readingOver,
        decide: passedOver,
      },
      withdraw: { ...entry, ...title('撤回', 'withdraw'), input: Reason, decide: withdrawn },
      approve: { ...head, ...title('审定', 'decide'), input: Decision, decide: decided },
      return: {
        ...{ ...head, ...title('退回修改', 'return'), opensRound: true },
        input: Reason,
        decide: returned,
      },
      appeal: { ...own, ...title('申请复核', 'appeal'), input: Appeal, decide: appealed },
      decide_appeal: {
        ...{ ...head, function: 'ASSESSMENT_APPEAL', step: 'REVIEW' },
        ...title('复核', 'decide the appeal'),
        differsFrom: ['draft', 'redraft', 'pass_over', 'approve'],
        input: AppealDecision,
        decide: appealDecided,
      },
      file: {
        // Only what the server wrote itself stands for the paper.
        by: 'system',
        function: 'ASSESSMENT',
        step: 'ENTRY',
        ...title('成文', 'write the paper'),
        input: z.strictObject({ asked_by: z.string().min(1).max(64).meta({ title: '成文人' }) }),
        attachments: [{ purpose: 'ASSESSMENT', ...title('考核表', 'the paper'), countMin: 1 }],
        decide: filedPaper,
      },
    },
  })
}
