import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import type { RuleAnswer } from './checking/order-check.ts'
import { enterOrder, openOffice, setUpOffice } from './test-office.ts'
import { loadTable, orderStep } from './test-orders.ts'

/** A write-off: approved always, limited by amount, two together, and of the second level once a check has hit. */
const database = await testDatabase()
const { db, owner, pool } = database
const own = openOffice(database, 'own')
const kind = 'ORDER_WRITE_OFF'
beforeAll(async () => {
  await setUpOffice(database)
  await loadTable(
    pool,
    'payment',
    ['2024-05', '2024-06'].map((month) => ({
      payment_id: `L-${month}`,
      person_id: 'P1',
      scheme: '170',
      benefit: 'RESIDENT_BASIC',
      pay_month: month,
      period_from: month,
      period_to: month,
      kind: 'REGULAR',
      amount: '1000.00',
      account_number: 'A1',
      status: 'PAID',
    })),
  )
  await limit(1, 50_000n)
})

async function limit(level: 1 | 2, fen: bigint): Promise<void> {
  await sql`
    insert into app.authority_limit (post_id, function, level, max_fen)
    values ('HEAD', '*', ${level}, ${fen})
    on conflict (post_id, function, level) do update set max_fen = excluded.max_fen
  `.execute(owner)
  await sql`update app.authority_epoch set epoch = epoch + 1 where staff_id = 'head1'`.execute(owner)
}
const hit: Partial<RuleAnswer> = {
  outcome: 'HIT',
  reasons: [{ zh: '死亡后仍发放', en: 'paid after death' }],
}
const step = (staffId: string, action: string, recordId: string, input: unknown = {}) =>
  orderStep(own.as(staffId), { kind, action, recordId, input })

async function reviewed(amount: string): Promise<string> {
  const input = {
    person_id: 'P1',
    amount,
    cause: 'DEAD_WITHOUT_ESTATE',
    approval_document: '省批1号',
    document: '追缴1',
    reason: '无遗产',
  }
  const { recordId } = acceptedAnswer(await enterOrder(own.as('enter1'), { kind, input }))
  expect(await step('review1', 'review', recordId)).toMatchObject({ status: 'REVIEWED' })
  return recordId
}
async function statusOf(recordId: string): Promise<string> {
  const row = await db
    .selectFrom('record')
    .select('status')
    .where('record_id', '=', recordId)
    .executeTakeFirst()
  return row!.status
}

test('an amount within the limit is approved without a reason while no check has anything to say', async () => {
  const recordId = await reviewed('500.00')
  expect(await step('head1', 'approve', recordId, { reason: null })).toMatchObject({ status: 'DONE' })
  const { rows } = await sql`
    select status, amount_fen from register.business_order where order_id = ${recordId}
  `.execute(owner)
  // The function's own row, and no second one beside it.
  expect(rows).toEqual([{ status: 'DONE', amount_fen: 50_000n }])
})

test('an amount above it is not', async () => {
  const recordId = await reviewed('500.01')
  expect(await step('head1', 'approve', recordId, { reason: '同意' })).toMatchObject({
    code: 'not_permitted',
    text: { zh: expect.stringContaining('500.01') },
  })
  expect(await statusOf(recordId)).toBe('REVIEWED')
})

test('a hit asks for the second level: authority of the first is none, whatever the amount', async () => {
  own.answers = { 'DTH-01': hit }
  const recordId = await reviewed('1.00')
  expect(await step('head1', 'approve', recordId, { reason: '已核实' })).toMatchObject({
    code: 'not_permitted',
  })
  await limit(2, 100n)
  expect(await step('head1', 'approve', recordId, { reason: null })).toMatchObject({ code: 'invalid_input' })
  expect(await step('head1', 'approve', recordId, { reason: '已核实' })).toMatchObject({ status: 'DONE' })
  own.answers = {}
})

test('a check that fails at any step leaves the order where it is, and the step may be repeated', async () => {
  const failing = { 'DUP-01': { outcome: 'ERROR' as const } }
  own.answers = failing
  const input = {
    person_id: 'P1',
    amount: '2.00',
    cause: 'OTHER',
    approval_document: '省批2号',
    document: '追缴2',
    reason: '无遗产',
  }
  const entered = await enterOrder(own.as('enter1'), { kind, input })
  expect(entered).toMatchObject({ code: 'unavailable', text: { zh: expect.stringContaining('DUP-01') } })
  own.answers = {}
  const { recordId } = acceptedAnswer(await enterOrder(own.as('enter1'), { kind, input }))
  own.answers = failing
  expect(await step('review1', 'review', recordId)).toMatchObject({ code: 'unavailable' })
  expect(await statusOf(recordId)).toBe('ENTERED')
  own.answers = {}
  expect(await step('review1', 'review', recordId)).toMatchObject({ status: 'REVIEWED' })
  own.answers = failing
  expect(await step('head1', 'approve', recordId, { reason: null })).toMatchObject({ code: 'unavailable' })
  expect(await statusOf(recordId)).toBe('REVIEWED')
  own.answers = {}
  expect(await step('head1', 'approve', recordId, { reason: null })).toMatchObject({ status: 'DONE' })
})

test('a rule that answers nothing has failed', async () => {
  const recordId = await reviewed('3.00')
  own.answers = { 'DUP-01': { ruleCode: 'OTHER' } }
  expect(await step('head1', 'approve', recordId, { reason: null })).toMatchObject({ code: 'unavailable' })
  own.answers = {}
})
