import { beforeAll, describe, expect, test } from 'vitest'
import { dayOf, formatDay } from '#base/calendar-math.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { Answer } from '#records/answer.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { requestOf } from '#records/test-kernel.ts'
import { monthsAfter } from './decide-risk-point.ts'
import { levelOf, type RiskPointStatus } from './ledger-codes.ts'
import { riskPointKind } from './risk-point.ts'
import type { RiskPointData } from './risk-point-data.ts'
import { ledgerContext, pointInput, propose, serverContext, setUpLedger, stepOn } from './test-ledger.ts'

const database = await testDatabase()
const { db } = database
const as = (staffId: string) => ledgerContext(db, staffId)
const said = (answer: Answer): string =>
  answer.outcome === 'accepted' ? answer.status : `${answer.code}: ${answer.text.en}`

beforeAll(() => setUpLedger(database))

const reason = { reason: '说明' }
const inputs: Readonly<Record<string, () => unknown>> = {
  resubmit: () => pointInput(),
  revise: () => pointInput({ ...reason, risk: '死亡人员继续领取，账户由他人支取' }),
  review: () => reason,
  retire: () => reason,
  return: () => reason,
  refuse: () => reason,
  keep: () => reason,
  remind: () => ({ when: 'BEFORE' }),
}
const actors: Readonly<Record<string, string>> = {
  ...{ resubmit: 'enter1', withdraw: 'enter1', review: 'auditor1', revise: 'enter1', retire: 'enter1' },
  ...{ approve: 'deputy1', return: 'deputy1', refuse: 'deputy1', keep: 'deputy1', approve_first: 'head1' },
}

const step = (recordId: string, action: string, changes: { by?: string; input?: unknown } = {}) =>
  action === 'lapse' || action === 'remind'
    ? act(
        serverContext(db),
        requestOf({ kind: 'RISK_POINT', recordId, action, input: inputs[action]?.() ?? {} }),
      )
    : stepOn(as(changes.by ?? actors[action]!), {
        ...{ recordId, action },
        input: changes.input ?? inputs[action]?.() ?? {},
      })

async function opened(changes: object = {}): Promise<string> {
  const answer = await propose(as('enter1'), pointInput(changes))
  expect(said(answer)).toBe('PROPOSED')
  return (answer as { recordId: string }).recordId
}

async function stored(
  recordId: string,
): Promise<{ status: string; data: RiskPointData; due: string | null }> {
  const row = await db
    .selectFrom('record')
    .select(['status', 'data', 'due_day'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return { status: row.status, data: row.data as RiskPointData, due: row.due_day as string | null }
}

/** The acts that lead to each status. */
const ways: Readonly<Record<RiskPointStatus, readonly string[]>> = {
  PROPOSED: [],
  RETURNED: ['return'],
  IN_FORCE: ['approve'],
  REVISION_PROPOSED: ['approve', 'revise'],
  RETIREMENT_PROPOSED: ['approve', 'retire'],
  RETIRED: ['approve', 'retire', 'approve'],
  REFUSED: ['refuse'],
  WITHDRAWN: ['withdraw'],
  LAPSED: ['lapse'],
}

async function inStatus(status: RiskPointStatus): Promise<string> {
  const recordId = await opened()
  for (const action of ways[status]) await step(recordId, action)
  expect((await stored(recordId)).status).toBe(status)
  return recordId
}

const kind = riskPointKind()
const further = Object.keys(kind.actions).filter((action) => action !== 'propose')
const pairs = (Object.keys(ways) as RiskPointStatus[]).flatMap((status) =>
  further.map((action) => [status, action] as const),
)

describe('every status and every action', () => {
  test.for(pairs)('in %s: %s', async ([status, action]) => {
    const recordId = await inStatus(status)
    const answer = await step(recordId, action)
    const leadsTo = [kind.workflow[status]?.[action] ?? []].flat()
    if (leadsTo.length === 0) expect(said(answer)).toContain('action_not_available')
    else expect(leadsTo).toContain(said(answer))
  })
})

describe('a risk point', () => {
  test('of the first level is approved by the head only, and so is what would take it from there', async () => {
    const recordId = await opened({ likelihood: 4, impact: 4 })
    expect(said(await step(recordId, 'approve'))).toContain('approved by the head of the unit')
    expect(said(await step(recordId, 'approve_first', { by: 'deputy1' }))).toContain('not_permitted')
    expect(said(await step(recordId, 'approve_first'))).toBe('IN_FORCE')
    const lower = pointInput({ ...reason, likelihood: 1, impact: 4 })
    expect(said(await step(recordId, 'revise', { input: lower }))).toBe('REVISION_PROPOSED')
    expect(said(await step(recordId, 'approve'))).toContain('approved by the head of the unit')
    expect(said(await step(recordId, 'approve_first'))).toBe('IN_FORCE')
    expect(said(await step(recordId, 'retire'))).toBe('RETIREMENT_PROPOSED')
    expect(said(await step(recordId, 'approve'))).toBe('RETIRED')
  })

  test('names three people on post at the unit, whose names are kept', async () => {
    const recordId = await opened()
    expect((await stored(recordId)).data.people).toEqual({
      ...{ direct: 'enter1', department_head: 'review1', unit_head: 'head1' },
    })
    for (const who of ['gone', 'outsider', 'G-none']) {
      expect(said(await propose(as('enter1'), pointInput({ direct_staff_id: who })))).toContain('not on post')
    }
  })

  test('is not decided by who proposed it, nor by another unit, and nobody there learns of it', async () => {
    const recordId = ((await propose(as('deputy1'), pointInput())) as { recordId: string }).recordId
    expect(said(await step(recordId, 'approve'))).toContain('not_permitted')
    await expect(step(recordId, 'approve', { by: 'outsider' })).rejects.toMatchObject({ code: 'not_found' })
    expect(said(await step(recordId, 'approve', { by: 'head1' }))).toBe('IN_FORCE')
  })

  test('is due for review the sooner the higher its level, and counts from the review', async () => {
    const recordId = await inStatus('IN_FORCE')
    const in6 = formatDay(monthsAfter(shanghaiDay(new Date()), 6))
    expect((await stored(recordId)).due).toBe(in6)
    expect(said(await step(recordId, 'review'))).toBe('IN_FORCE')
    const { data, due } = await stored(recordId)
    expect([data.remarks.length, due]).toEqual([1, in6])
  })

  test('keeps what is in force until a revision is approved', async () => {
    const recordId = await inStatus('REVISION_PROPOSED')
    expect((await stored(recordId)).data.point.risk).toContain('未及时停发')
    await step(recordId, 'keep')
    const kept = await stored(recordId)
    expect([kept.status, kept.data.revision]).toEqual(['IN_FORCE', null])
    await step(recordId, 'revise')
    await step(recordId, 'approve')
    expect((await stored(recordId)).data.point.risk).toContain('账户由他人支取')
  })

  test.for([
    ['no measure', { measures: [] }],
    ['a score of 6', { impact: 6 }],
    ['half a score', { likelihood: 2.5 }],
    ['a stage there is none of', { stage: 'INVESTMENT' }],
    ['a rule that is none', { rule_codes: ['drop table'] }],
    ['measures that make it worse', { residual_likelihood: 5 }],
    ['an unknown field', { neighbourhood: 'X' }],
  ] as const)('with %s is refused', async ([, changes]) => {
    expect(said(await propose(as('enter1'), pointInput(changes)))).toContain('invalid_input')
  })
})

test('levels follow likelihood and impact', () => {
  const level = (likelihood: number, impact: number) => levelOf({ likelihood, impact })
  expect([level(5, 3), level(4, 4), level(2, 5), level(4, 2), level(5, 1)]).toEqual([1, 1, 2, 2, 3])
  expect(level(2, 3)).toBe(3)
})

test('months later is the same day, or the last of the month', () => {
  expect(monthsAfter(dayOf(2026, 8, 31), 6)).toBe(dayOf(2027, 2, 28))
  expect(monthsAfter(dayOf(2027, 11, 30), 3)).toBe(dayOf(2028, 2, 29))
  expect(monthsAfter(dayOf(2026, 1, 15), 12)).toBe(dayOf(2027, 1, 15))
})
