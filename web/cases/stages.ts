import type { Bilingual } from '#base/bilingual.ts'
import type { OpenedRecord } from '#web/api/queries.ts'
import { caseTexts as texts } from './texts.ts'

/** Where a case stands, and for whom it waits: of its record alone, so that the page asks nothing more. Pure. */

export interface Stage {
  readonly title: Bilingual
  /** Of the actions that end it; the last one counts. */
  readonly by: readonly string[]
}

export const stages: readonly Stage[] = [
  { title: texts.stageOpened, by: ['open', 'openMerged', 'openSplit'] },
  { title: texts.stageAssigned, by: ['assign'] },
  { title: texts.stageVerifying, by: ['work'] },
  { title: texts.stageStatement, by: ['answer', 'noAnswer', 'waive'] },
  { title: texts.stageConcluded, by: ['conclude'] },
  { title: texts.stageApproved, by: ['approve'] },
  { title: texts.stageHandling, by: ['measure'] },
  { title: texts.stageClosed, by: ['close', 'approve'] },
]

const current: Readonly<Record<string, number>> = {
  OPENED: 1,
  ASSIGNED: 2,
  VERIFYING: 2,
  AWAITING_STATEMENT: 3,
  CONCLUDED: 5,
  HANDLING: 6,
  CLOSED: 8,
  REOPEN_ASKED: 7,
  MERGED: 8,
}

export const currentStage = (status: string): number => current[status] ?? 0

export interface Passed {
  readonly actor: string
  readonly at: string
}

/** Who ended the stage, and when: of the present round only. */
export function passedBy(record: OpenedRecord, stage: Stage, index: number): Passed | null {
  if (index >= currentStage(record.status)) return null
  const done = record.history.findLast(({ action, status_after }) => {
    if (!stage.by.includes(action)) return false
    return action !== 'approve' || index !== stages.length - 1 || status_after === 'CLOSED'
  })
  return done === undefined ? null : { actor: done.actor_id, at: done.at }
}

export interface WaitingFor {
  readonly text: Bilingual
  /** Of the person; null: whoever holds the duty. */
  readonly staffId: string | null
}

export function waitingFor(status: string, assignee: string | null): WaitingFor | null {
  if (status === 'OPENED') return { text: texts.waitsAssigning, staffId: null }
  if (status === 'AWAITING_STATEMENT') return { text: texts.waitsStatement, staffId: assignee }
  if (status === 'CONCLUDED') return { text: texts.waitsApproval, staffId: null }
  if (status === 'REOPEN_ASKED') return { text: texts.waitsReopening, staffId: null }
  if (status === 'CLOSED' || status === 'MERGED') return null
  return { text: texts.waitsVerifier, staffId: assignee }
}
