import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { dayOf } from '#base/calendar-math.ts'
import { testCampaignCatalogue, testKinds } from '#campaigns/test-campaigns.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { campaignStory } from './campaign.ts'
import { openTelling } from './test-telling.ts'

const database = await testDatabase({ isDemonstration: true })
const business = { kinds: testKinds, catalogue: testCampaignCatalogue }
const telling = await openTelling(database, { today: dayOf(2026, 11, 20), business })
afterAll(telling.close)
// What answers are set against is read by the tests' own source.
const { owner, appRole } = database
await sql`create table register.test_detection (agency_id text, question text, found integer)`.execute(owner)
await sql`insert into register.test_detection values ('A990101', '1.1', 3)`.execute(owner)
await sql`grant select on register.test_detection to ${sql.id(appRole)}`.execute(owner)

test('the campaign of the demonstration is told to its end', async () => {
  await telling.tell([campaignStory(telling.setting)])
  const told = (await telling.counted()).filter((each) => !each.startsWith('MONTHLY_REPORT'))
  expect(told).toEqual([
    'CAMPAIGN RUNNING 1',
    'CAMPAIGN_CHECK DONE 1',
    'CAMPAIGN_CHECK OPEN 5',
    'CAMPAIGN_PROBLEM OPEN 1',
    'CAMPAIGN_PROBLEM VERIFIED 1',
    'CAMPAIGN_TASK ANSWERING 1',
    'CAMPAIGN_TASK ISSUED 9',
    'CAMPAIGN_TASK RETURNED 1',
    'CAMPAIGN_TASK SUBMITTED 5',
  ])
  const denied = await database.db
    .selectFrom('campaign_unit')
    .select('agency_id')
    .where('contradictions', '>', 0)
    .execute()
  expect(denied).toEqual([{ agency_id: 'A990101' }])
})
