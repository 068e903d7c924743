import { z } from 'zod'
import { type AccessFunction, findStep } from '#access/functions/access-function.ts'
import type { Bilingual } from '#base/bilingual.ts'
import { parseSecond } from '#base/calendar-math.ts'
import type { ActionDefinition, ToDoDraft } from '#records/define-record.ts'
import { Nothing, Reason } from '#records/form-fields.ts'
import { needs } from '../functions/fields.ts'
import type { OrderStatus, RegisterOwner } from '../order-status.ts'
import {
  decideFileApproval,
  decideFileEntry,
  decideFileReview,
  decideSent,
  leaveFile,
} from './decide-payment-file.ts'
import { FileApproval, meetingFacts } from './meetings/meeting-decision.ts'
import type { PaymentFileData } from './payment-file-data.ts'
import { fileSubject } from './payment-file-subject.ts'
import { PaymentFileInput } from './payment-line.ts'

const Delivery = z.strictObject({ delivery_id: z.string().min(1).max(64) })
const Sent = z.strictObject({
  sent_file_hash: z.string().regex(/^[0-9a-f]{64}$/, '应为 64 位十六进制摘要'),
  sent_at: z.string().refine((value) => parseSecond(value) !== null, '应为时间 YYYY-MM-DD HH:MM:SS'),
})

export type PaymentFileInputs = {
  readonly enter: PaymentFileInput
  readonly resubmit: PaymentFileInput
  readonly withdraw: Nothing
  readonly review: Nothing
  readonly return: Reason
  readonly refuse: Reason
  readonly approve: FileApproval
  readonly send_back: Reason
  readonly disapprove: Reason
  readonly lapse: Nothing
  readonly confirm: z.infer<typeof Delivery>
  readonly sent: z.infer<typeof Sent>
  readonly settle: Nothing
}
type Action<Name extends keyof PaymentFileInputs> = ActionDefinition<
  OrderStatus,
  PaymentFileData,
  PaymentFileInputs[Name]
>
type Actions<Names extends keyof PaymentFileInputs> = { readonly [Name in Names]: Action<Name> }

export interface FileActionsContext {
  readonly listed: AccessFunction
  readonly register: RegisterOwner
}

const enterers = ['enter', 'resubmit']
const makers = [...enterers, 'review']
const checking = { needsCheck: true, needsConfirmation: true, needsDetailOpened: true } as const
const person = { by: 'person', function: 'PAYMENT_FILE' } as const
const server = { by: 'system', function: 'PAYMENT_FILE', step: 'ACT' } as const

const toDoTitles = {
  ENTRY: { zh: '更正', en: 'correct:' },
  REVIEW: { zh: '复核', en: 'review:' },
  APPROVAL: { zh: '审批', en: 'approve:' },
} as const

function toDosOf(
  { listed }: FileActionsContext,
  step: keyof typeof toDoTitles,
): readonly Omit<ToDoDraft, 'agencyId' | 'personId'>[] {
  const { zh, en } = toDoTitles[step]
  const title = { zh: `${zh}${listed.title.zh}`, en: `${en} ${listed.title.en}` }
  return findStep(listed, step)!.duties.map((duty) => ({ duty, step, title }))
}

function entryActions(context: FileActionsContext): Actions<'enter' | 'resubmit' | 'withdraw'> {
  const asking = {
    ...person,
    step: 'ENTRY',
    input: PaymentFileInput,
    needsCheck: true,
    toDos: toDosOf(context, 'REVIEW'),
    deadlineWorkingDays: 2,
    attachments: [needs('PAYMENT_FILE', '发放文件（系统导出）', 'the payment file as the system made it')],
  } as const
  return {
    enter: {
      ...asking,
      title: { zh: '录入', en: 'enter' },
      // Arrears are of the agency's own holds; a file of nothing else names its people in them.
      subjectQuery: ({ input, actorId }) =>
        fileSubject({
          personIds: input.lines.map(({ person_id }) => person_id),
          holdIds: input.arrears.map(({ hold_id }) => hold_id),
          scheme: input.scheme,
          actorId,
        }),
      decide: decideFileEntry('enter'),
    },
    resubmit: {
      ...asking,
      title: { zh: '更正后重新提交', en: 'correct and resubmit' },
      onlyByEnterer: true,
      decide: decideFileEntry('resubmit'),
    },
    withdraw: {
      ...person,
      step: 'ENTRY',
      title: { zh: '撤回', en: 'withdraw' },
      onlyByEnterer: true,
      input: Nothing,
      decide: leaveFile(context.register, 'withdraw', 'WITHDRAWN'),
    },
  }
}

interface Leaving {
  readonly action: string
  readonly status: 'RETURNED' | 'REFUSED'
  readonly title: Bilingual
}

function leaving(
  context: FileActionsContext,
  step: 'REVIEW' | 'APPROVAL',
  { action, status, title }: Leaving,
): ActionDefinition<OrderStatus, PaymentFileData, Reason> {
  return {
    ...person,
    title,
    step,
    input: Reason,
    differsFrom: step === 'REVIEW' ? enterers : makers,
    needsConfirmation: true,
    ...(status === 'RETURNED' ? { opensRound: true, toDos: toDosOf(context, 'ENTRY') } : {}),
    decide: leaveFile(context.register, action, status),
  }
}

function checkingActions(
  context: FileActionsContext,
): Actions<'review' | 'return' | 'refuse' | 'approve' | 'send_back' | 'disapprove'> {
  return {
    review: {
      ...person,
      ...checking,
      step: 'REVIEW',
      title: { zh: '复核', en: 'review' },
      input: Nothing,
      differsFrom: enterers,
      toDos: toDosOf(context, 'APPROVAL'),
      deadlineWorkingDays: 1,
      decide: decideFileReview(),
    },
    return: leaving(context, 'REVIEW', {
      action: 'return',
      status: 'RETURNED',
      title: { zh: '退回更正', en: 'return' },
    }),
    refuse: leaving(context, 'REVIEW', {
      action: 'refuse',
      status: 'REFUSED',
      title: { zh: '复核不通过', en: 'refuse' },
    }),
    approve: {
      ...person,
      ...checking,
      step: 'APPROVAL',
      title: { zh: '审批', en: 'approve' },
      input: FileApproval,
      factsQuery: meetingFacts,
      differsFrom: makers,
      ...(context.listed.isTogether ? { together: 'review' } : {}),
      decide: decideFileApproval(context.register),
    },
    send_back: leaving(context, 'APPROVAL', {
      action: 'send_back',
      status: 'RETURNED',
      title: { zh: '审批退回', en: 'send back' },
    }),
    disapprove: leaving(context, 'APPROVAL', {
      action: 'disapprove',
      status: 'REFUSED',
      title: { zh: '审批不通过', en: 'disapprove' },
    }),
  }
}

function serverActions({ register }: FileActionsContext): Actions<'lapse' | 'confirm' | 'sent' | 'settle'> {
  return {
    lapse: {
      ...server,
      title: { zh: '失效', en: 'lapse' },
      input: Nothing,
      decide: leaveFile(register, 'lapse', 'LAPSED'),
    },
    // By a delivery that shows it, never by a person.
    confirm: {
      ...server,
      title: { zh: '核心系统已确认', en: 'confirmed by the core system' },
      input: Delivery,
      decide: (record) => ({ status: 'DONE', data: record!.data }),
    },
    sent: {
      ...server,
      title: { zh: '银行已接收', en: 'received by the bank' },
      input: Sent,
      decide: decideSent(register),
    },
    // After every held line has its own record (follow-files.ts).
    settle: {
      ...server,
      title: { zh: '暂缓明细已建单', en: 'its held lines have records' },
      input: Nothing,
      decide: (record) => ({ status: record!.status, data: { ...record!.data, isFollowed: true } }),
    },
  }
}

export function paymentFileActions(context: FileActionsContext): Actions<keyof PaymentFileInputs> {
  return { ...entryActions(context), ...checkingActions(context), ...serverActions(context) }
}
