import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { KeepChecked } from '#records/act-context.ts'
import { addAccount } from '#records/test-kernel.ts'
import { expirePermits } from './permits/expire-permits.ts'
import { verifiedPermit } from './permits/permit-token.ts'
import type { GateOrder } from './requests/gate-order.ts'
import { type Answered, hit, testGate } from './test-gate.ts'

const service = await testGate()
const { database, gate, post, makeKey } = service
const { token } = await makeKey()
const bearer = (given: string): Record<string, string> => ({ authorization: `Bearer ${given}` })
const own = bearer(token)
const usual = service.answerOfChecks

beforeEach(() => {
  service.answerOfChecks = usual
})

async function newOrder(changes: Partial<GateOrder> = {}, county = '990101'): Promise<GateOrder> {
  const accountId = `acc-${randomUUID()}`
  await addAccount(database.owner, accountId, county)
  return {
    function: 'ACCOUNT_CHANGE',
    order_id: `core-${randomUUID()}`,
    operator_id: 'enter1',
    person_id: accountId,
    amount_fen: '5000',
    attachments: [],
    input: { accountId, holder: '新户主', amountFen: '5000' },
    ...changes,
  }
}

const ask = (order: unknown, headers: Record<string, string> = {}): Promise<Answered> =>
  post('/api/gate/orders', order, { ...own, ...headers })

interface Redeeming {
  readonly order: GateOrder
  readonly permit: { readonly permit_id: string; readonly token: string }
}

async function allowed(changes: Partial<GateOrder> = {}): Promise<Redeeming> {
  const order = await newOrder(changes)
  const { body } = await ask(order)
  expect(body).toMatchObject({ outcome: 'ALLOW', reasons: [] })
  return { order, permit: body.permit! }
}

const redeem = (
  { order, permit }: Redeeming,
  people: { reviewer_id?: string | null; approver_id?: string | null } = {},
  headers: Record<string, string> = {},
): Promise<Answered> =>
  post(
    `/api/gate/permits/${permit.permit_id}/redeem`,
    { token: permit.token, order, reviewer_id: 'review1', ...people },
    { ...own, ...headers },
  )

async function trailOf(recordId: string): Promise<string[]> {
  const { rows } = await sql<{ what: string }>`
    select (leaf::jsonb ->> 'function') || ' ' || (leaf::jsonb ->> 'outcome') as what
    from app.trail_entry
    where leaf::jsonb ->> 'record' = ${recordId}
    order by leaf::jsonb ->> 'at', entry_id
  `.execute(database.owner)
  return rows.map(({ what }) => what)
}

async function stateOf(permitId: string): Promise<string> {
  const { rows } = await sql<{ state: string }>`
    select state
    from app.gate_permit
    where permit_id = ${permitId}
  `.execute(database.owner)
  return rows[0]!.state
}

describe('a request', () => {
  test('whose checks pass is ALLOW, with a permit bound to its body and an entry in the trail', async () => {
    const order = await newOrder()
    const { status, body } = await ask(order)
    expect(status).toBe(200)
    expect(body.outcome).toBe('ALLOW')
    const permit = verifiedPermit(body.permit!.token, gate.keys.permit)!
    const seconds = (Date.parse(permit.expires_at) - Date.now()) / 1_000
    expect(seconds).toBeGreaterThan(880)
    expect(seconds).toBeLessThanOrEqual(901)
    expect(await trailOf(body.request_id)).toEqual(['ACCOUNT_CHANGE/gate-request ALLOWED'])
  })

  test('with a hit is REVIEW: an order is entered here by the operator', async () => {
    service.answerOfChecks = [hit]
    const { body } = await ask(await newOrder())
    expect(body).toMatchObject({
      outcome: 'REVIEW',
      permit: null,
      reasons: [{ code: 'TST-01', text: hit.reasons[0] }],
    })
    const { rows } = await sql<{ kind: string; entered_by: string }>`
      select kind, entered_by
      from app.record
      where record_id = ${body.order!.record_id}
    `.execute(database.owner)
    expect(rows).toEqual([{ kind: 'ORDER_ACCOUNT_CHANGE', entered_by: 'enter1' }])
  })

  test('that could not be evaluated is REVIEW, one in error is answered nothing and may be sent again', async () => {
    service.answerOfChecks = [{ ...hit, outcome: 'NOT_EVALUATED', findingIds: [] }]
    expect((await ask(await newOrder())).body.outcome).toBe('REVIEW')
    service.answerOfChecks = [{ ...hit, outcome: 'ERROR' }]
    const [order, key] = [await newOrder(), { 'idempotency-key': randomUUID() }]
    expect((await ask(order, key)).status).toBe(503)
    service.answerOfChecks = usual
    expect((await ask(order, key)).body.outcome).toBe('ALLOW')
  })

  test('that two people confirm together is REVIEW even without a hit', async () => {
    const { body } = await ask(await newOrder({ function: 'DEATH_RESUME' }))
    expect(body).toMatchObject({ outcome: 'REVIEW', reasons: [{ code: 'CONFIRMED_HERE' }] })
  })

  test('with a hard stop, an unknown operator, one of another agency or without the duty is REFUSE', async () => {
    service.answerOfChecks = [{ ...hit, isHardStop: true }]
    expect((await ask(await newOrder())).body).toMatchObject({
      outcome: 'REFUSE',
      reasons: [{ code: 'TST-01' }],
    })
    service.answerOfChecks = usual
    const codeFor = async (operator: string): Promise<unknown> => {
      const { body } = await ask(await newOrder({ operator_id: operator }))
      expect(body).toMatchObject({ outcome: 'REFUSE', permit: null, order: null })
      return body.reasons[0]!.code
    }
    expect(await codeFor('nobody')).toBe('UNKNOWN_OPERATOR')
    expect(await codeFor('gone')).toBe('LEFT')
    expect(await codeFor('review1')).toBe('DUTY_MISSING')
    expect(await codeFor('both')).toBe('CONFLICTING_DUTIES')
    expect(await codeFor('outsider')).toBe('NOT_FOUND')
  })

  test('about another person, another amount, or a subject outside the agency of the key is REFUSE', async () => {
    const codeOf = async (order: GateOrder): Promise<unknown> => (await ask(order)).body.reasons[0]!.code
    expect(await codeOf(await newOrder({ person_id: 'acc-other' }))).toBe('OTHER_PERSON')
    expect(await codeOf(await newOrder({ amount_fen: '1' }))).toBe('OTHER_AMOUNT')
    const elsewhere = await newOrder({ operator_id: 'outsider' }, '990102')
    const absent = await newOrder({ input: { accountId: 'absent', holder: '甲', amountFen: '5000' } })
    const [first, second] = [await ask(elsewhere), await ask(absent)]
    expect(first.body.reasons).toEqual(second.body.reasons)
    expect(first.body.reasons[0]!.code).toBe('NOT_FOUND')
  })
})

test('a request refused for a hit leaves what the check found, in the transaction of the answer', async () => {
  const asked: unknown[] = []
  const keep: KeepChecked = ({ kind, action, recordId, actorId, at, refusal, newId }) => {
    asked.push([kind.kind, action, recordId, actorId, refusal?.code])
    const values = {
      ...{ hit_id: newId(), record_id: recordId, kind: kind.kind, action, actor_id: actorId },
      ...{
        at: at.toISOString(),
        asked_on: '2026-11-21',
        is_refused: true,
        finding_ids: ['finding-1'],
        hits: '[]',
      },
    }
    return [{ operation: 'insert', table: 'app.order_hit', values }]
  }
  Object.assign(gate.kernel, { keep })
  service.answerOfChecks = [{ ...hit, isHardStop: true }]
  const order = await newOrder()
  const headers = { 'idempotency-key': randomUUID() }
  for (let times = 0; times < 2; times += 1) expect((await ask(order, headers)).body.outcome).toBe('REFUSE')
  service.answerOfChecks = usual
  expect((await ask(await newOrder())).body.outcome).toBe('ALLOW')
  Object.assign(gate.kernel, { keep: undefined })
  expect(asked).toEqual([['ORDER_ACCOUNT_CHANGE', 'enter', null, 'enter1', 'conflict']])
  const { rows } = await sql`select actor_id, is_refused, finding_ids from app.order_hit`.execute(
    database.owner,
  )
  expect(rows).toEqual([{ actor_id: 'enter1', is_refused: true, finding_ids: ['finding-1'] }])
})

describe('a request as a message', () => {
  test('sent again with its key has the same answer; with another body it is 422', async () => {
    const [order, key] = [await newOrder(), { 'idempotency-key': randomUUID() }]
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(order, key)))
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(answers[0]!.body.outcome).toBe('ALLOW')
    const other = await ask({ ...order, order_id: 'another' }, key)
    expect(other).toMatchObject({ status: 422, body: { code: 'key_reused' } })
  })

  test('without a valid key is 401, for a function that is not the key’s 403, too many 429', async () => {
    const order = await newOrder()
    const statusWith = async (given: string): Promise<number> => (await ask(order, bearer(given))).status
    expect(await statusWith('fxk_nonsense')).toBe(401)
    expect(await statusWith(`${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`)).toBe(401)
    const past = await makeKey({ validTo: new Date('2021-01-01T00:00:00Z') })
    expect(await statusWith(past.token)).toBe(401)
    const narrow = await makeKey({ functions: ['BACK_PAY'], requestsPerMinute: 2 })
    const statuses = [
      await statusWith(narrow.token),
      await statusWith(narrow.token),
      await statusWith(narrow.token),
    ]
    expect(statuses).toEqual([403, 403, 429])
  })

  test.for([
    ['no JSON', '{"function":', 400],
    ['an unknown field', { surplus: 1 }, 422],
    ['a number for an amount', { amount_fen: 5000 }, 422],
    ['an unknown function', { function: 'NO_SUCH_THING' }, 422],
    ['an input that does not fit', { input: { accountId: 1 } }, 422],
    ['a number beyond what is exact', { input: { accountId: 'a', holder: 'b', amountFen: 1e30 } }, 422],
  ] as const)('with %s is refused with a sentence', async ([, changes, status]) => {
    const body = typeof changes === 'string' ? changes : { ...(await newOrder()), ...changes }
    const answer = await ask(body)
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ text: { zh: expect.any(String), en: expect.any(String) } })
  })
})

describe('a permit', () => {
  test('is redeemed once by another person, and both are in the trail', async () => {
    const given = await allowed()
    const { status, body } = await redeem(given)
    expect({ status, body }).toMatchObject({ status: 200, body: { permit_id: given.permit.permit_id } })
    expect(await trailOf(given.permit.permit_id)).toEqual(['ACCOUNT_CHANGE/permit-redeem ACCEPTED'])
    expect(await redeem(given)).toMatchObject({ status: 409, body: { code: 'action_not_available' } })
  })

  test('is redeemed by exactly one of twenty at once, and by one key as often as it asks', async () => {
    const given = await allowed()
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(given)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
    const other = await allowed()
    const key = { 'idempotency-key': randomUUID() }
    const same = await Promise.all(Array.from({ length: 20 }, () => redeem(other, {}, key)))
    expect(new Set(same.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1)
    expect(same[0]!.status).toBe(200)
    expect(await trailOf(other.permit.permit_id)).toHaveLength(1)
  })

  test('is not redeemed with a reviewer who is the operator, unknown, without the duty or missing', async () => {
    const given = await allowed()
    const codeWith = async (reviewer: string | null): Promise<string> =>
      (await redeem(given, { reviewer_id: reviewer })).body.code
    expect(await codeWith('enter1')).toBe('not_permitted')
    expect(await codeWith('nobody')).toBe('not_permitted')
    expect(await codeWith('enter2')).toBe('not_permitted')
    expect(await codeWith('both')).toBe('not_permitted')
    expect(await codeWith('outsider')).toBe('not_permitted')
    expect(await codeWith(null)).toBe('invalid_input')
    expect(await stateOf(given.permit.permit_id)).toBe('OPEN')
    expect((await redeem(given)).status).toBe(200)
  })

  test('of a function that is always approved needs an approver with a limit', async () => {
    const given = await allowed({ function: 'BACK_PAY' })
    expect((await redeem(given)).body.code).toBe('invalid_input')
    // The approver of the tests stands on no post and so has no limit.
    expect(await redeem(given, { approver_id: 'approve1' })).toMatchObject({
      status: 403,
      body: { code: 'not_permitted' },
    })
  })

  test('is not redeemed for another body, tampered with, or by another key', async () => {
    const given = await allowed()
    const changed = { ...given, order: { ...given.order, order_id: 'another' } }
    expect(await redeem(changed)).toMatchObject({ status: 409, body: { code: 'conflict' } })
    const { token: signed } = given.permit
    const forged = `${signed.slice(0, 20)}${signed[20] === 'A' ? 'B' : 'A'}${signed.slice(21)}`
    const tampered = { ...given, permit: { ...given.permit, token: forged } }
    expect(await redeem(tampered)).toMatchObject({ status: 403, body: { code: 'not_permitted' } })
    const stranger = await makeKey()
    expect((await redeem(given, {}, bearer(stranger.token))).status).toBe(404)
    expect((await redeem(given)).status).toBe(200)
  })

  test('past its fifteen minutes is refused, and its expiry is in the trail', async () => {
    const given = await allowed()
    await sql`
      update app.gate_permit
      set expires_at = clock_timestamp() - interval '1 second'
      where permit_id = ${given.permit.permit_id}
    `.execute(database.owner)
    expect(await redeem(given)).toMatchObject({ status: 409, body: { code: 'action_not_available' } })
    expect(await expirePermits(gate)).toBeGreaterThanOrEqual(1)
    expect(await stateOf(given.permit.permit_id)).toBe('EXPIRED')
    expect(await trailOf(given.permit.permit_id)).toEqual(['ACCOUNT_CHANGE/permit-expire EXPIRED'])
    expect(await expirePermits(gate)).toBe(0)
  })

  test('is void when a check finds something new meanwhile, and stays open when a check fails', async () => {
    const given = await allowed()
    service.answerOfChecks = [{ ...hit, outcome: 'ERROR' }]
    expect((await redeem(given)).status).toBe(503)
    service.answerOfChecks = [hit]
    const refused = await redeem(given)
    expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect(await stateOf(given.permit.permit_id)).toBe('VOID')
    expect(await trailOf(given.permit.permit_id)).toEqual(['ACCOUNT_CHANGE/permit-void REFUSED'])
    service.answerOfChecks = usual
    expect((await redeem(given)).status).toBe(409)
  })
})
