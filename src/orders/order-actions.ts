import { z } from 'zod'
import { type AccessFunction, findStep } from '#access/functions/access-function.ts'
import type { Bilingual } from '#base/bilingual.ts'
import type { ActionDefinition } from '#records/define-record.ts'
import { Nothing, Reason } from '#records/form-fields.ts'
import {
  type Deciding,
  decideEntry,
  decideFinal,
  decideReview,
  ended,
  leave,
  type ToDoOfStep,
} from './decide-order.ts'
import { needsApproval, type OrderData } from './order-data.ts'
import type { OrderMatter } from './order-matter.ts'
import type { OrderStatus, RegisterOwner } from './order-status.ts'
import type { OrderShape } from './order-workflow.ts'

const ApprovalReason = z.strictObject({ reason: Reason.shape.reason.nullable() })
const Delivery = z.strictObject({ delivery_id: z.string().min(1).max(64) })

/** What each action is sent. */
export type OrderInputs = {
  readonly enter: unknown
  readonly resubmit: unknown
  readonly withdraw: Nothing
  readonly review: Nothing
  readonly return: Reason
  readonly refuse: Reason
  readonly approve: z.infer<typeof ApprovalReason>
  readonly send_back: Reason
  readonly disapprove: Reason
  readonly lapse: Nothing
  readonly confirm: z.infer<typeof Delivery>
}
type Action<Name extends keyof OrderInputs> = ActionDefinition<OrderStatus, OrderData, OrderInputs[Name]>
type Actions<Names extends keyof OrderInputs> = { readonly [Name in Names]: Action<Name> }

export interface ActionsContext {
  readonly matter: OrderMatter
  readonly listed: AccessFunction
  readonly register: RegisterOwner
  readonly shape: OrderShape
}

/** Working days for the next step. */
const stepWorkingDays = 5
const checking = { needsCheck: true, needsConfirmation: true, needsDetailOpened: true } as const

const toDoTitles = {
  ENTRY: { zh: '更正', en: 'correct:' },
  REVIEW: { zh: '复核', en: 'review:' },
  APPROVAL: { zh: '审批', en: 'approve:' },
} as const

/** Of every function; the definition keeps those that its workflow has. */
export function orderActions(context: ActionsContext): Actions<keyof OrderInputs> {
  return {
    ...entryActions(context),
    ...reviewActions(context),
    ...approvalActions(context),
    ...systemActions(context),
  }
}

function enterersOf({ shape }: ActionsContext): string[] {
  return shape.canBeCorrected ? ['enter', 'resubmit'] : ['enter']
}

function makersOf(context: ActionsContext): string[] {
  return [...enterersOf(context), ...(context.shape.isReviewed ? ['review'] : [])]
}

function entryActions(context: ActionsContext): Actions<'enter' | 'resubmit' | 'withdraw'> {
  const { matter, shape, listed } = context
  const isFirstOfTwo = listed.isTogether && (shape.approved === 'SOMETIMES' || !shape.isReviewed)
  const entry = { by: 'person', function: matter.code, step: 'ENTRY' } as const
  const toDos = toDosOf(context, shape.isReviewed ? 'REVIEW' : 'APPROVAL')
  const asking = {
    ...entry,
    input: matter.input,
    attachments: matter.attachments,
    needsCheck: true,
    deadlineWorkingDays: stepWorkingDays,
    // Where somebody of another agency may have the step, the decision says where.
    ...(matter.agencyFor === undefined ? { toDos } : {}),
  } as const
  return {
    enter: {
      ...asking,
      title: { zh: '录入', en: 'enter' },
      ...(isFirstOfTwo ? { needsConfirmation: true } : {}),
      subjectQuery: ({ input, actorId }) => matter.subject(input, actorId),
      decide: decideEntry(context, { action: 'enter', toDos }),
    },
    resubmit: {
      ...asking,
      title: { zh: '更正后重新提交', en: 'correct and resubmit' },
      onlyByEnterer: true,
      decide: decideEntry(context, { action: 'resubmit', toDos }),
    },
    withdraw: {
      ...entry,
      title: { zh: '撤回', en: 'withdraw' },
      onlyByEnterer: true,
      input: Nothing,
      decide: endedAs(context, { action: 'withdraw', status: 'WITHDRAWN' }),
    },
  }
}

function endedAs(
  deciding: Deciding,
  { action, status }: { readonly action: string; readonly status: OrderStatus },
): Action<'withdraw'>['decide'] {
  return (record, _input, facts) => ended(deciding, record!, { action, facts, status, data: record!.data })
}

function reviewActions(context: ActionsContext): Actions<'review' | 'return' | 'refuse'> {
  const { matter, listed, shape } = context
  const isAlwaysApproved = shape.approved === 'ALWAYS'
  const toDos = toDosOf(context, 'APPROVAL')
  return {
    review: {
      ...checking,
      by: 'person',
      function: matter.code,
      step: 'REVIEW',
      title: { zh: '复核', en: 'review' },
      input: Nothing,
      differsFrom: enterersOf(context),
      // Where the review is the second of two people, it is what completes the first.
      ...(listed.isTogether && !isAlwaysApproved ? { together: 'enter' } : {}),
      decide: decideReview(context, { isAlwaysApproved, toDos }),
    },
    return: leaving(context, 'return', {
      step: 'REVIEW',
      status: 'RETURNED',
      title: { zh: '退回更正', en: 'return' },
    }),
    refuse: leaving(context, 'refuse', {
      step: 'REVIEW',
      status: 'REFUSED',
      title: { zh: '复核不通过', en: 'refuse' },
    }),
  }
}

function approvalActions(context: ActionsContext): Actions<'approve' | 'send_back' | 'disapprove'> {
  const { matter, listed } = context
  return {
    approve: {
      ...checking,
      by: 'person',
      function: matter.code,
      step: 'APPROVAL',
      title: { zh: '审批', en: 'approve' },
      approvalLevel: approvalLevelOf,
      input: ApprovalReason,
      differsFrom: makersOf(context),
      ...(listed.isTogether ? { together: context.shape.isReviewed ? 'review' : 'enter' } : {}),
      decide: decideFinal(context),
    },
    send_back: leaving(context, 'send_back', {
      step: 'APPROVAL',
      status: 'RETURNED',
      title: { zh: '审批退回', en: 'send back' },
    }),
    disapprove: leaving(context, 'disapprove', {
      step: 'APPROVAL',
      status: 'REFUSED',
      title: { zh: '审批不通过', en: 'disapprove' },
    }),
  }
}

function systemActions(context: ActionsContext): Actions<'lapse' | 'confirm'> {
  const server = { by: 'system', function: context.matter.code, step: 'ACT' } as const
  return {
    lapse: {
      ...server,
      title: { zh: '失效', en: 'lapse' },
      input: Nothing,
      decide: endedAs(context, { action: 'lapse', status: 'LAPSED' }),
    },
    // By a delivery that shows it, never by a person.
    confirm: {
      ...server,
      title: { zh: '核心系统已确认', en: 'confirmed by the core system' },
      input: Delivery,
      decide: (record) => ({ status: 'DONE', data: record!.data }),
    },
  }
}

/** A step that says no, with the reason; a return opens the next round. */
function leaving(
  context: ActionsContext,
  action: string,
  given: {
    readonly step: 'REVIEW' | 'APPROVAL'
    readonly status: 'RETURNED' | 'REFUSED'
    readonly title: Bilingual
  },
): ActionDefinition<OrderStatus, OrderData, Reason> {
  const { step, status, title } = given
  return {
    by: 'person',
    function: context.matter.code,
    title,
    step,
    input: Reason,
    differsFrom: step === 'REVIEW' ? enterersOf(context) : makersOf(context),
    needsConfirmation: true,
    ...(context.matter.judgesEveryStep === true ? { needsCheck: true } : {}),
    ...(step === 'APPROVAL' ? { approvalLevel: approvalLevelOf } : {}),
    ...(status === 'RETURNED' ? { opensRound: true, toDos: toDosOf(context, 'ENTRY') } : {}),
    decide: leave(context, { action, step, status }),
  }
}

function approvalLevelOf({ data }: { readonly data: OrderData }): number {
  return needsApproval(data) ? 2 : 1
}

function toDosOf({ listed, matter }: ActionsContext, step: keyof typeof toDoTitles): readonly ToDoOfStep[] {
  const { zh, en } = toDoTitles[step]
  const about = matter.title ?? listed.title
  const title = { zh: `${zh}${about.zh}`, en: `${en} ${about.en}` }
  return (findStep(listed, step)?.duties ?? []).map((duty) => ({ duty, step, title }))
}
