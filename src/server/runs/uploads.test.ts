import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readFile, stat, truncate } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { rules } from '#rules/catalogue.ts'
import { performRun } from '#runs/perform-run.ts'
import { runFunctions } from '#runs/run-access.ts'
import { failRun, leaseRun } from '#runs/run-store.ts'
import { deliveryOf, setUpRegions, type TestScreening, testScreening } from '#runs/test-runs.ts'
import { signedIn, type TestAnswer, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

const database = await testDatabase()
let office: TestScreening
let auditor: TestBrowser
let neighbour: TestBrowser

beforeAll(async () => {
  await setUpRegions(database)
  office = await testScreening(
    database,
    rules.filter(({ code }) => code === 'DTH-01'),
  )
  const { snapshots, uploads } = office.screening
  const server = await startTestServer(database, {
    catalogue: extendCatalogue(accessFunctions, runFunctions),
    deliveries: {
      snapshots,
      folderOf: (uploadId) => path.join(uploads, uploadId),
      checkSpace: async () => undefined,
    },
  })
  for (const [staffId, region] of [
    ['auditor', '990101'],
    ['neighbour', '990102'],
  ] as const) {
    await addPerson(database, { staffId })
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values (${randomUUID()}, ${staffId}, 'INTERNAL_AUDIT', ${[region]}, '2025-01-01', 'DEMONSTRATION')
    `.execute(database.owner)
  }
  auditor = await signedIn(server, 'auditor')
  neighbour = await signedIn(server, 'neighbour')
})

async function begin(over: object = {}): Promise<string> {
  const uploadId = randomUUID()
  const asked = { upload_id: uploadId, agency_id: 'A990101', title: '一月数据', ...over }
  const answer = await auditor.post('/api/delivery-uploads', asked)
  expect(answer.status, answer.text).toBe(200)
  return uploadId
}

interface Piece {
  readonly name: string
  readonly offset: number
  readonly bytes: number
  readonly content: Uint8Array<ArrayBuffer>
}

function send(browser: TestBrowser, uploadId: string, piece: Piece): Promise<TestAnswer> {
  const query = `offset=${piece.offset}&bytes=${piece.bytes}`
  return browser.send('POST', `/api/delivery-uploads/${uploadId}/chunks?${query}`, {
    raw: piece.content,
    headers: {
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(piece.name),
    },
  })
}

async function sendWhole(uploadId: string, name: string, text: string): Promise<void> {
  const content = new Uint8Array(Buffer.from(text))
  const answer = await send(auditor, uploadId, { name, offset: 0, bytes: content.length, content })
  expect(answer.status, answer.text).toBe(200)
}

async function perform(): Promise<string> {
  const leased = (await leaseRun(database.db, { leasedBy: 'test' }))!
  await performRun(office.screening, leased, {
    leasedBy: 'test',
    confidences: new Map(),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
  return leased.runId
}

const dead = { id: 'P1', region: '990101', diedOn: '2023-12-05', paid: { '2024-01': '1500.50' } }

describe('a delivery through the browser', () => {
  test('is sent in pieces that may stop and go on, and is on the disk as it was', async () => {
    const uploadId = await begin()
    const whole = new Uint8Array(randomBytes(300_000))
    const piece = (offset: number, end: number): Piece => ({
      ...{ name: '大文件.csv', offset, bytes: whole.length },
      content: whole.slice(offset, end),
    })
    expect((await send(auditor, uploadId, piece(0, 100_000))).body).toEqual({ received: '100000' })
    // The answer was lost: the same piece again.
    expect((await send(auditor, uploadId, piece(0, 100_000))).body).toEqual({ received: '100000' })
    const gap = await send(auditor, uploadId, piece(200_000, 300_000))
    expect(gap.status).toBe(409)
    expect(gap.text).toContain('文件已收到 100000 字节；请从该处继续上传')
    const early = await auditor.post(`/api/delivery-uploads/${uploadId}/close`, { run_id: randomUUID() })
    expect(early.text).toContain('只收到 100000 / 300000 字节')
    const { body } = await auditor.get(`/api/delivery-uploads/${uploadId}`)
    expect(body.files).toEqual([{ name: '大文件.csv', bytes: '300000', received: '100000' }])
    await send(auditor, uploadId, piece(100_000, 200_000))
    expect((await send(auditor, uploadId, piece(200_000, 300_000))).body).toEqual({ received: '300000' })
    const other = await send(auditor, uploadId, { ...piece(0, 10), bytes: 10 })
    expect(other.status).toBe(409)
    const file = path.join(office.screening.uploads, uploadId, '大文件.csv')
    expect(Buffer.compare(await readFile(file), whole)).toBe(0)
    const discarded = await auditor.post(`/api/delivery-uploads/${uploadId}/discard`, {
      reason: '传错了文件',
    })
    expect(discarded.status).toBe(204)
    await expect(stat(file)).rejects.toThrow(/ENOENT/)
    expect((await send(auditor, uploadId, piece(0, 10))).text).toContain('已作废')
  })

  test.for(['../逃.csv', 'a/b.csv', '.隐藏', '..', 'x\u0000.csv'])('named %j is refused', async (name) => {
    const uploadId = await begin()
    const content = new Uint8Array(3)
    const { status, text } = await send(auditor, uploadId, { name, offset: 0, bytes: 3, content })
    expect(status).toBe(422)
    expect(text).toContain('文件名')
  })

  test('does not exist for those of another county', async () => {
    const uploadId = await begin()
    const content = new Uint8Array(3)
    const answers = [
      await neighbour.get(`/api/delivery-uploads/${uploadId}`),
      await send(neighbour, uploadId, { name: 'a.csv', offset: 0, bytes: 3, content }),
      await neighbour.post(`/api/delivery-uploads/${uploadId}/preview`, {}),
      await neighbour.post(`/api/delivery-uploads/${uploadId}/close`, { run_id: randomUUID() }),
      await neighbour.get(`/api/delivery-uploads/${uploadId}/rejects`),
      await neighbour.post('/api/delivery-uploads', {
        ...{ upload_id: randomUUID(), agency_id: 'A990101', title: '别人的' },
      }),
    ]
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404))
    expect((await neighbour.get('/api/delivery-uploads')).body.items).toEqual([])
  })
})

describe('what was handed in', () => {
  test('is imported and screened, says what it rejected, and the next delivery is added to it', async () => {
    const uploadId = await begin()
    const files = deliveryOf([dead])
    for (const [name, text] of Object.entries(files)) {
      const bad = 'L9,P1,110,OLD_AGE,REGULAR,2024-01,2024-01,2024-01,many,1,PAID,张三'
      await sendWhole(uploadId, name, name === 'payment.csv' ? `${text}\n${bad}` : text)
    }
    const preview = await auditor.post(`/api/delivery-uploads/${uploadId}/preview`, {})
    expect(preview.status, preview.text).toBe(200)
    expect((preview.body.files as { table: string }[]).map(({ table }) => table).sort()).toEqual([
      ...['death', 'payee_account', 'payment', 'person'],
    ])
    const runId = randomUUID()
    const closed = await auditor.post(`/api/delivery-uploads/${uploadId}/close`, { run_id: runId })
    expect(closed.body, closed.text).toMatchObject({ state: 'CLOSED' })
    expect((await auditor.post(`/api/delivery-uploads/${uploadId}/reopen`, {})).status).toBe(409)
    expect(await perform()).toBe(runId)
    const { body } = await auditor.get(`/api/delivery-uploads/${uploadId}`)
    expect(body).toMatchObject({ state: 'IMPORTED', rows_rejected: '1' })
    const quality = await auditor.get(`/api/delivery-uploads/${uploadId}/quality`)
    const payments = (quality.body.files as { table: string }[]).find(({ table }) => table === 'payment')
    expect(payments).toMatchObject({ rows_read: 2, rows_loaded: 1, rows_rejected: 1 })
    const rejects = await auditor.get(`/api/delivery-uploads/${uploadId}/rejects`)
    expect(rejects.text).toContain('payment.csv,3,')
    expect(rejects.text).toContain('many')
    const run = await auditor.get(`/api/screening-runs/${runId}`)
    expect(run.body).toMatchObject({ state: 'DONE', result: { findings: 1, opened: 1 } })
    expect((await neighbour.get(`/api/delivery-uploads/${uploadId}/corrections`)).status).toBe(404)
    const corrections = await auditor.get(`/api/delivery-uploads/${uploadId}/corrections`)
    expect(corrections.status, corrections.text).toBe(200)
    expect(corrections.headers.get('content-type')).toBe('application/zip')

    const next = await begin({ base_snapshot_id: uploadId, title: '二月数据' })
    const february = deliveryOf([{ ...dead, paid: { '2024-02': '10' } }])
    await sendWhole(next, 'payment.csv', february['payment.csv']!)
    await auditor.post(`/api/delivery-uploads/${next}/close`, { run_id: randomUUID() })
    const second = await auditor.get(`/api/screening-runs/${await perform()}`)
    expect(second.body).toMatchObject({ result: { findings: 1, opened: 0, amount_fen: '151050' } })
  })

  test('and cannot be read is opened again, corrected by a mapping, and the mapping is remembered', async () => {
    const uploadId = await begin()
    const files = deliveryOf([dead])
    await sendWhole(uploadId, 'renyuan.csv', files['person.csv']!)
    const preview = await auditor.post(`/api/delivery-uploads/${uploadId}/preview`, {})
    expect(preview.body).toMatchObject({ files: [], unclaimed: ['renyuan.csv'], mapping: null })
    expect(preview.body.mapping_draft).toContain('renyuan.csv')
    await auditor.post(`/api/delivery-uploads/${uploadId}/close`, { run_id: randomUUID() })
    await expect(perform()).rejects.toThrow(/^the delivery: no file is named after a table/)
    const { rows } = await sql<{ run_id: string }>`
      select run_id
      from app.screening_run
      where snapshot_id = ${uploadId}
    `.execute(database.db)
    const failure = { zh: '无法读取', en: 'unreadable' }
    await failRun(database.db, { runId: rows[0]!.run_id, leasedBy: 'test', failure })
    const reopened = await auditor.post(`/api/delivery-uploads/${uploadId}/reopen`, {})
    expect(reopened.body, reopened.text).toMatchObject({ state: 'RECEIVING' })
    const path = `/api/delivery-uploads/${uploadId}/mapping`
    expect((await auditor.post(path, { mapping: 'files: [' })).status).toBe(422)
    const mapping = 'files:\n  renyuan.csv:\n    table: person\n'
    expect((await auditor.post(path, { mapping })).status).toBe(204)
    const later = await begin({ title: '下个月' })
    await sendWhole(later, 'renyuan.csv', files['person.csv']!)
    const remembered = await auditor.post(`/api/delivery-uploads/${later}/preview`, {})
    expect(remembered.body).toMatchObject({ files: [{ table: 'person' }] })
    expect(remembered.body.mapping).toContain('自动沿用')
  })
})

describe('columns and codes of a delivery', () => {
  const paid =
    '发放流水号,个人编号,险种,待遇项目,发放类型,发放年月,所属期起,所属期止,实发金额,收款账号,发放状态,户名\n' +
    'L1,P1,企业职工养老,OLD_AGE,REGULAR,2024-01,2024-01,2024-01,10.00,62170001,PAID,张三'

  test('are guessed, said once, and used again for the next month, whose file has another date', async () => {
    const first = await begin({ title: '三月' })
    await sendWhole(first, '发放明细202403.csv', paid)
    const columns = (id: string, body: object = {}): Promise<TestAnswer> =>
      auditor.post(`/api/delivery-uploads/${id}/columns`, body)
    const guessed = await columns(first, { tables: { '发放明细202403.csv': 'payment' } })
    expect(guessed.status, guessed.text).toBe(200)
    const [file] = guessed.body.files as {
      headers: { header: string; column: string; by: string }[]
      codes: { column: string; values: { value: string; code: string | null; is_mapped: boolean }[] }[]
    }[]
    expect(file!.headers.find(({ header }) => header === '实发金额')).toMatchObject({ column: 'amount' })
    expect(file!.codes.find(({ column }) => column === 'scheme')!.values).toMatchObject([
      { value: '企业职工养老', is_mapped: false },
    ])
    const entry = {
      table: 'payment',
      columns: Object.fromEntries(
        file!.headers.filter(({ column }) => column !== null).map(({ header, column }) => [header, column]),
      ),
      values: { scheme: { 企业职工养老: '110' } },
    }
    const mapping = JSON.stringify({ source: '', files: { '发放明细202403.csv': entry } })
    const saved = await auditor.post(`/api/delivery-uploads/${first}/mapping`, { mapping })
    expect(saved.status, saved.text).toBe(204)

    const next = await begin({ title: '四月' })
    await sendWhole(next, '发放明细202404.csv', paid)
    const again = await columns(next)
    expect(again.body.files).toMatchObject([
      { file: '发放明细202404.csv', table: 'payment', table_by: 'MAPPED', missing: [] },
    ])
    const codes = (again.body.files as { codes: unknown }[])[0]!.codes
    expect(codes).toEqual([
      { column: 'scheme', values: [{ value: '企业职工养老', code: '110', is_mapped: true }] },
    ])
    // What was said of other files before is not forgotten.
    const { rows } = await sql<{ mapping: string }>`
      select mapping
      from app.delivery_mapping
      where agency_id = 'A990101'
    `.execute(database.db)
    expect(rows[0]!.mapping).toContain('renyuan.csv')
    expect(rows[0]!.mapping).toContain('发放明细202403.csv')
    expect((await neighbour.post(`/api/delivery-uploads/${next}/columns`, {})).status).toBe(404)
  })
})

describe('a file of a delivery', () => {
  test('that goes on after a reload is compared with what has come; taken out, it can be sent anew', async () => {
    const uploadId = await begin()
    const whole = new Uint8Array(randomBytes(50_000))
    const half = { name: '人员.csv', offset: 0, bytes: whole.length, content: whole.slice(0, 20_000) }
    await send(auditor, uploadId, half)
    const check = await auditor.post(`/api/delivery-uploads/${uploadId}/files/check`, { name: '人员.csv' })
    const sha256 = createHash('sha256').update(whole.slice(0, 20_000)).digest('hex')
    expect(check.body).toEqual({ received: '20000', pieces: [{ offset: '0', bytes: 20_000, sha256 }] })
    const remove = (name: string): Promise<TestAnswer> =>
      auditor.post(`/api/delivery-uploads/${uploadId}/files/remove`, { name })
    expect((await remove('没有.csv')).status).toBe(422)
    expect((await remove('人员.csv')).status).toBe(204)
    await expect(stat(path.join(office.screening.uploads, uploadId, '人员.csv'))).rejects.toThrow(/ENOENT/)
    const anew = await send(auditor, uploadId, { ...half, bytes: 10, content: whole.slice(0, 10) })
    expect(anew.body).toEqual({ received: '10' })
  })

  test('that is no longer whole at the server is neither gone on with nor handed in', async () => {
    const uploadId = await begin()
    const content = new Uint8Array(randomBytes(1_000))
    await send(auditor, uploadId, { name: 'person.csv', offset: 0, bytes: 2_000, content })
    await truncate(path.join(office.screening.uploads, uploadId, 'person.csv'), 10)
    const on = await send(auditor, uploadId, { name: 'person.csv', offset: 1_000, bytes: 2_000, content })
    expect(on.status).toBe(409)
    expect(on.text).toContain('不完整')
    await auditor.post(`/api/delivery-uploads/${uploadId}/files/remove`, { name: 'person.csv' })
    await sendWhole(uploadId, 'person.csv', 'person_id\nP1')
    await truncate(path.join(office.screening.uploads, uploadId, 'person.csv'), 3)
    const closed = await auditor.post(`/api/delivery-uploads/${uploadId}/close`, { run_id: randomUUID() })
    expect(closed.text).toContain('不完整')
  })
})

describe('the list of deliveries', () => {
  test('is filtered by state and agency, and exported as it is shown, on record', async () => {
    const receiving = await auditor.get('/api/delivery-uploads?state=RECEIVING&agency_id=A990101&limit=200')
    const items = receiving.body.items as { state: string; upload_id: string }[]
    expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['RECEIVING']))
    const answer = await auditor.get('/api/delivery-uploads/export?format=csv&state=RECEIVING')
    expect(answer.status, answer.text).toBe(200)
    expect(answer.text.trim().split('\n')).toHaveLength(items.length + 1)
    expect(
      (await neighbour.get('/api/delivery-uploads/export?format=csv')).text.trim().split('\n'),
    ).toHaveLength(1)
    const runs = await auditor.get('/api/screening-runs/export?format=csv&state=DONE')
    expect(runs.text).toContain('已完成')
    const { rows } = await sql<{ count: bigint }>`
      select count(*) as count
      from app.trail_entry
      where leaf like '%EXPORTED%' and leaf like '%delivery_upload%'
    `.execute(database.owner)
    expect(rows[0]!.count).toBe(2n)
  })

  test('names what can be screened, and how long it usually takes', async () => {
    const { body } = await auditor.get('/api/screening-snapshots')
    const [newest] = body.items as { snapshot_id: string; title: string }[]
    expect(newest).toMatchObject({ title: '二月数据' })
    expect((await neighbour.get('/api/screening-snapshots')).body.items).toEqual([])
    const runId = randomUUID()
    const asked = { run_id: runId, snapshot_id: newest!.snapshot_id, agency_id: 'A990101' }
    expect((await auditor.post('/api/screening-runs', asked)).status).toBe(200)
    const run = await auditor.get(`/api/screening-runs/${runId}`)
    expect(run.body).toMatchObject({ state: 'WAITING', shadows: [] })
    expect(run.body.usual_seconds).toBeGreaterThanOrEqual(0)
    expect((await auditor.post(`/api/screening-runs/${runId}/cancel`, {})).status).toBe(200)
  })
})
