import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { Nothing, Reason } from '#records/form-fields.ts'
import { ownUnit } from '#records/own-unit.ts'
import { trainingStatuses } from '../duty-codes.ts'
import { cancelled, confirmed, examined, held, invitedFacts, planned, returned } from './decide-training.ts'
import { Exam, TrainingData, TrainingHeld, TrainingPlan } from './training-data.ts'

const entry = { by: 'person', function: 'TRAINING', step: 'ENTRY' } as const
const leader = {
  by: 'person',
  function: 'TRAINING',
  step: 'APPROVAL',
  differsFrom: ['plan', 'revise', 'hold', 'examine'],
  needsDetailOpened: true,
  opensRound: true,
} as const
const title = (zh: string, en: string) => ({ title: { zh, en } })
const toLeaders = (['UNIT_HEAD', 'DEPUTY_HEAD'] as const).map((duty) => ({
  duty,
  step: 'APPROVAL' as const,
  ...title('确认：培训与考试', 'confirm: a training'),
}))

/** 培训、警示教育和考试 (C376–C387): planned with its people, held, examined, and confirmed by a leader. */
export function trainingKind(): RecordKind {
  return defineRecord({
    kind: 'TRAINING',
    title: { zh: '培训', en: 'training' },
    schema: TrainingData,
    statuses: trainingStatuses,
    isHighRisk: false,
    workflow: {
      NEW: { plan: 'PLANNED' },
      PLANNED: { revise: 'PLANNED', hold: 'HELD', cancel: 'CANCELLED' },
      HELD: { examine: 'EXAMINED', confirm: 'CLOSED', return: 'PLANNED' },
      EXAMINED: { confirm: 'CLOSED', return: 'PLANNED' },
      CLOSED: {},
      CANCELLED: {},
    },
    actions: {
      plan: {
        ...{ ...entry, ...title('安排', 'plan') },
        input: TrainingPlan,
        subjectQuery: ownUnit,
        factsQuery: invitedFacts,
        decide: planned,
      },
      revise: {
        ...{ ...entry, ...title('修改安排', 'change the plan') },
        input: TrainingPlan,
        factsQuery: invitedFacts,
        decide: planned,
      },
      hold: {
        ...{ ...entry, ...title('登记举办情况', 'record that it was held') },
        input: TrainingHeld,
        toDos: toLeaders,
        decide: held,
      },
      examine: {
        ...{ ...entry, ...title('登记考试成绩', 'record the scores') },
        input: Exam,
        toDos: toLeaders,
        decide: examined,
      },
      confirm: { ...leader, ...title('确认', 'confirm'), input: Nothing, decide: confirmed },
      return: { ...leader, ...title('退回', 'return'), input: Reason, decide: returned },
      cancel: { ...entry, ...title('取消', 'cancel'), input: Reason, decide: cancelled },
    },
  })
}
