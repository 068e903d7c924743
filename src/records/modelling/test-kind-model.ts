import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { z } from 'zod'
import type { ActorFacts } from '#access/actor.ts'
import type { FunctionCatalogue } from '#access/functions/access-function.ts'
import { Refusal } from '#base/refusal.ts'
import { availableActions } from '../available-actions.ts'
import { confirmationDigest } from '../confirmation.ts'
import type { WorkingDays } from '../deadlines/working-days.ts'
import { type Accepted, type Deciding, decideAct, type Loaded } from '../decide-act.ts'
import { notYet, type RecordKind } from '../define-record.ts'
import type { Effect } from '../effect.ts'
import { type Actor, type ActRequest, actorIdOf, type RecordState, type RecordSubject } from '../record.ts'
import { requestOf } from '../test-kernel.ts'
import { type Held, hasSeen, keepAct } from './test-memory.ts'

/**
 * Random sequences of acts on any kind of record, in memory (platform.md 16): whatever people of any post try in any
 * order, with stale versions, missing confirmations, unread details and unfit input, what is accepted follows the
 * workflow, was offered to that person, and no effect has fewer than two people.
 */
export interface KindModel {
  readonly kind: RecordKind
  readonly catalogue: FunctionCatalogue
  readonly workingDays: WorkingDays
  readonly at: Date
  /** One of each post that has a step, better two; with the server's own job where the workflow has one. */
  readonly people: readonly { readonly actor: Actor; readonly facts: ActorFacts | null }[]
  /** For every action: what is sent, mostly fit. */
  readonly inputs: Readonly<Record<string, fc.Arbitrary<unknown>>>
  /** Whether such an effect needs two people; absent: every one does. */
  readonly needsTwo?: (effect: Effect) => boolean
  /** The register of one sequence. */
  readonly newWorld: () => KindWorld
}

export interface KindWorld {
  /** What the load and the check would find; `subject` of a new record only. */
  readonly find: (
    request: ActRequest,
    record: RecordState | null,
  ) => { readonly subject: RecordSubject | null; readonly facts: unknown; readonly checked: unknown }
  /** All or none; throws a Refusal `conflict` where a row is not as the decision expected it. */
  readonly apply: (effects: readonly Effect[]) => void
}

const faults = ['NONE', 'STALE', 'UNCONFIRMED', 'OTHER_CONFIRMED', 'UNREAD', 'NO_FILES'] as const

interface KindCommand {
  readonly who: number
  readonly what: number
  readonly target: number
  /** Somebody does what is offered to him; else anybody tries anything. */
  readonly isSensible: boolean
  readonly fault: (typeof faults)[number]
  readonly inputs: Readonly<Record<string, unknown>>
}

const recordsMax = 3

/** How often what came about: `review DONE`, `refused conflict`. A caller should expect some. */
export type KindModelSeen = ReadonlyMap<string, number>

export function runKindModel(model: KindModel, { runs }: { readonly runs: number }): KindModelSeen {
  const seen = new Map<string, number>()
  const command: fc.Arbitrary<KindCommand> = fc.record({
    who: fc.nat({ max: 99 }),
    what: fc.nat({ max: 99 }),
    target: fc.nat({ max: recordsMax }),
    isSensible: fc.nat({ max: 3 }).map((dice) => dice > 0),
    fault: fc.oneof(
      { weight: 12, arbitrary: fc.constant('NONE' as const) },
      { weight: 3, arbitrary: fc.constantFrom(...faults) },
    ),
    inputs: fc.record({ ...model.inputs }),
  })
  const sequences = fc.array(command, { minLength: 1, maxLength: 30, size: 'max' })
  fc.assert(
    fc.property(sequences, (sequence) => {
      const run: Run = { model, world: model.newWorld(), held: [], parsed: new WeakMap(), ids: 0 }
      for (const each of sequence) {
        const what = runCommand(run, each)
        if (what !== null) seen.set(what, (seen.get(what) ?? 0) + 1)
      }
    }),
    { numRuns: runs, interruptAfterTimeLimit: 240_000, markInterruptAsFailure: true },
  )
  return seen
}

interface Run {
  readonly model: KindModel
  readonly world: KindWorld
  readonly held: Held[]
  readonly parsed: WeakMap<RecordState, RecordState>
  ids: number
}

type Person = KindModel['people'][number]

interface Attempt {
  readonly person: Person
  readonly action: string
  readonly held: Held | null
}

/** Sensible openings are tried by one after the other until somebody may. */
function runCommand(run: Run, command: KindCommand): string | null {
  let what: string | null = null
  for (const attempt of attemptsOf(run, command)) {
    what = tryAct(run, attempt, command)
    if (what !== 'refused not_permitted' && what !== 'refused not_found') return what
  }
  return what
}

function tryAct(run: Run, attempt: Attempt, command: KindCommand): string {
  const { person, held } = attempt
  const request = requestFor(run, attempt, command)
  const isSystem = person.actor.kind === 'system'
  const isOffered = held === null || isSystem || offeredTo(run, person, held).includes(attempt.action)
  try {
    const { loaded, deciding } = situationOf(run, attempt, { request, command })
    const accepted = decideAct(request, loaded, deciding)
    run.world.apply(accepted.effects)
    expectAllowed(run, attempt, { command, accepted, isOffered })
    const kept = keepAct(run.held, { request, actor: person.actor, accepted, at: run.model.at })
    expectSound(run.model, kept, accepted)
    return `${attempt.action} ${accepted.status}`
  } catch (error) {
    if (error instanceof Refusal) return `refused ${error.code}`
    throw error
  }
}

/** Sensible: of the people, from a random one on, those to whom something is offered. */
function attemptsOf(run: Run, { who, what, target, isSensible }: KindCommand): readonly Attempt[] {
  const { kind, people } = run.model
  const isNew = run.held.length === 0 || (target === 0 && run.held.length < recordsMax)
  const held = isNew ? null : run.held[target % run.held.length]!
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[what % Math.max(items.length, 1)]
  const inTurn = people.map((_, offset) => people[(who + offset) % people.length]!)
  const person = inTurn[0]!
  if (held === null) {
    const action = pick(Object.keys(kind.workflow[notYet] ?? {}))!
    return (isSensible ? inTurn : [person]).map((each) => ({ person: each, action, held }))
  }
  if (!isSensible) return [{ person, action: pick(Object.keys(kind.actions))!, held }]
  for (const each of inTurn) {
    const action = pick(offeredTo(run, each, held))
    if (action !== undefined) return [{ person: each, action, held }]
  }
  return []
}

/** Everybody is asked about the same state: it is parsed once. */
function parsedOf({ model, parsed }: Run, state: RecordState): RecordState {
  const known = parsed.get(state)
  if (known !== undefined) return known
  const record = { ...state, data: model.kind.schema.parse(state.data) }
  parsed.set(state, record)
  return record
}

/** As a page would offer it. */
function offeredTo(run: Run, person: Person, held: Held): readonly string[] {
  const { model } = run
  const { state, earlier } = held
  if (person.actor.kind === 'system') return []
  const record = parsedOf(run, state)
  const asking = { ...model, actor: person.actor, actorFacts: person.facts, earlier }
  return availableActions(model.kind, record, asking).flatMap(({ action, refusal }) =>
    refusal === null ? [action] : [],
  )
}

function requestFor(run: Run, { action, held }: Attempt, { fault, inputs }: KindCommand): ActRequest {
  const { kind } = run.model
  const wanted = fault === 'NO_FILES' ? [] : (kind.actions[action]?.attachments ?? [])
  const attachments = wanted.flatMap(({ purpose, countMin }) =>
    Array.from({ length: countMin }, () => ({ id: newIdOf(run), purpose })),
  )
  const version = held === null ? null : held.state.version - (fault === 'STALE' ? 1 : 0)
  const request = requestOf({
    kind: kind.kind,
    action,
    recordId: held?.state.id ?? null,
    version,
    input: inputs[action],
    attachments,
    idempotencyKey: 'unused-here',
  })
  if (fault === 'UNCONFIRMED') return request
  const shown = { request, status: held?.state.status ?? null, data: held?.state.data ?? null }
  const status = fault === 'OTHER_CONFIRMED' ? 'SOMETHING_ELSE' : shown.status
  const digest = confirmationDigest({ ...shown, status })
  return { ...request, confirmation: { method: 'PASSWORD', digest, assertion: null } }
}

function newIdOf(run: Run): string {
  run.ids += 1
  return `id${run.ids}`
}

function situationOf(
  run: Run,
  { person, held }: Attempt,
  { request, command }: { request: ActRequest; command: KindCommand },
): { loaded: Loaded; deciding: Deciding } {
  const { model, world } = run
  const { subject, facts, checked } = world.find(request, held?.state ?? null)
  const actorId = actorIdOf(person.actor)
  if (held !== null && command.fault !== 'UNREAD' && !hasSeen(held, actorId)) {
    held.seen.push({ person: actorId, version: held.state.version })
  }
  const loaded: Loaded = {
    at: model.at,
    record: held?.state ?? null,
    newSubject: held === null ? subject : null,
    earlier: held?.earlier ?? [],
    attached: held?.files ?? [],
    uploaded: request.attachments.map(({ id }) => ({ id, sizeBytes: 1 })),
    isReadable: true,
    isDetailOpened: held !== null && hasSeen(held, actorId),
    facts,
    checked,
  }
  const newId = (): string => newIdOf(run)
  const { actor, facts: actorFacts } = person
  const deciding = { ...model, actor, actorFacts, newId, newRecordId: newId(), recordBytesMax: 1_000 }
  return { loaded, deciding }
}

function expectAllowed(
  { model: { kind } }: Run,
  { action: name, held, person }: Attempt,
  { command, accepted, isOffered }: { command: KindCommand; accepted: Accepted; isOffered: boolean },
): void {
  const { fault } = command
  const before = held?.state.status ?? notYet
  const action = kind.actions[name]!
  const say = (what: string): string =>
    `${kind.kind}/${name} in ${before} by ${actorIdOf(person.actor)}: ${what}`
  const after = [kind.workflow[before]?.[name] ?? []].flat()
  if (!after.includes(accepted.status)) throw new Error(say(`led to ${accepted.status}`))
  if (!isOffered) throw new Error(say('was accepted and not offered'))
  if (held !== null && fault === 'STALE') throw new Error(say('was accepted on an old version'))
  const isUnconfirmed = fault === 'UNCONFIRMED' || fault === 'OTHER_CONFIRMED'
  if (action.needsConfirmation === true && isUnconfirmed) throw new Error(say('was not confirmed'))
  if (!action.input.safeParse(command.inputs[name]).success) throw new Error(say('has an unfit input'))
  if ((person.actor.kind === 'system') !== (action.by === 'system')) throw new Error(say('is for others'))
}

/** Said of the record's own history, whatever the kind says of itself. */
function expectSound(
  { kind, needsTwo = () => true }: KindModel,
  { earlier, state }: Held,
  { effects }: Accepted,
): void {
  const fault = (what: string): never => {
    throw new Error(`${kind.kind}: ${what}: ${JSON.stringify(earlier)}`)
  }
  const steps = earlier.flatMap(({ action, actorId }) => {
    const { step, by } = kind.actions[action]!
    return by === 'system' || step === 'ACT' ? [] : [{ step, actorId }]
  })
  const people = new Set(steps.map(({ actorId }) => actorId))
  for (const person of people) {
    const own = new Set(steps.filter(({ actorId }) => actorId === person).map(({ step }) => step))
    if (own.size > 1) fault(`${person} did ${[...own].join(' and ')}`)
  }
  if (effects.some(needsTwo) && people.size < 2) fault('an effect of one person')
  if (earlier.some(({ version }, index) => version !== index + 1)) fault('a version is missing')
  if (!isDeepStrictEqual(z.encode(kind.schema, kind.schema.parse(state.data)), state.data)) {
    fault('data that is not what is read of it')
  }
}
