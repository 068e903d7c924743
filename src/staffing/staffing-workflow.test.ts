import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import { acceptedAnswer, codeOf } from '#records/test-acting.ts'
import { confirmed, requestOf } from '#records/test-kernel.ts'
import { staffingKinds } from './staffing-kinds.ts'
import { propose, type Scenario, scenarios, setUpStaffing, staffingContext } from './test-staffing.ts'

const database = await testDatabase()
const { db, owner } = database

beforeAll(() => setUpStaffing(database))

/** Everything that is possible; what is not here is not. */
const possible: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> =
  (() => {
    const withoutHead = {
      PROPOSED: { accept: 'DONE', refuse: 'REFUSED', withdraw: 'WITHDRAWN', lapse: 'LAPSED' },
    }
    const withHead = {
      PROPOSED: { accept: 'AWAITING_HEAD', refuse: 'REFUSED', withdraw: 'WITHDRAWN', lapse: 'LAPSED' },
      AWAITING_HEAD: { confirm: 'DONE', disagree: 'REFUSED', withdraw: 'WITHDRAWN', lapse: 'LAPSED' },
    }
    const canEnd = { DONE: { end: 'ENDED' } }
    return {
      ACCOUNT: withoutHead,
      SECOND_FACTOR_RESET: withoutHead,
      CREDENTIAL: withoutHead,
      OFFICER_REPLACEMENT: withHead,
      COVER: { ...withHead, ...canEnd },
      ABSENCE: { ...withoutHead, ...canEnd },
      OVERTIME: withoutHead,
      ORGANISATION: withoutHead,
      RELATIVES: { PROPOSED: { accept: 'DONE', refuse: 'REFUSED', lapse: 'LAPSED' } },
    }
  })()

/** The way to each status. */
const waysTo: Readonly<Record<string, readonly string[]>> = {
  PROPOSED: [],
  AWAITING_HEAD: ['accept'],
  REFUSED: ['refuse'],
  WITHDRAWN: ['withdraw'],
  LAPSED: ['lapse'],
}
const needsReason = ['refuse', 'disagree', 'end']

interface Opened {
  readonly recordId: string
  version: number
}

function actorOf(scenario: Scenario, action: string, proposer: string): ActContext {
  if (action === 'lapse') {
    return { ...staffingContext(db, proposer), actor: { kind: 'system', job: 'lapse' } }
  }
  const people: Readonly<Record<string, string>> = {
    accept: scenario.accepter,
    refuse: scenario.accepter,
    confirm: scenario.head ?? 'head1',
    disagree: scenario.head ?? 'head1',
    end: 'head1',
    withdraw: proposer,
    // Who declared relatives does not see the declaration any more.
    propose: scenario.accepter,
  }
  return staffingContext(db, people[action]!)
}

/** With a view and a confirmation, whoever it is: the workflow alone is asked here. */
async function actUnhindered(
  scenario: Scenario,
  opened: Opened,
  given: { readonly action: string; readonly by: string },
): Promise<Answer> {
  const context = actorOf(scenario, given.action, given.by)
  const staffId = context.actor.kind === 'person' ? context.actor.staffId : 'system:lapse'
  const row = await db
    .selectFrom('record')
    .select(['status', 'data', 'version'])
    .where('record_id', '=', opened.recordId)
    .executeTakeFirstOrThrow()
  await owner
    .insertInto('record_view')
    .values({
      entry_id: crypto.randomUUID(),
      entry_hash: Buffer.alloc(32),
      record_id: opened.recordId,
      version: row.version,
      actor_id: staffId,
      session_id: null,
      at: new Date(),
    })
    .execute()
  const input = needsReason.includes(given.action) ? { reason: '测试' } : {}
  const request = requestOf({
    kind: scenario.kind,
    action: given.action,
    recordId: opened.recordId,
    version: row.version,
    input,
  })
  return act(context, confirmed(request, row))
}

async function recordIn(scenario: Scenario, status: string): Promise<Opened & { readonly by: string }> {
  const { input, by = scenario.proposer } = await scenario.input(owner)
  const { recordId } = acceptedAnswer(await propose(staffingContext(db, by), scenario.kind, input))
  const opened = { recordId, version: 1 }
  const done = scenario.head === undefined ? ['accept'] : ['accept', 'confirm']
  const way = status === 'DONE' ? done : status === 'ENDED' ? [...done, 'end'] : waysTo[status]!
  for (const action of way) acceptedAnswer(await actUnhindered(scenario, opened, { action, by }))
  return { ...opened, by }
}

function reachable(kind: string): readonly string[] {
  const targets = Object.values(possible[kind]!).flatMap((row) => Object.values(row))
  return [...new Set(['PROPOSED', ...targets])]
}

const kinds = staffingKinds()
const actionsOf = (kind: string): readonly string[] =>
  Object.keys(kinds.find((each) => each.kind === kind)!.actions)

describe.for(scenarios)('$kind', (scenario) => {
  const pairs = reachable(scenario.kind).flatMap((status) =>
    actionsOf(scenario.kind).map((action) => ({ status, action })),
  )
  test.for(pairs)('$status, $action', async ({ status, action }) => {
    const opened = await recordIn(scenario, status)
    const answer = await actUnhindered(scenario, opened, { action, by: opened.by })
    const after = possible[scenario.kind]?.[status]?.[action]
    if (after === undefined) expect(codeOf(answer)).toBe('action_not_available')
    else expect(answer).toMatchObject({ outcome: 'accepted', status: after })
  })
})

test('a removal is one act with nothing after it', () => {
  const removal = kinds.find(({ kind }) => kind === 'ACCESS_REMOVAL')!
  expect(removal.workflow).toEqual({ NEW: { remove: 'DONE' }, DONE: {} })
})
