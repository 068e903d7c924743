import { defineRecord, type RecordKind, type Workflow } from '#records/define-record.ts'
import { CaseData } from './case-data.ts'
import { type CaseStatus, caseStatuses } from './case-status.ts'
import { approveAction, concludeAction, returnAction } from './concluding/conclude.ts'
import type { FindingSource } from './finding-source.ts'
import { closeAction, measureAction } from './handling/handle.ts'
import {
  askReopenAction,
  maintainAction,
  objectAction,
  reexamineAction,
  refuseReopenAction,
  reopenAction,
} from './handling/object-and-reopen.ts'
import {
  mergeAction,
  openAction,
  openMergedAction,
  openSplitAction,
  settleAction,
  splitAction,
} from './opening/open-case.ts'
import {
  answerAction,
  assignAction,
  beginAction,
  extendAction,
  noAnswerAction,
  notifyAction,
  waiveAction,
  workAction,
} from './verifying/verify.ts'

export const caseKindCode = 'CASE'

const actionsOf = (source: FindingSource) => ({
  open: openAction(source),
  openMerged: openMergedAction,
  openSplit: openSplitAction,
  assign: assignAction,
  begin: beginAction,
  work: workAction,
  extend: extendAction,
  notify: notifyAction,
  answer: answerAction,
  noAnswer: noAnswerAction,
  waive: waiveAction,
  conclude: concludeAction,
  approve: approveAction,
  return: returnAction,
  measure: measureAction,
  object: objectAction,
  maintain: maintainAction,
  reexamine: reexamineAction,
  close: closeAction,
  askReopen: askReopenAction,
  reopen: reopenAction,
  refuseReopen: refuseReopenAction,
  split: splitAction,
  merge: mergeAction,
  settle: settleAction,
})
type ActionName = keyof ReturnType<typeof actionsOf>

/** While nobody was heard, a case can be put together and taken apart. */
const early = (status: CaseStatus) => ({ split: status, merge: 'MERGED', settle: status }) as const

const workflow: Workflow<CaseStatus, ActionName> = {
  NEW: { open: 'OPENED', openMerged: 'OPENED', openSplit: 'OPENED' },
  OPENED: { assign: 'ASSIGNED', ...early('OPENED') },
  ASSIGNED: { begin: 'VERIFYING', assign: 'ASSIGNED', extend: 'ASSIGNED', ...early('ASSIGNED') },
  VERIFYING: {
    work: 'VERIFYING',
    notify: 'AWAITING_STATEMENT',
    waive: 'VERIFYING',
    conclude: 'CONCLUDED',
    extend: 'VERIFYING',
    assign: 'ASSIGNED',
    ...early('VERIFYING'),
  },
  AWAITING_STATEMENT: {
    work: 'AWAITING_STATEMENT',
    answer: 'AWAITING_STATEMENT',
    noAnswer: 'AWAITING_STATEMENT',
    waive: 'AWAITING_STATEMENT',
    conclude: 'CONCLUDED',
    settle: 'AWAITING_STATEMENT',
  },
  CONCLUDED: { approve: ['HANDLING', 'CLOSED'], return: 'VERIFYING', settle: 'CONCLUDED' },
  HANDLING: {
    measure: 'HANDLING',
    object: 'HANDLING',
    maintain: 'HANDLING',
    reexamine: 'VERIFYING',
    extend: 'HANDLING',
    close: 'CLOSED',
    settle: 'HANDLING',
  },
  CLOSED: { askReopen: 'REOPEN_ASKED', settle: 'CLOSED' },
  REOPEN_ASKED: { reopen: 'VERIFYING', refuseReopen: 'CLOSED', settle: 'REOPEN_ASKED' },
  MERGED: { settle: 'MERGED' },
}

/** 案件: findings → verified → statement → concluded → approved by a second person → handled → closed. */
export function caseKind(source: FindingSource): RecordKind {
  return defineRecord({
    kind: caseKindCode,
    title: { zh: '案件', en: 'case' },
    schema: CaseData,
    statuses: caseStatuses,
    workflow,
    actions: actionsOf(source),
    readFunction: 'READ_CASE',
    isHighRisk: false,
  })
}
