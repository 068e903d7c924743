import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import {
  idOf,
  ledgerContext,
  pointInForce,
  pointInput,
  propose,
  saidBy,
  setUpLedger,
  stepOn,
} from '#risk-ledger/test-ledger.ts'
import { figuresOf, pick } from './test-figures.ts'

/** Points made by the real acts, their acts moved to days of 2026 afterwards. */
const database = await testDatabase()
const { db, owner } = database
const as = (staffId: string) => ledgerContext(db, staffId)

async function step(by: string, recordId: string, action: string, input: unknown = {}): Promise<void> {
  const answer = await stepOn(as(by), { recordId, action, input })
  expect(answer.outcome, saidBy(answer)).toBe('accepted')
}

/** When the acts were, in their order. */
async function actedOn(recordId: string, ...moments: readonly string[]): Promise<void> {
  for (const [index, at] of moments.entries()) {
    await sql`
      update app.record_action set at = ${at}::timestamptz where record_id = ${recordId} and version = ${index + 1}
    `.execute(owner)
  }
}

const revise = async (recordId: string, likelihood: number, impact: number) => {
  const input = pointInput({ likelihood, impact, residual_likelihood: 1, residual_impact: 1, reason: '复评' })
  await step('enter1', recordId, 'revise', input)
  await step('head1', recordId, 'approve_first')
}

const codes = [
  'points_in_force',
  'points_first_level',
  'points_new',
  'points_removed',
  'points_reviewed',
] as const
const shifts = ['points_shifted', 'points_raised', 'points_lowered'] as const
const of = (half: 'H1' | 'H2', region = '990101') => pick(figuresOf(db, region, half), ...codes, ...shifts)

beforeAll(() => setUpLedger(database))

describe('the ledger of a half year', () => {
  test('counts what was approved, raised, lowered and removed within it, and stands as at its end', async () => {
    // 12 is the second level. Raised to the first in April, lowered to the third in July.
    const raised = await pointInForce(db)
    await revise(raised, 5, 4)
    await revise(raised, 2, 2)
    await actedOn(
      raised,
      ...['2025-12-30T10:00+08', '2025-12-31T23:59:59+08', '2026-04-01T10:00+08', '2026-04-02T10:00+08'],
      ...['2026-06-30T10:00+08', '2026-07-01T00:00+08'],
    )
    // Up and down again within the half: shifted, neither raised nor lowered.
    const back = await pointInForce(db)
    await revise(back, 5, 4)
    await revise(back, 3, 4)
    const days = [
      '2026-01-01T00:00+08',
      '2026-01-01T00:00+08',
      '2026-02-01',
      '2026-02-02',
      '2026-03-01',
      '2026-03-02',
    ]
    await actedOn(back, ...days)
    // Revised within its level, reviewed, then asked to be removed: still in force at the end of June.
    const same = await pointInForce(db)
    await revise(same, 4, 3)
    await step('auditor1', same, 'review', { reason: '仍然适用' })
    await step('enter1', same, 'retire', { reason: '业务取消' })
    await step('deputy1', same, 'approve')
    await actedOn(
      same,
      ...['2026-01-05', '2026-01-06', '2026-03-05', '2026-03-06', '2026-04-05', '2026-06-20', '2026-08-01'],
    )
    // Proposed only, and a revision that was not agreed to: neither counts.
    await actedOn(idOf(await propose(as('enter1'), pointInput())), '2026-02-01')
    const kept = await pointInForce(db)
    await step('enter1', kept, 'revise', pointInput({ likelihood: 5, impact: 5, reason: '复评' }))
    await step('deputy1', kept, 'keep', { reason: '维持' })
    await actedOn(kept, '2026-01-05', '2026-01-06', '2026-03-05', '2026-03-06')

    expect(await of('H1')).toEqual(['4', '1', '3', '0', '3', '2', '1', '0'])
    expect(await of('H2')).toEqual(['3', '0', '0', '1', '1', '1', '0', '1'])
    expect(await of('H1', '990100')).toEqual(await of('H1'))
    expect(await of('H1', '990102')).toEqual(['0', '0', '0', '0', '0', '0', '0', '0'])
  })
})
