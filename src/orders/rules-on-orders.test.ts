import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readRetirementAge } from '#platform/policy.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import {
  type AttachmentService,
  attachmentTurns,
  defaultAttachmentLimits,
  uploadAttachment,
} from '#records/attachments/upload-attachment.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { contextOf, requestOf, setUpKernel } from '#records/test-kernel.ts'
import type { RegisterClient } from '#register/read-rows.ts'
import { writeFeed } from '#register/register-feed.ts'
import { rules as catalogue } from '#rules/catalogue.ts'
import { runChecks } from '#screening/on-postgres/run-checks.ts'
import type { Rule } from '#screening/rule.ts'
import { type TableName, tables } from '#standard/tables.ts'
import { createOrderCheck, type RuleAnswer } from './checking/order-check.ts'
import type { OrderData } from './order-data.ts'
import { orderFunctionsByKind, orderKinds } from './order-functions.ts'
import { accountChangeInput, catalogueAtAnyHour, loadTable, orderStep } from './test-orders.ts'

/** Orders with the catalogue's own rules, on a register of nine people. */
const database = await testDatabase()
const { db, owner, pool } = database
const kind = 'ORDER_ACCOUNT_CHANGE'
const retirementAge = await readRetirementAge()
let rules: readonly Rule[] = catalogue
beforeEach(() => {
  rules = catalogue
})

type Result = Awaited<ReturnType<typeof runChecks>>['results'][number]

function answerOf(result: Result): RuleAnswer {
  const { ruleCode, outcome } = result
  const { title } = rules.find(({ code }) => code === ruleCode)!
  const common = { ruleCode, title, outcome, reasons: [], findingIds: [], feeds: [] }
  if (outcome === 'PASS') return common
  if (outcome !== 'HIT') {
    return { ...common, reasons: [result.reason], feeds: outcome === 'ERROR' ? [] : [...result.feeds] }
  }
  const found = result.findings.map(({ finding }) => finding)
  return {
    ...common,
    reasons: found.map(({ explanation, subjectId }) => ({
      zh: explanation,
      en: `${title.en}: ${subjectId}`,
    })),
    findingIds: found.map(({ findingId }) => findingId),
  }
}

const check = createOrderCheck({
  pool,
  functions: orderFunctionsByKind,
  runRules: async ({ ruleCodes, effect, personId, asOf }) => {
    const asked = rules.filter(({ code }) => ruleCodes.includes(code))
    const { results } = await runChecks(pool, {
      rules: asked,
      effect,
      subjects: { persons: [personId] },
      asOf,
      law: { retirementAge },
      // The machine of the tests may be slow.
      timeoutMs: 60_000,
    })
    return results.map(answerOf)
  },
})

const as = (staffId: string): ActContext => ({
  ...contextOf(db, staffId, { kinds: orderKinds('own') }),
  catalogue: catalogueAtAnyHour,
  check,
})

const folder = await mkdtemp(path.join(os.tmpdir(), 'fangxian-orders-'))
afterAll(() => rm(folder, { recursive: true }))
const attachmentService: AttachmentService = {
  store: { folder, masterKeys: [{ version: 1, key: randomBytes(32) }] },
  scanner: null,
  limits: defaultAttachmentLimits,
  turns: attachmentTurns(),
}

async function* textOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

const idOf = (number: number) => `9901011950010100${10 + number}`
const line = (id: string, person_id: string, account_number: string) => ({
  payment_id: id,
  person_id,
  scheme: '170',
  benefit: 'RESIDENT_BASIC',
  pay_month: '2024-06',
  period_from: '2024-06',
  period_to: '2024-06',
  kind: 'REGULAR',
  amount: '200.10',
  account_number,
  status: 'PAID',
})

async function writeLive(table: TableName): Promise<void> {
  await writeFeed(pool as RegisterClient, {
    table,
    kind: 'LIVE',
    deliveryId: null,
    deliveredAt: null,
    rows: 0,
    rowsRejected: 0,
    columns: [],
    lastDate: null,
  })
}

beforeAll(async () => {
  await setUpKernel(database)
  const people = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => ({
    person_id: `P${number}`,
    id_number: idOf(number),
    name: '王一',
    region: '990101',
    life_status: 'ALIVE',
  }))
  await loadTable(pool, 'person', people)
  await loadTable(pool, 'staff', [{ staff_id: 'S1', name: '李四', id_number: idOf(50), status: 'ON_POST' }])
  await loadTable(pool, 'payee_account', [
    ...people.map(({ person_id, id_number }) => ({
      account_number: `A-${person_id}`,
      person_id,
      holder_name: '王一',
      holder_id_number: id_number,
    })),
    { account_number: 'T1', person_id: 'P2', holder_name: '李四', holder_id_number: idOf(50) },
  ])
  await loadTable(pool, 'payment', [
    line('L1', 'P1', 'A-P1'),
    line('L2', 'P2', 'SHARED'),
    line('L3', 'P3', 'SHARED'),
    line('L4', 'P2', 'T1'),
    line('L5', 'P8', 'A-P8'),
  ])
  // Of P8 money was sent afterwards, which DTH-01 tells; of P9 none.
  const report = { name: '王一', died_on: '2024-01-05', source: 'CIVIL_AFFAIRS', reported_on: '2024-02-01' }
  await loadTable(pool, 'death', [
    { ...report, id_number: idOf(8) },
    { ...report, id_number: idOf(9) },
  ])
  for (const { name } of tables) await writeLive(name as TableName)
})

async function enter(person: string, account: string, isAttached = true) {
  const context = as('enter1')
  const attachments = []
  if (isAttached) {
    const file = { name: '申请表.txt', content: textOf(`${person} 申请改用 ${account}`) }
    const { attachmentId } = await uploadAttachment(context, attachmentService, file)
    attachments.push({ id: attachmentId, purpose: 'APPLICATION' })
  }
  const input = accountChangeInput(person, `A-${person}`, account)
  return act(context, requestOf({ kind, action: 'enter', input, attachments }))
}
const entered = async (person: string, account: string) =>
  acceptedAnswer(await enter(person, account)).recordId
const step = (staffId: string, action: string, recordId: string, input: unknown = {}) =>
  orderStep(as(staffId), { kind, action, recordId, input })

async function dataOf(recordId: string): Promise<OrderData> {
  const { data } = await db
    .selectFrom('record')
    .select('data')
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return data as unknown as OrderData
}
async function checksOf(recordId: string, outcome: string) {
  const { checks } = await dataOf(recordId)
  return checks.at(-1)!.results.filter((each) => each.outcome === outcome)
}

/** Who did what, as it stands in the trail; the reading before each step left aside. */
async function trailOf(recordId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ entry: string }>`
    select concat_ws(' ', leaf::jsonb ->> 'actor', leaf::jsonb ->> 'function', leaf::jsonb ->> 'outcome') as entry
    from app.trail_entry
    where leaf::jsonb ->> 'record' = ${recordId} and leaf::jsonb ->> 'outcome' <> 'VIEWED'
    order by leaf::jsonb ->> 'at', entry_id
  `.execute(owner)
  return rows.map(({ entry }) => entry)
}

async function openAccounts(person: string): Promise<readonly string[]> {
  const { rows } = await sql<{ account_number: string }>`
    select account_number
    from register.payee_account
    where person_id = ${person} and valid_to is null
    order by account_number
  `.execute(owner)
  return rows.map(({ account_number }) => account_number)
}

test('a clean change needs its application, passes six rules and is done by two people', async () => {
  expect(await enter('P1', 'B1', false)).toMatchObject({
    code: 'invalid_input',
    text: { zh: expect.stringContaining('账户变更申请及身份证件') },
  })
  const recordId = await entered('P1', 'B1')
  expect(await checksOf(recordId, 'PASS')).toHaveLength(6)
  expect(await step('enter1', 'review', recordId)).toMatchObject({ code: 'not_permitted' })
  expect(await step('review1', 'review', recordId)).toMatchObject({ status: 'DONE' })
  expect(await openAccounts('P1')).toEqual(['B1'])
  expect(await trailOf(recordId)).toEqual([
    'enter1 ACCOUNT_CHANGE/enter ACCEPTED',
    'enter1 ACCOUNT_CHANGE/review REFUSED',
    'review1 ACCOUNT_CHANGE/review ACCEPTED',
  ])
})

test.for([
  { person: 'P4', account: 'SHARED', code: 'ACC-01', why: '同月收取 2 名领取人的待遇 2 笔共 400.20 元' },
  { person: 'P5', account: 'T1', code: 'ACC-05', why: '的户主是工作人员（工号 S1）' },
])('$code hits in its own words, and the change waits for a second level', async (given) => {
  const { person, account, code, why } = given
  const recordId = await entered(person, account)
  const [hit, ...others] = await checksOf(recordId, 'HIT')
  expect(others).toEqual([])
  expect(hit).toMatchObject({ ruleCode: code, isHardStop: false })
  expect(hit!.reasons[0]!.zh).toContain(why)
  expect(await step('review1', 'review', recordId)).toMatchObject({ status: 'REVIEWED' })
  expect(await openAccounts(person)).toEqual([`A-${person}`])
  expect(await step('review2', 'approve', recordId, { reason: '已核实' })).toMatchObject({
    code: 'not_permitted',
  })
  expect(await step('approve1', 'approve', recordId, { reason: null })).toMatchObject({
    code: 'invalid_input',
  })
  expect(await step('approve1', 'approve', recordId, { reason: '已核实' })).toMatchObject({ status: 'DONE' })
  expect(await openAccounts(person)).toEqual([account])
  expect((await dataOf(recordId)).remarks).toMatchObject([
    { action: 'approve', actorId: 'approve1', reason: '已核实' },
  ])
  expect(await trailOf(recordId)).toEqual([
    'enter1 ACCOUNT_CHANGE/enter ACCEPTED',
    'review1 ACCOUNT_CHANGE/review ACCEPTED',
    'review2 ACCOUNT_CHANGE/approve REFUSED',
    'approve1 ACCOUNT_CHANGE/approve REFUSED',
    'approve1 ACCOUNT_CHANGE/approve ACCEPTED',
  ])
  const { rows } = await sql<{ payload: string }>`
    select payload
    from app.trail_payload
    inner join app.trail_entry using (entry_id)
    where leaf::jsonb ->> 'record' = ${recordId} and leaf::jsonb ->> 'function' = 'ACCOUNT_CHANGE/enter'
  `.execute(owner)
  expect(rows).toHaveLength(1)
  expect(rows[0]!.payload).toContain(why)
})

test.for([
  { name: 'shares it with one other', account: 'A-P8', holder: '王一', id: idOf(6), code: 'ACC-01' },
  { name: 'is in another name', account: 'NEW2', holder: '赵六', id: '990101195001010098', code: 'ACC-02' },
  { name: 'is a member of staff’s', account: 'NEW3', holder: '李四', id: idOf(50), code: 'ACC-05' },
])('an account to which nothing was paid yet is judged as if the last payment had: $name', async (given) => {
  const { account, holder, id, code } = given
  // P6 was paid once, in the month of P8's payment.
  await loadTable(pool, 'payment', [line(`L6-${code}`, 'P6', 'A-P6')])
  const input = { ...accountChangeInput('P6', 'A-P6', account), holder_name: holder, holder_id_number: id }
  const context = as('enter1')
  const file = { name: '申请表.txt', content: textOf(`P6 ${account}`) }
  const { attachmentId } = await uploadAttachment(context, attachmentService, file)
  const attachments = [{ id: attachmentId, purpose: 'APPLICATION' }]
  const answer = await act(context, requestOf({ kind, action: 'enter', input, attachments }))
  const { recordId } = acceptedAnswer(answer)
  expect((await checksOf(recordId, 'HIT')).map(({ ruleCode }) => ruleCode)).toContain(code)
  // Assumed for the check, and written nowhere.
  const { rows } =
    await sql`select distinct account_number from register.payment where person_id = 'P6'`.execute(owner)
  expect(rows).toEqual([{ account_number: 'A-P6' }])
  expect((await dataOf(recordId)).changes.map(({ table }) => table)).not.toContain('payment')
  expect(await step('enter1', 'withdraw', recordId)).toMatchObject({ status: 'WITHDRAWN' })
  await sql`delete from register.payment where person_id = 'P6'`.execute(owner)
})

test('the dead change no account: in the words of the rule, or of the report that nobody has flagged', async () => {
  expect(await enter('P8', 'B8')).toMatchObject({
    code: 'conflict',
    text: { zh: expect.stringMatching(/DTH-01 .*个人编号 P8/) },
  })
  expect(await enter('P9', 'B9')).toMatchObject({
    code: 'conflict',
    text: { zh: expect.stringContaining('未撤销的死亡报送') },
  })
  await sql`update register.death set revoked = true`.execute(owner)
  expect(await enter('P9', 'B9')).toMatchObject({ status: 'ENTERED' })
  expect(await openAccounts('P8')).toEqual(['A-P8'])
})

test('what a missing feed leaves open, the approval post answers in writing', async () => {
  await sql`delete from register.feed where table_name = 'imprisonment'`.execute(owner)
  const recordId = await entered('P6', 'B6')
  expect(await checksOf(recordId, 'NOT_EVALUATED')).toMatchObject([
    { ruleCode: 'PRS-01', feeds: ['imprisonment'] },
  ])
  expect(await step('review1', 'review', recordId)).toMatchObject({ status: 'REVIEWED' })
  expect(await step('approve1', 'approve', recordId, { reason: null })).toMatchObject({
    code: 'invalid_input',
  })
  const reason = '名单未到，已电话核实'
  expect(await step('approve1', 'approve', recordId, { reason })).toMatchObject({ status: 'DONE' })
  expect((await dataOf(recordId)).remarks).toMatchObject([{ actorId: 'approve1', reason }])
  await writeLive('imprisonment')
})

test('while a rule fails nothing moves; a return is corrected by its enterer and reviewed again', async () => {
  const recordId = await entered('P7', 'B7')
  rules = catalogue.map((each) =>
    each.code === 'ACC-05' ? { ...each, sql: 'select nothing from payment' } : each,
  )
  expect(await enter('P3', 'B9')).toMatchObject({ code: 'unavailable' })
  expect(await step('review1', 'review', recordId)).toMatchObject({
    code: 'unavailable',
    text: { zh: expect.stringContaining('ACC-05') },
  })
  const waiting = await db
    .selectFrom('record')
    .select(['status', 'version'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  expect(waiting).toEqual({ status: 'ENTERED', version: 1 })
  rules = catalogue
  expect(await step('review1', 'return', recordId, { reason: '开户银行有误' })).toMatchObject({
    status: 'RETURNED',
  })
  const corrected = accountChangeInput('P7', 'A-P7', 'B77')
  expect(await step('enter2', 'resubmit', recordId, corrected)).toMatchObject({ code: 'not_permitted' })
  expect(await step('enter1', 'resubmit', recordId, accountChangeInput('P6', 'B6', 'B77'))).toMatchObject({
    code: 'invalid_input',
  })
  expect(await step('enter1', 'resubmit', recordId, corrected)).toMatchObject({ status: 'ENTERED' })
  expect(await step('review1', 'review', recordId)).toMatchObject({ status: 'DONE' })
  expect(await openAccounts('P7')).toEqual(['B77'])
  expect((await dataOf(recordId)).checks.map(({ action }) => action)).toEqual(['enter', 'resubmit', 'review'])
  expect(await trailOf(recordId)).toEqual([
    'enter1 ACCOUNT_CHANGE/enter ACCEPTED',
    'review1 ACCOUNT_CHANGE/review REFUSED',
    'review1 ACCOUNT_CHANGE/return ACCEPTED',
    'enter2 ACCOUNT_CHANGE/resubmit REFUSED',
    'enter1 ACCOUNT_CHANGE/resubmit REFUSED',
    'enter1 ACCOUNT_CHANGE/resubmit ACCEPTED',
    'review1 ACCOUNT_CHANGE/review ACCEPTED',
  ])
})
