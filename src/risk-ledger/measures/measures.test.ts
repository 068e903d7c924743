import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import type { XlsxCell, XlsxRow } from '#platform/xlsx/xlsx-types.ts'
import { act } from '#records/act.ts'
import { requestOf } from '#records/test-kernel.ts'
import type { AssessmentStatus } from '../ledger-codes.ts'
import { idOf, ledgerContext, saidBy, setUpLedger, stepOn } from '../test-ledger.ts'
import { measureAssessmentKind } from './measure-assessment.ts'
import { type AssessmentData, type Measure, measuresCount, reconstructedList } from './measure-data.ts'
import { measureColumns, measureSheet, readMeasures } from './measure-sheet.ts'

const database = await testDatabase()
const { db } = database
const as = (staffId: string) => ledgerContext(db, staffId)

beforeAll(() => setUpLedger(database))

const kind = 'MEASURE_ASSESSMENT'
const reason = { reason: '说明' }
const all = reconstructedList.items.map(({ area_no, no }) => ({
  ...{ area_no, no, answer: 'YES', note: '见佐证', rectify_by: null },
}))

const begin = async (of: number): Promise<string> =>
  idOf(await act(as('enter1'), requestOf({ kind, action: 'begin', input: { year: of } })))
const step = (recordId: string, action: string, input: unknown = {}, by = 'enter1') =>
  stepOn(as(by), { kind, recordId, action, input })

async function stored(recordId: string): Promise<AssessmentData> {
  const { data } = await db
    .selectFrom('record')
    .select('data')
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return data as AssessmentData
}

test('the reconstruction has six areas of eight, and says that it is none of the original', () => {
  const areas = new Map<string, number>()
  for (const { area } of reconstructedList.items) areas.set(area, (areas.get(area) ?? 0) + 1)
  expect([...areas.values()]).toEqual([8, 8, 8, 8, 8, 8])
  expect(reconstructedList).toMatchObject({
    source: 'RECONSTRUCTION',
    document: '重构文本，不是原文，可导入官方文本',
  })
})

describe('a self-assessment', () => {
  const ways: Readonly<Record<AssessmentStatus, readonly string[]>> = {
    DRAFT: [],
    SUBMITTED: ['answer', 'submit'],
    APPROVED: ['answer', 'submit', 'approve'],
    WITHDRAWN: ['withdraw'],
  }
  const inputs: Readonly<Record<string, unknown>> = { answer: { items: all }, return: reason }
  const definition = measureAssessmentKind()
  const further = Object.keys(definition.actions).filter((name) => name !== 'begin')
  const take = (recordId: string, action: string) =>
    step(
      recordId,
      action,
      inputs[action] ?? {},
      ['approve', 'return'].includes(action) ? 'deputy1' : 'enter1',
    )

  test.for(
    (Object.keys(ways) as AssessmentStatus[]).flatMap((status) =>
      further.map((action) => [status, action] as const),
    ),
  )('in %s: %s', async ([status, action]) => {
    // One a unit and year: a test takes a year for itself and leaves it.
    const recordId = await begin(2019)
    for (const each of ways[status]) await take(recordId, each)
    const leadsTo = [definition.workflow[status]?.[action] ?? []].flat()
    const said = saidBy(await take(recordId, action))
    if (leadsTo.length === 0) expect(said).toContain('action_not_available')
    else if (action === 'submit') expect(said).toContain('48 measures have no answer yet')
    else expect(leadsTo).toContain(said)
    await database.owner
      .updateTable('record')
      .set({ status: 'WITHDRAWN', is_open: false })
      .where('record_id', '=', recordId)
      .execute()
  })

  test('is submitted only when all are answered, each with what shows it and a day for each gap', async () => {
    const recordId = await begin(2020)
    const answer = async (item: object) =>
      saidBy(await step(recordId, 'answer', { items: [{ ...all[0], ...item }] }))
    expect(await answer({ note: '' })).toContain('has no note')
    expect(await answer({ answer: 'NO' })).toContain('is not done')
    expect(await answer({ rectify_by: '2026-12-31' })).toContain('needs no rectification')
    expect(await answer({ no: 40 })).toContain('there is no measure 1-40')
    expect(await answer({ answer: 'PARTLY', rectify_by: '2026-12-31' })).toBe('DRAFT')
    expect(saidBy(await step(recordId, 'submit'))).toContain('47 measures have no answer yet, from 1-2 on')
    expect(saidBy(await step(recordId, 'answer', { items: all.slice(1) }))).toBe('DRAFT')
    expect(saidBy(await step(recordId, 'submit'))).toBe('SUBMITTED')
    expect(saidBy(await step(recordId, 'approve', {}, 'enter1'))).toContain('not_permitted')
    expect(saidBy(await step(recordId, 'approve', {}, 'head1'))).toBe('APPROVED')
    expect((await stored(recordId)).items[0]).toMatchObject({ answer: 'PARTLY', rectify_by: '2026-12-31' })
    const { rows } = await database.pool.query(
      `select due_on::text, agency_id from app.deadlines_of_ledger where record_id = $1`,
      [recordId],
    )
    expect(rows).toEqual([{ due_on: '2026-12-31', agency_id: 'A990101' }])
  })

  test('is one a year and unit', async () => {
    await begin(2021)
    await expect(begin(2021)).rejects.toThrow('has begun')
  })
})

const cell = (value: string | number): XlsxCell =>
  typeof value === 'number' ? { kind: 'number', raw: String(value) } : { kind: 'text', text: value }

function sheetRows(
  items: readonly Measure[],
  changes: Readonly<Record<number, readonly (string | number)[]>> = {},
): XlsxRow[] {
  const written = [
    ['附件'],
    [...measureColumns],
    ...items.map(({ area, no, text, evidence, owner }) => [area, no, text, evidence, owner]),
  ]
  return written.map((row, index) => ({ line: index + 1, cells: (changes[index + 1] ?? row).map(cell) }))
}

describe('the official text', () => {
  const official = reconstructedList.items.map((item) => ({ ...item, text: `官方 ${item.text}` }))
  const list = 'MEASURE_LIST'
  const propose = (items: readonly Measure[], by = 'province1') =>
    act(
      as(by),
      requestOf({ kind: list, action: 'propose', input: { document: '人社部发〔2018〕43号', items } }),
    )

  test('is read as the template is written, also with areas merged over their rows', () => {
    expect(readMeasures(sheetRows(official))).toEqual(official)
    const merged = official.map((item) => (item.no === 1 ? item : { ...item, area: '' }))
    expect(readMeasures(sheetRows(merged))).toEqual(official)
    const sheet = measureSheet({ items: official })
    expect(sheet.columns.map(({ header }) => header)).toEqual([...measureColumns])
    expect([...(sheet.rows as Iterable<readonly unknown[]>)]).toHaveLength(measuresCount)
  })

  test.for([
    ['no header', sheetRows(official).slice(2), 'no header'],
    ['a number that is none', sheetRows(official, { 5: ['政策制度', 'x', '措施', '', ''] }), 'line 5'],
    ['no text', sheetRows(official, { 6: ['政策制度', 4, '', '', ''] }), 'line 6'],
  ] as const)('with %s is refused with its line', ([, rows, said]) => {
    expect(() => readMeasures(rows)).toThrow(said)
  })

  test('is imported by two people of the province, and what begins then goes by it', async () => {
    expect(saidBy(await propose(official, 'city1'))).toContain('one for the whole province')
    expect(saidBy(await propose(official.slice(1)))).toContain('six areas with 48 measures')
    expect(saidBy(await propose([...official.slice(1), official[1]!]))).toContain('is there twice')
    const before = await begin(2022)
    const recordId = idOf(await propose(official))
    const decide = (by: string) => stepOn(as(by), { kind: list, recordId, action: 'approve' })
    expect(saidBy(await decide('province1'))).toContain('not_permitted')
    await expect(decide('head1')).rejects.toMatchObject({ code: 'not_found' })
    expect((await stored(before)).source).toBe('RECONSTRUCTION')
    expect(saidBy(await decide('provinceHead'))).toBe('IN_FORCE')
    const after = await stored(await begin(2023))
    expect([after.source, after.document, after.items[0]!.text]).toEqual([
      ...['OFFICIAL', '人社部发〔2018〕43号', official[0]!.text],
    ])
    expect((await stored(before)).source).toBe('RECONSTRUCTION')
  })
})
