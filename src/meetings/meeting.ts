import { z } from 'zod'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { ownUnit } from '#records/own-unit.ts'
import {
  approved,
  approveFacts,
  called,
  callFacts,
  cancelled,
  filedPaper,
  minuted,
  returned,
} from './decide-meeting.ts'
import { meetingStatuses } from './meeting-codes.ts'
import { Call, MeetingData, Minutes, Reason } from './meeting-data.ts'

const Nothing = z.strictObject({})
const entry = { by: 'person', function: 'MEETING', step: 'ENTRY' } as const
const chair = {
  by: 'person',
  function: 'MEETING',
  step: 'APPROVAL',
  differsFrom: ['call', 'minute'],
  needsConfirmation: true,
  needsDetailOpened: true,
  opensRound: true,
} as const
const title = (zh: string, en: string) => ({ title: { zh, en } })
const toChair = (['UNIT_HEAD', 'DEPUTY_HEAD'] as const).map((duty) => ({
  duty,
  step: 'APPROVAL' as const,
  ...title('审签：会议纪要', 'approve: minutes'),
}))

/** “按照‘三重一大’要求，每月召开基金支付调拨会议” (C069): called, held, its minutes approved by the chair under numbers. */
export function meetingKind(): RecordKind {
  return defineRecord({
    kind: 'MEETING',
    title: { zh: '会议', en: 'meeting' },
    schema: MeetingData,
    statuses: meetingStatuses,
    isHighRisk: false,
    workflow: {
      NEW: { call: 'CALLED' },
      CALLED: { minute: 'MINUTED', cancel: 'CANCELLED' },
      MINUTED: { approve: 'DECIDED', return: 'CALLED' },
      DECIDED: { file: 'DECIDED' },
      CANCELLED: {},
    },
    actions: {
      call: {
        ...entry,
        ...title('通知会议', 'call a meeting'),
        input: Call,
        subjectQuery: ownUnit,
        factsQuery: callFacts,
        decide: called,
      },
      minute: {
        ...entry,
        ...title('填写纪要', 'write the minutes'),
        input: Minutes,
        deadlineWorkingDays: 3,
        toDos: toChair,
        decide: minuted,
      },
      cancel: { ...entry, ...title('取消会议', 'cancel'), input: Reason, decide: cancelled },
      approve: {
        ...chair,
        ...title('审签纪要', 'approve the minutes'),
        input: Nothing,
        factsQuery: approveFacts,
        decide: approved,
      },
      return: { ...chair, ...title('退回修改', 'return'), input: Reason, decide: returned },
      file: {
        // Only what the server wrote itself stands for the minutes.
        by: 'system',
        function: 'MEETING',
        step: 'ENTRY',
        ...title('成文', 'write the paper'),
        input: z.strictObject({ asked_by: z.string().min(1).max(64).meta({ title: '成文人' }) }),
        attachments: [{ purpose: 'MINUTES', ...title('会议纪要', 'the minutes'), countMin: 1 }],
        decide: filedPaper,
      },
    },
  })
}
