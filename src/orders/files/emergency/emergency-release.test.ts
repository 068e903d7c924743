import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { readRetirementAge } from '#platform/policy.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import { statusesAfter } from '#records/available-actions.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { requestOf } from '#records/test-kernel.ts'
import { rules as catalogue } from '#rules/catalogue.ts'
import { runFileRules } from '#server/business/run-file-rules.ts'
import { orderStep } from '../../test-orders.ts'
import { definePaymentFile } from '../payment-file.ts'
import { createPaymentFileCheck } from '../payment-file-check.ts'
import type { PaymentLine } from '../payment-line.ts'
import {
  actingAs,
  fileOf,
  lineOf,
  loadPeople,
  reportDeath,
  setUpOffice,
  withoutFiles,
} from '../test-files.ts'
import { checkReleased } from './check-released.ts'
import { createEmergencyCheck } from './emergency-check.ts'
import { type EmergencyData, emergencyReleaseKind as kind } from './emergency-data.ts'
import { defineEmergencyRelease } from './emergency-release.ts'

const database = await testDatabase()
const { db, owner, pool } = database
const retirementAge = await readRetirementAge()
/** The gate is down: a rule of it fails. */
let isDown = true
const rules = () =>
  catalogue.map((each) =>
    isDown && each.code === 'ACC-05' ? { ...each, sql: 'select nothing from payment' } : each,
  )
const context = { pool, runRules: runFileRules(pool, { rules, retirementAge, timeoutMs: 60_000 }) }
const [emergency, ordinary] = [createEmergencyCheck(context), createPaymentFileCheck(context)]
const kinds = [defineEmergencyRelease('own'), definePaymentFile('own')].map((each) =>
  'resubmit' in each.actions
    ? withoutFiles(each)
    : { ...each, actions: { ...each.actions, enter: { ...each.actions.enter!, attachments: [] } } },
)
const as = actingAs(database, {
  kinds,
  check: async (asked) => (await emergency(asked)) ?? (await ordinary(asked)),
})

beforeAll(async () => {
  await setUpOffice(database)
  await loadPeople(database, 9)
  await reportDeath(database, 1)
  for (const [name, property] of [
    ['finance', 'FINANCE_HEAD'],
    ['deputy', 'DEPUTY_HEAD'],
    ['head', 'UNIT_HEAD'],
  ] as const) {
    await sql`
      insert into app.staff_member (staff_id, name, agency_id, status)
      values (${name}, ${name}, 'A990101', 'ON_POST')
    `.execute(owner)
    await sql`insert into app.authority_epoch (staff_id, epoch) values (${name}, 1)`.execute(owner)
    await sql`
      insert into app.post (post_id, agency_id, title, title_in_english, is_key, roles, properties)
      values (${`post-${name}`}, 'A990101', '领导', 'leader', true, '{}', ${[property]})
    `.execute(owner)
    await sql`
      insert into app.post_assignment (staff_id, post_id, started_on)
      values (${name}, ${`post-${name}`}, '2025-01-01')
    `.execute(owner)
  }
})

function inputOf(batch: string, lines: readonly PaymentLine[]) {
  const { arrears: _arrears, holding: _holding, ...file } = fileOf(batch, lines)
  return { ...file, reason: '发放日检查服务故障，已电话报告' }
}
const enter = (batch: string, lines: readonly PaymentLine[], staffId = 'finance') =>
  act(as(staffId), requestOf({ kind, action: 'enter', input: inputOf(batch, lines) }))
const step = (staffId: string, action: string, recordId: string, input: unknown = {}) =>
  orderStep(as(staffId), { kind, action, recordId, input })
const reason = { reason: '同意应急放行' }

async function dataOf(recordId: string): Promise<EmergencyData> {
  const { data } = await db
    .selectFrom('record')
    .select('data')
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return data as unknown as EmergencyData
}

async function toDosOf(recordId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ each: string }>`
    select duty || ' ' || agency_id as each
    from app.to_do
    where record_id = ${recordId} and closed_at is null
    order by 1
  `.execute(owner)
  return rows.map(({ each }) => each)
}

test('while the checks are down two leaders of different posts release, and the checks run afterwards', async () => {
  const lines = [lineOf('P1'), lineOf('P2')]
  expect(await enter('E1', lines, 'pay1')).toMatchObject({ code: 'not_permitted' })
  expect(await enter('E1', lines, 'head')).toMatchObject({ code: 'not_permitted' })
  const { recordId } = acceptedAnswer(await enter('E1', lines))
  expect(await step('finance', 'approve', recordId, reason)).toMatchObject({ code: 'not_permitted' })
  expect(await step('deputy', 'approve', recordId, reason)).toMatchObject({ code: 'not_permitted' })
  expect(await step('head', 'approve', recordId, { reason: ' ' })).toMatchObject({ code: 'invalid_input' })
  expect(await step('head', 'approve', recordId, reason)).toMatchObject({ status: 'RELEASED' })
  expect(await toDosOf(recordId)).toEqual([
    'INTERNAL_AUDIT A990100',
    'INTERNAL_AUDIT A990101',
    'SUPERVISION A990100',
    'SUPERVISION A990101',
  ])
  const { rows } = await sql`
    select payment_id, batch_id, status from register.payment where source_order = ${recordId} order by payment_id
  `.execute(owner)
  expect(rows).toEqual([
    { payment_id: 'L10-P1', batch_id: 'E1', status: 'SENT' },
    { payment_id: 'L10-P2', batch_id: 'E1', status: 'SENT' },
  ])
  expect(await checkReleased(as('finance'))).toMatchObject({
    checked: 0,
    refused: [expect.stringContaining('unavailable')],
  })
  isDown = false
  // The refusal is kept for the minute of its key.
  await sql`delete from app.idempotency where endpoint = 'payment-files'`.execute(owner)
  expect(await checkReleased(as('finance'))).toEqual({ checked: 1, refused: [] })
  expect(await checkReleased(as('finance'))).toEqual({ checked: 0, refused: [] })
  const data = await dataOf(recordId)
  expect(data.held).toMatchObject([
    { paymentId: 'L10-P1', amountFen: '20010', reasons: [{ ruleCode: 'DTH-01' }] },
  ])
  expect(data.failures.map(({ action }) => action)).toEqual(['enter', 'approve'])
  expect(data.failures[0]!.why.zh).toContain('ACC-05')
  expect(await toDosOf(recordId)).toHaveLength(4)
})

test('while the checks answer there is no such way, not even half-way through', async () => {
  isDown = false
  expect(await enter('E2', [lineOf('P3')])).toMatchObject({
    code: 'conflict',
    text: { zh: expect.stringContaining('检查服务正常') },
  })
  isDown = true
  const { recordId } = acceptedAnswer(await enter('E2', [lineOf('P3')]))
  isDown = false
  expect(await step('head', 'approve', recordId, reason)).toMatchObject({ code: 'conflict' })
  // Its lines are in no other file meanwhile.
  const input = fileOf('B2', [lineOf('P3')])
  expect(
    await act(as('pay1'), requestOf({ kind: 'ORDER_PAYMENT_FILE', action: 'enter', input })),
  ).toMatchObject({
    code: 'conflict',
  })
  expect(await step('finance', 'withdraw', recordId)).toMatchObject({ status: 'WITHDRAWN' })
  expect(
    await act(as('pay1'), requestOf({ kind: 'ORDER_PAYMENT_FILE', action: 'enter', input })),
  ).toMatchObject({
    status: 'ENTERED',
  })
})

test('a batch that is impossible is not released in an emergency either', async () => {
  isDown = true
  expect(await enter('E3', [lineOf('P2', { payment_id: 'OLD-P2' })])).toMatchObject({
    code: 'conflict',
    text: { zh: expect.stringContaining('已有发放记录') },
  })
  expect(await enter('E3', [lineOf('P4'), lineOf('P4')])).toMatchObject({ code: 'conflict' })
})

describe('an emergency release', () => {
  const order = defineEmergencyRelease('own')
  const possible: Readonly<Record<string, readonly string[]>> = {
    'NEW enter': ['ENTERED'],
    'ENTERED approve': ['RELEASED'],
    'ENTERED disapprove': ['REFUSED'],
    'ENTERED withdraw': ['WITHDRAWN'],
    'ENTERED lapse': ['LAPSED'],
    'RELEASED check_afterwards': ['CHECKED'],
  }
  const pairs = ['NEW', ...Object.keys(order.statuses)].flatMap((status) =>
    Object.keys(order.actions).map((action) => ({ status, action })),
  )
  test.for(pairs)('$status, $action', ({ status, action }) => {
    expect(statusesAfter(order, status, action)).toEqual(possible[`${status} ${action}`] ?? [])
  })
})
