import { useEffect, useMemo, useRef, useState } from 'react'
import { useAct } from '#web/acting/use-act.ts'
import { ask, Refused } from '#web/api/call.ts'
import type { OpenedRecord } from '#web/api/queries.ts'
import { taskOf } from '#web/campaigns/read-campaign.ts'
import { type AnswerDraft, draftOf, emptyDraft } from './answer-draft.ts'
import {
  createSavingQueue,
  type Drafts,
  type Saved,
  type SavingQueue,
  type SavingState,
} from './saving-queue.ts'

export interface Saving {
  readonly draftFor: (question: string) => AnswerDraft
  readonly change: (question: string, changes: Partial<AnswerDraft>) => void
  readonly state: SavingState
  readonly error: Error | null
  readonly retry: () => void
  readonly version: number
}

/** Long enough to finish a word, short enough that nothing is lost. */
const pauseMs = 800

const isStale = (error: unknown): boolean =>
  error instanceof Refused && error.problem.code === 'stale_version'

/** The answers of a self-check as they are typed and saved. */
export function useSaving(record: OpenedRecord, title: string, onSaved: () => void): Saving {
  const { kind, record_id } = record
  // The same objects from one render to the next: a keystroke draws one row anew, not fifty.
  const stored = useMemo<Drafts>(
    () =>
      Object.fromEntries(
        Object.entries(taskOf(record).answers).map(([question, each]) => [question, draftOf(each)]),
      ),
    [record],
  )
  const [saved, setSaved] = useState<Saved>({
    drafts: {},
    state: 'idle',
    error: null,
    version: record.version,
  })
  const act = useAct(onSaved)
  const latest = useRef({ stored, act })
  latest.current = { stored, act }
  const queue = useMemo<SavingQueue>(
    () =>
      createSavingQueue({
        ...{ version: record.version, pauseMs, isStale, onChange: setSaved },
        storedOf: (question) => latest.current.stored[question],
        send: async (answers, version) => {
          const accepted = await latest.current.act.mutateAsync({
            ...{ kind, recordId: record_id, version, action: 'answer', title, input: { answers } },
            ...{ attachments: [], needsConfirmation: false },
          })
          return accepted?.version ?? version
        },
        reload: async () =>
          (await ask('GET /api/records/{kind}/{record_id}', { params: { kind, record_id } })).version,
      }),
    [kind, record_id, title],
  )
  useEffect(() => queue.opened(record.version), [queue, record.version])
  useLeaving(queue)
  const { drafts, state, error, version } = saved
  return {
    draftFor: (question) => drafts[question] ?? stored[question] ?? emptyDraft,
    ...{ change: queue.change, retry: queue.retry, state },
    error: error instanceof Error ? error : null,
    version: Math.max(version, record.version),
  }
}

/** Whoever goes to another page saves first; whoever closes the window is asked. */
function useLeaving(queue: SavingQueue): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (queue.isUnsaved()) event.preventDefault()
    }
    addEventListener('beforeunload', warn)
    return () => {
      removeEventListener('beforeunload', warn)
      queue.flush()
    }
  }, [queue])
}
