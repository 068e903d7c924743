import type { Bilingual } from '#base/bilingual.ts'
import type { OpenedRecord } from '#web/api/queries.ts'
import { inspectionTexts as texts } from './texts.ts'

/** Where an inspection stands, of its record alone. Pure. */

export interface Stage {
  readonly title: Bilingual
  /** Of the actions that end it; the last one counts. */
  readonly by: readonly string[]
}

export const stages: readonly Stage[] = [
  { title: texts.stagePrepared, by: ['open', 'revise'] },
  { title: texts.stageNotice, by: ['issue'] },
  { title: texts.stageWork, by: ['ask_statement'] },
  { title: texts.stageStatement, by: ['answer', 'end_statement', 'waive'] },
  { title: texts.stageOpinion, by: ['approve'] },
  { title: texts.stageRectified, by: ['verify', 'approve'] },
  { title: texts.stageClosed, by: ['close', 'approve'] },
  { title: texts.stageLookBack, by: ['look_back'] },
]

const current: Readonly<Record<string, number>> = {
  PREPARED: 1,
  NOTIFIED: 2,
  UNDER_WAY: 2,
  AWAITING_STATEMENT: 3,
  OPINION_PROPOSED: 4,
  RECTIFYING: 5,
  CLOSED: 7,
  LOOKED_BACK: 8,
  CANCELLED: 0,
}

export const currentStage = (status: string): number => current[status] ?? 0

export function passedBy(
  record: OpenedRecord,
  stage: Stage,
  index: number,
): { readonly actor: string; readonly at: string } | null {
  if (index >= currentStage(record.status)) return null
  const done = record.history.findLast(({ action }) => stage.by.includes(action))
  return done === undefined ? null : { actor: done.actor_id, at: done.at }
}
