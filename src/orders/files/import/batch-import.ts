import { z } from 'zod'
import { type AccessFunction, findStep } from '#access/functions/access-function.ts'
import { accessFunctions } from '#access/functions/catalogue.ts'
import type { Bilingual } from '#base/bilingual.ts'
import { assert } from '#base/refusal.ts'
import {
  type ActionDefinition,
  defineRecord,
  type RecordKind,
  type ToDoDraft,
  type Workflow,
} from '#records/define-record.ts'
import { Nothing, Reason } from '#records/form-fields.ts'
import { needs } from '../../functions/fields.ts'
import type { ControlBasis } from '../../functions/order-function.ts'
import { finalStatus, type OrderStatus, orderStatuses, type RegisterOwner } from '../../order-status.ts'
import { entryToApproval } from '../../order-workflow.ts'
import { fileSubject } from '../payment-file-subject.ts'
import { BatchImportInput, type ImportFunctions } from './asked-import.ts'
import { decideImportApproval, decideImportEntry, decideImportReview, leaveImport } from './decide-import.ts'
import { batchImportKind } from './import-check.ts'
import { BatchImportData } from './import-data.ts'

const Delivery = z.strictObject({ delivery_id: z.string().min(1).max(64) })

export type BatchImportInputs = {
  readonly enter: BatchImportInput
  readonly resubmit: BatchImportInput
  readonly withdraw: Nothing
  readonly review: Nothing
  readonly return: Reason
  readonly refuse: Reason
  readonly approve: Nothing
  readonly send_back: Reason
  readonly disapprove: Reason
  readonly lapse: Nothing
  readonly confirm: z.infer<typeof Delivery>
}
type Action<Input> = ActionDefinition<OrderStatus, BatchImportData, Input>
type Actions<Names extends keyof BatchImportInputs> = {
  readonly [Name in Names]: Action<BatchImportInputs[Name]>
}

export const batchImportBasis: readonly ControlBasis[] = [
  {
    document: '004',
    clause: '二、排查内容（一）养老金发放异常情况',
    quote: '非工作时间段（如深夜、节假日等）批量操作暂停转正常发放、待遇调整或补发等低频高风险业务情况',
  },
  {
    document: '000',
    clause: '（三）完善社保经办风险防控体系',
    quote: '严格系统数据管理，前台操作和后台审核必须分开，任何修改操作都要经过审批留痕可溯',
  },
]

interface Context {
  readonly listed: AccessFunction
  readonly register: RegisterOwner
  readonly functions: ImportFunctions
}

const idleDays = 30
const enterers = ['enter', 'resubmit']
const makers = [...enterers, 'review']
const checking = { needsCheck: true, needsConfirmation: true, needsDetailOpened: true } as const
const person = { by: 'person', function: 'BATCH_IMPORT' } as const
const server = { by: 'system', function: 'BATCH_IMPORT', step: 'ACT' } as const

const toDoTitles = {
  ENTRY: { zh: '更正', en: 'correct:' },
  REVIEW: { zh: '复核', en: 'review:' },
  APPROVAL: { zh: '审批', en: 'approve:' },
} as const

function toDosOf(
  listed: AccessFunction,
  step: keyof typeof toDoTitles,
): readonly Omit<ToDoDraft, 'agencyId' | 'personId'>[] {
  const { zh, en } = toDoTitles[step]
  const title = { zh: `${zh}${listed.title.zh}`, en: `${en} ${listed.title.en}` }
  return findStep(listed, step)!.duties.map((duty) => ({ duty, step, title }))
}

function personIdsOf({ lines }: BatchImportInput): string[] {
  return lines.map(({ person_id }) => person_id).filter((id) => typeof id === 'string')
}

function entryActions({ listed, functions, register }: Context): Actions<'enter' | 'resubmit' | 'withdraw'> {
  const asking = {
    ...person,
    step: 'ENTRY',
    input: BatchImportInput,
    needsCheck: true,
    toDos: toDosOf(listed, 'REVIEW'),
    deadlineWorkingDays: 5,
    attachments: [
      needs('IMPORT_FILE', '导入文件', 'the imported file'),
      needs('BASIS', '批量办理的依据', 'the basis for handling it in a list'),
    ],
  } as const
  return {
    enter: {
      ...asking,
      title: { zh: '录入', en: 'enter' },
      subjectQuery: ({ input, actorId }) =>
        fileSubject({
          ...{ personIds: personIdsOf(input), holdIds: [], scheme: null, actorId },
          // Few enough to name them: nobody handles an import in which he or a relative stands (R-SYS-16).
          namesPersons: true,
        }),
      decide: decideImportEntry(functions, 'enter'),
    },
    resubmit: {
      ...asking,
      title: { zh: '更正后重新提交', en: 'correct and resubmit' },
      onlyByEnterer: true,
      decide: decideImportEntry(functions, 'resubmit'),
    },
    withdraw: {
      ...person,
      step: 'ENTRY',
      title: { zh: '撤回', en: 'withdraw' },
      onlyByEnterer: true,
      input: Nothing,
      decide: leaveImport(register, 'withdraw', 'WITHDRAWN'),
    },
  }
}

interface Leaving {
  readonly action: string
  readonly status: 'RETURNED' | 'REFUSED'
  readonly title: Bilingual
}

function leaving(
  { listed, register }: Context,
  step: 'REVIEW' | 'APPROVAL',
  { action, status, title }: Leaving,
): Action<Reason> {
  return {
    ...person,
    title,
    step,
    input: Reason,
    differsFrom: step === 'REVIEW' ? enterers : makers,
    needsConfirmation: true,
    ...(status === 'RETURNED' ? { opensRound: true, toDos: toDosOf(listed, 'ENTRY') } : {}),
    decide: leaveImport(register, action, status),
  }
}

function checkingActions(
  context: Context,
): Actions<'review' | 'return' | 'refuse' | 'approve' | 'send_back' | 'disapprove'> {
  const { listed, register, functions } = context
  const sentBack = {
    action: 'send_back',
    status: 'RETURNED',
    title: { zh: '审批退回', en: 'send back' },
  } as const
  const disapproved = {
    action: 'disapprove',
    status: 'REFUSED',
    title: { zh: '审批不通过', en: 'disapprove' },
  } as const
  return {
    review: {
      ...person,
      ...checking,
      step: 'REVIEW',
      title: { zh: '复核', en: 'review' },
      input: Nothing,
      differsFrom: enterers,
      toDos: toDosOf(listed, 'APPROVAL'),
      deadlineWorkingDays: 5,
      decide: decideImportReview(functions),
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
      input: Nothing,
      differsFrom: makers,
      decide: decideImportApproval(functions, register),
    },
    send_back: leaving(context, 'APPROVAL', sentBack),
    disapprove: leaving(context, 'APPROVAL', disapproved),
  }
}

function actions(context: Context): Actions<keyof BatchImportInputs> {
  return {
    ...entryActions(context),
    ...checkingActions(context),
    lapse: {
      ...server,
      title: { zh: '失效', en: 'lapse' },
      input: Nothing,
      decide: leaveImport(context.register, 'lapse', 'LAPSED'),
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

function workflow(register: RegisterOwner): Workflow<OrderStatus, keyof BatchImportInputs> {
  return {
    ...entryToApproval(finalStatus(register)),
    AWAITING_CONFIRMATION: { confirm: 'DONE' },
    DONE: {},
  }
}

/** 批量导入: every line is checked as an order of its own; what is hit or open stays out. Approved always. */
export function defineBatchImport(register: RegisterOwner, functions: ImportFunctions): RecordKind {
  const listed = accessFunctions.get('BATCH_IMPORT')
  assert(listed !== undefined, 'BATCH_IMPORT is in the catalogue of access')
  return defineRecord({
    kind: batchImportKind,
    title: { zh: '批量导入业务单', en: 'order: batch import' },
    schema: BatchImportData,
    isHighRisk: true,
    statuses: orderStatuses,
    lapse: { action: 'lapse', idleDays },
    workflow: workflow(register),
    actions: actions({ listed, register, functions }),
  })
}
