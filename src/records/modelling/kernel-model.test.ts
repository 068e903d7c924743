import fc from 'fast-check'
import { expect, test } from 'vitest'
import { grant } from '#access/test-people.ts'
import { Refusal } from '#base/refusal.ts'
import { type Accepted, type Deciding, decideAct, type Loaded } from '../decide-act.ts'
import type { Effect } from '../effect.ts'
import type { ActRequest } from '../record.ts'
import { testCatalogue, testChange } from '../test-change.ts'
import { plainCalendar } from '../test-kernel.ts'
import { factsOf, personActor, subjectIn } from '../test-people.ts'
import { commands } from './test-commands.ts'
import { type Held, hasSeen, keepAct } from './test-memory.ts'
import {
  accountsOfModel,
  actInModel,
  type Command,
  type Model,
  newModel,
  type Person,
  resolved,
  viewInModel,
} from './test-model.ts'
import { requestFor } from './test-requests.ts'

/** platform.md 16: the pure kernel against the model, 10,000 sequences. */
const runs = 10_000

/** The store in a few lines: what the load would find, and what the save would keep. */
interface Memory {
  readonly held: Held[]
  readonly accounts: { id: string; version: number }[]
}

const at = new Date('2026-03-04T02:00:00Z')
let ids = 0
function newId(): string {
  ids += 1
  return `id${ids}`
}

function deciding(model: Model, person: Person): Deciding {
  const facts = factsOf(person)
  const role = model.roles.get(person)
  return {
    kind: testChange,
    actor: personActor(person),
    actorFacts: role === undefined ? facts : { ...facts, grants: [grant(role)] },
    catalogue: testCatalogue,
    workingDays: plainCalendar,
    newId,
    newRecordId: newId(),
    recordBytesMax: 1000,
  }
}

function load(memory: Memory, request: ActRequest, person: Person): Loaded {
  const held = memory.held.find(({ state }) => state.id === request.recordId)
  const input = request.input as { accountId?: string; amountFen?: string }
  const accountId = held?.state.subject.personId ?? input.accountId
  const account = memory.accounts.find(({ id }) => id === accountId)
  const isFit = request.recordId !== null || input.amountFen !== '1.5'
  return {
    at,
    record: held?.state ?? null,
    newSubject: request.recordId === null && isFit ? { ...subjectIn(), personId: accountId ?? null } : null,
    earlier: held?.earlier ?? [],
    attached: held?.files ?? [],
    uploaded: request.attachments.map(({ id }) => ({ id, sizeBytes: 1 })),
    isReadable: true,
    isDetailOpened: held !== undefined && hasSeen(held, person),
    facts: account === undefined || !isFit ? null : { version: account.version },
    checked: null,
  }
}

function apply(memory: Memory, effects: readonly Effect[]): void {
  for (const effect of effects) {
    const account = memory.accounts.find(
      ({ id }) => effect.operation === 'update' && id === effect.key.account_id,
    )!
    if (effect.operation !== 'update' || account.version !== effect.expected.version) {
      throw new Refusal('conflict', { zh: '', en: '' })
    }
    account.version += 1
  }
}

function save(
  memory: Memory,
  { request, person, accepted }: { request: ActRequest; person: Person; accepted: Accepted },
): void {
  apply(memory, accepted.effects)
  keepAct(memory.held, { request, actor: personActor(person), accepted, at })
}

function actInMemory(memory: Memory, model: Model, command: Extract<Command, { type: 'act' }>): string {
  const { person } = command
  const stored = memory.held[command.target % Math.max(memory.held.length, 1)]?.state ?? null
  const request = requestFor(model, command, {
    recordIds: memory.held.map(({ state }) => state.id),
    accountIds: memory.accounts.map(({ id }) => id),
    stored,
    attachments: command.hasBasis ? [{ id: newId(), purpose: 'BASIS' }] : [],
    idempotencyKey: 'unused-here',
  })
  try {
    const accepted = decideAct(request, load(memory, request, person), deciding(model, person))
    save(memory, { request, person, accepted })
    return `accepted ${accepted.status} ${accepted.version}`
  } catch (error) {
    if (error instanceof Refusal) return `refused ${error.code}`
    throw error
  }
}

/** What happened, or null where nothing was compared. */
function runInBoth(memory: Memory, model: Model, command: Command): string | null {
  if (command.type === 'move') model.roles.set(command.person, command.role)
  if (command.type === 'view' && viewInModel(model, command)) {
    const held = memory.held[command.target % memory.held.length]!
    held.seen.push({ person: command.person, version: held.state.version })
  }
  if (command.type !== 'act') return null
  const found = actInMemory(memory, model, command)
  const expected = actInModel(model, command)
  if (found !== expected)
    throw new Error(`${JSON.stringify(command)}: the kernel says ${found}, the model ${expected}`)
  return found.startsWith('accepted') ? `${command.action} ${found.split(' ')[1]}` : found
}

/** Said of the kernel's own history, not of the model: whatever happened, these hold. */
function faultOf({ earlier, state }: Held): string | null {
  const actors = (...names: string[]): string[] =>
    earlier.filter(({ action }) => names.includes(action)).map(({ actorId }) => actorId)
  const makers = actors('enter', 'correct')
  const checkers = actors('review', 'return', 'approve', 'reject')
  if (makers.some((maker) => checkers.includes(maker))) return 'somebody checked what he made'
  if (actors('review').some((each) => actors('approve').includes(each)))
    return 'somebody reviewed and approved'
  if (state.status === 'DONE' && new Set([...makers, ...checkers]).size < 2) return 'an effect of one person'
  if (earlier.some(({ version }, index) => version !== index + 1)) return 'a version is missing'
  return null
}

test('the kernel and the model agree on every act of any sequence', () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(commands, (sequence) => {
      const model = newModel()
      const memory: Memory = {
        held: [],
        accounts: Array.from({ length: accountsOfModel }, (_, index) => ({ id: `A${index}`, version: 1 })),
      }
      for (const each of sequence) {
        for (const command of resolved(model, each)) {
          const what = runInBoth(memory, model, command)
          if (what !== null) seen.set(what, (seen.get(what) ?? 0) + 1)
        }
      }
      expect(memory.held.map(faultOf).filter((fault) => fault !== null)).toEqual([])
      expect(memory.accounts.map(({ version }) => version)).toEqual(model.accounts)
    }),
    // On failure the smaller counterexamples end with the time of the test; the seed is printed.
    { numRuns: runs, interruptAfterTimeLimit: 240_000, markInterruptAsFailure: true },
  )
  // A property over sequences in which nothing happens would hold of anything.
  for (const what of [
    'review DONE',
    'review REVIEWED',
    'approve DONE',
    'correct SUBMITTED',
    'reject REJECTED',
  ]) {
    expect(seen.get(what) ?? 0, what).toBeGreaterThan(50)
  }
  for (const code of [
    'conflict',
    'not_permitted',
    'stale_version',
    'action_not_available',
    'invalid_input',
  ]) {
    expect(seen.get(`refused ${code}`) ?? 0, code).toBeGreaterThan(50)
  }
}, 300_000)
