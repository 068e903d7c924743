import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { caseKinds } from '#cases/case-kinds.ts'
import { caseIn, setUpCases, takeCaseStep, testFindings } from '#cases/test-cases.ts'
import { readCalendar } from '#platform/policy.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { workingDaysOf } from '#records/deadlines/working-days.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { rules } from '#rules/catalogue.ts'
import { processRules } from '#rules/process/process-rules.ts'
import type { WorkOutcome } from '#screening/on-records/run-on-records.ts'
import { isDueToday } from './process-run-store.ts'
import { runProcessRules } from './run-process-rules.ts'

/** The views over records that people made by real acts, and what becomes of what the rules find. */
const database = await testDatabase()
const { db, owner, pool } = database
const workingDays = workingDaysOf(await readCalendar())
const kinds = caseKinds({ findings: testFindings })

async function run(): Promise<{
  readonly runId: string
  readonly outcomes: ReadonlyMap<string, WorkOutcome>
}> {
  const runId = randomUUID()
  const given = { pool, db, processRules, rules, kinds, workingDays, programVersion: 'test', now: new Date() }
  const outcomes = await runProcessRules(given, { runId, askedBy: null })
  expect(outcomes).not.toBeNull()
  for (const { rule, cause } of outcomes!) expect(cause, rule.code).toBeUndefined()
  return { runId, outcomes: new Map(outcomes!.map((each) => [each.rule.code, each])) }
}

interface Stored {
  readonly subject_id: string
  readonly status: string
  readonly episode: number
  readonly regions: string[]
  readonly owner_region: string
  readonly sources: string[]
  readonly explanation: string
  readonly evidence_count: number
  readonly not_found_since: Date | null
}
async function storedOf(code: string): Promise<Stored[]> {
  const { rows } = await sql<Stored>`
    select subject_id, status, episode, regions, owner_region, sources, explanation, evidence_count, not_found_since
    from app.finding
    where rule_code = ${code}
    order by subject_id
  `.execute(owner)
  return rows
}

const ago = (recordId: string, days: number) =>
  sql`
    update app.record
    set entered_at = entered_at - make_interval(days => ${days}::integer)
    where record_id = ${recordId}
  `.execute(owner)

let caseId: string
let recoveryId: string

beforeAll(async () => {
  await setUpCases(database)
  caseId = (await caseIn(database, 'VERIFYING')).recordId
  const handled = (await caseIn(database, 'HANDLING')).recordId
  const input = { case_id: handled, debtor_name: '某甲', amount: '300.00' }
  const opening = { by: 'audit1', kind: 'RECOVERY', recordId: null, action: 'open', input } as const
  recoveryId = acceptedAnswer(await takeCaseStep(database, opening)).recordId
})

test('records made by acts are in order; what does not exist yet is not evaluated, and nothing fails', async () => {
  const { runId, outcomes } = await run()
  expect(outcomes.size).toBe(18)
  expect(outcomes.get('WF-17')?.status).toBe('PASS')
  expect(outcomes.get('WF-14')?.status).toBe('PASS')
  expect(outcomes.get('WF-01')?.status).toBe('PASS')
  expect(outcomes.get('WF-11')?.reason?.zh).toBe('本系统尚无举报记录')
  expect(outcomes.get('WF-12')?.reason?.zh).toBe('本系统尚无档案记录')
  for (const code of ['WF-02', 'WF-05', 'WF-07', 'WF-08', 'WF-09', 'WF-15', 'WF-16', 'WF-18']) {
    expect(outcomes.get(code)?.status, code).toBe('NOT_EVALUATED')
  }
  const { rows } = await sql<{ state: string; rules: number; snapshot_id: string }>`
    select
      state,
      snapshot_id,
      (
        select count(*)::integer
        from app.screening_run_rule
        where run_id = ${runId}
      ) as rules
    from app.screening_run
    where run_id = ${runId}
  `.execute(owner)
  expect(rows[0]).toMatchObject({ state: 'DONE', rules: 18 })
  expect(rows[0]!.snapshot_id).toMatch(/^records-\d{4}-\d{2}-\d{2}$/)
  expect(await isDueToday(db)).toBe(false)
})

test('a case that waits too long is a finding of its agency, owned by the superior, and meets itself again', async () => {
  await ago(caseId, 400)
  const { outcomes } = await run()
  expect(outcomes.get('WF-01')?.status).toBe('HIT')
  const [found, ...others] = await storedOf('WF-01')
  expect(others).toEqual([])
  expect(found).toMatchObject({
    subject_id: 'A990101',
    status: 'OPEN',
    regions: ['990101'],
    sources: ['RUN'],
  })
  expect(found!.owner_region).toBe('990100')
  expect(found!.explanation).toContain('1 件疑点或案件核查超期')
  await run()
  expect(await storedOf('WF-01')).toMatchObject([{ episode: 1, evidence_count: 1, not_found_since: null }])
})

test('what is in order again is said not to be found, and stays until somebody concludes it', async () => {
  await ago(caseId, -400)
  await run()
  const [found] = await storedOf('WF-01')
  expect(found).toMatchObject({ status: 'OPEN' })
  expect(found!.not_found_since).not.toBeNull()
})

test('a recovery that nobody touches is stalled', async () => {
  await sql`alter table app.record_action disable trigger user`.execute(owner)
  await sql`
    update app.record_action
    set at = at - interval '61 days'
    where record_id = ${recoveryId}
  `.execute(owner)
  await run()
  expect(await storedOf('WF-14')).toMatchObject([{ subject_id: 'A990101', status: 'OPEN' }])
})

test('a record changed behind the kernel shows', async () => {
  await sql`
    update app.record
    set status = 'CLOSED'
    where record_id = ${caseId}
  `.execute(owner)
  await run()
  expect(await storedOf('WF-17')).toMatchObject([
    { subject_id: caseId, explanation: expect.stringContaining('现状与最后环节不符') },
  ])
})
