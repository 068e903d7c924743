import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import type { OutputSheet } from '#platform/xlsx/xlsx-types.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { staffingKinds } from '#staffing/staffing-kinds.ts'
import { setUpStaffing } from '#staffing/test-staffing.ts'
import { openBrowser, signedIn, type TestAnswer, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer, type TestServer } from '../test-server.ts'

const database = await testDatabase()
const { owner } = database
let server: TestServer
let officer: TestBrowser

const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** An officer of the county, and one of nothing. */
beforeAll(async () => {
  await setUpStaffing(database)
  server = await startTestServer(database, { kinds: staffingKinds() })
  for (const staffId of ['wb-officer', 'wb-clerk']) await addPerson(database, { staffId })
  await sql`
    insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
    values
      ('wb-1', 'wb-officer', 'SYSTEM_ADMIN', '{990101}', '2025-01-01', 'DEMONSTRATION'),
      ('wb-2', 'wb-clerk', 'ENTRY', '{990101}', '2025-01-01', 'DEMONSTRATION')
  `.execute(owner)
  officer = await signedIn(server, 'wb-officer')
})

const sheet = (
  name: string,
  headers: readonly string[],
  rows: readonly (readonly string[])[],
): OutputSheet => ({
  name,
  columns: headers.map((header) => ({ header, width: 12, kind: 'text' })),
  rows,
})

/** The county as it is, with one more post and one more person; `agency` of both. */
async function workbook(agency: string): Promise<Uint8Array<ArrayBuffer>> {
  const regions = [
    ['990000', '示例省', '省', '', '2000-01-01'],
    ['990100', '示例市', '市', '990000', '2000-01-01'],
    ['990101', '示例一县', '县', '990100', '2000-01-01'],
    ['990102', '示例二县', '县', '990100', '2000-01-01'],
  ]
  const agencies = [
    ['A990100', '示例市中心', '经办', '990100', '', '否'],
    ['A990101', '示例一县中心', '经办', '990101', 'A990100', '否'],
    ['A990102', '示例二县中心', '经办', '990102', 'A990100', '否'],
  ]
  const file = path.join(folder, `${randomUUID()}.xlsx`)
  await writeXlsx(file, [
    sheet('地区', ['代码', '名称', '级别', '上级', '启用日期'], regions),
    sheet('机构', ['编号', '名称', '类别', '地区', '上级', '上级代审'], agencies),
    sheet('岗位', ['编号', '机构', '名称', '风险岗位', '角色'], [['P-new', agency, '受理岗', '否', 'ENTRY']]),
    sheet('额度', ['岗位', '业务', '级别', '金额（元）'], []),
    sheet('人员', ['工号', '姓名', '机构', '状态'], [['G-new', '示例新人', agency, '在岗']]),
    sheet('任岗', ['工号', '岗位', '开始日期'], [['G-new', 'P-new', '2026-01-05']]),
  ])
  return new Uint8Array(readFileSync(file))
}

const send = (browser: TestBrowser, raw: Uint8Array<ArrayBuffer>): Promise<TestAnswer> =>
  browser.send('POST', '/api/staffing/organisation/workbook', {
    raw,
    headers: { 'content-type': 'application/octet-stream' },
  })

describe('a workbook', () => {
  test('becomes a proposal of the rows that differ, which an officer can send as it is', async () => {
    const read = await send(officer, await workbook('A990101'))
    expect(read.status, read.text).toBe(200)
    const input = read.body.input as Record<string, unknown[]>
    expect(
      Object.entries(input)
        .map(([part, rows]) => [part, rows.length])
        .sort(),
    ).toEqual([
      ['agencies', 0],
      ['posts', 1],
      ['regions', 0],
      ['staff', 1],
    ])
    const sent = { action: 'propose', input: { ...input, reason: '新设岗位' } }
    const proposed = await officer.post('/api/records/ORGANISATION/acts', sent, {
      'idempotency-key': randomUUID(),
    })
    expect(proposed.body).toMatchObject({ status: 'PROPOSED' })
    const { rows } = await sql`select 1 from app.post where post_id = 'P-new'`.execute(owner)
    expect(rows).toEqual([])
  })

  test('is read for nobody else, and not beyond the officer’s county', async () => {
    const clerk = await signedIn(server, 'wb-clerk')
    expect((await send(clerk, await workbook('A990101'))).status).toBe(404)
    expect((await send(officer, await workbook('A990102'))).status).toBe(404)
    expect((await send(openBrowser(server), await workbook('A990101'))).status).toBe(401)
  })

  test('that is none, or has faults, is refused in a sentence', async () => {
    const none = await send(officer, new Uint8Array(Buffer.from('工号,姓名')))
    expect(none.body).toMatchObject({ code: 'invalid_input', detail: expect.stringContaining('.xlsx') })
    const torn = await send(officer, (await workbook('A990101')).slice(0, 900))
    expect(torn.status).toBeGreaterThanOrEqual(400)
    expect(torn.status).toBeLessThan(500)
    const faulty = await send(officer, await workbook('A-none'))
    expect(faulty.body).toMatchObject({ code: 'invalid_input', detail: expect.stringContaining('A-none') })
  })
})
