import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import type { Answer } from '#records/answer.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { caseKinds } from '../case-kinds.ts'
import { caseIn, daysAhead, setUpCases, storedRecord, takeCaseStep, testFindings } from '../test-cases.ts'

const database = await testDatabase()

beforeAll(() => setUpCases(database))

/** Everything that is possible with 300.00 yuan due; what is not here is not. */
const possible: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  OPENED: {
    ...{ plan: 'PLANNED', receive: 'SETTLED', remind: 'OPENED', adjust: 'ADJUSTING' },
    ...{ undoReceipt: 'refused', writeOff: 'refused' },
  },
  PLANNED: {
    ...{ approvePlan: 'RECOVERING', returnPlan: 'OPENED', receive: 'SETTLED', remind: 'PLANNED' },
    ...{ undoReceipt: 'refused', writeOff: 'refused' },
  },
  RECOVERING: {
    ...{ receive: 'SETTLED', remind: 'RECOVERING', plan: 'PLANNED', adjust: 'ADJUSTING' },
    ...{ undoReceipt: 'refused', writeOff: 'refused', miss: 'refused' },
  },
  ADJUSTING: { approveAdjust: 'OPENED', refuseAdjust: 'OPENED', remind: 'ADJUSTING' },
  SETTLED: { undoReceipt: 'OPENED', adjust: 'ADJUSTING' },
  CANCELLED: {},
}
const waysTo: Readonly<Record<string, readonly string[]>> = {
  OPENED: [],
  PLANNED: ['plan'],
  RECOVERING: ['plan', 'approvePlan'],
  ADJUSTING: ['adjust'],
  SETTLED: ['receive'],
  CANCELLED: ['cancel', 'approveAdjust'],
}

let sequence = 0
async function bankLine(): Promise<string> {
  sequence += 1
  await sql`
    insert into register.bank_transaction (
      fund_account_id, sequence, occurred_at, direction, amount_fen, balance_after_fen, source_delivery
    )
    values ('ACC2', ${sequence}, '2024-06-03 10:00:00', 'IN', 30000, 0, 'D1')
  `.execute(database.owner)
  return `BANK:ACC2#${sequence}`
}

async function doing(recordId: string, name: string): Promise<Answer> {
  const { data } = await storedRecord<{ data: { receipts: { receipt_id: string }[] } }>(database, recordId)
  const action = name === 'cancel' ? 'adjust' : name
  const opinion = { opinion: '同意' }
  const reason = { reason: '测试' }
  const inputs: Readonly<Record<string, unknown>> = {
    plan: { kind: 'ONCE', items: [{ due_on: daysAhead(20), amount: '300.00' }] },
    ...{ approvePlan: opinion, approveAdjust: opinion, returnPlan: reason, refuseAdjust: reason },
    receive: { line_key: await bankLine(), amount: null },
    undoReceipt: { receipt_id: data.receipts[0]?.receipt_id ?? 'none', ...reason },
    writeOff: { order_id: 'none' },
    remind: { channel: 'PHONE', text: '请退还', letter_id: null },
    adjust: { amount: '200.00', ...reason },
    cancel: { amount: '0.00', ...reason },
  }
  const doers: Readonly<Record<string, string>> = {
    ...{ approvePlan: 'head1', returnPlan: 'head1', approveAdjust: 'head1', refuseAdjust: 'head1' },
    ...{ receive: 'account1', undoReceipt: 'reconcile1', miss: 'system:test' },
  }
  const by = doers[action] ?? 'audit1'
  // Of what is settled, 200.00 yuan are below what has come: asked for more instead.
  const isSettled = (await storedRecord(database, recordId)).status === 'SETTLED'
  const input = isSettled && name === 'adjust' ? { amount: '300.01', reason: '测试' } : (inputs[name] ?? {})
  return takeCaseStep(database, { by, kind: 'RECOVERY', recordId, action, input })
}

const kind = caseKinds({ findings: testFindings }).find((each) => each.kind === 'RECOVERY')!
const actions = Object.keys(kind.actions).filter((action) => action !== 'open')
const pairs = Object.keys(possible).flatMap((status) => actions.map((action) => ({ status, action })))

test.for(pairs)('$status, $action', async ({ status, action }) => {
  const { recordId: caseId } = await caseIn(database, 'HANDLING')
  const input = { case_id: caseId, debtor_name: '某甲', amount: '300.00' }
  const open = { by: 'audit1', kind: 'RECOVERY', recordId: null, action: 'open', input }
  const { recordId } = acceptedAnswer(await takeCaseStep(database, open))
  for (const each of waysTo[status]!) acceptedAnswer(await doing(recordId, each))
  expect((await storedRecord(database, recordId)).status).toBe(status)
  const answer = await doing(recordId, action)
  const after = possible[status]![action]
  if (after === undefined) expect(answer).toMatchObject({ code: 'action_not_available' })
  else if (after === 'refused') expect(answer).toMatchObject({ outcome: 'refused', code: 'conflict' })
  else expect(answer).toMatchObject({ outcome: 'accepted', status: after })
})
