import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { enterOrder, idOf, openOffice, setUpOffice } from '../test-office.ts'
import { loadTable, orderStep } from '../test-orders.ts'

const database = await testDatabase()
const { owner, pool } = database
const own = openOffice(database, 'own')
beforeAll(() => setUpOffice(database))
beforeEach(() => {
  own.answers = {}
})

async function entered(staffId: string, kind: string, input: unknown): Promise<string> {
  return acceptedAnswer(await enterOrder(own.as(staffId), { kind, input })).recordId
}
const step = (staffId: string, kind: string, action: string, recordId: string, input: unknown = {}) =>
  orderStep(own.as(staffId), { kind, action, recordId, input })

const kind = 'ORDER_DATA_REPAIR'
const repair = (changes: Readonly<Record<string, unknown>> = {}) => ({
  table: 'person',
  key: { person_id: 'P1' },
  edits: [{ column: 'phone', old: null, new: '13900000001' }],
  document: '故障单1',
  reason: '迁移时丢失',
  ...changes,
})
const phoneOf = async (personId: string) => {
  const { rows } = await sql<{ phone: string | null }>`
    select phone from register.person where person_id = ${personId}
  `.execute(owner)
  return rows[0]!.phone
}

test('a repair of data is entered by the system officer, reviewed by the business, and done by the server', async () => {
  expect(await enterOrder(own.as('enter1'), { kind, input: repair() })).toMatchObject({
    code: 'not_permitted',
  })
  const recordId = await entered('system1', kind, repair())
  expect(await step('system2', kind, 'review', recordId)).toMatchObject({ code: 'not_permitted' })
  expect(await phoneOf('P1')).toBeNull()
  expect(await step('review1', kind, 'review', recordId)).toMatchObject({ status: 'DONE' })
  expect(await phoneOf('P1')).toBe('13900000001')
})

test('a repair of data that a rule has hit is approved, with a reason', async () => {
  own.answers = { 'DTH-01': { outcome: 'HIT', reasons: [{ zh: '死亡后仍发放', en: 'paid after death' }] } }
  await loadTable(pool, 'payment', [
    {
      payment_id: 'L1',
      person_id: 'P1',
      scheme: '170',
      benefit: 'RESIDENT_BASIC',
      pay_month: '2024-06',
      period_from: '2024-06',
      period_to: '2024-06',
      kind: 'REGULAR',
      amount: '200.10',
      account_number: 'A1',
      status: 'PAID',
    },
  ])
  const input = repair({
    table: 'payment',
    key: { payment_id: 'L1' },
    edits: [{ column: 'amount', old: '200.10', new: '210.10' }],
  })
  const recordId = await entered('system1', kind, input)
  expect(await step('review1', kind, 'review', recordId)).toMatchObject({ status: 'REVIEWED' })
  expect(await step('approve1', kind, 'approve', recordId, { reason: '已核对凭证' })).toMatchObject({
    status: 'DONE',
  })
  const { rows } = await sql`select amount_fen from register.payment where payment_id = 'L1'`.execute(owner)
  expect(rows).toEqual([{ amount_fen: 21010n }])
})

test('a repair of data needs its reviewer within ten minutes, at another terminal', async () => {
  const input = repair({
    key: { person_id: 'P2' },
    edits: [{ column: 'phone', old: null, new: '13900000002' }],
  })
  const late = await entered('system1', kind, input)
  await sql`update app.record_action set at = at - interval '11 minutes' where record_id = ${late}`.execute(
    owner,
  )
  expect(await step('review1', kind, 'review', late)).toMatchObject({ code: 'action_not_available' })
  const same = await entered('system1', kind, input)
  const review1 = own.as('review1')
  const there = {
    ...review1,
    actor: {
      kind: 'person',
      staffId: 'review1',
      sessionId: 'session-of-review1',
      terminalId: 'terminal-of-session-of-system1',
    },
  } as const
  expect(await orderStep(there, { kind, action: 'review', recordId: same })).toMatchObject({
    code: 'not_permitted',
  })
  expect(await phoneOf('P2')).toBeNull()
})

test.for([
  {
    name: 'a table of acts',
    changes: { table: 'operation', key: { operation_id: 'X' } },
    code: 'invalid_input',
  },
  { name: 'a table that is none', changes: { table: 'record; drop table person' }, code: 'invalid_input' },
  { name: 'half a key', changes: { key: {} }, code: 'invalid_input' },
  {
    name: 'a column of the key',
    changes: { edits: [{ column: 'person_id', old: 'P1', new: 'P9' }] },
    code: 'invalid_input',
  },
  {
    name: 'a column that is none',
    changes: { edits: [{ column: 'name = name --', old: null, new: 'x' }] },
    code: 'invalid_input',
  },
  {
    name: 'a value of another type',
    changes: { edits: [{ column: 'birth_date', old: null, new: '昨天' }] },
    code: 'invalid_input',
  },
  {
    name: 'another old value',
    changes: { edits: [{ column: 'name', old: '李四', new: '王三' }] },
    code: 'conflict',
  },
  {
    name: 'the value it has',
    changes: { edits: [{ column: 'name', old: '王一', new: '王一' }] },
    code: 'conflict',
  },
  { name: 'a row that is not there', changes: { key: { person_id: 'P77' } }, code: 'not_found' },
  {
    name: 'emptying what must not be empty',
    changes: { edits: [{ column: 'id_number', old: idOf(1), new: null }] },
    code: 'invalid_input',
  },
])('a repair of data of $name is refused', async ({ changes, code }) => {
  expect(await enterOrder(own.as('system1'), { kind, input: repair(changes) })).toMatchObject({ code })
})

test('a repair of data is seen by its enterer, who may withdraw it', async () => {
  const input = repair({ edits: [{ column: 'address', old: null, new: '示例路1号' }] })
  const recordId = await entered('system1', kind, input)
  expect(await step('system1', kind, 'withdraw', recordId)).toMatchObject({ status: 'WITHDRAWN' })
})
