import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { findingFunctions } from '#findings/finding-access.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { processRuleFunctions } from '#process-rules/process-rule-access.ts'
import { processRules } from '#rules/process/process-rules.ts'
import { runFunctions } from '#runs/run-access.ts'
import { setUpRegions } from '#runs/test-runs.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

const database = await testDatabase()
const people = {
  auditor: ['INTERNAL_AUDIT', '990101'],
  neighbour: ['INTERNAL_AUDIT', '990102'],
  city: ['SUPERVISION', '990100'],
  nobody: null,
} as const
const browsers = {} as Record<keyof typeof people, TestBrowser>
const lateFinding = '00000000000000aa'

/** Found ninety days ago at the county, level 1, and nobody has looked at it. */
async function addLateFinding(): Promise<void> {
  await sql`
    insert into app.finding (
      finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name, period_from,
      period_to, amount_fen, evidence_count, explanation, regions, owner_region, agency_id, sources, episode, status,
      open_amount_fen, first_found_at, last_found_at, last_as_of
    )
    values (
      ${lateFinding}, 1, 'DTH-01', 1, 1, 'person', 'P1', '', '', '', 12300, 1, '示例。', '{990101}', '990101', 'A990101',
      '{RUN}', 1, 'OPEN', 12300, now() - interval '90 days', now(), now()
    )
  `.execute(database.owner)
  await sql`
    insert into app.finding_episode (finding_id, episode, opened_at, rule_version, state, amount_fen, evidence_count)
    values (${lateFinding}, 1, now() - interval '90 days', 1, 'OPEN', 12300, 1)
  `.execute(database.owner)
}

beforeAll(async () => {
  await setUpRegions(database)
  const catalogue = extendCatalogue(accessFunctions, [
    ...findingFunctions,
    ...runFunctions,
    ...processRuleFunctions,
  ])
  const server = await startTestServer(database, { catalogue })
  for (const [staffId, duty] of Object.entries(people)) {
    await addPerson(database, { staffId })
    if (duty !== null) {
      await sql`
        insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
        values (${randomUUID()}, ${staffId}, ${duty[0]}, ${[duty[1]]}, '2025-01-01', 'DEMONSTRATION')
      `.execute(database.owner)
    }
    await sql`
      update app.staff_member
      set agency_id = case ${duty?.[1] ?? '990101'} when '990101' then 'A990101' else 'A990100' end
      where staff_id = ${staffId}
    `.execute(database.owner)
    browsers[staffId as keyof typeof people] = await signedIn(server, staffId)
  }
  await addLateFinding()
})

interface Listed {
  readonly code: string
  readonly state: {
    readonly status: string
    readonly reason: { zh: string } | null
    readonly run_id: string
  } | null
  readonly waits_for: { zh: string } | null
  readonly open_findings: number
}
async function listed(who: keyof typeof people): Promise<{ items: Listed[]; may_run: boolean }> {
  const { status, body, text } = await browsers[who].get('/api/process-rules')
  expect(status, text).toBe(200)
  return body as unknown as { items: Listed[]; may_run: boolean }
}
const openOf = async (who: keyof typeof people, code: string): Promise<number | undefined> =>
  (await listed(who)).items.find((each) => each.code === code)?.open_findings

const runId = randomUUID()

describe('the rules about work', () => {
  test('are all there before anybody asked them, and only a supervisor may ask', async () => {
    const { items, may_run } = await listed('city')
    expect(items.map(({ code }) => code)).toEqual(processRules.map(({ code }) => code))
    expect(items.every(({ state }) => state === null)).toBe(true)
    expect(may_run).toBe(true)
    expect((await listed('auditor')).may_run).toBe(false)
    expect((await browsers.nobody.get('/api/process-rules')).status).toBeGreaterThanOrEqual(403)
  })

  test('are refused to others, and asked once however often the same is sent', async () => {
    expect((await browsers.auditor.post('/api/process-rules/runs', { run_id: runId })).status).toBe(403)
    for (let time = 0; time < 2; time += 1) {
      const answer = await browsers.city.post('/api/process-rules/runs', { run_id: runId })
      expect(answer.status, answer.text).toBe(200)
    }
    const { rows } = await sql<{ runs: number; asked_by: string }>`
      select count(*)::integer as runs, min(asked_by) as asked_by
      from app.screening_run
      where is_of_records
    `.execute(database.owner)
    expect(rows).toEqual([{ runs: 1, asked_by: 'city' }])
  })

  test('say how they came out, and what waits for records that do not exist yet', async () => {
    const { items } = await listed('auditor')
    const byCode = new Map(items.map((each) => [each.code, each]))
    expect(byCode.get('WF-01')?.state).toMatchObject({ status: 'HIT', run_id: runId })
    expect(byCode.get('WF-09')?.state).toMatchObject({ status: 'NOT_EVALUATED' })
    expect(byCode.get('WF-09')?.state?.reason?.zh).toContain('缺少数据')
    expect(byCode.get('WF-11')?.waits_for?.zh).toContain('举报')
    expect(items.some(({ state }) => state?.status === 'FAILED')).toBe(false)
  })

  test('count findings within the scope: the unit and its superior see one, the county beside does not', async () => {
    expect(await openOf('auditor', 'WF-01')).toBe(1)
    expect(await openOf('city', 'WF-01')).toBe(1)
    expect(await openOf('neighbour', 'WF-01')).toBe(0)
  })
})

describe('what they find', () => {
  test('is a finding like any other: listed by its rule, opened with its evidence, in words', async () => {
    const { body } = await browsers.city.get('/api/findings?rule=WF-01')
    const [found] = body.items as {
      finding_id: string
      explanation: string
      rule_title: { zh: string }
      owner_region: string
    }[]
    expect(found).toMatchObject({ rule_title: { zh: '疑点核查超期' }, owner_region: '990100' })
    expect(found!.explanation).toContain('青川县社会保险中心有 1 件疑点或案件核查超期')
    const opened = await browsers.city.get(`/api/findings/${found!.finding_id}`)
    expect(opened.body).toMatchObject({ rule: { check: expect.stringContaining('批准的延期') } })
    const evidence = await browsers.city.get(`/api/findings/${found!.finding_id}/evidence`)
    expect(evidence.body.items).toMatchObject([
      // Its money is at stake in the finding that waits, and counts once.
      { table_title: '疑点和案件办理情况', key: lateFinding, amount_fen: '0' },
    ])
    const words = await browsers.city.get(`/api/findings/${found!.finding_id}/explanation`)
    expect(words.status, words.text).toBe(200)
    expect(JSON.stringify(words.body)).toContain('一级 5 和 20 个工作日')
    expect((await browsers.neighbour.get(`/api/findings/${found!.finding_id}`)).status).toBe(404)
  })

  test('leads to the page of its rule, with its SQL and its runs', async () => {
    const rule = await browsers.city.get('/api/rules/WF-01')
    expect(rule.body).toMatchObject({ family: 'process', family_title: { zh: '流程' }, code: 'WF-01' })
    expect(String(rule.body.sql)).toContain('lead_late as (')
    expect((await browsers.city.get('/api/rules?family=process')).body.items).toHaveLength(18)
  })
})
