import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { approveAction, proposeAction, returnOpinionAction } from './concluding/opinion.ts'
import {
  answerAction,
  askAction,
  endStatementAction,
  resumeAction,
  waiveAction,
} from './concluding/statement.ts'
import { mayReadInspection } from './inspection-access.ts'
import { inspectionStatuses } from './inspection-codes.ts'
import { InspectionData } from './inspection-data.ts'
import { changeTeamAction, fileNoticeAction, fileOpinionAction, issueAction } from './preparing/notify.ts'
import { cancelAction, openAction, returnAction, reviseAction } from './preparing/prepare.ts'
import { closeAction, lookBackAction } from './rectifying/close.ts'
import { extendAction, rectifyAction, sendBackAction, verifyAction } from './rectifying/rectify.ts'
import { beginAction, factAction, withdrawFactAction, workAction } from './working/inspect.ts'

/** 检查: team → notice → work at the unit → its statement → opinion → rectification → close → look-back. */
export function inspectionKind(): RecordKind {
  return defineRecord({
    kind: 'INSPECTION',
    title: { zh: '检查', en: 'inspection' },
    schema: InspectionData,
    statuses: inspectionStatuses,
    readFunction: 'READ_INSPECTION',
    mayRead: mayReadInspection,
    isHighRisk: false,
    workflow: {
      NEW: { open: 'PREPARED' },
      PREPARED: { revise: 'PREPARED', issue: 'NOTIFIED', return: 'PREPARED', cancel: 'CANCELLED' },
      NOTIFIED: { file_notice: 'NOTIFIED', begin: 'UNDER_WAY', change_team: 'NOTIFIED', cancel: 'CANCELLED' },
      UNDER_WAY: {
        work: 'UNDER_WAY',
        fact: 'UNDER_WAY',
        withdraw_fact: 'UNDER_WAY',
        ask_statement: 'AWAITING_STATEMENT',
        change_team: 'UNDER_WAY',
        file_notice: 'UNDER_WAY',
      },
      AWAITING_STATEMENT: {
        answer: 'AWAITING_STATEMENT',
        end_statement: 'AWAITING_STATEMENT',
        waive: 'AWAITING_STATEMENT',
        resume: 'UNDER_WAY',
        propose: 'OPINION_PROPOSED',
      },
      OPINION_PROPOSED: { approve: ['RECTIFYING', 'CLOSED'], return_opinion: 'AWAITING_STATEMENT' },
      RECTIFYING: {
        file_opinion: 'RECTIFYING',
        rectify: 'RECTIFYING',
        verify: 'RECTIFYING',
        send_back: 'RECTIFYING',
        extend: 'RECTIFYING',
        close: 'CLOSED',
      },
      CLOSED: { file_opinion: 'CLOSED', look_back: 'LOOKED_BACK' },
      LOOKED_BACK: {},
      CANCELLED: {},
    },
    actions: {
      open: openAction,
      revise: reviseAction,
      return: returnAction,
      cancel: cancelAction,
      issue: issueAction,
      change_team: changeTeamAction,
      file_notice: fileNoticeAction,
      begin: beginAction,
      work: workAction,
      fact: factAction,
      withdraw_fact: withdrawFactAction,
      ask_statement: askAction,
      answer: answerAction,
      end_statement: endStatementAction,
      waive: waiveAction,
      resume: resumeAction,
      propose: proposeAction,
      approve: approveAction,
      return_opinion: returnOpinionAction,
      file_opinion: fileOpinionAction,
      rectify: rectifyAction,
      verify: verifyAction,
      send_back: sendBackAction,
      extend: extendAction,
      close: closeAction,
      look_back: lookBackAction,
    },
  })
}
