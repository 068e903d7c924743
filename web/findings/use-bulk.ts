import { useRef, useState } from 'react'
import type { Bilingual } from '#base/bilingual.ts'
import { type Answer, ask, Refused } from '#web/api/call.ts'

/** What became of one of several findings. */
export interface BulkResult {
  readonly state: 'waiting' | 'done' | 'failed'
  /** Why not. */
  readonly text?: Bilingual
  readonly caseId?: string
}

/** Does some of them; gives for each what became of it. What it throws is true of all of them. */
export type DoSome = (
  ids: readonly string[],
  keyOf: (id: string) => string,
) => Promise<ReadonlyMap<string, BulkResult>>

export interface Bulk {
  readonly results: ReadonlyMap<string, BulkResult>
  readonly isPending: boolean
  readonly run: (said: string, doSome: DoSome) => Promise<void>
}

/** Few enough that progress is seen and a lost connection costs little. */
const atOnce = 20

/**
 * Each item is an act of its own with a key of its own; the same item asked for in the same words has the same key, so
 * that trying again does nothing twice (platform.md 18). What is done stays done.
 */
export function useBulk(ids: readonly string[]): Bulk {
  const [results, setResults] = useState<ReadonlyMap<string, BulkResult>>(new Map())
  const [isPending, setPending] = useState(false)
  const keys = useRef(new Map<string, string>())
  const run = async (said: string, doSome: DoSome): Promise<void> => {
    const keyOf = (id: string): string => {
      const of = JSON.stringify([said, id])
      const key = keys.current.get(of) ?? crypto.randomUUID()
      keys.current.set(of, key)
      return key
    }
    const open = ids.filter((id) => results.get(id)?.state !== 'done')
    setPending(true)
    setResults((before) => new Map([...before, ...waiting(open)]))
    for (let start = 0; start < open.length; start += atOnce) {
      const part = open.slice(start, start + atOnce)
      const came = await doSome(part, keyOf).catch((error: unknown) => failedAll(part, error))
      setResults((before) => new Map([...before, ...came]))
    }
    setPending(false)
  }
  return { results, isPending, run }
}

const waiting = (ids: readonly string[]): ReadonlyMap<string, BulkResult> =>
  new Map(ids.map((id) => [id, { state: 'waiting' }]))

function resultOf(error: unknown): BulkResult {
  const text = error instanceof Refused ? error.problem.text : null
  return { state: 'failed', ...(text === null ? {} : { text }) }
}

const failedAll = (ids: readonly string[], error: unknown): ReadonlyMap<string, BulkResult> =>
  new Map(ids.map((id) => [id, resultOf(error)]))

export function openCases(reason: string): DoSome {
  return async (ids, keyOf) => {
    const asked = ids.map((id) => ({
      ...{ record_id: null, action: 'open', version: null },
      input: { finding_ids: [id], reason },
      idempotency_key: keyOf(id),
    }))
    const { items } = await ask('POST /api/cases/triage', { body: { items: asked } })
    const byKey = new Map(items.map((each) => [each.idempotency_key, each]))
    return new Map(ids.map((id) => [id, caseResult(byKey.get(keyOf(id)))]))
  }
}

type Triaged = Answer<'POST /api/cases/triage'>['items'][number]

function caseResult(came: Triaged | undefined): BulkResult {
  if (came === undefined) return { state: 'failed' }
  if (came.refusal !== null) return { state: 'failed', text: came.refusal.text }
  return came.record_id === null ? { state: 'done' } : { state: 'done', caseId: came.record_id }
}

export interface SnoozeAsked {
  readonly covers: 'RULE' | 'SUBJECT'
  /** YYYY-MM-DD */
  readonly until: string
  readonly reason: string
}

/** One after the other: the server asks for each anew whether this person may. */
export function silence(asked: SnoozeAsked): DoSome {
  return async (ids, keyOf) => {
    const results = new Map<string, BulkResult>()
    for (const id of ids) {
      const given = { params: { finding_id: id }, body: { ...asked, snooze_id: keyOf(id) } }
      const result = await ask('POST /api/findings/{finding_id}/snoozes', given).then(
        (): BulkResult => ({ state: 'done' }),
        resultOf,
      )
      results.set(id, result)
    }
    return results
  }
}
