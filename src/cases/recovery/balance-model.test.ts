import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { caseIn, daysAhead, setUpCases, storedRecord, takeCaseStep } from '../test-cases.ts'

/** Random acts on two recoveries and three lines, on PostgreSQL: whatever was accepted, the books agree. */

const database = await testDatabase()
const { owner } = database

beforeAll(async () => {
  await setUpCases(database)
  for (const [sequence, fen] of [5_000, 20_000, 40_000].entries()) {
    await sql`
      insert into register.bank_transaction (
        fund_account_id, sequence, occurred_at, direction, amount_fen, balance_after_fen, source_delivery
      )
      values ('ACC3', ${sequence}, '2024-06-03 10:00:00', 'IN', ${fen}, 0, 'D1')
    `.execute(owner)
  }
})

interface Stored {
  readonly status: string
  readonly data: Readonly<
    Record<'due_fen' | 'recovered_fen' | 'written_off_fen' | 'outstanding_fen', string>
  > & {
    readonly receipts: readonly { receipt_id: string; amount_fen: string; undone: unknown }[]
  }
}

const move = fc.record({
  which: fc.constantFrom(0, 1),
  action: fc.constantFrom(
    'receive',
    'receive',
    'receive',
    'undoReceipt',
    'plan',
    'approvePlan',
    'adjust',
    'approveAdjust',
  ),
  line: fc.integer({ min: 0, max: 2 }),
  fen: fc.integer({ min: 1, max: 35_000 }),
})
const yuan = (fen: number | bigint): string =>
  `${BigInt(fen) / 100n}.${String(BigInt(fen) % 100n).padStart(2, '0')}`

async function opened(): Promise<string> {
  const { recordId: caseId } = await caseIn(database, 'HANDLING')
  const input = { case_id: caseId, debtor_name: '某甲', amount: '300.00' }
  const open = { by: 'audit1', kind: 'RECOVERY', recordId: null, action: 'open', input }
  return acceptedAnswer(await takeCaseStep(database, open)).recordId
}

async function doMove(
  recordId: string,
  { action, line, fen }: { action: string; line: number; fen: number },
) {
  const { data } = await storedRecord<Stored>(database, recordId)
  const live = data.receipts.filter(({ undone }) => undone === null)
  const inputs: Readonly<Record<string, unknown>> = {
    receive: { line_key: `BANK:ACC3#${line}`, amount: fen % 3 === 0 ? null : yuan(fen) },
    undoReceipt: { receipt_id: live[fen % Math.max(live.length, 1)]?.receipt_id ?? 'none', reason: '错配' },
    plan: { kind: 'ONCE', items: [{ due_on: daysAhead(20), amount: yuan(BigInt(data.outstanding_fen)) }] },
    approvePlan: { opinion: '同意' },
    adjust: { amount: yuan(fen), reason: '算错' },
    approveAdjust: { opinion: '同意' },
  }
  const doers: Readonly<Record<string, string>> = {
    ...{ receive: 'account1', undoReceipt: 'reconcile1', approvePlan: 'head1', approveAdjust: 'deputy1' },
  }
  const step = { by: doers[action] ?? 'audit1', kind: 'RECOVERY', recordId, action, input: inputs[action] }
  return takeCaseStep(database, step)
}

async function checkBooks(recordIds: readonly string[]): Promise<void> {
  for (const recordId of recordIds) {
    const { status, data } = await storedRecord<Stored>(database, recordId)
    const [due, recovered, off, outstanding] = [
      ...[data.due_fen, data.recovered_fen, data.written_off_fen, data.outstanding_fen],
    ].map(BigInt) as [bigint, bigint, bigint, bigint]
    const live = data.receipts.filter(({ undone }) => undone === null)
    expect(recovered).toBe(live.reduce((sum, { amount_fen }) => sum + BigInt(amount_fen), 0n))
    expect(recovered + off + outstanding).toBe(due)
    expect(outstanding >= 0n).toBe(true)
    if (status === 'SETTLED') expect(outstanding).toBe(0n)
  }
  const { rows } = await sql<{ wrong: bigint }>`
    select count(*) as wrong
    from app.matched_line
    where
      matched_fen > line_fen
      or matched_fen <> (
        select coalesce(sum(matched_receipt.amount_fen), 0)
        from app.matched_receipt
        where matched_receipt.line_key = matched_line.line_key
      )
  `.execute(owner)
  expect(rows[0]!.wrong).toBe(0n)
}

test('the books agree after every act, and money is counted once', { timeout: 300_000 }, async () => {
  let accepted = 0
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 15 }), async (moves) => {
      const recordIds = [await opened(), await opened()]
      for (const each of moves) {
        const answer = await doMove(recordIds[each.which]!, each)
        if (answer.outcome === 'accepted') accepted += 1
        await checkBooks(recordIds)
      }
      // The lines are free again for the next.
      await sql`delete from app.matched_receipt`.execute(owner)
      await sql`delete from app.matched_line`.execute(owner)
    }),
    { numRuns: 15 },
  )
  expect(accepted).toBeGreaterThan(15)
})
