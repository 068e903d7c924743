import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { grant, person } from '#access/test-people.ts'
import { Refusal } from '#base/refusal.ts'
import type { Role } from '#standard/code-lists.ts'
import { availableActions, statusesAfter } from './available-actions.ts'
import { checkTogether, confirmationDigest } from './confirmation.ts'
import { type Deciding, decideAct, type Loaded } from './decide-act.ts'
import { defineRecord, type RecordAction } from './define-record.ts'
import { checkEffect, type Effect } from './effect.ts'
import type { Actor, ActRequest, EarlierAct, RecordState } from './record.ts'
import { testCatalogue, testChange } from './test-change.ts'
import { confirmed, plainCalendar, requestOf } from './test-kernel.ts'
import { personActor, subjectIn } from './test-people.ts'

const at = new Date('2026-03-04T02:00:00Z')
const data = { accountId: 'A1', holder: '新户主', amountFen: '5000', accountVersion: 1, notes: [] }

const inputs: Readonly<Record<string, unknown>> = {
  enter: { accountId: 'A1', holder: '新户主', amountFen: '5000' },
  correct: { holder: '更正' },
  return: { reason: '不符' },
  reject: { reason: '不符' },
  note: { text: '备注' },
}

const roleOf: Readonly<Record<string, Role>> = {
  enter: 'ENTRY',
  correct: 'ENTRY',
  withdraw: 'ENTRY',
  review: 'REVIEW',
  return: 'REVIEW',
  approve: 'APPROVAL',
  reject: 'APPROVAL',
  note: 'REVIEW',
}

const act = (action: string, actorId: string, version: number): EarlierAct => ({
  action,
  actorId,
  version,
  at,
  sessionId: `session-of-${actorId}`,
  terminalId: `terminal-of-session-of-${actorId}`,
})

function stateIn(status: string): RecordState {
  const common = {
    id: 'R1',
    kind: 'TEST_CHANGE',
    version: 3,
    enteredAt: at,
    changedAt: at,
    enteredBy: 'maker',
  }
  return { ...common, status, data, subject: { ...subjectIn(), personId: 'A1' } }
}

function loadedIn(status: string, changes: Partial<Loaded> = {}): Loaded {
  return {
    at,
    record: status === 'NEW' ? null : stateIn(status),
    newSubject: status === 'NEW' ? subjectIn() : null,
    earlier: status === 'NEW' ? [] : [act('enter', 'maker', 1)],
    attached: [{ id: 'F1', purpose: 'BASIS', sizeBytes: 10 }],
    uploaded: [],
    isReadable: true,
    isDetailOpened: true,
    facts: { version: 1 },
    checked: null,
    ...changes,
  }
}

function decidingFor(actor: Actor, role: Role): Deciding {
  const facts = actor.kind === 'person' ? person(actor.staffId, { grants: [grant(role)] }) : null
  let ids = 0
  return {
    kind: testChange,
    actor,
    actorFacts: facts,
    catalogue: testCatalogue,
    workingDays: plainCalendar,
    newId: () => {
      ids += 1
      return `new${ids}`
    },
    newRecordId: 'R1',
    recordBytesMax: 100,
  }
}

function requestIn(status: string, action: string): ActRequest {
  const request = requestOf({
    action,
    recordId: status === 'NEW' ? null : 'R1',
    version: status === 'NEW' ? null : 3,
    input: inputs[action] ?? {},
  })
  return status === 'NEW' ? request : confirmed(request, { status, data })
}

function decided(request: ActRequest, loaded: Loaded, deciding: Deciding): string {
  try {
    return decideAct(request, loaded, deciding).status
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

const statuses = ['NEW', ...Object.keys(testChange.statuses)]
const actions = Object.keys(testChange.actions)
/** Those of the enterer himself are done by him, all others by somebody else. */
const actorFor = (action: string): Actor => {
  if (action === 'lapse') return { kind: 'system', job: 'lapse' }
  return personActor(
    testChange.actions[action]!.onlyByEnterer === true || action === 'enter' ? 'maker' : 'checker',
  )
}

describe.for(statuses)('a record that is %s', (status) => {
  test.for(actions)('%s', (action) => {
    const result = decided(
      requestIn(status, action),
      loadedIn(status),
      decidingFor(actorFor(action), roleOf[action] ?? 'ENTRY'),
    )
    const after = statusesAfter(testChange, status, action)
    if (after.length === 0) expect(result).toBe('action_not_available')
    else expect(after).toContain(result)
  })

  test('offers the actions that it accepts, to whom it accepts them from', () => {
    if (status === 'NEW') return
    for (const name of ['maker', 'checker']) {
      for (const role of ['ENTRY', 'REVIEW', 'APPROVAL'] as const) {
        const deciding = decidingFor(personActor(name), role)
        const loaded = loadedIn(status)
        const offered = availableActions(testChange, stateIn(status), {
          ...deciding,
          at,
          earlier: loaded.earlier,
        })
        for (const action of actions) {
          const isOffered = offered.some((each) => each.action === action && each.refusal === null)
          const result = decided(requestIn(status, action), loaded, deciding)
          expect(isOffered, `${name} as ${role} in ${status}: ${action}`).toBe(
            action in (testChange.workflow[status] ?? {}) &&
              statusesAfter(testChange, status, action).includes(result),
          )
        }
      }
    }
  })
})

describe('a step', () => {
  const review = requestIn('SUBMITTED', 'review')
  const reviewer = decidingFor(personActor('checker'), 'REVIEW')

  test('needs the details opened', () => {
    expect(decided(review, loadedIn('SUBMITTED', { isDetailOpened: false }), reviewer)).toBe(
      'action_not_available',
    )
  })
  test('needs a confirmation, of exactly what was shown', () => {
    const loaded = loadedIn('SUBMITTED')
    expect(decided({ ...review, confirmation: null }, loaded, reviewer)).toBe('invalid_input')
    const other = { ...data, holder: '另一户主' }
    expect(decided(confirmed(review, { status: 'SUBMITTED', data: other }), loaded, reviewer)).toBe(
      'stale_version',
    )
    expect(decided(review, loaded, reviewer)).toBe('DONE')
  })
  test('has a digest that changes with everything shown', () => {
    const shown = { request: review, status: 'SUBMITTED', data }
    const digests = [
      shown,
      { ...shown, status: 'REVIEWED' },
      { ...shown, data: { ...data, amountFen: '5001' } },
      { ...shown, request: { ...review, action: 'return' } },
      { ...shown, request: { ...review, input: { more: 1 } } },
      { ...shown, request: { ...review, recordId: 'R2' } },
      { ...shown, request: { ...review, version: 4 } },
      { ...shown, request: { ...review, attachments: [{ id: 'F2', purpose: 'BASIS' }] } },
    ].map(confirmationDigest)
    expect(new Set(digests).size).toBe(digests.length)
  })
  test('needs its attachments, each once, not too many bytes, and one’s own', () => {
    const approver = decidingFor(personActor('checker'), 'APPROVAL')
    const approve = requestIn('REVIEWED', 'approve')
    const file = { id: 'F2', purpose: 'BASIS' }
    const uploaded = [{ id: 'F2', sizeBytes: 90 }]
    const none = loadedIn('REVIEWED', { attached: [] })
    expect(decided(approve, none, approver)).toBe('invalid_input')
    expect(decided({ ...approve, attachments: [file] }, none, approver)).toBe('invalid_input')
    expect(decided({ ...approve, attachments: [file] }, { ...none, uploaded }, approver)).toBe('DONE')
    expect(decided({ ...approve, attachments: [file, file] }, { ...none, uploaded }, approver)).toBe(
      'invalid_input',
    )
    const full = loadedIn('REVIEWED', { uploaded, attached: [{ id: 'F1', purpose: 'BASIS', sizeBytes: 11 }] })
    expect(decided({ ...approve, attachments: [file] }, full, approver)).toBe('too_large')
  })
  test('is not done by whoever did an earlier one, whatever his role is now', () => {
    const loaded = loadedIn('REVIEWED', { earlier: [act('enter', 'maker', 1), act('review', 'checker', 2)] })
    const approve = requestIn('REVIEWED', 'approve')
    expect(decided(approve, loaded, decidingFor(personActor('maker'), 'APPROVAL'))).toBe('not_permitted')
    expect(decided(approve, loaded, decidingFor(personActor('checker'), 'APPROVAL'))).toBe('not_permitted')
    expect(decided(approve, loaded, decidingFor(personActor('third'), 'APPROVAL'))).toBe('DONE')
  })
})

describe('two who confirm together', () => {
  const action = { ...testChange.actions.approve!, together: 'review' } as RecordAction
  const first = { ...act('review', 'one', 2), sessionId: 's1', terminalId: 't1' }
  const second = (sessionId: string, terminalId: string): Actor => ({
    kind: 'person',
    staffId: 'two',
    sessionId,
    terminalId,
  })
  const check = (actor: Actor, seconds: number, earlier: readonly EarlierAct[] = [first]): string => {
    try {
      checkTogether(action, { actor, at: new Date(at.getTime() + seconds * 1000), earlier })
      return 'confirmed'
    } catch (error) {
      return (error as Refusal).code
    }
  }
  test('do so within ten minutes, from two sessions and two terminals', () => {
    expect(check(second('s2', 't2'), 600)).toBe('confirmed')
    expect(check(second('s2', 't2'), 600.001)).toBe('action_not_available')
    expect(check(second('s1', 't2'), 60)).toBe('not_permitted')
    expect(check(second('s2', 't1'), 60)).toBe('not_permitted')
    expect(check(second('s2', 't2'), 60, [])).toBe('action_not_available')
  })
  test('count from the newest first confirmation', () => {
    const again = { ...first, at: new Date(at.getTime() + 900_000) }
    expect(check(second('s2', 't2'), 1000, [first, again])).toBe('confirmed')
  })
})

describe('a definition', () => {
  const open: RecordAction = { ...testChange.actions.enter! }
  const valid = { ...testChange }
  test.for([
    ['a kind in lower case', { kind: 'change' }],
    ['a status called NEW', { statuses: { ...valid.statuses, NEW: { zh: '新', en: 'new' } } }],
    ['a workflow of an unknown status', { workflow: { ...valid.workflow, GONE: {} } }],
    ['a workflow that leads nowhere', { workflow: { ...valid.workflow, NEW: { enter: 'NOWHERE' } } }],
    ['a workflow with an unknown action', { workflow: { ...valid.workflow, DONE: { shred: 'DONE' } } }],
    ['an action in no status', { actions: { ...valid.actions, idle: { ...open, subjectQuery: undefined } } }],
    [
      'an input that ignores unknown fields',
      { actions: { ...valid.actions, enter: { ...open, input: z.object({}) } } },
    ],
    ['an entry about nobody', { actions: { ...valid.actions, enter: { ...open, subjectQuery: undefined } } }],
    [
      'a checker of an unknown step',
      { actions: { ...valid.actions, enter: { ...open, differsFrom: ['x'] } } },
    ],
    [
      'a second without a confirmation',
      { actions: { ...valid.actions, enter: { ...open, together: 'review' } } },
    ],
    ['a lapse by persons', { lapse: { action: 'withdraw', idleDays: 30 } }],
  ] as const)('with %s is refused when the program starts', ([, changes]) => {
    expect(() => defineRecord({ ...valid, ...changes } as never)).toThrow('assertion failed')
  })
  test('without faults is accepted', () => {
    expect(defineRecord(valid as never)).toBe(valid)
  })
})

describe('an effect', () => {
  const update: Effect = {
    operation: 'update',
    table: 'register.person',
    key: { person_id: 'P1' },
    values: { name: '新' },
    expected: { name: '旧' },
  }
  test('writes the register, or authority, and nothing else', () => {
    expect(() => checkEffect(update)).not.toThrow()
    expect(() => checkEffect({ ...update, table: 'app.role_grant' })).not.toThrow()
    for (const table of [
      'app.record',
      'app.trail_entry',
      'person',
      'pg_catalog.pg_authid',
      'register.a;b',
      'register.',
    ]) {
      expect(() => checkEffect({ ...update, table }), table).toThrow('no effect may write')
    }
  })
  test('names its row, its columns, and what it expects', () => {
    expect(() => checkEffect({ ...update, key: {} })).toThrow('names no row')
    expect(() => checkEffect({ ...update, expected: {} })).toThrow('expects nothing')
    expect(() => checkEffect({ ...update, values: {} })).toThrow('writes nothing')
    expect(() => checkEffect({ ...update, values: { 'name"; drop': 'x' } })).toThrow('has no columns')
  })
})

test('an action that differs from another is refused to who did that one, also where access knows of no step', () => {
  const { note } = testChange.actions
  const kind = {
    ...testChange,
    actions: { ...testChange.actions, note: { ...note!, differsFrom: ['enter'] } },
  }
  const noted = (staffId: string): string =>
    decided(requestIn('SUBMITTED', 'note'), loadedIn('SUBMITTED'), {
      ...decidingFor(personActor(staffId), 'ENTRY'),
      kind,
    })
  expect(noted('maker')).toBe('not_permitted')
  expect(noted('checker')).toBe('SUBMITTED')
})

test('what only the server does is refused to a person, also where everybody has the function', () => {
  const { lapse } = testChange.actions
  const kind = {
    ...testChange,
    actions: { ...testChange.actions, lapse: { ...lapse!, function: 'COMMENT' } },
  }
  const asked = requestIn('SUBMITTED', 'lapse')
  const lapsed = (actor: Actor): string =>
    decided(asked, loadedIn('SUBMITTED'), { ...decidingFor(actor, 'REVIEW'), kind })
  expect(lapsed(personActor('checker'))).toBe('not_permitted')
  expect(lapsed({ kind: 'system', job: 'lapse' })).toBe('LAPSED')
})
