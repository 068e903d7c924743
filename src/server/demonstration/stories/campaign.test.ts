import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { demonstrationGrants, demonstrationOrganisation } from '#access/organisation/demonstration.ts'
import { Organisation } from '#access/organisation/organisation.ts'
import { raiseEpochs } from '#access/storing/grant-store.ts'
import { importOrganisation } from '#access/storing/organisation-store.ts'
import { dayOf, formatDay } from '#base/calendar-math.ts'
import { testCampaignCatalogue, testKinds } from '#campaigns/test-campaigns.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { defaultLimits, kindsOf } from '#records/act-context.ts'
import { attachmentTurns, defaultAttachmentLimits } from '#records/attachments/upload-attachment.ts'
import { plainCalendar } from '#records/test-kernel.ts'
import { castOf, places } from '../cast.ts'
import { openPastDatabase } from '../past-database.ts'
import { momentOfDay, workingDaysBefore } from '../past-days.ts'
import type { Stage } from '../stage.ts'
import type { Setting } from '../story.ts'
import { campaignStory } from './campaign.ts'

const database = await testDatabase({ isDemonstration: true })
const today = dayOf(2026, 11, 20)
const past = openPastDatabase(database.url)
afterAll(past.close)

const before = (daysAgo: number) => workingDaysBefore(plainCalendar, today, daysAgo)
const organisation = Organisation.parse(demonstrationOrganisation(before(33)))
const at = momentOfDay(before(33), '08:00')
await database.db.transaction().execute(async (tx) => {
  await importOrganisation(tx, organisation, at)
  const grants = demonstrationGrants(organisation).map(({ staffId, role, regions }) => ({
    ...{ grant_id: `${staffId}-${role}`, staff_id: staffId, role, regions: [...regions] },
    ...{ valid_from: at, origin: 'DEMONSTRATION' },
  }))
  await tx.insertInto('role_grant').values(grants).execute()
  await raiseEpochs(
    tx,
    organisation.staff.map(({ id }) => id),
  )
})
// What answers are set against is read by the tests' own source.
const { owner, appRole } = database
await sql`create table register.test_detection (agency_id text, question text, found integer)`.execute(owner)
await sql`insert into register.test_detection values ('A990101', '1.1', 3)`.execute(owner)
await sql`grant select on register.test_detection to ${sql.id(appRole)}`.execute(owner)

test('the campaign of the demonstration is told to its end', async () => {
  const store = { folder: mkdtempSync(path.join(tmpdir(), 'fangxian-test-')) }
  let now = at
  const moveTo = async (moment: Date): Promise<void> => {
    now = moment
    await past.moveTo(moment)
  }
  const stage: Stage = {
    db: past.db,
    kernel: {
      ...{ db: past.db, kinds: kindsOf(testKinds), catalogue: testCampaignCatalogue },
      ...{ workingDays: plainCalendar, newId: randomUUID, newNonce: () => randomBytes(32) },
      limits: defaultLimits,
    },
    attachments: {
      store: { ...store, masterKeys: [{ version: 1, key: randomBytes(32) }] },
      ...{ scanner: null, limits: defaultAttachmentLimits, turns: attachmentTurns() },
    },
    today: () => formatDay(today),
    pass: () => moveTo(new Date(now.getTime() + 180_000)),
    records: new Map(),
  }
  const setting: Setting = {
    cast: castOf(organisation),
    day: (daysAgo) => formatDay(daysAgo < 0 ? today - daysAgo : before(daysAgo)),
    isWorkingDayToday: true,
    region: places.county,
  }
  const { scenes } = campaignStory(setting)
  const moment = ({ daysAgo, time }: (typeof scenes)[number]) => momentOfDay(before(daysAgo), time)
  for (const scene of scenes.toSorted((a, b) => moment(a).getTime() - moment(b).getTime())) {
    await moveTo(moment(scene))
    await scene.play(stage)
  }
  const rows = await database.db
    .selectFrom('record')
    .select(({ fn }) => ['kind', 'status', fn.countAll<bigint>().as('count')])
    .where('kind', '<>', 'MONTHLY_REPORT')
    .groupBy(['kind', 'status'])
    .orderBy('kind')
    .orderBy('status')
    .execute()
  expect(rows.map(({ kind, status, count }) => `${kind} ${status} ${count}`)).toEqual([
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
