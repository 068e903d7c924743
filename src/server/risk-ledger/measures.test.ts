import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import type { OutputSheet } from '#platform/xlsx/xlsx-types.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { act } from '#records/act.ts'
import { requestOf } from '#records/test-kernel.ts'
import { ledgerFunctions } from '#risk-ledger/ledger-access.ts'
import { ledgerKinds } from '#risk-ledger/ledger-kinds.ts'
import { reconstructedList } from '#risk-ledger/measures/measure-data.ts'
import { measureSheet } from '#risk-ledger/measures/measure-sheet.ts'
import { idOf, ledgerContext, setUpLedger, stepOn } from '#risk-ledger/test-ledger.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

/** The 48 measures over the wire: the workbook of the official text, and who has assessed. */

const database = await testDatabase()
const { db, owner } = database
const names = ['province1', 'city1', 'auditor1', 'beside1', 'enter1'] as const
const browsers = {} as Record<(typeof names)[number], TestBrowser>
const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

beforeAll(async () => {
  await setUpLedger(database)
  const server = await startTestServer(database, {
    kinds: ledgerKinds(),
    catalogue: extendCatalogue(accessFunctions, ledgerFunctions),
  })
  for (const name of names) {
    await addPerson(database, { staffId: name })
    browsers[name] = await signedIn(server, name)
  }
})

async function bytesOf(sheets: readonly OutputSheet[]): Promise<Uint8Array<ArrayBuffer>> {
  const file = path.join(folder, 'measures.xlsx')
  await writeXlsx(file, sheets, { title: '48项措施' })
  return new Uint8Array(readFileSync(file))
}

const send = (raw: Uint8Array<ArrayBuffer>) =>
  browsers.province1.send('POST', '/api/measures/workbook', {
    raw,
    headers: { 'content-type': 'application/octet-stream' },
  })

async function kept(): Promise<bigint> {
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count from app.record where kind like 'MEASURE%'
  `.execute(owner)
  return rows[0]!.count
}

describe('a workbook of the measures', () => {
  const sheet = measureSheet(reconstructedList)

  test('is read and not kept: sent twice it says the same, and is the input of a proposal', async () => {
    const before = await kept()
    const first = await send(await bytesOf([sheet]))
    expect(first.status, first.text).toBe(200)
    expect(first.body.items).toEqual(reconstructedList.items)
    expect((await send(await bytesOf([sheet]))).body).toEqual(first.body)
    expect(await kept()).toBe(before)
    const input = { document: '社保基金防〔2018〕1号', items: first.body.items }
    const request = requestOf({ kind: 'MEASURE_LIST', action: 'propose', input })
    const answer = await act(ledgerContext(db, 'province1'), request)
    expect(answer).toMatchObject({ outcome: 'accepted', status: 'PROPOSED' })
  })

  test('with a part of them is read, and refused as a proposal with the numbers', async () => {
    const { body } = await send(
      await bytesOf([measureSheet({ items: reconstructedList.items.slice(0, 20) })]),
    )
    expect(body.items).toHaveLength(20)
    const input = { document: '社保基金防〔2018〕1号', items: body.items }
    const request = requestOf({ kind: 'MEASURE_LIST', action: 'propose', input })
    const answer = await act(ledgerContext(db, 'province1'), request)
    expect(JSON.stringify(answer)).toContain('文件中是 3 个方面、20 项')
  })

  const columns = sheet.columns.map((column) => ({ ...column, header: `${column.header}？` }))
  const unnumbered: OutputSheet['rows'] = [
    ['内部控制', 1, '建立内控制度', '', ''],
    ['内部控制', null, '措施', '', ''],
  ]
  test.for<[string, () => Promise<Uint8Array<ArrayBuffer>>, string]>([
    ['no workbook', async () => new TextEncoder().encode('方面,序号\n'), '这不是 .xlsx 工作簿'],
    ['a damaged one', async () => (await bytesOf([sheet])).slice(0, 400), '.xlsx'],
    [
      'another table',
      () => bytesOf([{ ...sheet, columns }]),
      '没有表头“方面、序号、措施、佐证材料、责任部门”',
    ],
    [
      'the table on the second sheet',
      () => bytesOf([{ ...sheet, name: '说明', columns, rows: [] }, sheet]),
      '第一张表没有表头',
    ],
    [
      'a line without a number',
      () => bytesOf([{ ...sheet, rows: unnumbered }]),
      '行的“序号”没有填写或不正确',
    ],
  ])('%s is refused and says what to do', async ([, bytes, words]) => {
    const answer = await send(await bytes())
    expect(answer.status, answer.text).toBe(422)
    expect(answer.text).toContain(words)
  })

  test('that is too large is refused before it is read', async () => {
    const answer = await send(new Uint8Array(3_000_000))
    expect(answer.status).toBe(413)
  })
})

test('totals say who has assessed, by region and area, within the scope', async () => {
  const year = 2025
  const totals = async (who: keyof typeof browsers, more = '') => {
    const answer = await browsers[who].get(`/api/measure-assessments/totals?year=${year}${more}`)
    expect(answer.status, answer.text).toBe(200)
    return answer.body
  }
  const before = await totals('city1')
  expect(before).toMatchObject({ begun: 0, submitted: 0, approved: 0, areas: [] })
  const enter1 = ledgerContext(db, 'enter1')
  const begin = requestOf({ kind: 'MEASURE_ASSESSMENT', action: 'begin', input: { year } })
  const recordId = idOf(await act(enter1, begin))
  const step = { kind: 'MEASURE_ASSESSMENT', recordId }
  const items = reconstructedList.items.map(({ area_no, no }) =>
    area_no === 1 && no < 3
      ? { area_no, no, answer: 'NO', note: '未建立', rectify_by: '2026-12-31' }
      : { area_no, no, answer: 'YES', note: '制度文件', rectify_by: null },
  )
  idOf(await stepOn(enter1, { ...step, action: 'answer', input: { items } }))
  // A draft has begun and has said nothing.
  expect(await totals('city1')).toMatchObject({ units: before.units, begun: 1, submitted: 0, areas: [] })
  idOf(await stepOn(enter1, { ...step, action: 'submit' }))
  idOf(await stepOn(ledgerContext(db, 'deputy1'), { ...step, action: 'approve' }))
  const whole = await totals('city1')
  expect(whole).toMatchObject({ units: before.units, begun: 1, submitted: 0, approved: 1 })
  const areas = whole.areas as Record<string, number>[]
  expect(areas).toHaveLength(6)
  expect(areas[0]).toMatchObject({ area_no: 1, yes: 6, no: 2, partly: 0, not_applicable: 0 })
  expect(areas.reduce((sum, { yes = 0 }) => sum + yes, 0)).toBe(46)
  const regions = whole.regions as Record<string, unknown>[]
  // The city's own units have a line, too: the lines add up.
  expect(regions[0]).toMatchObject({ region: '990100', is_own: true })
  expect(regions.reduce((sum, { units }) => sum + Number(units), 0)).toBe(whole.units)
  expect(regions.find(({ region }) => region === '990101')).toMatchObject({ approved: 1, yes: 46, no: 2 })
  expect(regions.find(({ region }) => region === '990102')).toMatchObject({ approved: 0, yes: 0, begun: 0 })
  expect(await totals('province1', '&region=990102')).toMatchObject({ approved: 0, areas: [] })
  expect(await totals('beside1')).toMatchObject({ begun: 0, areas: [] })
  expect(
    (await browsers.beside1.get(`/api/measure-assessments/totals?year=${year}&region=990101`)).status,
  ).toBe(404)
  const list = async (who: keyof typeof browsers, region: string) =>
    (await browsers[who].get(`/api/measure-assessments?year=${year}&region=${region}`)).body.items
  expect(await list('city1', '990101')).toMatchObject([{ record_id: recordId, yes: 46 }])
  expect(await list('city1', '990102')).toEqual([])
  expect(await list('beside1', '990101')).toEqual([])
})
