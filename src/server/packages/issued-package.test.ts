import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { formatDay } from '#base/calendar-math.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { IssuedData } from '#sampling/issued/issued-data.ts'
import { issuedTable } from '#sampling/issued/issued-table.ts'
import { recordsOf, said, samplingContext, setUpSampling, takeStep } from '#sampling/test-sampling.ts'
import type { Contents } from './contents.ts'
import { type AskedExport, exportPackage } from './export-package.ts'
import { importPackage } from './import-package.ts'
import { introduce, newFile, openSide, refusalOf, type TestSide, unpack } from './test-exchange.ts'

const asked = (changes: Partial<AskedExport>): AskedExport => ({
  ...{ kind: 'ISSUED_FINDINGS', to: { partner: 'county' }, staffId: 'supervise1', tables: [], year: 2026 },
  ...{ out: newFile('package.zip'), ...changes },
})

async function exported(side: TestSide, changes: Partial<AskedExport>): Promise<string> {
  const given = asked(changes)
  await exportPackage(side.exchange, given)
  return given.out
}

const take = (side: TestSide, file: string, staffId: string | null) =>
  importPackage(side.exchange, { file, staffId, isDryRun: false, leavesRefused: false })

async function recordsIn<Kind extends keyof Contents>(file: string, _kind: Kind): Promise<Contents[Kind]> {
  return JSON.parse((await unpack(file)).get('records.json')!.toString('utf8'))
}

let above: TestSide
let below: TestSide
let recordId: string

async function addFinding(): Promise<string> {
  const id = randomBytes(8).toString('hex')
  await sql`
    insert into app.finding (
      finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name,
      period_from, period_to, amount_fen, evidence_count, explanation, regions, owner_region, agency_id, sources,
      episode, status, open_amount_fen, first_found_at, last_found_at, last_as_of
    )
    values (
      ${id}, 1, 'DTH-01', 1, 2, 'person', ${id}, '', '', '', 5000, 1, '身份证11010519491231002X死亡后仍领取',
      '{990101}', '990101', 'A990101', '{RUN}', 1, 'OPEN', 5000, now(), now(), current_date
    )
  `.execute(above.trail.database.owner)
  return id
}

beforeAll(async () => {
  const [city, county] = [await setUpSampling(), await setUpSampling()]
  above = await openSide('示例市', city, samplingContext(city.database.db, ''))
  below = await openSide('示例一县', county, samplingContext(county.database.db, ''))
  await introduce(above, below, 'A990101')
  const input = {
    ...{ agency_id: 'A990101', title: '九月比对疑点', request: '逐条核实', basis: '数据稽核规程' },
    due_on: formatDay(shanghaiDay(new Date()) + 10),
    finding_ids: [await addFinding(), await addFinding()],
  }
  const step = { by: 'supervise1', kind: 'ISSUED_FINDINGS', action: 'issue', input }
  const answer = await takeStep(city.database, step)
  expect(said(answer)).toBe('ISSUED')
  recordId = (answer as { recordId: string }).recordId
}, 120_000)

describe('issued findings to a unit outside, and what it writes back', () => {
  test('go down masked and come back as one act, once', async () => {
    const file = await exported(above, {})
    const { sets } = await recordsIn(file, 'ISSUED_FINDINGS')
    expect(sets).toMatchObject([{ record_id: recordId, title: '九月比对疑点', unit: '示例一县中心' }])
    const { findings } = sets[0]!
    expect(findings.map(({ amount_yuan }) => amount_yuan)).toEqual(['50.00', '50.00'])
    expect(findings[0]!.explanation).toBe('身份证110105********002X死亡后仍领取')
    await take(below, file, null)
    // Filled in by hand, in the table that came with it.
    const results = findings.map(({ finding_id }, index) => ({
      ...{ finding_id, result: index === 0 ? ('TRUE' as const) : ('FALSE' as const) },
      ...{ note: '已核实，电话13912345678', ...(index === 0 ? { confirmed: '50.00' } : {}) },
    }))
    const lines = findings.map((each, index) => ({ ...each, amount_fen: 5_000n, said: results[index]! }))
    const table = newFile('filled.xlsx')
    await writeXlsx(table, [issuedTable({ ...sets[0]!, recordId }, lines)])
    const up = { kind: 'WRITE_BACKS', to: { partner: 'province' }, tables: [table] } as const
    expect(await refusalOf(exportPackage(below.exchange, asked({ ...up, staffId: 'system1' })))).not.toBe(
      'nothing was refused',
    )
    const back = await exported(below, { ...up, staffId: 'audit1' })
    expect((await recordsIn(back, 'WRITE_BACKS')).sets[0]!.results[0]!.note).toBe('已核实，电话139****5678')
    expect(await refusalOf(take(above, back, 'supervise1'))).toMatch(/this step is for internal audit/)
    expect(await take(above, back, 'audit1')).toMatchObject({ state: 'DONE', items: [{ recordId }] })
    const [stored] = await recordsOf<IssuedData>(above.trail.database.owner, 'ISSUED_FINDINGS')
    expect(stored).toMatchObject({ status: 'WRITTEN_BACK', version: 2 })
    expect(stored!.data.findings.map(({ result }) => [result?.result, result?.by])).toEqual([
      ['TRUE', 'audit1'],
      ['FALSE', 'audit1'],
    ])
    expect(await take(above, back, 'audit1')).toMatchObject({ state: 'ALREADY' })
    expect(await refusalOf(exportPackage(above.exchange, asked({})))).toMatch(/nothing waits/)
  })

  test('of another superior, or not filled in, are not sent', async () => {
    const head = { recordId: 'other', unit: '', title: '', request: '', due_on: '' }
    const line = { finding_id: 'f1', rule_code: 'DTH-01', level: 2, explanation: '', amount_fen: 1n }
    const write = async (result?: object): Promise<string> => {
      const file = newFile('table.xlsx')
      const lines = result === undefined ? [line] : [{ ...line, said: result as never }]
      await writeXlsx(file, [issuedTable(head, lines)])
      return file
    }
    const send = async (tables: readonly string[]) =>
      refusalOf(
        exportPackage(
          below.exchange,
          asked({ kind: 'WRITE_BACKS', to: { partner: 'province' }, staffId: 'audit1', tables }),
        ),
      )
    expect(await send([])).toMatch(/--table/)
    expect(await send([await write()])).toMatch(/no line of the table is filled in/)
    const said = { finding_id: 'f1', result: 'TRUE', note: '属实' }
    expect(await send([await write(said)])).toMatch(/did not issue/)
    expect(await send([await write({ ...said, note: '' })])).toMatch(/no note/)
    expect(await send([await write({ ...said, confirmed: 'viel' })])).toMatch(/amount "viel"/)
  })
})
