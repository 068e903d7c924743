import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { orderKinds } from '#orders/order-functions.ts'
import { openXlsx } from '#platform/xlsx/xlsx-reader.ts'
import {
  type AttachmentService,
  attachmentTurns,
  defaultAttachmentLimits,
  uploadAttachment,
} from '#records/attachments/upload-attachment.ts'
import { draw, seedOf } from '#sampling/draw.ts'
import type { ItemData } from '#sampling/items/item-data.ts'
import { samplingKinds } from '#sampling/sampling-kinds.ts'
import {
  addOrder,
  lastMonth,
  recordsOf,
  said,
  sampleOnce,
  samplingCatalogue,
  samplingContext,
  setUpSampling,
  takeStep,
} from '#sampling/test-sampling.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'
import { raiseFindings } from './raise-findings.ts'

const trail = await setUpSampling()
const { database } = trail
const { owner } = database
const names = ['audit1', 'audit2', 'head1', 'supervise1', 'reviewCity', 'auditBeside', 'system1'] as const
const browsers = {} as Record<(typeof names)[number], TestBrowser>
let planId = ''
let url = ''
let funeral = ''
const written = '丧葬费申请'
const attachments: AttachmentService = {
  store: {
    folder: mkdtempSync(path.join(tmpdir(), 'fangxian-test-')),
    masterKeys: [{ version: 1, key: randomBytes(32) }],
  },
  scanner: { command: process.execPath, arguments: ['-e', ''], wait_ms_max: 10_000 },
  limits: defaultAttachmentLimits,
  turns: attachmentTurns(),
}

/** As whoever entered the order attached it. */
async function attach(orderId: string): Promise<void> {
  const content = async function* () {
    yield Buffer.from(written)
  }
  const context = samplingContext(database.db, 'enter1')
  const file = { name: 'enter1 的申请表.txt', content: content() }
  const { attachmentId } = await uploadAttachment(context, attachments, file)
  await sql`
    insert into app.record_attachment (attachment_id, record_id, version, purpose)
    values (${attachmentId}, ${orderId}, 1, 'APPLICATION')
  `.execute(owner)
}

type Item = Record<string, unknown>

beforeAll(async () => {
  for (let index = 0; index < 20; index += 1) await addOrder(owner, { code: 'BACK_PAY' })
  funeral = await addOrder(owner, { code: 'FUNERAL', amountFen: 500_000 })
  await attach(funeral)
  await addOrder(owner, { code: 'FUNERAL', agency: 'A990102', enterer: 'outsider', reviewer: 'outsider' })
  expect(await sampleOnce(trail)).toEqual([])
  const server = await startTestServer(database, {
    ...{ kinds: [...samplingKinds(), ...orderKinds('own')], catalogue: samplingCatalogue, attachments },
  })
  url = server.url
  for (const name of names) {
    await addPerson(database, { staffId: name })
    browsers[name] = await signedIn(server, name)
  }
  const plans = await recordsOf(owner, 'SAMPLE_PLAN')
  planId = plans.find(({ agency_id }) => agency_id === 'A990101')!.record_id
}, 240_000)

async function listed(who: keyof typeof browsers, address: string): Promise<Item[]> {
  const answer = await browsers[who].get(`/api/${address}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.items as Item[]
}

describe('lists', () => {
  test('of plans show how far each is, within the scope', async () => {
    const own = await listed('audit1', 'sample-plans')
    expect(own).toMatchObject([
      {
        record_id: planId,
        month: lastMonth,
        population: 21,
        wanted: 7,
        checked: 0,
        wrong: 0,
        status: 'DRAWN',
      },
    ])
    expect((await listed('supervise1', 'sample-plans')).length).toBe(2)
    expect((await listed('supervise1', 'sample-plans?region=990102')).length).toBe(1)
    expect((await listed('auditBeside', 'sample-plans')).map((each) => each.agency_id)).toEqual(['A990102'])
    expect(await listed('system1', 'sample-plans')).toEqual([])
  })

  test('of items are filtered, paged and say nothing of the first result', async () => {
    const items = await listed('audit1', `sample-items?plan_id=${planId}`)
    expect(items.length).toBe(7)
    expect(items.every(({ amount_fen }) => amount_fen === null)).toBe(true)
    expect((await listed('audit1', 'sample-items?function=FUNERAL')).length).toBe(1)
    expect((await listed('audit1', `sample-items?month=${lastMonth}&status=CLAIMED`)).length).toBe(0)
    const { body } = await browsers.audit1.get('/api/sample-items?limit=5')
    const next = await listed('audit1', `sample-items?limit=5&cursor=${String(body.next_cursor)}`)
    expect((body.items as Item[]).length + next.length).toBe(7)
    expect((await browsers.audit1.get('/api/sample-items?operator=x')).status).toBe(422)
    expect(await listed('system1', 'sample-items')).toEqual([])
  })

  test('are exported to whoever may, and to nobody else', async () => {
    const answer = await browsers.audit1.get('/api/sample-items/export?format=csv')
    expect(answer.text.split('\n').length).toBe(9)
    expect((await browsers.reviewCity.get('/api/sample-items/export?format=csv')).status).toBe(403)
  })
})

test('the checker alone opens the documents of the order, without learning which order it is', async () => {
  const item = (await recordsOf<ItemData>(owner, 'SAMPLE_ITEM')).find(
    ({ data }) => data.plan_id === planId && data.function === 'FUNERAL',
  )!
  const claimed = await takeStep(database, {
    ...{ by: 'audit1', kind: 'SAMPLE_ITEM', recordId: item.record_id, action: 'claim' },
  })
  expect(said(claimed)).toBe('CLAIMED')
  const opened = await browsers.audit1.get(`/api/records/SAMPLE_ITEM/${item.record_id}`)
  const [document] = (opened.body.data as { material: { documents: { attachment_id: string }[] } }).material
    .documents
  const address = `/api/sample-items/${item.record_id}/documents/${document!.attachment_id}`
  const answer = await browsers.audit1.get(address)
  expect([answer.status, answer.text]).toEqual([200, written])
  expect(answer.headers.get('content-disposition')).toContain('APPLICATION.txt')
  expect((await browsers.audit2.get(address)).status).toBe(404)
  expect((await browsers.auditBeside.get(address)).status).toBe(404)
  const { rows } = await sql`select from app.record_view where record_id = ${funeral}`.execute(owner)
  expect(rows).toEqual([])
})

test('anybody in scope draws again and gets the same; nobody outside learns of the plan', async () => {
  const { status, body } = await browsers.reviewCity.get(`/api/sample-plans/${planId}/replay`)
  expect(status).toBe(200)
  const { population_hash, checkpoint, seed, strata, computed } = body as {
    population_hash: string
    checkpoint: string
    seed: string
    computed: unknown
    strata: { code: string; ratio_millionths: number; items: string[]; drawn: string[] }[]
  }
  expect(computed).toMatchObject({ population_hash, seed, is_same: true })
  expect(seedOf({ checkpoint, populationHash: population_hash, planId })).toBe(seed)
  const again = draw(
    seed,
    strata.map(({ code, ratio_millionths, items }) => ({
      ...{ code, items },
      ratioMillionths: BigInt(ratio_millionths),
    })),
  )
  expect(again.map(({ drawn }) => drawn)).toEqual(strata.map(({ drawn }) => drawn))
  for (const part of ['replay', 'results', 'working-paper']) {
    expect((await browsers.auditBeside.get(`/api/sample-plans/${planId}/${part}`)).status).toBe(404)
    expect((await browsers.system1.get(`/api/sample-plans/${planId}/${part}`)).status).toBe(404)
  }
})

test('an error that two people found becomes a finding, is projected, and stands in the working paper', async () => {
  const items = (await recordsOf<ItemData>(owner, 'SAMPLE_ITEM')).filter(
    ({ data }) => data.plan_id === planId && data.function === 'BACK_PAY',
  )
  const answer = (decision: string, amount: string) => ({
    ...{ decision, amount, method: 'FILES', looked_at: '申请表', statement: '依据充分' },
    problems: [],
  })
  for (const [index, { record_id: recordId }] of items.entries()) {
    const step = (by: string, action: string, input: unknown = {}) =>
      takeStep(database, { by, kind: 'SAMPLE_ITEM', recordId, action, input })
    await step('audit1', 'claim')
    const input = index === 0 ? answer('APPROVED', '100.00') : answer('APPROVED', '123.00')
    expect(said(await step('audit1', 'answer', input))).toBe(index === 0 ? 'DIFFERS' : 'AGREED')
    const results = await browsers.audit1.get(`/api/sample-plans/${planId}/results`)
    expect((results.body.strata as Item[])[0]).toMatchObject({ checked: index + 1, projection: null })
  }
  const wrong = items[0]!.record_id
  const confirmed = await takeStep(database, {
    ...{ by: 'audit2', kind: 'SAMPLE_ITEM', recordId: wrong, action: 'confirm' },
    input: { opinion: '多发 23 元' },
  })
  expect(said(confirmed)).toBe('WRONG')
  const kernel = samplingContext(database.db, '')
  expect(await raiseFindings(kernel)).toEqual({ refused: [] })
  expect(await raiseFindings(kernel)).toEqual({ refused: [] })
  const { rows: findings } = await sql<Record<string, unknown>>`
    select finding_id, rule_code, subject_kind, amount_fen, sources, status, agency_id, regions, explanation
    from app.finding
  `.execute(owner)
  expect(findings).toMatchObject([
    {
      ...{
        rule_code: 'SMP-01',
        subject_kind: 'order',
        amount_fen: 2_300n,
        sources: ['ORDER'],
        status: 'OPEN',
      },
      ...{ agency_id: 'A990101', regions: ['990101'] },
    },
  ])
  expect(JSON.stringify(findings[0]!.explanation)).not.toMatch(/enter1|review1/)
  const [item] = (await recordsOf<ItemData>(owner, 'SAMPLE_ITEM')).filter((each) => each.record_id === wrong)
  expect([item!.status, item!.data.finding_id]).toEqual(['REFERRED', findings[0]!.finding_id])

  const { body } = await browsers.audit1.get(`/api/sample-plans/${planId}/results`)
  const [stratum] = body.strata as { projection: Record<string, unknown> }[]
  // 6 of 20 looked at, 1 wrong: 23.00 × 20 / 6.
  expect(stratum).toMatchObject({ wrong: 1, amount_fen: '2300', population: 20 })
  expect(stratum!.projection).toMatchObject({ amount_fen: '7666', items_likely: 3 })
  const cookie = [...browsers.audit1.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { cookie, 'user-agent': 'Mozilla/5.0 (test)' }
  const paper = await fetch(`${url}/api/sample-plans/${planId}/working-paper`, { headers })
  expect(paper.status).toBe(200)
  const folder = await mkdtemp(path.join(tmpdir(), 'fangxian-test-'))
  const file = path.join(folder, 'paper.xlsx')
  await writeFile(file, Buffer.from(await paper.arrayBuffer()))
  const workbook = await openXlsx(file)
  expect(workbook.sheets.map(({ name }) => name)).toEqual(['结果', '抽样清单', '抽取方法与种子'])
  const cells: string[] = []
  for (const sheet of workbook.sheets) {
    for await (const rows of sheet.rows()) {
      cells.push(...rows.flatMap((row) => row.cells.map((cell) => (cell?.kind === 'text' ? cell.text : ''))))
    }
  }
  const { data } = (await recordsOf<{ seed: string }>(owner, 'SAMPLE_PLAN')).find(
    (each) => each.record_id === planId,
  )!
  expect(cells).toEqual(expect.arrayContaining([data.seed, '已转疑点', '确认有误：多发 23 元', '复核中']))
  await rm(folder, { recursive: true })
})
