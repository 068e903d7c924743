import type { Accepted } from '../decide-act.ts'
import type { RecordState } from '../record.ts'
import { type Actor, type ActRequest, type AttachedFile, actorIdOf, type EarlierAct } from '../record.ts'

/** A record as the store holds it: its data in stored form, its past, who opened which version, what is attached. */
export interface Held {
  state: RecordState
  readonly earlier: EarlierAct[]
  readonly seen: { readonly person: string; readonly version: number }[]
  readonly files: AttachedFile[]
}

export function hasSeen({ seen, state }: Held, person: string): boolean {
  return seen.some((each) => each.person === person && each.version === state.version)
}

/** What the save would write, in a few lines. */
export function keepAct(
  held: Held[],
  given: {
    readonly request: ActRequest
    readonly actor: Actor
    readonly accepted: Accepted
    readonly at: Date
  },
): Held {
  const { request, actor, accepted, at } = given
  const found = held.find(({ state }) => state.id === accepted.recordId)
  const actorId = actorIdOf(actor)
  const state: RecordState = {
    id: accepted.recordId,
    kind: accepted.kind,
    status: accepted.status,
    version: accepted.version,
    data: accepted.data,
    subject: accepted.subject,
    enteredBy: found?.state.enteredBy ?? actorId,
    enteredAt: found?.state.enteredAt ?? at,
    changedAt: at,
  }
  const act: EarlierAct = {
    action: request.action,
    actorId,
    at,
    version: accepted.version,
    sessionId: actor.kind === 'person' ? actor.sessionId : null,
    terminalId: actor.kind === 'person' ? actor.terminalId : null,
  }
  const kept = found ?? { state, earlier: [], seen: [], files: [] }
  kept.state = state
  kept.earlier.push(act)
  kept.files.push(...accepted.files)
  if (found === undefined) held.push(kept)
  return kept
}
