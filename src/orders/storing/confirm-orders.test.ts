import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { enterOrder, idOf, openOffice, setUpOffice } from '../test-office.ts'
import { accountChangeInput, loadTable, orderStep } from '../test-orders.ts'
import { confirmOrders, registerHolds, unconfirmedOrders } from './confirm-orders.ts'
import { waitingOrdersOf } from './waiting-orders.ts'

/** One person through both owners of the register (platform.md 1). */
const database = await testDatabase()
const { db, owner, pool } = database
const own = openOffice(database, 'own')
const mirror = openOffice(database, 'mirror')
const kind = 'ORDER_ACCOUNT_CHANGE'
beforeAll(() => setUpOffice(database))

const server = mirror.server('deliveries')
const confirm = (deliveryId: string) => confirmOrders(server, { deliveryId })

async function accountsOf(person: string): Promise<readonly string[]> {
  const { rows } = await sql<{ account_number: string; is_open: boolean }>`
    select account_number, valid_to is null as is_open
    from register.payee_account
    where person_id = ${person}
    order by account_number
  `.execute(owner)
  return rows.map(({ account_number, is_open }) => `${account_number} ${is_open}`)
}

/** What the core system delivers: its own history rows are its own affair, its days may be later than ours. */
async function deliver(rows: readonly Readonly<Record<string, string | null>>[]): Promise<void> {
  await sql`delete from register.payee_account where person_id = 'P1'`.execute(owner)
  await loadTable(
    pool,
    'payee_account',
    rows.map((row) => ({ account_number: '', person_id: 'P1', holder_name: '王一', ...row })),
  )
}
const asOrdered = {
  bank: '示例银行',
  holder_id_number: '990101195001010011',
  holder_kind: 'SELF',
  kind: 'BANK_CARD',
}

test('a mirror waits for its delivery, and an own register is written at once', async () => {
  const input = accountChangeInput('P1', 'A1', 'N1')
  const { recordId } = acceptedAnswer(await enterOrder(mirror.as('enter1'), { kind, input }))
  const reviewed = await orderStep(mirror.as('review1'), { kind, action: 'review', recordId })
  expect(reviewed).toMatchObject({ status: 'AWAITING_CONFIRMATION' })
  expect(await accountsOf('P1')).toEqual(['A1 true'])
  expect(await waitingOrdersOf(db, 'P1')).toMatchObject([
    { recordId, statusTitle: { zh: '待核心系统确认' }, waitsFor: [] },
  ])
  // Nothing delivered; the old account still open; the new one of another holder.
  expect(await confirm('D1')).toEqual({ confirmed: [], waiting: [recordId] })
  await deliver([{ account_number: 'A1' }, { account_number: 'N1', ...asOrdered, valid_from: '2999-01-01' }])
  expect(await confirm('D2')).toEqual({ confirmed: [], waiting: [recordId] })
  await deliver([
    { account_number: 'A1', valid_to: '2999-01-01' },
    { account_number: 'N1', ...asOrdered, holder_name: '李四', valid_from: '2999-01-01' },
  ])
  expect(await confirm('D3')).toEqual({ confirmed: [], waiting: [recordId] })
  // A day before the order was decided is another change than ours.
  await deliver([
    { account_number: 'A1', valid_to: '2020-01-01' },
    { account_number: 'N1', ...asOrdered, valid_from: '2020-01-01' },
  ])
  expect(await confirm('D4')).toEqual({ confirmed: [], waiting: [recordId] })
  await deliver([
    { account_number: 'A1', valid_to: '2999-01-01' },
    { account_number: 'N1', ...asOrdered, valid_from: '2999-01-01' },
  ])
  expect(await confirm('D5')).toEqual({ confirmed: [recordId], waiting: [] })
  expect(await confirm('D5')).toEqual({ confirmed: [], waiting: [] })
  expect(await waitingOrdersOf(db, 'P1')).toEqual([])
  const { rows } = await sql`
    select actor_id, input from app.record_action where record_id = ${recordId} and action = 'confirm'
  `.execute(owner)
  expect(rows).toEqual([{ actor_id: 'system:deliveries', input: { delivery_id: 'D5' } }])

  // The same person, when the register has become our own.
  const next = { kind, input: accountChangeInput('P1', 'N1', 'N2') }
  const { recordId: ownId } = acceptedAnswer(await enterOrder(own.as('enter1'), next))
  expect(await orderStep(own.as('review1'), { kind, action: 'review', recordId: ownId })).toMatchObject({
    status: 'DONE',
  })
  expect(await accountsOf('P1')).toEqual(['A1 false', 'N1 false', 'N2 true'])
})

test('what no delivery shows within the agreed days is listed, and not a moment before', async () => {
  const input = accountChangeInput('P2', 'A2', 'M1')
  const { recordId } = acceptedAnswer(await enterOrder(mirror.as('enter1'), { kind, input }))
  await orderStep(mirror.as('review1'), { kind, action: 'review', recordId })
  const { changed_at: since } = await db
    .selectFrom('record')
    .select('changed_at')
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  const after = (days: number, ms: number): Date => new Date(since.getTime() + days * 86_400_000 + ms)
  const listed = (at: Date) => unconfirmedOrders(db, { at, daysAgreed: 7 })
  expect(await listed(after(7, 0))).toEqual([])
  expect(await listed(after(7, 1))).toEqual([{ recordId, kind, personId: 'P2', since, days: 7 }])
})

test('a repair of data is confirmed by the value that it asked for', async () => {
  const file = { kind: 'ORDER_DATA_REPAIR', edits: [{ column: 'phone', old: null, new: '13900000002' }] }
  const input = { table: 'person', key: { person_id: 'P2' }, edits: file.edits, document: '1', reason: '2' }
  const { recordId } = acceptedAnswer(await enterOrder(mirror.as('system1'), { kind: file.kind, input }))
  const reviewed = await orderStep(mirror.as('review1'), { kind: file.kind, action: 'review', recordId })
  expect(reviewed).toMatchObject({ status: 'AWAITING_CONFIRMATION' })
  expect((await confirm('D6')).confirmed).toEqual([])
  await sql`update register.person set phone = '13900000002' where id_number = ${idOf(2)}`.execute(owner)
  expect((await confirm('D7')).confirmed).toEqual([recordId])
})

test('an order of histories only is told by them, whatever number the core system gave them', async () => {
  const values = {
    payment_id: 'O9-P',
    batch_id: null,
    person_id: 'P2',
    scheme: '170',
    benefit: 'RESIDENT_BASIC',
    pay_month: '2026-06',
    period_from: '2026-01',
    period_to: '2026-03',
    kind: 'BACK_PAY',
    amount: '600.30',
    account_number: 'A2',
    status: 'HELD',
  }
  const changes = [{ operation: 'insert' as const, table: 'payment', values }]
  const holds = () => registerHolds(db, { orderId: 'O9', changes, decidedOn: '2026-06-01' })
  expect(await holds()).toBe(false)
  const theirs = { ...values, payment_id: '7001', pay_month: '2026-07', status: 'PAID' }
  await loadTable(pool, 'payment', [{ ...theirs, amount: '600.31' }])
  expect(await holds()).toBe(false)
  await loadTable(pool, 'payment', [{ ...theirs, payment_id: '7002' }])
  expect(await holds()).toBe(true)
})
