import { z } from 'zod'
import { type ActionDefinition, defineRecord, type RecordKind } from '#records/define-record.ts'
import { reason } from '#records/form-fields.ts'
import type { RegisterOwner } from '../../order-status.ts'
import { holdDaysMax } from '../payment-line.ts'
import {
  decideCarry,
  decideDecline,
  decideEnd,
  decideExtend,
  decideNotice,
  decideOpen,
  decideProposal,
  decideRelease,
  decideStop,
} from './decide-hold.ts'
import { carriedQuery, heldLineQuery, heldLineSubject } from './held-line-query.ts'
import { type HoldStatus, holdStatuses, PaymentHoldData } from './payment-hold-data.ts'

const Reason = z.strictObject({ reason })
const Nothing = z.strictObject({})
const Key = z.strictObject({ file_id: z.string().min(1).max(64), payment_id: z.string().min(1).max(64) })
const Carrying = z.strictObject({ file_id: z.string().min(1).max(64) })
const Extending = z.strictObject({
  reason,
  days: z.int().min(1).max(holdDaysMax).meta({ title: '自今日起天数' }),
})
const Notice = z.strictObject({
  channel: z.enum(['PHONE', 'LETTER', 'VISIT', 'COMMUNITY']).meta({ title: '告知方式' }),
  answer: z.string().trim().min(1).max(500).meta({ title: '当事人陈述（未答复的写明）' }),
})

type Inputs = {
  readonly open: z.infer<typeof Key>
  readonly notify: z.infer<typeof Notice>
  readonly extend: z.infer<typeof Extending>
  readonly release: z.infer<typeof Reason>
  readonly propose_stop: z.infer<typeof Reason>
  readonly stop: z.infer<typeof Reason>
  readonly decline: z.infer<typeof Reason>
  readonly end: z.infer<typeof Nothing>
  readonly carry: z.infer<typeof Carrying>
}
type Actions = {
  readonly [Name in keyof Inputs]: ActionDefinition<HoldStatus, PaymentHoldData, Inputs[Name]>
}

export const paymentHoldKind = 'PAYMENT_HOLD'

const person = { by: 'person', function: 'PAYMENT_FILE' } as const
const server = { by: 'system', function: 'PAYMENT_FILE', step: 'ACT' } as const
const shown = { needsConfirmation: true, needsDetailOpened: true } as const

function actions(register: RegisterOwner): Actions {
  return {
    open: {
      ...server,
      title: { zh: '暂缓', en: 'hold' },
      input: Key,
      subjectQuery: ({ input }) => heldLineSubject(input),
      factsQuery: ({ input }) => heldLineQuery(input),
      decide: decideOpen,
    },
    notify: {
      by: 'person',
      function: 'COMMENT',
      step: 'ACT',
      title: { zh: '登记告知与陈述', en: 'write down notice and answer' },
      input: Notice,
      decide: decideNotice,
    },
    // 复核 in the sense of access: who has prolonged it once does not decide on it again.
    extend: {
      ...person,
      ...shown,
      step: 'REVIEW',
      title: { zh: '延期', en: 'prolong' },
      input: Extending,
      decide: decideExtend,
    },
    release: {
      ...person,
      ...shown,
      step: 'REVIEW',
      title: { zh: '解除暂缓', en: 'release' },
      input: Reason,
      decide: decideRelease,
    },
    propose_stop: {
      ...person,
      step: 'ENTRY',
      title: { zh: '提出停发', en: 'propose to stop it' },
      input: Reason,
      toDos: [{ duty: 'APPROVAL', step: 'APPROVAL', title: { zh: '审批停发', en: 'approve the stop' } }],
      decide: decideProposal,
    },
    stop: {
      ...person,
      ...shown,
      step: 'APPROVAL',
      title: { zh: '批准停发', en: 'stop it' },
      input: Reason,
      differsFrom: ['propose_stop', 'extend'],
      decide: decideStop(register),
    },
    decline: {
      ...person,
      ...shown,
      step: 'APPROVAL',
      title: { zh: '不同意停发', en: 'decline the stop' },
      input: Reason,
      opensRound: true,
      differsFrom: ['propose_stop'],
      decide: decideDecline,
    },
    end: { ...server, title: { zh: '到期解除', en: 'end' }, input: Nothing, decide: decideEnd },
    carry: {
      ...server,
      title: { zh: '列入发放文件', en: 'take into a file' },
      input: Carrying,
      factsQuery: ({ input }) => carriedQuery(input.file_id),
      decide: decideCarry,
    },
  }
}

/** A held line of a payment file, from its approval until it is paid with a later one or stopped. */
export function definePaymentHold(register: RegisterOwner): RecordKind {
  return defineRecord({
    kind: paymentHoldKind,
    title: { zh: '暂缓发放单', en: 'held payment' },
    schema: PaymentHoldData,
    isHighRisk: true,
    statuses: holdStatuses,
    workflow: {
      NEW: { open: 'HELD' },
      HELD: {
        notify: 'HELD',
        extend: 'HELD',
        release: 'RELEASED',
        propose_stop: 'STOP_PROPOSED',
        end: 'RELEASED',
      },
      STOP_PROPOSED: { notify: 'STOP_PROPOSED', stop: 'STOPPED', decline: 'HELD', end: 'RELEASED' },
      RELEASED: { carry: 'CARRIED' },
      CARRIED: {},
      STOPPED: {},
    },
    actions: actions(register),
  })
}
