import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { accessFunctions } from '#access/functions/catalogue.ts'
import { demonstrationGrants, demonstrationOrganisation } from '#access/organisation/demonstration.ts'
import { Organisation } from '#access/organisation/organisation.ts'
import { raiseEpochs } from '#access/storing/grant-store.ts'
import { importOrganisation } from '#access/storing/organisation-store.ts'
import { type Day, formatDay } from '#base/calendar-math.ts'
import { readCalendar } from '#platform/policy.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { defaultLimits, kindsOf } from '#records/act-context.ts'
import { attachmentTurns, defaultAttachmentLimits } from '#records/attachments/upload-attachment.ts'
import { shanghaiDay, workingDaysOf } from '#records/deadlines/working-days.ts'
import type { Business } from '../../business/business.ts'
import { castOf, places } from '../cast.ts'
import { openPastDatabase } from '../past-database.ts'
import { momentOfDay, openedDaysAgo, workingDaysBefore } from '../past-days.ts'
import type { Stage } from '../stage.ts'
import type { Setting, Story } from '../story.ts'

/** The demonstration's office in a database of a test, and somebody who tells it stories. */
export interface Telling {
  readonly stage: Stage
  readonly setting: Setting
  /** Scene by scene in the order of time; what a scene throws ends the test. */
  readonly tell: (stories: readonly Story[]) => Promise<void>
  /** `KIND STATUS count`, of every record. */
  readonly counted: () => Promise<string[]>
  readonly close: () => Promise<void>
}

export async function openTelling(
  { db, url }: TestDatabase,
  { today, business }: { readonly today: Day; readonly business: Pick<Business, 'kinds' | 'catalogue'> },
): Promise<Telling> {
  const past = openPastDatabase(url)
  const calendar = workingDaysOf(await readCalendar())
  const before = (daysAgo: number) => workingDaysBefore(calendar, today, daysAgo)
  const opened = momentOfDay(before(openedDaysAgo), '08:00')
  const organisation = Organisation.parse(demonstrationOrganisation(shanghaiDay(opened)))
  await db.transaction().execute(async (tx) => {
    await importOrganisation(tx, organisation, opened)
    const grants = demonstrationGrants(organisation).map(({ staffId, role, regions }) => ({
      ...{ grant_id: `${staffId}-${role}`, staff_id: staffId, role, regions: [...regions] },
      ...{ valid_from: opened, origin: 'DEMONSTRATION' },
    }))
    await tx.insertInto('role_grant').values(grants).execute()
    await raiseEpochs(
      tx,
      organisation.staff.map(({ id }) => id),
    )
  })
  let now = opened
  const moveTo = async (moment: Date): Promise<void> => {
    now = moment
    await past.moveTo(moment)
  }
  const { kinds, catalogue = accessFunctions } = business
  const stage: Stage = {
    db: past.db,
    kernel: {
      ...{ db: past.db, kinds: kindsOf(kinds), workingDays: calendar },
      catalogue,
      ...{ newId: randomUUID, newNonce: () => randomBytes(32), limits: defaultLimits },
    },
    attachments: {
      store: {
        folder: mkdtempSync(path.join(tmpdir(), 'fangxian-test-')),
        masterKeys: [{ version: 1, key: randomBytes(32) }],
      },
      ...{ scanner: null, limits: defaultAttachmentLimits, turns: attachmentTurns() },
    },
    today: () => formatDay(shanghaiDay(now)),
    pass: () => moveTo(new Date(now.getTime() + 180_000)),
    checkpoints: [],
    records: new Map(),
  }
  const setting: Setting = {
    cast: castOf(organisation),
    day: (daysAgo) => formatDay(daysAgo < 0 ? today - daysAgo : before(daysAgo)),
    isWorkingDayToday: true,
    region: places.county,
  }
  return {
    stage,
    setting,
    tell: async (stories) => {
      const moment = ({ daysAgo, time }: Story['scenes'][number]) => momentOfDay(before(daysAgo), time)
      const scenes = stories.flatMap((story) => story.scenes)
      for (const scene of scenes.toSorted((a, b) => moment(a).getTime() - moment(b).getTime())) {
        await moveTo(moment(scene))
        await scene.play(stage)
      }
    },
    counted: async () => {
      const rows = await db
        .selectFrom('record')
        .select(({ fn }) => ['kind', 'status', fn.countAll<bigint>().as('count')])
        .groupBy(['kind', 'status'])
        .orderBy('kind')
        .orderBy('status')
        .execute()
      return rows.map(({ kind, status, count }) => `${kind} ${status} ${count}`)
    },
    close: past.close,
  }
}
