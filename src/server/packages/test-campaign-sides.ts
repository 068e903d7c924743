import { sql } from 'kysely'
import type { AnswerInput } from '#campaigns/answering/task-data.ts'
import { selfCheckTable } from '#campaigns/documents/self-check-table.ts'
import {
  allNo,
  campaignContext,
  runningCampaign,
  setUpCampaigns,
  storedCampaign,
} from '#campaigns/test-campaigns.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { openTestTrail } from '#trail/test-trail.ts'
import { type AskedExport, exportPackage } from './export-package.ts'
import { type AskedImport, type Imported, importPackage } from './import-package.ts'
import { introduce, newFile, openSide, type TestSide } from './test-exchange.ts'

/** Two installations: a city that runs a campaign, and a county outside that answers it; and one that nobody knows. */
export interface CampaignSides {
  readonly above: TestSide
  readonly below: TestSide
  readonly stranger: TestSide
  /** Of the county, at the city. */
  readonly taskId: string
}

async function openCampaignSide(title: string): Promise<TestSide> {
  const trail = await openTestTrail()
  await setUpCampaigns(trail.database)
  return openSide(title, trail, campaignContext(trail.database, 'system'))
}

export async function openCampaignSides(): Promise<CampaignSides> {
  const above = await openCampaignSide('示例市')
  const below = await openCampaignSide('示例一县')
  const stranger = await openCampaignSide('不相识者')
  const { tasks } = await runningCampaign(above.trail.database)
  await introduce(above, below, 'A990101')
  return { above, below, stranger, taskId: tasks.get('A990101')! }
}

export const down = (changes: Partial<AskedExport> = {}): AskedExport => ({
  ...{ kind: 'TASKS', to: { partner: 'county' }, staffId: 'supervise1', out: newFile('tasks.zip') },
  ...{ tables: [], year: 2026, ...changes },
})
export const up = (changes: Partial<AskedExport> = {}): AskedExport =>
  down({
    kind: 'ANSWERS',
    to: { partner: 'province' },
    staffId: 'enter1',
    out: newFile('up.zip'),
    ...changes,
  })

export async function exported(side: TestSide, asked: AskedExport): Promise<string> {
  await exportPackage(side.exchange, asked)
  return asked.out
}

export const take = (side: TestSide, file: string, changes: Partial<AskedImport> = {}): Promise<Imported> =>
  importPackage(side.exchange, {
    ...{ file, staffId: 'enter1', isDryRun: false, leavesRefused: false, ...changes },
  })

/** The county has its task, as the city sent it. */
export async function handDown({ above, below }: CampaignSides): Promise<void> {
  await take(below, await exported(above, down()), { staffId: null })
}

export async function filledIn(
  taskId: string,
  changes: Readonly<Record<string, Partial<AnswerInput>>> = {},
): Promise<string> {
  const { answers } = allNo(changes) as { answers: AnswerInput[] }
  const file = newFile('filled.xlsx')
  const head = { taskId, campaign: '风险排查', agency: '示例一县中心', dueOn: '2026-12-31' }
  await writeXlsx(file, [selfCheckTable(head, answers)])
  return file
}

export const versionOfTask = async ({ above, taskId }: CampaignSides): Promise<number> =>
  (await storedCampaign(above.trail.database, taskId)).version

/** Everything that an import could change. */
export async function stateOf({ trail }: TestSide): Promise<Record<string, bigint>> {
  const { rows } = await sql<Record<string, bigint>>`
    select
      (select count(*) from app.record_action) as acts,
      (select count(*) from app.package_received) as received,
      (select count(*) from app.package_item) as items,
      (select count(*) from app.trail_entry) as entries
  `.execute(trail.database.owner)
  return rows[0]!
}
