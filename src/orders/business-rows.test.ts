import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { readRetirementAge } from '#platform/policy.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { requestOf } from '#records/test-kernel.ts'
import type { RegisterClient } from '#register/read-rows.ts'
import { writeFeed } from '#register/register-feed.ts'
import { rules } from '#rules/catalogue.ts'
import { runChecks } from '#screening/on-postgres/run-checks.ts'
import { type TableName, tables } from '#standard/tables.ts'
import { enterOrder, openOffice, setUpOffice } from './test-office.ts'
import { accountChangeInput, orderStep } from './test-orders.ts'

/** What the rules on operations make of orders that went their lawful way. */
const database = await testDatabase()
const { owner, pool } = database
const own = openOffice(database, 'own')
const mirror = openOffice(database, 'mirror')
const retirementAge = await readRetirementAge()
const kind = 'ORDER_ACCOUNT_CHANGE'
const watching = ['SYS-01', 'SYS-03', 'SYS-04', 'SYS-06']

async function screened(): Promise<Readonly<Record<string, string>>> {
  const { results } = await runChecks(pool, {
    rules: rules.filter(({ code }) => watching.includes(code)),
    effect: [],
    subjects: 'all',
    asOf: shanghaiDay(new Date()),
    law: { retirementAge },
    timeoutMs: 60_000,
  })
  return Object.fromEntries(results.map(({ ruleCode, outcome }) => [ruleCode, outcome]))
}
async function orderIds(): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select order_id as id from register.business_order`.execute(
    owner,
  )
  return rows.map(({ id }) => id)
}

beforeAll(async () => {
  await setUpOffice(database)
  await sql`insert into app.register_owner (owner) values ('own')`.execute(owner)
  for (const { name } of tables) {
    await writeFeed(pool as RegisterClient, {
      table: name as TableName,
      kind: 'LIVE',
      deliveryId: null,
      deliveredAt: null,
      rows: 0,
      rowsRejected: 0,
      columns: [],
      lastDate: null,
    })
  }
  // Days of rest, whenever the tests run.
  const today = shanghaiDay(new Date())
  for (const day of [today - 1, today, today + 1]) {
    await sql`
      insert into register.calendar (day, is_working, working_number) values (${day}, false, 1)
    `.execute(owner)
  }
})

const step = (staffId: string, action: string, recordId: string, input: unknown = {}) =>
  orderStep(own.as(staffId), { kind, action, recordId, input })
async function entered(account: string): Promise<string> {
  const input = accountChangeInput('P1', 'A1', account)
  return acceptedAnswer(await enterOrder(own.as('enter1'), { kind, input })).recordId
}
const all = async (query: ReturnType<typeof sql>) => (await query.execute(owner)).rows

describe('an order that has ended', () => {
  test('stands in the register as business, with every step and operation of it', async () => {
    own.answers = { 'ACC-01': { outcome: 'HIT', reasons: [{ zh: '共用', en: 'shared' }] } }
    const recordId = await entered('N1')
    expect(await all(sql`select order_id from register.business_order`)).toEqual([])
    await step('review1', 'return', recordId, { reason: '补材料' })
    const corrected = accountChangeInput('P1', 'A1', 'N2')
    await step('enter1', 'resubmit', recordId, { ...corrected, channel: 'ONLINE' })
    await step('review1', 'review', recordId)
    expect(await step('approve1', 'approve', recordId, { reason: '已核实' })).toMatchObject({
      status: 'DONE',
    })
    own.answers = {}
    expect(
      await all(
        sql`select order_id, function_code, person_id, channel, amount_fen, status from register.business_order`,
      ),
    ).toEqual([
      {
        order_id: recordId,
        function_code: 'ACCOUNT_CHANGE',
        person_id: 'P1',
        channel: 'ONLINE',
        amount_fen: null,
        status: 'DONE',
      },
    ])
    const steps = await all(
      sql`select step_number::int as number, step, staff_id, decision from register.business_step order by step_number`,
    )
    expect(steps).toEqual([
      { number: 1, step: 'ENTRY', staff_id: 'enter1', decision: 'PASS' },
      { number: 2, step: 'REVIEW', staff_id: 'review1', decision: 'REJECT' },
      { number: 3, step: 'ENTRY', staff_id: 'enter1', decision: 'PASS' },
      { number: 4, step: 'REVIEW', staff_id: 'review1', decision: 'PASS' },
      { number: 5, step: 'APPROVAL', staff_id: 'approve1', decision: 'PASS' },
    ])
    const operations = await all(
      sql`select staff_id, action, person_id, order_id from register.operation order by operation_id`,
    )
    expect(operations).toEqual(
      [
        ['enter1', 'CREATE'],
        ['review1', 'REJECT'],
        ['enter1', 'UPDATE'],
        ['review1', 'APPROVE'],
        ['approve1', 'APPROVE'],
      ].map(([staff_id, action]) => ({ staff_id, action, person_id: 'P1', order_id: recordId })),
    )
    const { rows } = await sql`
      select bool_and(operation.recorded_at = date_trunc('second', record_action.at at time zone 'Asia/Shanghai')) as same
      from register.operation
      join app.record_action
        on record_action.record_id = operation.order_id
        and operation.operation_id = record_action.record_id || '-' || record_action.version
    `.execute(owner)
    expect(rows).toEqual([{ same: true }])
  })

  test('stands there too when it was refused, withdrawn or left to lapse', async () => {
    own.answers = {}
    const input = accountChangeInput('P2', 'A2', 'N3')
    const one = acceptedAnswer(await enterOrder(own.as('enter1'), { kind, input })).recordId
    const other = acceptedAnswer(await enterOrder(own.as('enter1'), { kind, input })).recordId
    await step('review1', 'refuse', one, { reason: '不符' })
    await step('enter1', 'withdraw', other)
    const lapsed = acceptedAnswer(await enterOrder(own.as('enter2'), { kind, input })).recordId
    const lapse = requestOf({ kind, action: 'lapse', recordId: lapsed, version: 1 })
    expect(await act(own.server('lapse'), lapse)).toMatchObject({ status: 'LAPSED' })
    const { rows } = await sql<{ order_id: string; status: string }>`
      select order_id, status from register.business_order where person_id = 'P2'
    `.execute(owner)
    expect(Object.fromEntries(rows.map(({ order_id, status }) => [order_id, status]))).toEqual({
      [one]: 'REJECTED',
      [other]: 'WITHDRAWN',
      [lapsed]: 'WITHDRAWN',
    })
    // The server is nobody of the staff: it has no step and no operation.
    const { rows: operations } = await sql`
      select staff_id, action from register.operation where order_id = ${lapsed}
    `.execute(owner)
    expect(operations).toEqual([{ staff_id: 'enter2', action: 'CREATE' }])
  })

  test('of a mirror writes nothing into the register', async () => {
    const before = await orderIds()
    const input = accountChangeInput('P2', 'A2', 'N4')
    const { recordId } = acceptedAnswer(await enterOrder(mirror.as('enter1'), { kind, input }))
    await orderStep(mirror.as('review1'), { kind, action: 'review', recordId })
    expect(await orderIds()).toEqual(before)
  })
})

test('no rule on operations speaks of lawful orders, and each speaks of what is not', async () => {
  // On a day of rest, without a permit: that is what SYS-03 is for.
  expect(await screened()).toEqual({ 'SYS-01': 'PASS', 'SYS-03': 'HIT', 'SYS-04': 'PASS', 'SYS-06': 'PASS' })
  for (const staffId of ['enter1', 'enter2', 'review1', 'approve1']) {
    await sql`
      insert into app.overtime_permit (permit_id, staff_id, valid_from, valid_to, approved_by)
      values (
        ${`permit-${staffId}`}, ${staffId}, now() - interval '1 hour', now() + interval '1 hour', 'head1'
      )
    `.execute(database.db)
  }
  expect(await screened()).toEqual({ 'SYS-01': 'PASS', 'SYS-03': 'PASS', 'SYS-04': 'PASS', 'SYS-06': 'PASS' })
  // One person through all, as it would be if the gate had been passed by.
  await sql`update register.business_step set staff_id = 'enter1'`.execute(owner)
  expect(await screened()).toMatchObject({ 'SYS-01': 'HIT' })
})

test('a permit that is shortened is shortened in the register', async () => {
  await sql`
    update app.overtime_permit
    set valid_to = valid_to - interval '30 minutes'
    where permit_id = 'permit-enter1'
  `.execute(database.db)
  const { rows } = await sql`
    select count(*)::int as count
    from register.overtime
    join app.overtime_permit on overtime_permit.staff_id = overtime.staff_id
    where overtime.ended_at = (overtime_permit.valid_to at time zone 'Asia/Shanghai')::timestamp(0)
  `.execute(owner)
  expect(rows).toEqual([{ count: 4 }])
})
