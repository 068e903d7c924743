import { refuseAsNotFound } from '#access/act-refusals.ts'
import type { ActDecision, ActRefusalReason, CouldBeDoneBy, EarlierStep } from '#access/act-request.ts'
import type { ActorFacts } from '#access/actor.ts'
import type { FunctionCatalogue, StepCode } from '#access/functions/access-function.ts'
import { mayAct, refusalOfActor } from '#access/may-act.ts'
import { type Moment, momentOf } from '#access/moment.ts'
import type { Bilingual } from '#base/bilingual.ts'
import { assert, Refusal } from '#base/refusal.ts'
import type { WorkingDays } from './deadlines/working-days.ts'
import type { RecordKind } from './define-record.ts'
import type { Actor, EarlierAct, RecordSubject } from './record.ts'

/** Who asks, when, and what was done on the record before. */
export interface Asking {
  readonly kind: RecordKind
  readonly actor: Actor
  /** Null for a job of the server, which has no authority and needs none. */
  readonly actorFacts: ActorFacts | null
  readonly catalogue: FunctionCatalogue
  readonly workingDays: WorkingDays
  readonly at: Date
  readonly earlier: readonly EarlierAct[]
}

/** A refusal of the access decision: the reason is for the trail, the rest for the person. */
export class AccessRefusal extends Refusal {
  readonly reason: ActRefusalReason
  readonly couldBeDoneBy: CouldBeDoneBy

  constructor(
    code: 'not_permitted' | 'not_found',
    given: {
      readonly text: Bilingual
      readonly reason: ActRefusalReason
      readonly couldBeDoneBy: CouldBeDoneBy
    },
  ) {
    super(code, given.text)
    this.name = 'AccessRefusal'
    this.reason = given.reason
    this.couldBeDoneBy = given.couldBeDoneBy
  }
}

/** A return for correction ends a round; the steps after it are of the next. */
export function roundAfter(kind: RecordKind, earlier: readonly EarlierAct[]): number {
  return 1 + earlier.filter(({ action }) => kind.actions[action]?.opensRound === true).length
}

export function stepsDone(kind: RecordKind, earlier: readonly EarlierAct[]): readonly EarlierStep[] {
  return earlier.flatMap((act, index) => {
    const action = kind.actions[act.action]
    // A note or an assignment is no step of the order: its author may still review.
    if (action === undefined || action.by === 'system' || action.step === 'ACT') return []
    return [{ step: action.step, staffId: act.actorId, round: roundAfter(kind, earlier.slice(0, index)) }]
  })
}

export interface Asked {
  readonly function: string
  readonly step: StepCode
  readonly subject: RecordSubject
  readonly approvalLevel: number
}

/** The duty that carried it, and whether it was within working hours: kept with the action. */
export type Permission = Extract<ActDecision, { allowed: true }>

function momentAsked({ at, workingDays }: Asking): Moment {
  return momentOf(at, (day) => workingDays.isWorkingByDay.get(day))
}

export function askAccess(asking: Asking, asked: Asked): Permission {
  const { kind, actorFacts, catalogue, earlier } = asking
  assert(actorFacts !== null, 'access is asked for a person')
  const decision = mayAct(
    actorFacts,
    {
      ...asked,
      history: stepsDone(kind, earlier),
      round: roundAfter(kind, earlier),
      moment: momentAsked(asking),
    },
    catalogue,
  )
  if (!decision.allowed) throw new AccessRefusal(decision.code, decision)
  return decision
}

/** Asked before any record: whoever has left is told so, whether the record exists or not. */
export function checkOnPost(asking: Asking): void {
  if (asking.actor.kind === 'system') return
  assert(asking.actorFacts !== null, 'access is asked for a person')
  const refused = refusalOfActor(asking.actorFacts, momentAsked(asking))
  if (refused !== null) throw new AccessRefusal(refused.code, refused)
}

/** Absent, out of scope and kept secret by its kind are one answer; so is another kind (platform.md 25). */
export function checkSees(
  asking: Asking,
  { subject, isReadable }: { readonly subject: RecordSubject; readonly isReadable: boolean },
): void {
  if (asking.actor.kind === 'system') return
  // Before the duty: who lacks that would hear that there is something to read.
  if (!isReadable) throw new AccessRefusal('not_found', refuseAsNotFound())
  askAccess(asking, { function: readFunctionOf(asking.kind), step: 'ACT', subject, approvalLevel: 1 })
}

export function readFunctionOf(kind: RecordKind): string {
  return kind.readFunction ?? 'READ'
}
