import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import PizZip from 'pizzip'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnswerInput } from '#campaigns/answering/task-data.ts'
import { selfCheckHeaders, selfCheckTable } from '#campaigns/documents/self-check-table.ts'
import {
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
import { cellText } from '#platform/xlsx/xlsx-cells.ts'
import { openXlsx } from '#platform/xlsx/xlsx-reader.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { signedIn, type TestBrowser } from '../../test-browser.ts'
import { addPerson, startTestServer, type TestServer } from '../../test-server.ts'

const database = await testDatabase()
const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-test-'))
afterAll(() => rmSync(folder, { recursive: true }))
const names = ['supervise1', 'enter1', 'enterBeside'] as const
const browsers = {} as Record<(typeof names)[number], TestBrowser>
let server: TestServer
let running: RunningCampaign

const basics = [
  { scheme: '170', recipients: 41_200, monthly_yuan: '8240000.00', staff: 36, accounts: 40, sampled: 300 },
  { scheme: '110', recipients: 900, monthly_yuan: '1800000.00', staff: 12, accounts: 12, sampled: 20 },
]

beforeAll(async () => {
  await setUpCampaigns(database)
  running = await runningCampaign(database)
  const recordId = running.tasks.get('A990101')!
  await doneBy(database, {
    kind: 'CAMPAIGN_TASK',
    recordId,
    action: 'describe',
    by: 'enter1',
    input: { basics },
  })
  await submitSelfCheck(database, recordId)
  const input = {
    ...{ category: 3, question: '3.3', description: '账号借给他人使用，电话13912345678', people_count: 2 },
    ...{ nature: 'IRREGULAR', cause: '管理不严', responsible: '某岗位', kind: 'DEADLINE', measures: '收回' },
    ...{ needs_legislation: false, in_crime: false, case_id: null, major_event_reported: true },
    ...{ amount_yuan: '1234.50', due_on: daysAhead(20), campaign_id: running.campaignId },
  }
  await doneBy(database, { kind: 'CAMPAIGN_PROBLEM', action: 'record', by: 'enter1', input })
  server = await startTestServer(database, { kinds: testKinds, catalogue: testCampaignCatalogue })
  for (const name of names) {
    await addPerson(database, { staffId: name })
    browsers[name] = await signedIn(server, name)
  }
})

let files = 0
/** What is downloaded, as a file. */
async function taken(who: keyof typeof browsers, address: string): Promise<string> {
  const { cookies } = browsers[who]
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(`${server.url}/api/${address}`, {
    headers: { cookie, 'user-agent': 'Mozilla/5.0 (test)' },
  })
  expect(response.status).toBe(200)
  files += 1
  const file = path.join(folder, `${files}.file`)
  await writeFile(file, Buffer.from(await response.arrayBuffer()))
  return file
}

async function rowsOf(file: string): Promise<string[][]> {
  const workbook = await openXlsx(file)
  const rows: string[][] = []
  try {
    for await (const block of workbook.sheets[0]!.rows()) {
      rows.push(...block.map(({ cells }) => Array.from(cells, cellText)))
    }
  } finally {
    await workbook.close()
  }
  return rows
}

describe('forms and reports over the wire', () => {
  test('附件1 has a line for each scheme that a unit described, and counts what is of the unit once', async () => {
    const file = await taken('supervise1', `campaigns/${running.campaignId}/documents/basic-summary`)
    const rows = await rowsOf(file)
    const own = rows.filter(
      ([region]) => region?.includes('A990101') === true || region?.includes('一县') === true,
    )
    expect(own.map((row) => row.slice(2, 6))).toEqual([
      ['41200', '8240000', '36', '40'],
      ['900', '1800000', '12', '12'],
    ])
    // Trailing cells that are empty are not in the file.
    expect(own.map((row) => row.slice(11, 14))).toEqual([['1234.5', '0', '1'], []])
    const total = rows.at(-1)!
    expect([total[0], total[2], total[11], total[13]]).toEqual(['合计', '42100', '1234.5', '1'])
  })

  test('附件2 has the problems, with what was written masked', async () => {
    const file = await taken('supervise1', `campaigns/${running.campaignId}/documents/problem-summary`)
    const last = (await rowsOf(file)).at(-1)!
    expect([last[0], last[2], last[4], last[5], last[9], last[12], last[13]]).toEqual([
      ...['1', '待遇发放内部控制', '2', '1234.5', '限期整改：收回', '否', '是'],
    ])
    expect(last[3]).not.toContain('13912345678')
  })

  test('the report has the figures of the scope', async () => {
    const file = await taken('supervise1', `campaigns/${running.campaignId}/documents/report`)
    const words = new PizZip(await readFile(file))
      .file('word/document.xml')!
      .asText()
      .replace(/<[^>]+>/g, '')
    expect(words).toContain('应报单位3个，已提交1个')
    expect(words).toContain('发现问题1个，涉及金额1,234.50元')
    expect(words).not.toMatch(/[{}]/)
  })

  test('are not for who may not take away, and of another region they do not exist', async () => {
    const address = `/api/campaigns/${running.campaignId}/documents/report`
    expect((await browsers.enter1.get(address)).status).toBe(403)
    expect((await browsers.enter1.get(`${address}?region=990102`)).status).toBe(404)
    expect((await browsers.supervise1.get('/api/campaigns/none/documents/report')).status).toBe(404)
  })
})

describe('the table of a self-check over the wire', () => {
  const place = () => `campaign-tasks/${running.tasks.get('A990102')!}/self-check-table`
  const send = async (file: string) =>
    browsers.enterBeside.send('POST', `/api/${place()}`, {
      raw: new Uint8Array(await readFile(file)),
      headers: { 'content-type': 'application/octet-stream' },
    })

  test('goes out with all questions, comes back as the input of “answer”, and is taken by it', async () => {
    const rows = await rowsOf(await taken('enterBeside', place()))
    expect(rows.some((row) => row[0] === selfCheckHeaders.question)).toBe(true)
    const recordId = running.tasks.get('A990102')!
    const head = { taskId: recordId, campaign: '风险排查', agency: '示例', dueOn: daysAhead(11) }
    const given: AnswerInput = {
      ...{ question: '3.1', count: 3, amount_yuan: '12.50', evidence: '清单', explanation: null },
      answer: 'PARTIAL',
      rectify_by: daysAhead(9),
    }
    const file = path.join(folder, 'filled.xlsx')
    await writeXlsx(file, [selfCheckTable(head, [given])])
    const answer = await send(file)
    expect(answer.body).toEqual({ answers: [given], faults: [] })
    const { answers } = answer.body as { answers: unknown }
    const act = { kind: 'CAMPAIGN_TASK', recordId, action: 'answer', by: 'enterBeside', input: { answers } }
    await doneBy(database, act)
    const again = await rowsOf(await taken('enterBeside', place()))
    expect(again.find(([number]) => number === '3.1')!.slice(3, 8)).toEqual([
      ...['部分', '3', '12.50', '清单', daysAhead(9)],
    ])
  })

  test('with bad cells gives a sentence for each, and what is no workbook is refused', async () => {
    const head = {
      taskId: running.tasks.get('A990102')!,
      campaign: '风险排查',
      agency: '示例',
      dueOn: '2026-01-01',
    }
    const sheet = selfCheckTable(head, [])
    const rows = [...(sheet.rows as Iterable<readonly (string | null)[]>)].map((row) =>
      row[0] === '3.1' ? [...row.slice(0, 3), '有', ...row.slice(4)] : row,
    )
    const file = path.join(folder, 'bad.xlsx')
    await writeXlsx(file, [{ ...sheet, rows }])
    const answer = await send(file)
    expect(answer.status).toBe(200)
    expect(answer.body.answers).toEqual([])
    expect(answer.body.faults).toMatchObject([{ cell: 'D17' }])
    const text = path.join(folder, 'text.xlsx')
    await writeFile(text, '题号,答复')
    expect((await send(text)).status).toBe(422)
  })

  test('of another region does not exist', async () => {
    const other = `/api/campaign-tasks/${running.tasks.get('A990101')!}/self-check-table`
    expect((await browsers.enterBeside.get(other)).status).toBe(404)
  })
})
