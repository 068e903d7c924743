import { cp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Surroundings } from '#cli/command.ts'
import { openDatabase } from '#platform/postgres/database.ts'
import { openTestTrail, type TestTrail, temporaryFolder } from '#trail/test-trail.ts'
import { trailExportCommand } from './trail-export.ts'
import { trailVerifyCommand } from './trail-verify.ts'

let trail: TestTrail
let folder: string
const noted: (readonly string[])[] = []

const open = () => Promise.resolve(openDatabase(trail.database.url))
const exportCommand = trailExportCommand({
  openDatabase: open,
  noteExport: async (_, entryIds) => void noted.push(entryIds),
})
const verifyCommand = trailVerifyCommand(async () => ({
  database: await open(),
  outsideFolders: [trail.outside],
  actionTables: [],
}))

type Values = Readonly<Record<string, string | boolean | string[]>>

async function run(
  command: typeof exportCommand,
  operands: string[],
  values: Values,
  language: 'zh' | 'en' = 'en',
): Promise<{ status: number; printed: string }> {
  let printed = ''
  const surroundings: Surroundings = {
    language,
    reportLanguage: language,
    isDebug: false,
    print: (text) => {
      printed += text
    },
    tell: () => undefined,
    signal: new AbortController().signal,
    now: () => new Date(),
    workingDirectory: folder,
    terminalColumns: null,
  }
  const status = await command.run({ operands, values }, surroundings)
  return { status, printed }
}

beforeAll(async () => {
  trail = await openTestTrail()
  await trail.write(20)
  await trail.checkpoint()
  folder = temporaryFolder()
})

describe('trail export and trail verify', () => {
  test('hand the trail to an outsider, who finds it intact or names the first bad entry', async () => {
    const exported = await run(exportCommand, [], { out: 'export' })
    expect(exported).toMatchObject({ status: 0, printed: expect.stringContaining('Exported 21 entries') })
    expect(noted).toEqual([[]])
    const intact = await run(verifyCommand, ['export'], { checkpoints: [trail.outside], key: trail.key.text })
    expect(intact).toMatchObject({
      status: 0,
      printed: expect.stringMatching(/^The trail is intact: 21 entries/),
    })
    await cp(path.join(folder, 'export'), path.join(folder, 'bad'), { recursive: true })
    const leaves = path.join(folder, 'bad', 'leaves.jsonl')
    const lines = (await readFile(leaves, 'utf8')).split('\n')
    lines[4] = lines[4]!.replace('staff-7', 'staff-8')
    await writeFile(leaves, lines.join('\n'))
    const bad = await run(verifyCommand, ['bad'], {}, 'zh')
    expect(bad.status).toBe(3)
    expect(bad.printed).toContain('第一处：第 4 条')
    const json = await run(verifyCommand, ['bad'], { json: true })
    expect(JSON.parse(json.printed)).toMatchObject({ isIntact: false, size: 21 })
  })

  test('verify the database itself', async () => {
    const { status, printed } = await run(verifyCommand, [], { database: true, key: trail.key.text })
    expect([status, printed]).toEqual([0, expect.stringMatching(/^The trail is intact: 21 entries/)])
  })

  test.for<[string, string[], Values]>([
    ['nothing to verify', [], {}],
    ['an export and the database', ['export'], { database: true }],
    ['a key that is none', ['export'], { key: 'abc' }],
  ])('refuse %s as wrong usage', async ([, operands, values]) => {
    await expect(run(verifyCommand, operands, values)).rejects.toMatchObject({ code: 'wrong_usage' })
  })

  test('an export without a folder is refused as wrong usage', async () => {
    await expect(run(exportCommand, [], {})).rejects.toMatchObject({ code: 'wrong_usage' })
  })
})
