import type { AnswerInput } from '#campaigns/answering/task-data.ts'
import { type AnswerDraft, emptyDraft, inputOf } from './answer-draft.ts'

export type SavingState = 'idle' | 'waiting' | 'saving' | 'saved' | 'failed'
export type Drafts = Readonly<Record<string, AnswerDraft>>

export interface Saved {
  readonly drafts: Drafts
  readonly state: SavingState
  readonly error: unknown
  /** Of the record after what was saved here. */
  readonly version: number
}

export interface SavingGiven {
  readonly version: number
  readonly pauseMs: number
  readonly storedOf: (question: string) => AnswerDraft | undefined
  /** Saves on a version and gives the next. */
  readonly send: (answers: readonly AnswerInput[], version: number) => Promise<number>
  /** Somebody else was quicker: the version there is. */
  readonly reload: () => Promise<number>
  readonly isStale: (error: unknown) => boolean
  readonly onChange: (saved: Saved) => void
}

export interface SavingQueue {
  readonly change: (question: string, changes: Partial<AnswerDraft>) => void
  readonly retry: () => void
  /** Without the pause: whoever leaves the page saves first. */
  readonly flush: () => void
  readonly isUnsaved: () => boolean
  /** The page opened the record anew. */
  readonly opened: (version: number) => void
}

/** Two people answer at a time: taken up again from what there is, but not for ever. */
const staleMax = 3

interface Waiting {
  drafts: Drafts
  unsaved: Set<string>
  isBusy: boolean
  staleCount: number
  version: number
  timer: ReturnType<typeof setTimeout> | undefined
}

/** What can be an answer by now; the rest waits until it is one. */
function inputsOf({ drafts, unsaved }: Waiting): AnswerInput[] {
  return [...unsaved].flatMap((question) => {
    const draft = drafts[question]
    const input = draft === undefined ? null : inputOf(question, draft)
    return input === null ? [] : [input]
  })
}

/**
 * Answers are saved as one types, several at once, each save an act on the version before it; one save is under way at
 * a time, and what is typed meanwhile goes with the next.
 */
export function createSavingQueue(given: SavingGiven): SavingQueue {
  const { pauseMs, storedOf, send, reload, isStale, onChange } = given
  const waiting: Waiting = {
    ...{ drafts: {}, unsaved: new Set(), isBusy: false, staleCount: 0 },
    ...{ version: given.version, timer: undefined },
  }
  const tell = (state: SavingState, error: unknown = null): void =>
    onChange({ drafts: waiting.drafts, state, error, version: waiting.version })
  const save = async (): Promise<void> => {
    clearTimeout(waiting.timer)
    if (waiting.isBusy) return
    const inputs = inputsOf(waiting)
    if (inputs.length === 0) return tell('idle')
    waiting.isBusy = true
    for (const { question } of inputs) waiting.unsaved.delete(question)
    tell('saving')
    try {
      waiting.version = await send(inputs, waiting.version)
      waiting.staleCount = 0
    } catch (error) {
      for (const { question } of inputs) waiting.unsaved.add(question)
      if (!isStale(error) || waiting.staleCount >= staleMax) {
        waiting.isBusy = false
        return tell('failed', error)
      }
      waiting.staleCount += 1
      try {
        waiting.version = await reload()
      } catch (failure) {
        waiting.isBusy = false
        return tell('failed', failure)
      }
    }
    waiting.isBusy = false
    if (inputsOf(waiting).length > 0) return save()
    tell('saved')
  }
  return {
    change: (question, changes) => {
      const before = waiting.drafts[question] ?? storedOf(question) ?? emptyDraft
      waiting.drafts = { ...waiting.drafts, [question]: { ...before, ...changes } }
      waiting.unsaved.add(question)
      tell(waiting.isBusy ? 'saving' : 'waiting')
      clearTimeout(waiting.timer)
      waiting.timer = setTimeout(() => void save(), pauseMs)
    },
    retry: () => {
      waiting.staleCount = 0
      void save()
    },
    flush: () => {
      if (waiting.unsaved.size > 0) void save()
    },
    isUnsaved: () => waiting.unsaved.size > 0 || waiting.isBusy,
    opened: (version) => {
      waiting.version = Math.max(waiting.version, version)
    },
  }
}
