import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { rehearseAct } from '#records/rehearse-act.ts'
import type { OrderChecked } from './checking/order-check.ts'
import { enterOrder, openOffice, setUpOffice } from './test-office.ts'
import { accountChangeInput } from './test-orders.ts'

const database = await testDatabase()
const { owner } = database
const office = openOffice(database, 'own')
const kind = 'ORDER_ACCOUNT_CHANGE'
const input = accountChangeInput('P1', 'A1', 'A9')

beforeAll(() => setUpOffice(database))
beforeEach(() => {
  office.answers = {}
})

const rehearse = (staffId: string, given: object = {}) =>
  rehearseAct(office.as(staffId), {
    ...{ kind, recordId: null, action: 'enter', input, version: null },
    ...given,
  })

async function written(): Promise<unknown> {
  const { rows } = await sql`
    select
      (select count(*) from app.record) as records,
      (select count(*) from app.to_do) as to_dos,
      (select count(*) from register.payee_account) as accounts,
      (select count(*) from app.idempotency) as answers
  `.execute(owner)
  return rows
}

/** What the trail says of rehearsals since the last question. */
async function entries(): Promise<unknown[]> {
  const { rows } = await sql<{ entry: unknown }>`
    select leaf::jsonb || jsonb_build_object('payload', payload::jsonb) as entry
    from app.trail_entry
    join app.trail_payload using (entry_id)
    where trail_entry.written_in >= ${since}::xid8
      and leaf::jsonb ->> 'function' like 'ACCOUNT_CHANGE/%'
    order by trail_entry.written_in
  `.execute(owner)
  return rows.map(({ entry }) => entry)
}
let since = '0'
beforeEach(async () => {
  const { rows } = await sql<{ now: string }>`select pg_current_xact_id()::text as now`.execute(owner)
  since = rows[0]!.now
})

describe('a rehearsal', () => {
  test('says what the order would do and what the checks say, does nothing, and is in the trail', async () => {
    const before = await written()
    const { refusal, statusAfter, data, checked } = await rehearse('enter1')
    expect([refusal, statusAfter]).toEqual([null, 'ENTERED'])
    expect(data).toMatchObject({
      changes: expect.arrayContaining([expect.objectContaining({ table: 'payee_account_change' })]),
    })
    expect((checked as OrderChecked).results.map(({ outcome }) => outcome)).toContain('PASS')
    expect(await written()).toEqual(before)
    expect(await entries()).toMatchObject([
      {
        ...{ function: 'ACCOUNT_CHANGE/rehearse', outcome: 'VIEWED', actor: 'enter1', record: 'NEW' },
        payload: { personId: 'P1', statusAfter: 'ENTERED' },
      },
    ])
  })

  test('says what a hard stop says, with the answers of all checks', async () => {
    const reasons = [{ zh: '民政登记已死亡', en: 'registered as dead' }]
    office.answers = { 'DTH-01': { outcome: 'HIT', reasons } }
    const { refusal, checked } = await rehearse('enter1')
    expect((checked as OrderChecked).results).toContainEqual(
      expect.objectContaining({ ruleCode: 'DTH-01', outcome: 'HIT', isHardStop: true, reasons }),
    )
    const entered = await enterOrder(office.as('enter1'), { kind, input })
    expect(entered).toMatchObject({ outcome: 'refused', code: refusal!.code, text: refusal!.text })
  })

  test('of what the register does not hold is refused with the same sentence as the act, and is in the trail', async () => {
    const wrong = accountChangeInput('P1', 'A2', 'A9')
    const { refusal, data } = await rehearse('enter1', { input: wrong })
    const entered = await enterOrder(office.as('enter1'), { kind, input: wrong })
    expect(entered).toMatchObject({ outcome: 'refused', code: refusal!.code, text: refusal!.text })
    expect(data).toBeNull()
    expect(await entries()).toMatchObject([
      { outcome: 'VIEWED', payload: { code: refusal!.code } },
      { outcome: 'REFUSED' },
    ])
  })

  test.for([
    ['outsider', 'not_found'],
    ['review1', 'not_permitted'],
  ])('tells %s nothing, and the trail says who asked', async ([staffId, code]) => {
    await expect(rehearse(staffId!)).rejects.toMatchObject({ code })
    expect(await entries()).toMatchObject([{ outcome: 'REFUSED', actor: staffId }])
  })

  test('of a form that is not filled in says what is missing, and is no attempt at anything', async () => {
    await expect(rehearse('enter1', { input: {} })).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await entries()).toEqual([])
  })

  test('of a review, or of an action there is none of, is refused', async () => {
    for (const action of ['review', 'withdraw', 'toString', 'nothing']) {
      await expect(rehearse('enter1', { action })).rejects.toMatchObject({ code: 'action_not_available' })
    }
    await expect(rehearse('enter1', { kind: 'ORDER_NONE' })).rejects.toMatchObject({ code: 'not_found' })
  })
})
