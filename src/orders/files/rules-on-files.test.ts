import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { readRetirementAge } from '#platform/policy.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { requestOf } from '#records/test-kernel.ts'
import { rules as catalogue } from '#rules/catalogue.ts'
import type { Rule } from '#screening/rule.ts'
import { runFileRules } from '#server/business/run-file-rules.ts'
import { loadTable, orderStep } from '../test-orders.ts'
import { followFiles } from './holds/follow-files.ts'
import { definePaymentHold } from './holds/payment-hold.ts'
import { definePaymentFile } from './payment-file.ts'
import { createPaymentFileCheck, paymentFileKind as kind } from './payment-file-check.ts'
import type { PaymentFileData } from './payment-file-data.ts'
import type { PaymentFileInput } from './payment-line.ts'
import {
  actingAs,
  decideOnFeed,
  fileOf,
  lineOf,
  loadPeople,
  reportDeath,
  setUpOffice,
  withoutFiles,
} from './test-files.ts'

/** Payment files with the catalogue's own rules on a register of people of whom P1 is dead. */
const database = await testDatabase()
const { db, owner, pool } = database
const retirementAge = await readRetirementAge()
let rules: readonly Rule[] = catalogue
beforeEach(() => {
  rules = catalogue
})

const check = createPaymentFileCheck({
  pool,
  runRules: runFileRules(pool, { rules: () => rules, retirementAge, timeoutMs: 60_000 }),
})
const kinds = [withoutFiles(definePaymentFile('own')), definePaymentHold('own')]
const as = actingAs(database, { kinds, check })

beforeAll(async () => {
  await setUpOffice(database)
  await loadPeople(database, 40)
  await reportDeath(database, 1)
})

const enter = (input: PaymentFileInput, staffId = 'pay1') =>
  act(as(staffId), requestOf({ kind, action: 'enter', input }))
const step = (staffId: string, action: string, recordId: string, input: unknown = {}) =>
  orderStep(as(staffId), { kind, action, recordId, input })

async function dataOf(recordId: string): Promise<PaymentFileData> {
  const { data } = await db
    .selectFrom('record')
    .select('data')
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return data as unknown as PaymentFileData
}

test('the dead person is held with the rule’s sentence, the rest is paid', async () => {
  const lines = ['P1', 'P2', 'P3'].map((person) => lineOf(person))
  const entered = acceptedAnswer(await enter(fileOf('B1', lines)))
  const { recordId } = entered
  const shown = await dataOf(recordId)
  expect(shown.entered).toEqual({ lineCount: 3, fen: '60030' })
  expect(shown.released).toEqual({ lineCount: 2, fen: '40020' })
  expect(shown.heldTotal).toEqual({ lineCount: 1, fen: '20010' })
  expect(shown.held).toMatchObject([
    { paymentId: 'L10-P1', reasons: [{ ruleCode: 'DTH-01', outcome: 'HIT' }] },
  ])
  expect(shown.held[0]!.reasons[0]!.why.zh).toContain('死亡')
  expect(await step('check1', 'review', recordId)).toMatchObject({ status: 'REVIEWED' })
  expect(await step('lead1', 'approve', recordId)).toMatchObject({ status: 'DONE' })
  const { rows: batches } = await sql`
    select batch_id, line_count::text, total_amount_fen::text, prepared_file_hash, prepared_by, reviewed_by, approved_by
    from register.payment_batch
  `.execute(owner)
  expect(batches).toEqual([
    {
      batch_id: 'B1',
      line_count: '2',
      total_amount_fen: '40020',
      prepared_file_hash: shown.releasedHash,
      prepared_by: 'pay1',
      reviewed_by: 'check1',
      approved_by: 'lead1',
    },
  ])
  const { rows: payments } = await sql`
    select payment_id, batch_id, status, amount_fen::text as fen
    from register.payment
    where source_order = ${recordId}
    order by payment_id
  `.execute(owner)
  expect(payments).toEqual([
    { payment_id: 'L10-P1', batch_id: null, status: 'HELD', fen: '20010' },
    { payment_id: 'L10-P2', batch_id: 'B1', status: 'SENT', fen: '20010' },
    { payment_id: 'L10-P3', batch_id: 'B1', status: 'SENT', fen: '20010' },
  ])
  const { rows: business } = await sql`
    select status, channel, amount_fen::text as fen, person_id
    from register.business_order
    where order_id = ${recordId}
  `.execute(owner)
  expect(business).toEqual([{ status: 'DONE', channel: 'BATCH', fen: '60030', person_id: null }])
  const { rows: steps } = await sql`
    select step, staff_id, decision from register.business_step where order_id = ${recordId} order by step_number
  `.execute(owner)
  expect(steps).toEqual([
    { step: 'ENTRY', staff_id: 'pay1', decision: 'PASS' },
    { step: 'REVIEW', staff_id: 'check1', decision: 'PASS' },
    { step: 'APPROVAL', staff_id: 'lead1', decision: 'PASS' },
  ])
  expect(await followFiles(as('pay1'))).toEqual({ opened: 1, carried: 0, ended: 0, refused: [] })
})

async function done(input: PaymentFileInput): Promise<string> {
  const { recordId } = acceptedAnswer(await enter(input))
  acceptedAnswer(await step('check1', 'review', recordId))
  acceptedAnswer(await step('lead1', 'approve', recordId))
  return recordId
}

async function holdOf(paymentId: string) {
  const { rows } = await sql<{
    recordId: string
    status: string
    data: Record<string, unknown>
    due: string
  }>`
    select record_id as "recordId", status, data, due_day::text as due
    from app.record
    where kind = 'PAYMENT_HOLD' and data ->> 'paymentId' = ${paymentId}
    order by entered_at desc
    limit 1
  `.execute(owner)
  return rows[0]!
}

async function lineInRegister(paymentId: string): Promise<unknown> {
  const { rows } = await sql`
    select batch_id, status, pay_month, kind, amount_fen::text as fen, account_number
    from register.payment
    where payment_id = ${paymentId}
  `.execute(owner)
  return rows[0]
}

const hold = (staffId: string, action: string, recordId: string, input: unknown = {}) =>
  orderStep(as(staffId), { kind: 'PAYMENT_HOLD', action, recordId, input })

test('a held line has a person, a deadline and a to-do; another prolongs or releases it, and the next file pays the arrears', async () => {
  const mismatch = lineOf('P4', { holder_name: '李四' })
  await done(fileOf('B2', [mismatch, lineOf('P5')]))
  expect(await followFiles(as('pay1'))).toMatchObject({ opened: 1, refused: [] })
  expect(await followFiles(as('pay1'))).toEqual({ opened: 0, carried: 0, ended: 0, refused: [] })
  const { recordId, data, due } = await holdOf('L10-P4')
  expect(data).toMatchObject({ holderId: 'clerk1', amountFen: '20010', reasons: [{ ruleCode: 'ACC-02' }] })
  expect(data.until).toBe(due)
  const { rows: toDos } = await sql`
    select assigned_to, due_day::text as due, closed_at from app.to_do where record_id = ${recordId}
  `.execute(owner)
  expect(toDos).toEqual([{ assigned_to: 'clerk1', due, closed_at: null }])

  const extending = { reason: '等待户籍证明', days: 30 }
  expect(await hold('pay1', 'release', recordId, { reason: '本人录入' })).toMatchObject({
    code: 'not_permitted',
  })
  expect(await hold('clerk1', 'extend', recordId, extending)).toMatchObject({ code: 'not_permitted' })
  expect(await hold('check1', 'extend', recordId, { ...extending, days: 31 })).toMatchObject({
    code: 'invalid_input',
  })
  expect(await hold('check1', 'extend', recordId, extending)).toMatchObject({ status: 'HELD' })
  expect(await hold('check1', 'extend', recordId, extending)).toMatchObject({ code: 'not_permitted' })
  expect(await hold('check1', 'release', recordId, { reason: '自己延期' })).toMatchObject({
    code: 'not_permitted',
  })
  const told = { channel: 'PHONE', answer: '账户为监护人，已补交证明' }
  expect(await hold('clerk1', 'notify', recordId, told)).toMatchObject({ status: 'HELD' })
  expect(await hold('check2', 'notify', recordId, told)).toMatchObject({ code: 'not_permitted' })
  expect(await hold('check2', 'release', recordId, { reason: '已核实' })).toMatchObject({
    status: 'RELEASED',
  })

  const november = { pay_month: '2026-11' }
  const next = [lineOf('P5', { payment_id: 'L11-P5', period_from: '2026-11', period_to: '2026-11' })]
  expect(await enter(fileOf('B3', next, november))).toMatchObject({
    code: 'conflict',
    text: { zh: expect.stringContaining('已解除暂缓') },
  })
  const arrears = [{ hold_id: recordId, account_number: 'A-P4', holder_name: '王一' }]
  const sums = { line_count: 2, total_amount: '400.20', arrears }
  await done(fileOf('B3', next, { ...november, ...sums }))
  expect(await lineInRegister('L10-P4')).toEqual({
    batch_id: 'B3',
    status: 'SENT',
    pay_month: 2026 * 12 + 10,
    kind: 'BACK_PAY',
    fen: '20010',
    account_number: 'A-P4',
  })
  expect(
    await enter(fileOf('B3b', [lineOf('P6')], { line_count: 2, total_amount: '400.20', arrears })),
  ).toMatchObject({
    code: 'conflict',
    text: { zh: expect.stringContaining('暂缓单') },
  })
  expect(await followFiles(as('pay1'))).toMatchObject({ opened: 0, carried: 1, refused: [] })
  expect(await holdOf('L10-P4')).toMatchObject({ status: 'CARRIED' })
})

test('a hold ends by itself, the dead are held again, and three people stop it for good', async () => {
  const { recordId } = await holdOf('L10-P1')
  await sql`
    update app.record
    set due_day = '2026-01-01', data = jsonb_set(data, '{until}', '"2026-01-01"')
    where record_id = ${recordId}
  `.execute(owner)
  expect(await followFiles(as('pay1'))).toMatchObject({ ended: 1, refused: [] })
  expect(await holdOf('L10-P1')).toMatchObject({ status: 'RELEASED', data: { conclusion: { how: 'ENDED' } } })
  const arrears = [{ hold_id: recordId, account_number: 'A-P1', holder_name: '王一' }]
  const file = fileOf('B4', [lineOf('P7')], { line_count: 2, total_amount: '400.20', arrears })
  const fileId = await done(file)
  expect((await dataOf(fileId)).held).toMatchObject([
    { paymentId: 'L10-P1', reasons: [{ ruleCode: 'DTH-01' }] },
  ])
  expect(await followFiles(as('pay1'))).toMatchObject({ opened: 1, carried: 1, refused: [] })
  expect(await lineInRegister('L10-P1')).toMatchObject({ batch_id: null, status: 'HELD' })
  const again = await holdOf('L10-P1')
  expect(again).toMatchObject({ status: 'HELD', data: { fileId } })
  const reason = { reason: '死亡证明已核实' }
  expect(await hold('pay2', 'propose_stop', again.recordId, reason)).toMatchObject({
    status: 'STOP_PROPOSED',
  })
  expect(await hold('lead2', 'stop', again.recordId, reason)).toMatchObject({ code: 'not_permitted' })
  expect(await hold('lead1', 'stop', again.recordId, reason)).toMatchObject({ status: 'STOPPED' })
  expect(await lineInRegister('L10-P1')).toMatchObject({ status: 'CANCELLED' })
})

test('what is wrong with the batch stops the file, in one sentence, and nothing is written', async () => {
  const before = await sql`select count(*)::text as n from register.payment`.execute(owner)
  const one = [lineOf('P8')]
  const refusals: readonly (readonly [PaymentFileInput, string])[] = [
    [fileOf('B9', one, { total_amount: '200.11' }), '文件写明合计 200.11 元，明细合计 200.10 元'],
    [fileOf('B9', one, { line_count: 2 }), '文件写明 2 笔，明细实有 1 笔'],
    [fileOf('B9', [...one, ...one]), '明细编号重复'],
    [fileOf('B9', [...one, lineOf('P8', { payment_id: 'X' })]), '同一所属期列了两次'],
    [fileOf('B9', [lineOf('P8', { period_from: '2026-11' })]), '所属期起晚于止'],
    [fileOf('B9', [lineOf('P8', { period_from: '2026-11', period_to: '2026-11' })]), '所属期晚于发放年月'],
    [fileOf('B9', [...one, lineOf('NOBODY')]), '登记中没有这些人员'],
    [fileOf('B9', [lineOf('P2')]), '已有发放记录'],
    [fileOf('B9', [lineOf('P8', { payment_id: 'OLD-P8' })]), '已有发放记录'],
    [fileOf('B1', one), '内容或批次号相同的文件'],
    [fileOf('B9', one, { channel: 'MANUAL_FILE' }), 'FIN-27'],
    [fileOf('B9', one, { holding: { staff_id: 'pay1', days: 10 } }), '暂缓核实责任人'],
    [fileOf('B9', one, { holding: { staff_id: 'gone', days: 10 } }), '暂缓核实责任人'],
  ]
  for (const [input, why] of refusals) {
    expect(await enter(input), why).toMatchObject({
      code: 'conflict',
      text: { zh: expect.stringContaining(why) },
    })
  }
  for (const wrong of [
    { ...fileOf('B9', one), lines: [{ ...one[0]!, amount: '0.00' }] },
    { ...fileOf('B9', one), lines: [{ ...one[0]!, amount: '200.1' }] },
    { ...fileOf('B9', one), lines: [{ ...one[0]!, amount: '-200.10' }] },
    { ...fileOf('B9', one), lines: [{ ...one[0]!, note: 'x' }] },
    fileOf('B9', one, { holding: { staff_id: 'clerk1', days: 31 } }),
  ]) {
    expect(await enter(wrong as PaymentFileInput)).toMatchObject({ code: 'invalid_input' })
  }
  expect(await enter(fileOf('B9', [lineOf('NOBODY')]))).toMatchObject({ code: 'not_found' })
  expect(await sql`select count(*)::text as n from register.payment`.execute(owner)).toEqual(before)
})

test('the same lines stand in one open file only, and its people differ', async () => {
  const { recordId } = acceptedAnswer(await enter(fileOf('B10', [lineOf('P9')])))
  expect(await enter(fileOf('B11', [lineOf('P9')]), 'pay2')).toMatchObject({
    code: 'conflict',
    text: { zh: expect.stringContaining('另一未办结的发放文件') },
  })
  expect(await step('pay1', 'review', recordId)).toMatchObject({ code: 'not_permitted' })
  expect(await step('check1', 'review', recordId)).toMatchObject({ status: 'REVIEWED' })
  expect(await step('check1', 'approve', recordId)).toMatchObject({ code: 'not_permitted' })
  expect(await step('lead2', 'approve', recordId)).toMatchObject({ code: 'not_permitted' })
  expect(await step('lead1', 'send_back', recordId, { reason: '请重核' })).toMatchObject({
    status: 'RETURNED',
  })
  expect(await step('pay1', 'withdraw', recordId)).toMatchObject({ status: 'WITHDRAWN' })
  const { rows } = await sql`
    select status, (select count(*)::integer from register.business_step where order_id = ${recordId}) as steps
    from register.business_order
    where order_id = ${recordId}
  `.execute(owner)
  expect(rows).toEqual([{ status: 'WITHDRAWN', steps: 3 }])
  expect(await enter(fileOf('B11', [lineOf('P9')]), 'pay2')).toMatchObject({ status: 'ENTERED' })
})

test('while a feed is missing every line is held, until a standing decision that is printed on the file', async () => {
  await sql`delete from register.feed where table_name = 'imprisonment'`.execute(owner)
  const { recordId } = acceptedAnswer(await enter(fileOf('B12', [lineOf('P10'), lineOf('P11')])))
  const open = await dataOf(recordId)
  expect(open.released).toEqual({ lineCount: 0, fen: '0' })
  expect(open.held).toMatchObject([
    { reasons: [{ ruleCode: 'PRS-01', outcome: 'NOT_EVALUATED', feeds: ['imprisonment'] }] },
    { reasons: [{ ruleCode: 'PRS-01', outcome: 'NOT_EVALUATED', feeds: ['imprisonment'] }] },
  ])
  await decideOnFeed(database, { decisionId: 'SD1', feed: 'imprisonment', functionCode: 'PAYMENT_FILE' })
  expect(await step('check1', 'review', recordId)).toMatchObject({
    code: 'conflict',
    text: { zh: expect.stringContaining('不再暂缓 2 笔') },
  })
  expect(await step('check1', 'return', recordId, { reason: '已有决定' })).toMatchObject({
    status: 'RETURNED',
  })
  expect(
    await step('pay1', 'resubmit', recordId, fileOf('B12', [lineOf('P10'), lineOf('P11')])),
  ).toMatchObject({
    status: 'ENTERED',
  })
  const passed = await dataOf(recordId)
  expect(passed).toMatchObject({ held: [], standing: [{ decisionId: 'SD1', feed: 'imprisonment' }] })
  expect(await step('check1', 'review', recordId)).toMatchObject({ status: 'REVIEWED' })
  await sql`insert into register.feed (table_name, kind) values ('imprisonment', 'LIVE')`.execute(owner)
})

test('a death reported after the review is a reason to send the file back, not to approve what was shown', async () => {
  const { recordId } = acceptedAnswer(await enter(fileOf('B13', [lineOf('P12'), lineOf('P13')])))
  expect(await step('check1', 'review', recordId)).toMatchObject({ status: 'REVIEWED' })
  await reportDeath(database, 12)
  expect(await step('lead1', 'approve', recordId)).toMatchObject({
    code: 'conflict',
    text: { zh: expect.stringContaining('L10-P12') },
  })
  rules = catalogue.map((each) =>
    each.code === 'ACC-05' ? { ...each, sql: 'select nothing from payment' } : each,
  )
  expect(await step('lead1', 'approve', recordId)).toMatchObject({
    code: 'unavailable',
    text: { zh: expect.stringContaining('ACC-05') },
  })
  expect(await lineInRegister('L10-P13')).toBeUndefined()
})

test('what the bank received is compared with what was approved', async () => {
  const system = (input: unknown, recordId: string, version: number) =>
    act(
      as('pay1', { kind: 'system', job: 'bank' }),
      requestOf({ kind, action: 'sent', recordId, version, input }),
    )
  const good = await done(fileOf('B14', [lineOf('P14')]))
  const { releasedHash } = await dataOf(good)
  const sent = { sent_file_hash: releasedHash, sent_at: '2026-10-10 09:00:00' }
  expect(await system(sent, good, 3)).toMatchObject({ status: 'DONE' })
  expect(await system(sent, good, 4)).toMatchObject({ code: 'conflict' })
  const bad = await done(fileOf('B15', [lineOf('P15')]))
  const other = { sent_file_hash: '0'.repeat(64), sent_at: '2026-10-10 09:00:00' }
  expect(await system(other, bad, 3)).toMatchObject({ status: 'DONE' })
  expect((await dataOf(bad)).sent).toMatchObject({ isAsApproved: false })
  const { rows } = await sql`
    select batch_id, prepared_file_hash = sent_file_hash as equal
    from register.payment_batch
    where batch_id in ('B14', 'B15')
    order by batch_id
  `.execute(owner)
  expect(rows).toEqual([
    { batch_id: 'B14', equal: true },
    { batch_id: 'B15', equal: false },
  ])
  const { rows: alarms } = await sql`
    select duty from app.to_do where record_id = ${bad} and closed_at is null order by duty
  `.execute(owner)
  expect(alarms).toEqual([{ duty: 'APPROVAL' }, { duty: 'INTERNAL_AUDIT' }])
})

test('what another order approved is paid by the file as it was approved, and not otherwise', async () => {
  const approved = { payment_id: 'ORDER-1-P', kind: 'BACK_PAY' } as const
  const line = lineOf('P16', { ...approved, period_from: '2026-07', period_to: '2026-08', amount: '400.20' })
  const { hold_id: _none, ...columns } = { ...line, hold_id: null }
  await loadTable(pool, 'payment', [{ ...columns, scheme: '170', pay_month: '2026-10', status: 'HELD' }])
  for (const changed of [
    { ...line, amount: '400.21' },
    { ...line, person_id: 'P17' },
    { ...line, period_to: '2026-09' },
    { ...line, kind: 'REGULAR' as const },
  ]) {
    expect(await enter(fileOf('B16', [changed]))).toMatchObject({
      code: 'conflict',
      text: { zh: expect.stringContaining('与已批准待发放的明细内容不符') },
    })
  }
  await done(fileOf('B16', [line]))
  expect(await lineInRegister('ORDER-1-P')).toMatchObject({ batch_id: 'B16', status: 'SENT', fen: '40020' })
})
