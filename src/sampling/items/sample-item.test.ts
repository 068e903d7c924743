import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '#records/answer.ts'
import { openRecord } from '#records/reading/open-record.ts'
import type { ItemStatus } from '../statuses.ts'
import {
  addOrder,
  recordsOf,
  type StaffName,
  said,
  sampleOnce,
  samplingContext,
  setUpSampling,
  takeStep,
} from '../test-sampling.ts'
import { blindAsked } from './blind-asked.ts'
import { differenceOf } from './decide-item.ts'
import type { ItemData } from './item-data.ts'
import { sampleItemKind } from './sample-item.ts'

const trail = await setUpSampling()
const { database } = trail
const { owner, db } = database

const items = () => recordsOf<ItemData>(owner, 'SAMPLE_ITEM')
const stored = async (recordId: string) => (await items()).find((each) => each.record_id === recordId)!
const act = (recordId: string, by: string, action: string, input: unknown = {}): Promise<Answer> =>
  takeStep(database, { by, kind: 'SAMPLE_ITEM', recordId, action, input })
/** A refusal before the record is seen is thrown. */
const outcome = (recordId: string, by: string, action: string, input: unknown = {}) =>
  act(recordId, by, action, input).then(said, ({ code }: { code: string }) => code)

const right = {
  ...{ decision: 'APPROVED', amount: '123.00', method: 'FILES', looked_at: '申请表和银行流水' },
  ...{ problems: [], statement: '材料齐全，金额相符' },
}
const wrong = { ...right, decision: 'REFUSED', amount: '0.00', problems: ['BASIS'], statement: '无补发依据' }
const opinion = { opinion: '已复核' }

/** Items of DEATH_RESUME are all drawn: as many as orders are added. */
let free: string[] = []
async function openItem(): Promise<string> {
  const id = free.pop()
  if (id === undefined) throw new Error('more items are needed')
  return id
}

beforeAll(async () => {
  for (let index = 0; index < 160; index += 1) await addOrder(owner, { code: 'DEATH_RESUME' })
  expect(await sampleOnce(trail)).toEqual([])
  free = (await items()).map(({ record_id }) => record_id)
  expect(free.length).toBe(160)
}, 240_000)

async function claimedItem(): Promise<string> {
  const recordId = await openItem()
  expect(said(await act(recordId, 'audit1', 'claim'))).toBe('CLAIMED')
  return recordId
}

async function differing(): Promise<string> {
  const recordId = await claimedItem()
  expect(said(await act(recordId, 'audit1', 'answer', wrong))).toBe('DIFFERS')
  return recordId
}

const ways: Readonly<Record<Exclude<ItemStatus, 'DROPPED'>, () => Promise<string>>> = {
  OPEN: openItem,
  CLAIMED: claimedItem,
  AGREED: async () => {
    const recordId = await claimedItem()
    expect(said(await act(recordId, 'audit1', 'answer', right))).toBe('AGREED')
    return recordId
  },
  DIFFERS: differing,
  OVERRULED: async () => {
    const recordId = await differing()
    expect(said(await act(recordId, 'audit2', 'overrule', opinion))).toBe('OVERRULED')
    return recordId
  },
  WRONG: async () => {
    const recordId = await differing()
    expect(said(await act(recordId, 'audit2', 'confirm', opinion))).toBe('WRONG')
    return recordId
  },
  REFERRED: async () => {
    const recordId = await ways.WRONG()
    expect(said(await act(recordId, 'system', 'refer', { finding_id: 'f'.repeat(16) }))).toBe('REFERRED')
    return recordId
  },
}

const kind = sampleItemKind()
const actors: Readonly<Record<string, string>> = {
  ...{ claim: 'audit1', claim_elsewhere: 'reviewCity', answer: 'audit1', release: 'audit1' },
  ...{ take_back: 'head1', confirm: 'audit2', overrule: 'audit2', refer: 'system', drop: 'system' },
}
const inputs: Readonly<Record<string, unknown>> = {
  ...{ answer: right, release: { reason: '退回' }, take_back: { reason: '休假' } },
  ...{ confirm: opinion, overrule: opinion, refer: { finding_id: 'f'.repeat(16) } },
}
const pairs = Object.keys(ways).flatMap((status) =>
  Object.keys(kind.actions)
    .filter((action) => action !== 'open')
    .map((action) => [status as keyof typeof ways, action] as const),
)

describe('every status and every action', () => {
  test.for(pairs)('in %s: %s', async ([status, action]) => {
    const recordId = await ways[status]()
    const answer = await outcome(recordId, actors[action]!, action, inputs[action] ?? {})
    const leadsTo = [kind.workflow[status]?.[action] ?? []].flat()
    if (leadsTo.length === 0) expect(answer).toContain('action_not_available')
    else if (action === 'drop') expect(answer).toContain('conflict')
    else expect(leadsTo).toContain(answer)
  })
})

/** Whatever a JSON value holds, as texts. */
const textsIn = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [String(value)]

describe('blindness', () => {
  test('until the answer is in, no field of what the checker gets says what came of it or who did it', async () => {
    const recordId = await claimedItem()
    const opened = await openRecord(samplingContext(db, 'audit1'), { kind: 'SAMPLE_ITEM', recordId })
    const { record, history, comments, actions } = opened
    const shown = textsIn(JSON.parse(JSON.stringify({ data: record.data, history, comments, actions })))
    const orderIds = (await recordsOf(owner, 'ORDER_DEATH_RESUME')).map((each) => each.record_id)
    for (const secret of ['enter1', 'review1', '123.00', '12300', 'DONE', ...orderIds]) {
      expect(shown.filter((text) => text.includes(secret))).toEqual([])
    }
    expect(record.subject.amountFen).toBeNull()
    expect((record.data as ItemData).material).toMatchObject({
      ...{ person_id: 'P1', asked: { person_id: 'P1', months: 3, document: '社发〔2026〕1号' } },
    })
    expect(said(await act(recordId, 'audit1', 'answer', right))).toBe('AGREED')
    const { first } = (await stored(recordId)).data
    expect(first!.people.map(({ staff_id }) => staff_id)).toEqual(['enter1', 'review1'])
    expect(orderIds).toContain(first!.order_id)
  })

  test('of an application leaves out amounts and staff, however deep, and nothing else', () => {
    const names = fc.constantFrom('amount', 'paid_fen', 'operator_id', 'reviewer', 'totalMonths')
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('bank', 'pay_to', 'x'), fc.string()),
        names,
        (kept, secret) => {
          const asked = { ...kept, [secret]: '1', rows: [{ ...kept, [secret]: { deep: 2 } }] }
          expect(blindAsked(asked)).toEqual({ ...kept, rows: [kept] })
        },
      ),
    )
  })

  test('is over for whoever has opened the order itself: somebody else checks', async () => {
    const recordId = await claimedItem()
    const orderIds = (await recordsOf(owner, 'ORDER_DEATH_RESUME')).map((each) => each.record_id)
    for (const orderId of orderIds) {
      await owner
        .insertInto('record_view')
        .values({
          ...{ entry_id: randomUUID(), entry_hash: Buffer.alloc(32), record_id: orderId, version: 2 },
          ...{ actor_id: 'audit1', session_id: null, at: new Date() },
        })
        .execute()
    }
    expect(await outcome(recordId, 'audit1', 'answer', right)).toContain('would not be blind')
    expect(await outcome(await openItem(), 'audit1', 'claim')).toContain('would not be blind')
    expect(await outcome(recordId, 'head1', 'take_back', { reason: '已看过原业务' })).toBe('OPEN')
    expect(await outcome(recordId, 'audit2', 'claim')).toBe('CLAIMED')
    await sql`delete from app.record_view where actor_id = 'audit1'`.execute(owner)
  })
})

describe('who looks', () => {
  const expected: Readonly<Record<string, readonly string[]>> = {
    claim: ['audit1', 'audit2'],
    claim_elsewhere: ['reviewCity'],
    answer: ['audit1'],
    release: ['audit1'],
    take_back: ['audit1', 'audit2', 'head1', 'deputy1', 'supervise1', 'headCity'],
    confirm: ['audit2', 'head1', 'deputy1', 'supervise1', 'headCity'],
    overrule: ['audit2', 'head1', 'deputy1', 'supervise1', 'headCity'],
  }
  const people: readonly string[] = [
    ...([
      'audit1',
      'audit2',
      'head1',
      'deputy1',
      'supervise1',
      'reviewCity',
      'headCity',
    ] satisfies StaffName[]),
    ...(['auditBeside', 'headBeside', 'system1'] satisfies StaffName[]),
    ...['enter1', 'enter2', 'review1', 'review2', 'approve1', 'outsider', 'gone'],
  ]
  const outOfScope = ['auditBeside', 'headBeside', 'outsider', 'system1']
  const inStatus: Readonly<Record<string, keyof typeof ways>> = {
    ...{ claim: 'OPEN', claim_elsewhere: 'OPEN', answer: 'CLAIMED', release: 'CLAIMED' },
    ...{ take_back: 'CLAIMED', confirm: 'DIFFERS', overrule: 'DIFFERS' },
  }

  test.for(Object.keys(expected))('%s is for those whom the papers name', async (action) => {
    const allowed: string[] = []
    let recordId = await ways[inStatus[action]!]()
    for (const by of people) {
      const answer = await outcome(recordId, by, action, inputs[action] ?? {})
      const targets = [kind.workflow[inStatus[action]!]?.[action] ?? []].flat()
      if (targets.includes(answer)) {
        allowed.push(by)
        if (by !== people.at(-1)) recordId = await ways[inStatus[action]!]()
      } else if (outOfScope.includes(by)) {
        expect([by, answer]).toEqual([by, 'not_found'])
      }
    }
    expect(allowed.toSorted()).toEqual(expected[action]!.toSorted())
  })

  test('where nobody of the agency’s internal audit is fit, the agency above looks, its handlers included', async () => {
    const unfit = await addOrder(owner, {
      code: 'FUNERAL',
      agency: 'A990102',
      enterer: 'auditBeside',
      reviewer: 'outsider',
    })
    expect(await sampleOnce(trail)).toEqual([])
    const item = (await items()).find(({ data }) => data.audited_agency_id === 'A990102')!
    expect([item.data.checking_agency_id, item.agency_id]).toEqual(['A990100', 'A990100'])
    expect(item.concerned.handlers).toEqual(['auditBeside', 'outsider'])
    expect(await outcome(item.record_id, 'auditBeside', 'claim')).toContain('not_permitted')
    expect(await outcome(item.record_id, 'outsider', 'claim_elsewhere')).toContain('not_permitted')
    expect(await outcome(item.record_id, 'reviewCity', 'claim_elsewhere')).toBe('CLAIMED')
    expect(await outcome(item.record_id, 'reviewCity', 'answer', right)).toBe('AGREED')
    expect((await stored(item.record_id)).data.first!.order_id).toBe(unfit)
  })
})

describe('the difference', () => {
  const granted = { decision: 'APPROVED', amount_fen: 12_300n } as const
  const answer = { decision: 'APPROVED', amount_fen: 12_300n, problems: [] } as const
  test.for([
    ['the same', granted, answer, null],
    ['another amount', granted, { ...answer, amount_fen: 12_000n }, [false, 300n, false]],
    ['no amount named', granted, { ...answer, amount_fen: null }, null],
    ['to be refused', granted, { ...answer, decision: 'REFUSED' }, [true, 12_300n, false]],
    ['refused, to be granted', { ...granted, decision: 'REFUSED' }, answer, [true, 12_300n, false]],
    ['both refuse', { ...granted, decision: 'REFUSED' }, { ...answer, decision: 'REFUSED' }, null],
    ['a problem only', granted, { ...answer, problems: ['ARCHIVE'] }, [false, null, true]],
    [
      'no money at all',
      { ...granted, amount_fen: null },
      { ...answer, decision: 'REFUSED' },
      [true, null, false],
    ],
  ] as const)('%s', ([, first, looked, expected]) => {
    const found = differenceOf(first, { ...looked, problems: [...looked.problems] })
    expect(found === null ? null : [found.isDecision, found.amount_fen, found.hasProblems]).toEqual(expected)
  })

  test('is money only where it is in question, and never negative', () => {
    const fen = fc.option(fc.bigInt({ min: 0n, max: 10n ** 12n }))
    const decision = fc.constantFrom('APPROVED', 'REFUSED')
    fc.assert(
      fc.property(fen, fen, decision, decision, (paid, due, done, better) => {
        const found = differenceOf(
          { decision: done, amount_fen: paid },
          { decision: better, amount_fen: due, problems: [] },
        )
        if (found === null) expect(done).toBe(better)
        else expect(found.amount_fen === null || found.amount_fen > 0n).toBe(true)
      }),
    )
  })
})

test('what differs is worth the money in question, and a second look that disagrees takes it back', async () => {
  const recordId = await differing()
  expect((await stored(recordId)).amount_fen).toBe(12_300n)
  expect(said(await act(recordId, 'head1', 'overrule', opinion))).toBe('OVERRULED')
  expect((await stored(recordId)).amount_fen).toBeNull()
})
