import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { storedCampaign } from '#campaigns/test-campaigns.ts'
import { verifyDatabase } from '#trail/database-check/verify-database.ts'
import { kindsKept } from '../business/business.ts'
import { actionTables } from '../trail/action-tables.ts'
import { exportPackage } from './export-package.ts'
import { listPackages } from './list-packages.ts'
import { getPartner, trustPartner, withdrawPartner } from './partners.ts'
import {
  type CampaignSides,
  down,
  exported,
  filledIn,
  openCampaignSides,
  stateOf,
  take,
  up,
  versionOfTask,
} from './test-campaign-sides.ts'
import { manifestOf, refusalOf, type TestSide, unpack } from './test-exchange.ts'

let sides: CampaignSides
let above: TestSide
let below: TestSide
let stranger: TestSide
let taskId: string

beforeAll(async () => {
  sides = await openCampaignSides()
  ;({ above, below, stranger, taskId } = sides)
}, 120_000)

const filled = (changes: Parameters<typeof filledIn>[1] = {}) => filledIn(taskId, changes)

describe('tasks to a unit outside, and its answers back', () => {
  test('tasks go down masked, with the table beside them, and are there to be answered', async () => {
    const file = await exported(above, down())
    const files = await unpack(file)
    expect([...files.keys()]).toEqual(['manifest.json', 'signature', 'records.json', `${taskId}.xlsx`])
    expect(await manifestOf(file)).toMatchObject({
      ...{ format: 1, kind: 'TASKS', sequence: 1, previous: null },
      sender: { title: '示例市', key: above.key },
      recipient: { agency_id: 'A990101', title: 'county' },
    })
    const { tasks } = JSON.parse(files.get('records.json')!.toString('utf8'))
    expect(tasks).toMatchObject([
      { task_id: taskId, agency_id: 'A990101', campaign: '风险排查', answers: [] },
    ])
    expect(tasks[0].questions).toHaveLength(10)
    expect(await take(below, file, { staffId: null })).toMatchObject({ state: 'DONE', items: [] })
    expect(await take(below, file, { staffId: null })).toMatchObject({ state: 'ALREADY' })
  })

  test('a filled-in table goes up masked and becomes one act of the unit’s person', async () => {
    const note = { explanation: '来电13912345678，身份证11010519491231002X，已核实' }
    const file = await exported(below, up({ tables: [await filled({ '3.1': note })] }))
    const text = (await unpack(file)).get('records.json')!.toString('utf8')
    expect(text).toContain('139****5678')
    expect(text).not.toMatch(/13912345678|11010519491231002X/)
    const before = await stateOf(above)
    const tried = await take(above, file, { isDryRun: true })
    expect(tried).toMatchObject({ state: 'DRY_RUN', items: [{ item: 1, outcome: 'WOULD_DO' }] })
    expect(await stateOf(above)).toEqual(before)
    expect(await take(above, file)).toMatchObject({
      state: 'DONE',
      items: [{ item: 1, recordKind: 'CAMPAIGN_TASK', recordId: taskId, outcome: 'ACCEPTED' }],
    })
    const { status, data } = await storedCampaign(above.trail.database, taskId)
    expect(status).toBe('ANSWERING')
    const { answers } = data as {
      answers: Record<string, { answer: string; by: string; explanation: string }>
    }
    expect(Object.keys(answers)).toHaveLength(10)
    expect(answers['3.1']).toMatchObject({ answer: 'NO', by: 'enter1' })
    expect(answers['3.1']!.explanation).toContain('139****5678')
    const { rows } = await sql`
      select session_id, terminal_id from app.record_action where record_id = ${taskId} and action = 'answer'
    `.execute(above.trail.database.owner)
    expect(rows).toEqual([
      { session_id: expect.stringMatching(/^package:[0-9a-f]{32}$/), terminal_id: 'console:test-host' },
    ])
    const version = await versionOfTask(sides)
    expect(await take(above, file)).toMatchObject({ state: 'ALREADY', items: [{ outcome: 'ACCEPTED' }] })
    expect(await versionOfTask(sides)).toBe(version)
  })

  test('both sides list what went where, and the trail has each export and import', async () => {
    const { partners, packages } = await listPackages(above.exchange.kernel.db)
    expect(partners).toMatchObject([{ title: 'county', agency_id: 'A990101', ended_at: null }])
    expect(packages.map(({ way, kind, sequence }) => [way, kind, sequence])).toEqual([
      ['RECEIVED', 'ANSWERS', 1],
      ['SENT', 'TASKS', 1],
    ])
    await above.trail.checkpoint()
    const { outside, key, database } = above.trail
    // The fixture writes its views past the kernel.
    const tables = actionTables(kindsKept()).filter(({ table }) => table !== 'record_view')
    const known = { outsideFolders: [outside], trustedKey: key, actionTables: tables }
    expect(await verifyDatabase(database.db, known)).toMatchObject({ problems: [] })
    const { rows } = await sql<{ leaf: string }>`
      select leaf::text as leaf from app.trail_entry where leaf::text like '%PACKAGE_%' order by entry_id
    `.execute(above.trail.database.owner)
    const functions = rows.map(({ leaf }) => /PACKAGE_[A-Z]+/.exec(leaf)![0])
    expect(functions.toSorted()).toEqual(
      ['PACKAGE_EXPORT', 'PACKAGE_IMPORT', 'PACKAGE_IMPORT', 'PACKAGE_TRUST'].toSorted(),
    )
  })
})

describe('who is known', () => {
  test('a unit without the system gets its tasks with numbers of its own', async () => {
    const asked = down({ to: { agencyId: 'A990102' } })
    await exportPackage(above.exchange, asked)
    expect(await manifestOf(asked.out)).toMatchObject({
      sequence: 1,
      recipient: { key_id: null, agency_id: 'A990102', title: '示例二县中心' },
    })
    expect(await refusalOf(take(below, asked.out, { staffId: null }))).toMatch(/addressed to/)
  })

  test('nobody exports what he may not read or take away', async () => {
    for (const staffId of ['enter1', 'auditBeside', 'nobody']) {
      expect(await refusalOf(exportPackage(above.exchange, down({ staffId }))), staffId).not.toBe(
        'nothing was refused',
      )
    }
    expect(await refusalOf(exportPackage(above.exchange, down({ to: { partner: 'x' } })))).toMatch(
      /no partner/,
    )
    expect(await refusalOf(exportPackage(above.exchange, up({ to: { partner: 'county' } })))).toMatch(
      /not registered as a superior/,
    )
  })

  test('a key is registered once, for one unit that is there, and ends', async () => {
    const { exchange } = above
    const known = { title: 'other', key: stranger.key, agencyId: 'A990102' }
    expect(await refusalOf(trustPartner(exchange, { ...known, key: 'nonsense' }))).toMatch(/no package key/)
    expect(await refusalOf(trustPartner(exchange, { ...known, key: above.key }))).toMatch(/our own key/)
    expect(await refusalOf(trustPartner(exchange, { ...known, agencyId: 'none' }))).toMatch(/no unit none/)
    expect(await refusalOf(trustPartner(exchange, { ...known, title: 'county' }))).toMatch(
      /registered already/,
    )
    expect(await refusalOf(trustPartner(exchange, { ...known, key: below.key }))).toMatch(
      /registered as "county"/,
    )
    const made = await trustPartner(exchange, known)
    expect(await trustPartner(exchange, known)).toEqual(made)
    await withdrawPartner(exchange, 'county')
    const file = await exported(below, up({ tables: [await filled()] }))
    expect(await refusalOf(take(above, file))).toMatch(/not trusted here/)
    const db = exchange.kernel.db
    expect(await refusalOf(db.transaction().execute((tx) => getPartner(tx, 'county')))).toMatch(/no partner/)
  })
})
