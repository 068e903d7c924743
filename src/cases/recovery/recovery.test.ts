import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import type { Answer } from '#records/answer.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import {
  caseIn,
  casesContext,
  daysAhead,
  doCaseStep,
  letDeadlinePass,
  setUpCases,
  storedRecord,
  takeCaseStep,
  untrueInput,
} from '../test-cases.ts'
import { followRecoveries } from './follow-recoveries.ts'
import { unmatchedLines } from './line-source.ts'

const database = await testDatabase()
const { db, owner } = database

beforeAll(() => setUpCases(database))

interface StoredRecovery {
  readonly status: string
  readonly amount_fen: bigint
  readonly data: {
    readonly due_fen: string
    readonly recovered_fen: string
    readonly written_off_fen: string
    readonly outstanding_fen: string
    readonly receipts: readonly { receipt_id: string }[]
    readonly missed: readonly { missing_fen: string }[]
    readonly plan: unknown
  }
}
const stored = (recordId: string) => storedRecord<StoredRecovery>(database, recordId)

const said = (answer: Answer): string => (answer.outcome === 'accepted' ? answer.status : answer.text.zh)

/** 300.00 yuan lost, recovered by one record. */
async function opened(amount = '300.00'): Promise<{ caseId: string; recordId: string }> {
  const { recordId: caseId } = await caseIn(database, 'HANDLING')
  const input = { case_id: caseId, debtor_name: '某甲', amount }
  const answer = await takeCaseStep(database, {
    by: 'audit1',
    kind: 'RECOVERY',
    recordId: null,
    action: 'open',
    input,
  })
  return { caseId, recordId: acceptedAnswer(answer).recordId }
}

const step = (recordId: string, action: string, by: string, input: unknown = {}): Promise<Answer> =>
  takeCaseStep(database, { kind: 'RECOVERY', recordId, action, by, input })

let sequence = 0
async function bankLine(fen: number, direction = 'IN'): Promise<string> {
  sequence += 1
  await sql`
    insert into register.bank_transaction (
      fund_account_id, sequence, occurred_at, direction, amount_fen, balance_after_fen, source_delivery
    )
    values ('ACC1', ${sequence}, '2024-06-03 10:00:00', ${direction}, ${fen}, 0, 'D1')
  `.execute(owner)
  return `BANK:ACC1#${sequence}`
}

const receive = (recordId: string, line_key: string, amount: string | null = null, by = 'account1') =>
  step(recordId, 'receive', by, { line_key, amount })

async function recovering(items: readonly { due_on: string; amount: string }[]): Promise<string> {
  const { recordId } = await opened()
  const kind = items.length === 1 ? 'ONCE' : 'INSTALMENTS'
  acceptedAnswer(await step(recordId, 'plan', 'audit1', { kind, items }))
  acceptedAnswer(await step(recordId, 'approvePlan', 'head1', { opinion: '同意' }))
  return recordId
}

test('by instalments until all of it is there, and then the case is closed', async () => {
  const { caseId, recordId } = await opened()
  const items = [
    { due_on: daysAhead(30), amount: '100.00' },
    { due_on: daysAhead(60), amount: '200.00' },
  ]
  acceptedAnswer(await step(recordId, 'plan', 'audit1', { kind: 'INSTALMENTS', items }))
  acceptedAnswer(await step(recordId, 'approvePlan', 'head1', { opinion: '同意' }))
  expect(said(await receive(recordId, await bankLine(10_000)))).toBe('RECOVERING')
  expect(said(await doCaseStep(database, caseId, 'measure'))).toBe('追回单尚未结清。')
  expect(said(await doCaseStep(database, caseId, 'close'))).toContain('还有 1 项处理意见未落实')
  expect(said(await receive(recordId, await bankLine(20_000)))).toBe('SETTLED')
  expect((await stored(recordId)).data).toMatchObject({
    due_fen: '30000',
    recovered_fen: '30000',
    outstanding_fen: '0',
  })
  acceptedAnswer(await doCaseStep(database, caseId, 'measure'))
  expect(said(await doCaseStep(database, caseId, 'close'))).toBe('CLOSED')
})

test('recoveries of a case are about no more than its loss, also when two are opened at once', async () => {
  const { recordId: caseId } = await caseIn(database, 'HANDLING')
  const input = { case_id: caseId, debtor_name: '某甲', amount: '200.00' }
  const answers = await Promise.all(
    ['audit1', 'audit2', 'supervise1'].map((by) =>
      takeCaseStep(database, { by, kind: 'RECOVERY', recordId: null, action: 'open', input }),
    ),
  )
  expect(answers.filter(({ outcome }) => outcome === 'accepted').length).toBe(1)
  const more = await takeCaseStep(database, {
    by: 'audit1',
    kind: 'RECOVERY',
    recordId: null,
    action: 'open',
    input,
  })
  expect(said(more)).toContain('尚未立单的 100.00 元')
})

test('a line pays once, for several recoveries up to what it brought, and for no more than is outstanding', async () => {
  const line = await bankLine(50_000)
  const [first, second, third] = [await opened(), await opened(), await opened()]
  acceptedAnswer(await receive(first.recordId, line))
  expect((await stored(first.recordId)).data.recovered_fen).toBe('30000')
  expect(said(await receive(second.recordId, line, '250.00'))).toContain('只剩 200.00 元')
  acceptedAnswer(await receive(second.recordId, line))
  expect((await stored(second.recordId)).data.outstanding_fen).toBe('10000')
  expect(said(await receive(third.recordId, line))).toContain('已全部计入')
  expect(said(await receive(third.recordId, await bankLine(90_000), '300.01'))).toContain(
    '超过尚欠的 300.00 元',
  )
})

test('two who match one line at the same moment count it once', async () => {
  const line = await bankLine(30_000)
  const [first, second] = [await opened(), await opened()]
  const answers = await Promise.all([
    receive(first.recordId, line, '300.00', 'account1'),
    receive(second.recordId, line, '300.00', 'reconcile1'),
  ])
  expect(answers.filter(({ outcome }) => outcome === 'accepted').length).toBe(1)
})

test('only lines that came in, and deductions of this very person, are money recovered', async () => {
  const { recordId } = await opened()
  expect(said(await receive(recordId, await bankLine(100, 'OUT')))).toContain('没有这笔收入流水')
  expect(said(await receive(recordId, 'BANK:ACC1#999999'))).toContain('没有这笔收入流水')
  const { rows } = await sql<{ person_id: string }>`
    select person_id from app.record where record_id = ${recordId}
  `.execute(owner)
  const deduction = async (personId: string) => {
    const paymentId = `PAY-${randomUUID()}`
    await sql`
      insert into register.payment (
        payment_id, person_id, scheme, benefit, pay_month, period_from, period_to, kind, amount_fen, status,
        source_delivery
      )
      values (${paymentId}, ${personId}, '110', 'OLD_AGE', 24290, 24290, 24290, 'DEDUCTION', -5000, 'PAID', 'D1')
    `.execute(owner)
    return `PAYMENT:${paymentId}`
  }
  expect(said(await receive(recordId, await deduction('somebody else')))).toContain('没有这笔收入流水')
  acceptedAnswer(await receive(recordId, await deduction(rows[0]!.person_id)))
  expect((await stored(recordId)).data).toMatchObject({ recovered_fen: '5000', outstanding_fen: '25000' })
})

test('what was matched wrongly is undone by somebody else, and the line is free again', async () => {
  const line = await bankLine(30_000)
  const { recordId } = await opened()
  acceptedAnswer(await receive(recordId, line))
  const receipt_id = (await stored(recordId)).data.receipts[0]!.receipt_id
  const undo = (by: string) => step(recordId, 'undoReceipt', by, { receipt_id, reason: '错配' })
  expect(said(await undo('account1'))).toBe('到账是您登记的，须由他人撤销。')
  expect(said(await undo('reconcile1'))).toBe('OPENED')
  expect((await stored(recordId)).data).toMatchObject({ recovered_fen: '0', outstanding_fen: '30000' })
  acceptedAnswer(await receive((await opened()).recordId, line))
})

test('a write-off is an order in force about the person, counted once', async () => {
  const { recordId } = await opened()
  const orderOf = async (status: string, kind = 'ORDER_WRITE_OFF', amount = 30_000) => {
    const orderId = randomUUID()
    await sql`
      insert into app.record
      select (jsonb_populate_record(record, jsonb_build_object(
        'record_id', ${orderId}::text, 'kind', ${kind}::text, 'status', ${status}::text,
        'amount_fen', ${amount}::bigint, 'data', '{}'::jsonb
      ))).*
      from app.record
      where record_id = ${recordId}
    `.execute(owner)
    return orderId
  }
  const count = async (id: string, orderId: string) => step(id, 'writeOff', 'audit1', { order_id: orderId })
  expect(said(await count(recordId, await orderOf('ENTERED')))).toContain('没有该人员已生效的核销业务单')
  expect(said(await count(recordId, await orderOf('DONE', 'ORDER_REFUND')))).toContain(
    '没有该人员已生效的核销业务单',
  )
  expect(said(await count(recordId, await orderOf('DONE', 'ORDER_WRITE_OFF', 30_001)))).toContain('超过尚欠')
  const other = await opened()
  expect(said(await count(other.recordId, await orderOf('DONE')))).toContain('没有该人员已生效的核销业务单')
  const orderId = await orderOf('DONE', 'ORDER_WRITE_OFF', 10_000)
  expect(said(await count(recordId, orderId))).toBe('OPENED')
  expect(said(await count(recordId, orderId))).toContain('已计入追回单')
  expect((await stored(recordId)).data).toMatchObject({ written_off_fen: '10000', outstanding_fen: '20000' })
})

test('an instalment that passed without the money is noted once, with a to-do', async () => {
  const recordId = await recovering([
    { due_on: daysAhead(1), amount: '100.00' },
    { due_on: daysAhead(40), amount: '200.00' },
  ])
  // As if the plan were of last month.
  await sql`
    update app.record
    set data = jsonb_set(data, '{plan,items,0,due_on}', '"2024-06-03"')
    where record_id = ${recordId}
  `.execute(owner)
  await letDeadlinePass(database, recordId)
  const kernel = casesContext(db, 'audit1')
  expect(await followRecoveries(kernel)).toEqual({ missed: 1, refused: [] })
  expect(await followRecoveries(kernel)).toEqual({ missed: 0, refused: [] })
  expect((await stored(recordId)).data.missed).toMatchObject([{ due_on: '2024-06-03', missing_fen: '10000' }])
  const { rows } = await sql<{ n: bigint }>`
    select count(*) as n from app.to_do where record_id = ${recordId} and closed_at is null
  `.execute(owner)
  expect(rows[0]!.n).toBe(1n)
})

test('an adjustment is approved by another person, and never below what has come', async () => {
  const { recordId } = await opened()
  acceptedAnswer(await receive(recordId, await bankLine(10_000)))
  const adjust = (amount: string) => step(recordId, 'adjust', 'audit1', { amount, reason: '算错' })
  expect(said(await adjust('99.99'))).toContain('不能少于此数')
  expect(said(await adjust('100.00'))).toBe('ADJUSTING')
  expect(said(await step(recordId, 'approveAdjust', 'head1', { opinion: '同意' }))).toBe('SETTLED')
  expect(await stored(recordId)).toMatchObject({ amount_fen: 10_000n, data: { outstanding_fen: '0' } })
})

test('a case verified once more is not concluded with less than its recoveries claim', async () => {
  const { caseId, recordId } = await opened()
  acceptedAnswer(await doCaseStep(database, caseId, 'object'))
  for (const action of ['reexamine', 'waive']) acceptedAnswer(await doCaseStep(database, caseId, action))
  const conclude = { by: 'audit1', recordId: caseId, action: 'conclude' }
  acceptedAnswer(await takeCaseStep(database, { ...conclude, input: await untrueInput(database, caseId) }))
  expect(said(await doCaseStep(database, caseId, 'approve'))).toContain('已立追回单合计 300.00 元')
  acceptedAnswer(await step(recordId, 'adjust', 'audit1', { amount: '0.00', reason: '不属实' }))
  expect(said(await step(recordId, 'approveAdjust', 'head1', { opinion: '同意' }))).toBe('CANCELLED')
  expect(said(await doCaseStep(database, caseId, 'approve'))).toBe('CLOSED')
})

test('a plan is of what is outstanding, to the fen, forward from today', async () => {
  const { recordId } = await opened()
  const plan = (items: readonly { due_on: string; amount: string }[], kind = 'INSTALMENTS') =>
    step(recordId, 'plan', 'audit1', { kind, items })
  const [soon, later] = [daysAhead(10), daysAhead(20)]
  expect(said(await plan([{ due_on: soon, amount: '299.99' }]))).toContain('计划合计 299.99 元')
  expect(said(await plan([{ due_on: soon, amount: '300.00' }]))).toBe('分期退还至少两期。')
  const swapped = [
    { due_on: later, amount: '100.00' },
    { due_on: soon, amount: '200.00' },
  ]
  expect(said(await plan(swapped))).toContain('依次递增')
  expect(said(await plan([{ due_on: '2024-06-03', amount: '300.00' }], 'ONCE'))).toContain('依次递增')
})

test('a statement is compared by another person before its lines count, and its lines stay listed until matched', async () => {
  const lines = [
    {
      sequence: 1,
      occurred_on: '2024-06-03',
      direction: 'IN',
      amount: '300.00',
      counterparty_name: '某甲',
      memo: '退款',
    },
    {
      sequence: 2,
      occurred_on: '2024-06-04',
      direction: 'OUT',
      amount: '1.00',
      counterparty_name: null,
      memo: null,
    },
  ]
  const input = { fund_account_id: 'ACC9', from: '2024-06-01', to: '2024-06-30', lines }
  const kind = 'BANK_STATEMENT'
  const imported = await takeCaseStep(database, {
    ...{ by: 'account1', kind, recordId: null, action: 'import', input, files: ['STATEMENT_FILE'] },
  })
  const { recordId: statementId } = acceptedAnswer(imported)
  const { recordId } = await opened()
  expect(said(await receive(recordId, 'BANK:ACC9#1'))).toContain('没有这笔收入流水')
  acceptedAnswer(
    await takeCaseStep(database, { by: 'reconcile1', kind, recordId: statementId, action: 'accept' }),
  )
  expect((await unmatchedLines(db, 'A990101')).map(({ line_key }) => line_key)).toEqual(['BANK:ACC9#1'])
  acceptedAnswer(await receive(recordId, 'BANK:ACC9#1', '100.00'))
  expect(await unmatchedLines(db, 'A990101')).toMatchObject([{ left_fen: 20_000n }])
})

test('the database itself refuses a balance that does not add up', async () => {
  const { recordId } = await opened()
  const wrong = sql`
    update app.record set data = jsonb_set(data, '{recovered_fen}', '"1"') where record_id = ${recordId}
  `.execute(owner)
  await expect(wrong).rejects.toThrow('does not add up')
})
