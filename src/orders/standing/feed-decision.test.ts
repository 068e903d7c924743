import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { formatDay } from '#base/calendar-math.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import type { RuleAnswer } from '../checking/order-check.ts'
import type { OrderData } from '../order-data.ts'
import { enterOrder, openOffice, setUpOffice } from '../test-office.ts'
import { accountChangeInput, orderStep } from '../test-orders.ts'
import { findStandingDecisions } from './find-standing-decisions.ts'

const database = await testDatabase()
const { db, owner, pool } = database
const own = openOffice(database, 'own')
const today = shanghaiDay(new Date())
const kind = 'FEED_DECISION'
beforeAll(() => setUpOffice(database))

const missing: Partial<RuleAnswer> = { outcome: 'NOT_EVALUATED', feeds: ['imprisonment'] }
beforeEach(async () => {
  own.answers = { 'PRS-01': { ...missing, reasons: [{ zh: '服刑名单未到', en: 'no prison list' }] } }
  await sql`update app.record set status = 'ENDED' where kind = 'FEED_DECISION' and status = 'IN_FORCE'`.execute(
    owner,
  )
})

const asked = (changes: Readonly<Record<string, unknown>> = {}) => ({
  feed: 'imprisonment',
  functionCode: 'ACCOUNT_CHANGE',
  until: formatDay(today + 30),
  reason: '司法部门数据迟到，已函催',
  ...changes,
})
const propose = (staffId: string, changes: Readonly<Record<string, unknown>> = {}) =>
  enterOrder(own.as(staffId), { kind, input: asked(changes) })
const step = (staffId: string, action: string, recordId: string, input: unknown = {}, of = kind) =>
  orderStep(own.as(staffId), { kind: of, action, recordId, input })

async function decided(changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const { recordId } = acceptedAnswer(await propose('approve1', changes))
  expect(await step('head1', 'approve', recordId)).toMatchObject({ status: 'IN_FORCE' })
  return recordId
}
let accounts = 0
/** An account change that waits for its review. */
async function entered(person: '1' | '2' = '1'): Promise<string> {
  accounts += 1
  const input = accountChangeInput(`P${person}`, `A${person}`, `N${accounts}`)
  const order = await enterOrder(own.as('enter1'), { kind: 'ORDER_ACCOUNT_CHANGE', input })
  return acceptedAnswer(order).recordId
}
const reviewed = (recordId: string) => step('review1', 'review', recordId, {}, 'ORDER_ACCOUNT_CHANGE')
async function dataOf(recordId: string): Promise<OrderData> {
  const row = await db
    .selectFrom('record')
    .select('data')
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return row.data as unknown as OrderData
}

test('two people decide, and an order that it serves goes on without approval and says so', async () => {
  const open = await entered()
  expect(await reviewed(open)).toMatchObject({ status: 'REVIEWED' })
  const { recordId } = acceptedAnswer(await propose('approve1'))
  expect(await step('approve1', 'approve', recordId)).toMatchObject({ code: 'not_permitted' })
  const waiting = await entered('2')
  expect((await dataOf(waiting)).checks[0]!.results.flatMap(({ servedBy }) => servedBy)).toEqual([])
  expect(await step('head1', 'approve', recordId)).toMatchObject({ status: 'IN_FORCE' })
  expect(await reviewed(waiting)).toMatchObject({ status: 'DONE' })
  const { checks } = await dataOf(waiting)
  expect(checks.at(-1)!.results.find(({ ruleCode }) => ruleCode === 'PRS-01')).toMatchObject({
    outcome: 'NOT_EVALUATED',
    servedBy: [
      {
        decisionId: recordId,
        feed: 'imprisonment',
        until: formatDay(today + 30),
        decidedBy: ['approve1', 'head1'],
      },
    ],
  })
})

test.for([
  { name: 'of another function', changes: { functionCode: 'REFUND' }, answers: missing },
  { name: 'of another feed', changes: { feed: 'death' }, answers: missing },
  { name: 'for one of two feeds', changes: {}, answers: { ...missing, feeds: ['imprisonment', 'death'] } },
  { name: 'for a hit', changes: {}, answers: { ...missing, outcome: 'HIT' as const } },
  { name: 'for a rule that says not why', changes: {}, answers: { ...missing, feeds: [] } },
])('a decision $name serves nothing', async ({ changes, answers }) => {
  await decided(changes)
  own.answers = { 'PRS-01': answers }
  const data = await dataOf(await entered())
  expect(data.checks[0]!.results.flatMap(({ servedBy }) => servedBy)).toEqual([])
})

test('it lasts ninety days at most, by the day of its approval, and not beyond its last day', async () => {
  expect(await propose('approve1', { until: formatDay(today + 90) })).toMatchObject({ code: 'invalid_input' })
  expect(await propose('approve1', { until: formatDay(today - 1) })).toMatchObject({ code: 'conflict' })
  expect(await propose('approve1', { feed: 'no_table' })).toMatchObject({ code: 'invalid_input' })
  expect(await propose('review1')).toMatchObject({ code: 'not_permitted' })
  const recordId = await decided({ until: formatDay(today + 89) })
  const of = { functionCode: 'ACCOUNT_CHANGE', agencyId: 'A990101' }
  const idsOn = async (day: number) =>
    (await findStandingDecisions(pool, { ...of, day })).map(({ decisionId }) => decisionId)
  expect(await idsOn(today + 89)).toEqual([recordId])
  expect(await idsOn(today + 90)).toEqual([])
  expect(await findStandingDecisions(pool, { ...of, agencyId: 'A990102', day: today })).toEqual([])
})

test.for([
  { staffId: 'approve1', action: 'stop' },
  { staffId: 'head1', action: 'end' },
  { staffId: 'deputy1', action: 'end' },
])('$staffId ends it early ($action), and then every order asks again', async ({ staffId, action }) => {
  const recordId = await decided()
  const serving = async () =>
    (await dataOf(await entered())).checks[0]!.results.flatMap(({ servedBy }) => servedBy).length
  expect(await serving()).toBe(1)
  expect(await step(staffId, action, recordId, { reason: '名单已到' })).toMatchObject({ status: 'ENDED' })
  expect(await serving()).toBe(0)
})
