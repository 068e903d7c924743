import { randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { AnswerInput } from '#campaigns/answering/task-data.ts'
import { selfCheckTable } from '#campaigns/documents/self-check-table.ts'
import { allNo, runningCampaign, setUpCampaigns, storedCampaign } from '#campaigns/test-campaigns.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { openTestTrail, type TestTrail } from '#trail/test-trail.ts'
import { type Ended, newFolder, runProgram } from './program.ts'

/** Two installations at their consoles: tasks down, a filled-in table up, as docs/operate/packages.md has it. */

interface Console {
  readonly folder: string
  readonly trail: TestTrail
  readonly run: (...args: string[]) => Promise<Ended>
}

async function openConsole(): Promise<Console> {
  const trail = await openTestTrail()
  await setUpCampaigns(trail.database)
  const folder = await newFolder()
  const variables = {
    DATABASE_URL: trail.database.url,
    FANGXIAN_CONFIG: path.join(folder, 'fangxian.yaml'),
    FANGXIAN_DATA_FOLDER: path.join(folder, 'data'),
  }
  await writeFile(variables.FANGXIAN_CONFIG, 'log: { level: error }\n')
  await mkdir(variables.FANGXIAN_DATA_FOLDER)
  return { folder, trail, run: (...args) => runProgram(['package', ...args], { variables, cwd: folder }) }
}

async function keyOf({ folder, run }: Console): Promise<string> {
  const made = await run('key')
  expect([made.status, made.told]).toEqual([0, expect.stringContaining('keep a copy')])
  expect(made.printed).toMatch(/^fangxian-package\/\S+\+[0-9a-f]{8}\+\S+\n$/)
  expect(await run('key')).toMatchObject({ status: 0, printed: made.printed, told: '' })
  const file = path.join(folder, 'package-key.txt')
  await writeFile(file, made.printed)
  return file
}

async function filledIn(folder: string, taskId: string): Promise<string> {
  const { answers } = allNo() as { answers: AnswerInput[] }
  const file = path.join(folder, `${randomUUID()}.xlsx`)
  const head = { taskId, campaign: '风险排查', agency: '示例一县中心', dueOn: '2026-12-31' }
  await writeXlsx(file, [selfCheckTable(head, answers)])
  return file
}

test('tasks go down and answers come up between two installations', async () => {
  const [above, below] = [await openConsole(), await openConsole()]
  const taskId = (await runningCampaign(above.trail.database)).tasks.get('A990101')!
  const [cityKey, countyKey] = [await keyOf(above), await keyOf(below)]
  const trusted = await above.run('trust', '--name', 'county', '--agency', 'A990101', '--key', countyKey)
  expect(trusted).toMatchObject({ status: 0, printed: expect.stringContaining('"county" is trusted') })
  const bare = await below.run('trust', '--name', 'city', '--key', cityKey)
  expect(bare).toMatchObject({ status: 2, told: expect.stringContaining('--superior') })
  expect(await below.run('trust', '--name', 'city', '--superior', '--key', cityKey)).toMatchObject({
    status: 0,
  })

  const tasks = path.join(above.folder, 'tasks.zip')
  const asked = ['export', '--kind', 'tasks', '--to', 'county', '--out', tasks]
  const refused = await above.run(...asked, '--staff', 'enter1')
  expect(refused.status).toBe(2)
  expect(await above.run(...asked, '--staff', 'supervise1')).toMatchObject({
    ...{ status: 0, printed: expect.stringMatching(/^Package 1 for county is in /) },
  })
  expect(await above.run(...asked, '--staff', 'supervise1')).toMatchObject({
    ...{ status: 2, told: expect.stringContaining('is there already') },
  })
  const seen = await runProgram(['package', 'show', tasks, '--key', cityKey])
  expect([seen.status, seen.printed]).toEqual([0, expect.stringMatching(/^kind +campaign tasks$/m)])
  expect(await runProgram(['package', 'show', tasks, '--key', countyKey])).toMatchObject({ status: 3 })
  expect(await below.run('import', tasks)).toMatchObject({ status: 0 })

  const answers = path.join(below.folder, 'answers.zip')
  const table = await filledIn(below.folder, taskId)
  const sent = ['export', '--kind', 'answers', '--to', 'city', '--staff', 'enter1', '--table', table]
  expect(await below.run(...sent, '--out', answers)).toMatchObject({ status: 0 })
  expect(await above.run('show', answers)).toMatchObject({
    ...{ status: 0, printed: expect.stringContaining('county') },
  })
  const dry = await above.run('import', answers, '--staff', 'enter1', '--dry-run')
  expect(dry).toMatchObject({ status: 0, printed: expect.stringContaining('would be done') })
  const imported = await above.run('import', answers, '--staff', 'enter1')
  expect([imported.status, imported.printed]).toEqual([0, expect.stringContaining('It is imported.')])
  expect((await storedCampaign(above.trail.database, taskId)).status).toBe('ANSWERING')
  const again = await above.run('import', answers, '--staff', 'enter1', '--lang', 'zh')
  expect([again.status, again.printed]).toEqual([0, expect.stringContaining('没有办理任何事项')])

  const copy = path.join(below.folder, 'again.zip')
  expect(await below.run('export', '--to', 'city', '--again', '1', '--out', copy)).toMatchObject({
    status: 0,
  })
  expect(await readFile(copy)).toEqual(await readFile(answers))
  const listed = await above.run('list')
  expect([listed.status, listed.printed]).toEqual([
    0,
    expect.stringMatching(/^received +county +1 +answers/m),
  ])
  expect(await above.run('trust', '--name', 'county', '--withdraw')).toMatchObject({ status: 0 })
  const ended = await above.run('import', answers, '--staff', 'enter1')
  expect([ended.status, ended.told]).toEqual([2, expect.stringContaining('not trusted here')])
}, 240_000)
