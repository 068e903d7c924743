import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { followCampaigns } from '#campaigns/following/follow-campaigns.ts'
import {
  allNo,
  campaignContext,
  contacts,
  daysAhead,
  doneBy,
  type RunningCampaign,
  runningCampaign,
  setUpCampaigns,
  submitSelfCheck,
  testCampaignCatalogue,
  testKinds,
} from '#campaigns/test-campaigns.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

const database = await testDatabase()
const names = ['supervise1', 'enter1', 'head1', 'auditBeside', 'audit1'] as const
const browsers = {} as Record<(typeof names)[number], TestBrowser>
let running: RunningCampaign

const problem = {
  ...{ category: 3, question: '3.3', description: '账号借给他人使用，电话13912345678', people_count: 2 },
  ...{ nature: 'IRREGULAR', cause: '管理不严', responsible: '某岗位', kind: 'DEADLINE', measures: '收回' },
  ...{ needs_legislation: false, in_crime: false, case_id: null, major_event_reported: false },
  ...{ amount_yuan: '1234.50', due_on: daysAhead(20) },
}

beforeAll(async () => {
  await setUpCampaigns(database)
  running = await runningCampaign(database)
  const { campaignId, tasks } = running
  await submitSelfCheck(database, tasks.get('A990101')!)
  const beside = { kind: 'CAMPAIGN_TASK', recordId: tasks.get('A990102')!, by: 'enterBeside' }
  await doneBy(database, { ...beside, action: 'contact', input: contacts })
  await doneBy(database, { ...beside, action: 'answer', input: allNo() })
  const input = { ...problem, campaign_id: campaignId }
  await doneBy(database, { kind: 'CAMPAIGN_PROBLEM', action: 'record', by: 'enter1', input })
  await followCampaigns(campaignContext(database, 'system'))
  const server = await startTestServer(database, { kinds: testKinds, catalogue: testCampaignCatalogue })
  for (const name of names) {
    await addPerson(database, { staffId: name })
    browsers[name] = await signedIn(server, name)
  }
})

type Item = Record<string, unknown>

async function asked(who: keyof typeof browsers, address: string): Promise<Item> {
  const answer = await browsers[who].get(`/api/${address}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}

describe('a campaign over the wire', () => {
  test('is listed for who planned it and for its units, with the figures of one’s own scope', async () => {
    const [whole] = (await asked('supervise1', 'campaigns')).items as Item[]
    expect(whole).toMatchObject({ name: '风险排查', units: 3, submitted: 1, problems: 1, is_own_plan: true })
    const [own] = (await asked('enter1', 'campaigns?status=RUNNING')).items as Item[]
    expect(own).toMatchObject({ units: 1, submitted: 1, is_own_plan: false })
    expect(own!.task_id).toBe(running.tasks.get('A990101'))
    expect((await asked('enter1', 'campaigns?status=FINISHED')).items).toEqual([])
    expect((await browsers.enter1.get(`/api/records/CAMPAIGN/${running.campaignId}`)).status).toBe(404)
  })

  test('at a glance has its lines by region, rates and coverages', async () => {
    const glance = await asked('supervise1', `campaigns/${running.campaignId}`)
    const questions = 10
    expect(glance.whole).toMatchObject({
      units: 3,
      asked: 3 * questions,
      answered: 2 * questions,
      city_checks: 1,
    })
    expect(glance.by_region).toMatchObject([
      { region: '990100', is_own: true, units: 1, answered: 0 },
      { region: '990101', units: 1, answered: questions, submitted: 1, problems: 1 },
      { region: '990102', units: 1, answered: questions, answering: 1 },
    ])
    expect(glance.rates).toMatchObject({
      submitted: { part: 1, whole: 3, is_reached: false },
      handled: { part: 0, whole: 1, needed_percent: 95, is_reached: false },
      city_review: { part: 0, whole: 2, needed_percent: 100 },
    })
    const county = await asked('supervise1', `campaigns/${running.campaignId}?region=990102`)
    expect(county.whole).toMatchObject({ units: 1, submitted: 0 })
    const own = await asked('enter1', `campaigns/${running.campaignId}`)
    expect(own).toMatchObject({ spot: null, whole: { units: 1 } })
  })
})

describe('lists of a campaign', () => {
  test('show nothing of a region that is not one’s own', async () => {
    const { campaignId, tasks } = running
    for (const address of [
      `campaigns/${campaignId}?region=990102`,
      `campaigns/${campaignId}/questions?region=990102`,
      `campaigns/${campaignId}/units?region=990102`,
      `campaigns/${campaignId}/checks?region=990102`,
      `campaigns/${campaignId}/problems?region=990102`,
      `campaigns/${campaignId}/contradictions?region=990102`,
      `campaign-tasks/${tasks.get('A990102')}/detections`,
      `campaigns/none`,
    ]) {
      expect((await browsers.enter1.get(`/api/${address}`)).status, address).toBe(404)
    }
    const regions = async (list: string) =>
      ((await asked('auditBeside', `campaigns/${campaignId}/${list}`)).items as Item[]).map(
        (row) => row.region,
      )
    expect(await regions('units')).toEqual(['990102'])
    expect(await regions('problems')).toEqual([])
    expect(await regions('checks')).toEqual([])
  })

  test('of units, checks and problems are filtered, and what was written is masked', async () => {
    const { campaignId } = running
    const list = async (address: string) =>
      (await asked('supervise1', `campaigns/${campaignId}/${address}`)).items as Item[]
    expect((await list('units?sort=-answered')).map((row) => row.answered)).toEqual([10, 10, 0])
    expect((await list('units?status=SUBMITTED')).map((row) => row.region)).toEqual(['990101'])
    expect(await list('units?has_contradictions=true')).toEqual([])
    expect(await list('units?is_overdue=true')).toEqual([])
    expect(await list('checks?level=CITY')).toMatchObject([{ region: '990101', by_agency_id: 'A990100' }])
    expect(await list('checks?level=PROVINCE')).toEqual([])
    const [found] = await list('problems?category=3&kind=DEADLINE&source=SELF&status=OPEN')
    expect(found).toMatchObject({ amount_fen: '123450', people_count: 2, is_overdue: false })
    expect(found!.description).not.toContain('13912345678')
    expect(await list('problems?category=4')).toEqual([])
    const rows = await list('questions')
    expect(rows).toHaveLength(10)
    expect(rows[0]).toMatchObject({ units: 2, yes: 0, no: 2 })
    const paged = await asked('supervise1', `campaigns/${campaignId}/units?limit=2`)
    const rest = await asked(
      'supervise1',
      `campaigns/${campaignId}/units?limit=2&cursor=${paged.next_cursor}`,
    )
    expect([...(paged.items as Item[]), ...(rest.items as Item[])].map((row) => row.region)).toEqual([
      ...['990100', '990101', '990102'],
    ])
  })

  test('are exported as shown, by who may take them away', async () => {
    const { campaignId } = running
    for (const list of ['units', 'checks', 'problems']) {
      const answer = await browsers.supervise1.get(`/api/campaigns/${campaignId}/${list}/export?format=csv`)
      expect(answer.status, answer.text).toBe(200)
      expect(answer.text.trim().split('\n')).toHaveLength(list === 'units' ? 4 : 2)
      expect(
        (await browsers.enter1.get(`/api/campaigns/${campaignId}/${list}/export?format=csv`)).status,
      ).toBe(403)
    }
  })
})

describe('what others read of campaigns', () => {
  const counted = async (view: string, by: string): Promise<unknown> => {
    const { rows } = await sql<{ key: string; count: number }>`
      select ${sql.ref(by)} as key, count(*)::integer as count
      from ${sql.table(`app.${view}`)}
      group by 1
      order by 1
    `.execute(database.db)
    return Object.fromEntries(rows.map(({ key, count }) => [key, count]))
  }

  test('deadlines: of units, checks, problems, reports and phases, with what is done', async () => {
    expect(await counted('deadlines_of_campaigns', 'kind')).toEqual({
      ...{ SELF_CHECK: 3, CHECK_CITY: 1, PROBLEM: 1, MONTHLY_REPORT: 3 },
      ...{
        PHASE_DEPLOY: 1,
        PHASE_SELF_CHECK: 1,
        PHASE_CITY_CHECK: 1,
        PHASE_PROVINCE_CHECK: 1,
        PHASE_SUMMARY: 1,
      },
    })
    const { rows } = await sql<{ region: string; done: boolean; due_on: string }>`
      select region, done_on is not null as done, due_on
      from app.deadlines_of_campaigns
      where kind = 'SELF_CHECK'
      order by region
    `.execute(database.db)
    const due = daysAhead(11)
    expect(rows).toEqual([
      { region: '990100', done: false, due_on: due },
      { region: '990101', done: true, due_on: due },
      { region: '990102', done: false, due_on: due },
    ])
  })

  test('answers, checks and problems, for the process rules', async () => {
    expect(await counted('record_campaign_answer', 'region')).toEqual({ 990101: 10, 990102: 10 })
    expect(await counted('record_campaign_check', 'level')).toEqual({ CITY: 1 })
    expect(await counted('record_campaign_problem', 'region')).toEqual({ 990101: 1 })
  })
})
