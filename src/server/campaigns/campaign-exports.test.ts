import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { followCampaigns } from '#campaigns/following/follow-campaigns.ts'
import {
  allNo,
  campaignContext,
  contacts,
  doneBy,
  type RunningCampaign,
  runningCampaign,
  setUpCampaigns,
  testCampaignCatalogue,
  testKinds,
} from '#campaigns/test-campaigns.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

/** Answers against findings, totals by question and monthly reports: page by page, and as files. */

const database = await testDatabase()
const names = ['supervise1', 'audit1', 'enter1', 'auditBeside'] as const
const browsers = {} as Record<(typeof names)[number], TestBrowser>
let running: RunningCampaign

beforeAll(async () => {
  await setUpCampaigns(database)
  await sql`
    insert into register.test_detection (agency_id, question, found)
    values ('A990101', '3.1', 1), ('A990101', '3.2', 5), ('A990101', '4.1', 5), ('A990102', '3.1', 2)
  `.execute(database.owner)
  running = await runningCampaign(database)
  const units = [
    { agency: 'A990101', by: 'enter1', said: allNo({ '3.1': { explanation: '已核实，电话13912345678' } }) },
    { agency: 'A990102', by: 'enterBeside', said: allNo() },
  ]
  for (const { agency, by, said } of units) {
    const step = { kind: 'CAMPAIGN_TASK', recordId: running.tasks.get(agency)!, by }
    await doneBy(database, { ...step, action: 'contact', input: contacts })
    await doneBy(database, { ...step, action: 'answer', input: said })
  }
  await followCampaigns(campaignContext(database, 'system'))
  const server = await startTestServer(database, { kinds: testKinds, catalogue: testCampaignCatalogue })
  for (const name of names) {
    await addPerson(database, { staffId: name })
    browsers[name] = await signedIn(server, name)
  }
})

type Item = Record<string, unknown>
const addressOf = (list: string): string => `/api/campaigns/${running.campaignId}/${list}`

/** All pages of a list, two rows at a time. */
async function pagesOf(who: keyof typeof browsers, list: string): Promise<Item[]> {
  const items: Item[] = []
  let cursor: unknown = null
  do {
    const more = cursor === null ? '' : `&cursor=${String(cursor)}`
    const { status, text, body } = await browsers[who].get(`${addressOf(list)}limit=2${more}`)
    expect(status, text).toBe(200)
    expect((body.items as Item[]).length).toBeLessThanOrEqual(2)
    items.push(...(body.items as Item[]))
    cursor = body.next_cursor
  } while (cursor !== null)
  return items
}

const said = (rows: readonly Item[]): unknown[] =>
  rows.map(
    ({ region, question, explained }) => `${region} ${question}${explained === true ? ' explained' : ''}`,
  )

test('answers against findings come page by page, the largest first, of the own region only', async () => {
  const rows = await pagesOf('supervise1', 'contradictions?')
  // Two of the same amount stand in one order, and none is lost between two pages.
  expect(said(rows).slice(0, 2).sort()).toEqual(['990101 3.2', '990101 4.1'])
  expect(said(rows).slice(2)).toEqual(['990102 3.1', '990101 3.1 explained'])
  expect(said(await pagesOf('supervise1', 'contradictions?sort=region&is_explained=false&'))).toHaveLength(3)
  expect(said(await pagesOf('auditBeside', 'contradictions?'))).toEqual(['990102 3.1'])
  expect(JSON.stringify(rows)).not.toContain('13912345678')
})

test('monthly reports come page by page, and of one month', async () => {
  const rows = await pagesOf('supervise1', 'reports?')
  expect(rows.map(({ region }) => region).sort()).toEqual(['990100', '990101', '990102'])
  const [{ month }] = rows as [Item]
  expect(await pagesOf('supervise1', `reports?month=${String(month)}&`)).toHaveLength(3)
  expect(await pagesOf('supervise1', 'reports?month=2001-01&')).toEqual([])
  expect((await pagesOf('audit1', 'reports?')).map(({ region }) => region)).toEqual(['990101'])
})

test.for([
  { list: 'contradictions', lines: 4, of: '3.2', has: '5.00' },
  { list: 'questions', lines: 10, of: '3.1', has: '3.00' },
  { list: 'reports', lines: 3, of: '示例一县', has: '示例一县中心' },
])('$list are exported as shown, by who may take them away', async ({ list, lines, of, has }) => {
  const answer = await browsers.supervise1.get(`${addressOf(list)}/export?format=csv`)
  expect(answer.status, answer.text).toBe(200)
  const [, ...written] = answer.text.trim().split('\n')
  expect(written).toHaveLength(lines)
  expect(written.find((line) => line.includes(of))).toContain(has)
  expect(answer.text).not.toContain('13912345678')
  const workbook = await browsers.supervise1.get(`${addressOf(list)}/export?format=xlsx`)
  expect(workbook.status).toBe(200)
  expect(workbook.text.startsWith('PK')).toBe(true)
  expect((await browsers.enter1.get(`${addressOf(list)}/export?format=csv`)).status).toBe(403)
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count
    from app.trail_entry
    where leaf::jsonb ->> 'outcome' = 'EXPORTED' and leaf::jsonb ->> 'actor' = 'supervise1'
  `.execute(database.owner)
  expect(rows[0]!.count).toBeGreaterThanOrEqual(2n)
})
