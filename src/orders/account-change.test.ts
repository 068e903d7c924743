import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import { contextOf, requestOf, setUpKernel } from '#records/test-kernel.ts'
import type { WrittenRow } from '#register/register-row.ts'
import type { TableName } from '#standard/tables.ts'
import { createOrderCheck, type RuleAnswer } from './checking/order-check.ts'
import { accountChange } from './functions/account-change.ts'
import { orderFunctionsByKind, orderKinds } from './order-functions.ts'
import { accountChangeInput, catalogueAtAnyHour, loadTable, orderStep } from './test-orders.ts'

const database = await testDatabase()
const { db, owner, pool } = database
const kind = 'ORDER_ACCOUNT_CHANGE'
let answers: Readonly<Record<string, RuleAnswer['outcome']>> = {}

const check = createOrderCheck({
  pool,
  functions: orderFunctionsByKind,
  runRules: async ({ ruleCodes }) =>
    ruleCodes.map((ruleCode) => ({
      ruleCode,
      title: { zh: ruleCode, en: ruleCode },
      outcome: answers[ruleCode] ?? 'PASS',
      reasons: [{ zh: '原因', en: 'why' }],
      findingIds: [],
      feeds: [],
    })),
})
const as = (staffId: string): ActContext => ({
  ...contextOf(db, staffId, { kinds: orderKinds('own').map((each) => withoutFiles(each)) }),
  catalogue: catalogueAtAnyHour,
  check,
})

function withoutFiles(each: ReturnType<typeof orderKinds>[number]): typeof each {
  const { enter } = each.actions
  return { ...each, actions: { ...each.actions, enter: { ...enter!, attachments: [] } } }
}

const load = (table: TableName, rows: readonly WrittenRow[]) => loadTable(pool, table, rows)

beforeAll(async () => {
  await setUpKernel(database)
  await load('person', [
    {
      person_id: 'P1',
      id_number: '990101195001010011',
      name: '王一',
      region: '990101',
      life_status: 'ALIVE',
    },
    { person_id: 'P2', id_number: '990101195001010012', name: '王二', region: '990101', life_status: 'DEAD' },
  ])
  await load('payee_account', [
    { account_number: 'A1', person_id: 'P1', holder_name: '王一' },
    { account_number: 'A2', person_id: 'P2', holder_name: '王二' },
  ])
})

const input = accountChangeInput
const enter = (asked: ReturnType<typeof input>) =>
  act(as('enter1'), requestOf({ kind, action: 'enter', input: asked }))

const step = (staffId: string, action: string, recordId: string, given: unknown = {}) =>
  orderStep(as(staffId), { kind, action, recordId, input: given })

async function accounts(): Promise<unknown> {
  const { rows } = await sql`
    select account_number as number, valid_to is null as open, source_order is not null as ordered
    from register.payee_account
    where person_id = 'P1'
    order by account_number
  `.execute(owner)
  return rows
}

test('an account changes after two people, with its row of the change and its order named', async () => {
  answers = {}
  const entered = await enter(input('P1', 'A1', 'A9'))
  expect(entered).toMatchObject({ outcome: 'accepted', status: 'ENTERED' })
  const recordId = (entered as { recordId: string }).recordId
  expect(await step('enter1', 'review', recordId)).toMatchObject({ code: 'not_permitted' })
  expect(await accounts()).toEqual([{ number: 'A1', open: true, ordered: false }])
  expect(await step('review1', 'review', recordId)).toMatchObject({ status: 'DONE' })
  expect(await accounts()).toEqual([
    { number: 'A1', open: false, ordered: true },
    { number: 'A9', open: true, ordered: true },
  ])
  const { rows } = await sql`
    select operator_id, reviewer_id, order_id from register.payee_account_change
  `.execute(owner)
  expect(rows).toEqual([{ operator_id: 'enter1', reviewer_id: 'review1', order_id: recordId }])
})

test('a hit goes to approval, which needs a written reason and a third person', async () => {
  answers = { 'ACC-01': 'HIT' }
  const { recordId } = (await enter(input('P1', 'A9', 'A10'))) as { recordId: string }
  expect(await step('review1', 'review', recordId)).toMatchObject({ status: 'REVIEWED' })
  expect(await step('approve1', 'approve', recordId, { reason: null })).toMatchObject({
    code: 'invalid_input',
  })
  expect(await step('approve1', 'approve', recordId, { reason: '已核实' })).toMatchObject({ status: 'DONE' })
})

test('the dead, a hard stop, a failed check and a register that moved are refused, and nothing is written', async () => {
  answers = {}
  const before = await accounts()
  expect(await enter(input('P2', 'A2', 'A11'))).toMatchObject({ code: 'conflict' })
  expect(await enter(input('P1', 'A99', 'A11'))).toMatchObject({ code: 'conflict' })
  answers = { 'DTH-01': 'HIT' }
  expect(accountChange.hardStops).toContain('DTH-01')
  expect(await enter(input('P1', 'A10', 'A11'))).toMatchObject({ code: 'conflict' })
  answers = { 'ACC-02': 'ERROR' }
  expect(await enter(input('P1', 'A10', 'A11'))).toMatchObject({ code: 'unavailable' })
  answers = {}
  const { recordId } = (await enter(input('P1', 'A10', 'A11'))) as { recordId: string }
  expect(await accounts()).toEqual(before)
  await sql`update register.payee_account set holder_name = '他人' where account_number = 'A10'`.execute(
    owner,
  )
  await sql`update register.payee_account set valid_to = '2026-01-01' where account_number = 'A10'`.execute(
    owner,
  )
  expect(await step('review1', 'review', recordId)).toMatchObject({ code: 'conflict' })
})
