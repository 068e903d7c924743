import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { figures, figureText, keptFigures, rateOf, rates } from './figure-list.ts'
import { openDueReports } from './open-due-reports.ts'
import { periodicReportKind } from './periodic-report.ts'
import { outlines, type ReportStatus, sections } from './report-codes.ts'
import { periodInChinese, periodOf } from './report-period.ts'
import {
  codeOf,
  expectedCode,
  expectReportsSince,
  pairsOf,
  people,
  reportsContext,
  said,
  setUpReports,
  stored,
  takeStep,
} from './test-reports.ts'

const database = await testDatabase()
beforeAll(() => setUpReports(database))

const kind = 'PERIODIC_REPORT'
const step = (by: string, recordId: string | null, action: string, input: unknown = {}) =>
  takeStep(database, {
    ...{ by, kind, recordId, action, input },
    ...(action === 'file' ? { files: ['REPORT'] } : {}),
  })

let years = 2000
/** A report of its own: a unit has one of a kind and period. */
async function opened(by = 'audit1'): Promise<string> {
  years += 1
  const answer = await step(by, null, 'open', { kind: 'RISK_HALF_YEAR', year: years, half: 'H1' })
  return acceptedAnswer(answer).recordId
}

async function filled(by = 'audit1'): Promise<string> {
  const recordId = await opened(by)
  for (const section of outlines.RISK_HALF_YEAR.needed) {
    acceptedAnswer(await step(by, recordId, 'write', { section, text: `${sections[section].zh}：已落实。` }))
  }
  return recordId
}

const doers: Readonly<Record<string, string>> = {
  ...{ write: 'audit1', submit: 'audit1', withdraw: 'audit1', approve: 'head1', return: 'head1' },
  ...{ accept: 'supervise1', send_back: 'supervise1', file: 'system:test' },
}
const inputs: Readonly<Record<string, unknown>> = {
  write: { section: 'TIPS', text: '无举报。' },
  withdraw: { reason: '重复' },
  return: { reason: '数据需说明' },
  accept: { opinion: '已阅' },
  send_back: { reason: '问题一节不具体' },
  file: { asked_by: 'audit1' },
}
const doStep = (recordId: string, action: string) =>
  step(doers[action]!, recordId, action, inputs[action] ?? {})

const ways: Readonly<Record<ReportStatus, readonly string[]>> = {
  DRAFTING: [],
  SUBMITTED: ['submit'],
  FILED: ['submit', 'approve'],
  ACCEPTED: ['submit', 'approve', 'accept'],
  WITHDRAWN: ['withdraw'],
}

async function inStatus(status: ReportStatus): Promise<string> {
  const recordId = await filled()
  for (const action of ways[status]) acceptedAnswer(await doStep(recordId, action))
  return recordId
}

const { workflow } = periodicReportKind()

describe('every status and every action', () => {
  test.for(pairsOf(workflow))('in %s: %s', async ([status, action]) => {
    const recordId = await inStatus(status as ReportStatus)
    const leadsTo = [workflow[status]?.[action] ?? []].flat()
    const answer = said(await doStep(recordId, action))
    if (leadsTo.length === 0) expect(answer).toContain('action_not_available')
    else expect(leadsTo).toContain(answer)
  })
})

describe('a half-year report', () => {
  test('is due on the date of the paper, whatever day of the week', () => {
    expect(periodOf('RISK_HALF_YEAR', 2026, 'H1')).toMatchObject({ period: '2026-H1', until: '2026-07-01' })
    const second = periodOf('RISK_HALF_YEAR', 2026, 'H2')
    expect(second).toMatchObject({ from: '2026-07-01', until: '2027-01-01' })
    expect(new Date(second!.dueDay * 86_400_000).toISOString()).toContain('2027-01-20')
    expect(periodOf('RISK_HALF_YEAR', 2026, null)).toBeNull()
    expect(periodOf('SUPERVISION_YEAR', 2026, 'H1')).toBeNull()
    expect(periodInChinese('2026-H2')).toBe('2026年下半年')
  })

  test('keeps that date, and is reminded of on the working day before a Saturday', async () => {
    const input = { kind: 'RISK_HALF_YEAR', year: 2024, half: 'H1' }
    const { recordId } = acceptedAnswer(await step('auditBeside', null, 'open', input))
    const { rows } = await sql<{ due_day: string; remind_on: string }>`
      select due_day::text as due_day, remind_on::text as remind_on from app.record where record_id = ${recordId}
    `.execute(database.owner)
    // 20 July 2024 is a Saturday.
    expect(rows).toEqual([{ due_day: '2024-07-20', remind_on: '2024-07-19' }])
  })

  test('is one for each unit and period, however many begin it at once', async () => {
    const input = { kind: 'RISK_HALF_YEAR', year: 2050, half: 'H2' }
    const answers = await Promise.all(
      ['audit1', 'audit2', 'audit3'].map((by) => step(by, null, 'open', input)),
    )
    expect(answers.map(codeOf).toSorted()).toEqual(['accepted', 'conflict', 'conflict'])
    expect(codeOf(await step('auditBeside', null, 'open', input))).toBe('accepted')
    expect(said(await step('audit1', null, 'open', input))).toContain('has that report already')
  })

  test('is not submitted before what only people can say is written', async () => {
    const recordId = await opened()
    expect(said(await step('audit1', recordId, 'submit'))).toContain('problems and suggestions')
    const strange = { section: 'GOALS', text: '目标' }
    expect(said(await step('audit1', recordId, 'write', strange))).toContain('no section')
  })

  test('freezes its figures when submitted, with what they are of and when', async () => {
    const recordId = await inStatus('SUBMITTED')
    const { data } = await stored(database, recordId)
    const byCode = new Map(data.figures.items.map((each: { code: string }) => [each.code, each]))
    expect(byCode.get('agencies')).toMatchObject({ value: '1', title: '经办机构数', source: '组织机构' })
    expect(byCode.get('tips_received')).toMatchObject({ value: null, hasSource: false })
    expect(Date.parse(data.figures.at)).toBeGreaterThan(Date.now() - 60_000)
    const strange = [...byCode.keys()].filter((code) => !figures.has(code as string))
    expect(strange).toEqual([])
    acceptedAnswer(await doStep(recordId, 'return'))
    expect((await stored(database, recordId)).data.figures).toBeNull()
  })

  test('that was sent back keeps the day on which it was filed first', async () => {
    const recordId = await inStatus('FILED')
    await sql`
      update app.record set data = jsonb_set(data, '{filed_on}', '"2025-07-18"') where record_id = ${recordId}
    `.execute(database.owner)
    for (const action of ['send_back', 'submit', 'approve', 'accept']) {
      acceptedAnswer(await doStep(recordId, action))
    }
    const { data, status } = await stored(database, recordId)
    expect([status, data.filed_on, data.accepted.by]).toEqual(['ACCEPTED', '2025-07-18', 'supervise1'])
  })

  test('that was filed is not taken away after it came back', async () => {
    const recordId = await inStatus('FILED')
    acceptedAnswer(await doStep(recordId, 'send_back'))
    expect(said(await doStep(recordId, 'withdraw'))).toContain('not taken away')
  })

  test('of the city is not accepted by the city', async () => {
    const { recordId } = acceptedAnswer(
      await step('supervise1', null, 'open', { kind: 'SUPERVISION_YEAR', year: 2026, half: null }),
    )
    for (const section of outlines.SUPERVISION_YEAR.needed) {
      acceptedAnswer(await step('supervise1', recordId, 'write', { section, text: '已落实。' }))
    }
    acceptedAnswer(await step('supervise1', recordId, 'submit'))
    acceptedAnswer(await step('headCity', recordId, 'approve'))
    expect(codeOf(await step('supervise1', recordId, 'accept', { opinion: '阅' }))).toBe('not_permitted')
  })
})

const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD']
const allowed: Readonly<Record<string, (place: string, duty: string) => boolean>> = {
  write: (place, duty) => place === 'county' && duty === 'INTERNAL_AUDIT',
  submit: (place, duty) => place === 'county' && duty === 'INTERNAL_AUDIT',
  approve: (place, duty) => place === 'county' && leaders.includes(duty),
  return: (place, duty) => place === 'county' && leaders.includes(duty),
  accept: (place, duty) => place === 'city' && duty === 'SUPERVISION',
  send_back: (place, duty) => place === 'city' && duty === 'SUPERVISION',
}
const before: Readonly<Record<string, ReportStatus>> = {
  ...{ write: 'DRAFTING', submit: 'DRAFTING', approve: 'SUBMITTED', return: 'SUBMITTED' },
  ...{ accept: 'FILED', send_back: 'FILED' },
}

test.for(Object.keys(allowed))(
  '%s is for those whom the papers name',
  { timeout: 120_000 },
  async (action) => {
    const wrong: string[] = []
    let recordId = await inStatus(before[action]!)
    for (const person of Object.keys(people)) {
      const code = codeOf(await step(person, recordId, action, inputs[action] ?? {}))
      const expected = expectedCode(person, allowed[action]!)
      if (code !== expected) wrong.push(`${person}: ${code} instead of ${expected}`)
      if (code === 'accepted') recordId = await inStatus(before[action]!)
    }
    expect(wrong).toEqual([])
  },
)

describe('what is missing', () => {
  const rowsOf = async (period: string) => {
    const { rows } = await sql<{ agency_id: string; report_id: string | null; due_on: string }>`
      select agency_id, report_id, due_on::text as due_on
      from app.record_risk_report
      where kind = 'RISK_HALF_YEAR' and period = ${period} and region like '9901%'
      order by agency_id
    `.execute(database.db)
    return rows
  }

  test('stands in the view for every handling unit, until somebody begins it', async () => {
    await expectReportsSince(database.owner, '2024-01-01')
    const all = ['A990100', 'A990101', 'A990102']
    expect((await rowsOf('2023-H2')).map(({ agency_id }) => agency_id)).toEqual(all)
    const input = { kind: 'RISK_HALF_YEAR', year: 2023, half: 'H2' }
    const { recordId } = acceptedAnswer(await step('audit1', null, 'open', input))
    const rows = await rowsOf('2023-H2')
    expect(rows.map(({ report_id }) => report_id)).toEqual([null, recordId, null])
    expect(new Set(rows.map(({ due_on }) => due_on))).toEqual(new Set(['2024-01-20']))
    expect(await rowsOf('2022-H2')).toEqual([])
  })
})

test('what is due and not begun is begun by the server, once, with a to-do and its date', async () => {
  await expectReportsSince(database.owner, '2024-01-01')
  const kernel = reportsContext(database, 'system:test')
  const two = await Promise.all([openDueReports(kernel), openDueReports(kernel)])
  expect(two.flatMap(({ refused }) => refused).filter((each) => !each.endsWith(' conflict'))).toEqual([])
  expect(await openDueReports(kernel)).toEqual({ refused: [] })
  const { rows } = await sql<{ agency_id: string; due_day: string; duty: string; records: number }>`
    select
      record.agency_id,
      record.due_day::text as due_day,
      min(to_do.duty) as duty,
      count(distinct record.record_id)::integer as records
    from app.record
    inner join app.to_do on to_do.record_id = record.record_id
    where record.kind = 'PERIODIC_REPORT' and record.data ->> 'period' = '2025-H2' and record.regions && '{990101,990102}'
    group by 1, 2
    order by 1
  `.execute(database.db)
  const common = { due_day: '2026-01-20', duty: 'INTERNAL_AUDIT', records: 1 }
  expect(rows).toEqual([
    { agency_id: 'A990101', ...common },
    { agency_id: 'A990102', ...common },
  ])
  const [recordId] = (
    await sql<{ record_id: string }>`
      select record_id from app.record
      where kind = 'PERIODIC_REPORT' and data ->> 'period' = '2025-H2' and agency_id = 'A990101'
    `.execute(database.db)
  ).rows.map(({ record_id }) => record_id)
  expect(said(await step('audit1', recordId!, 'write', { section: 'NEXT', text: '继续' }))).toBe('DRAFTING')
})

describe('figures', () => {
  test('a share is never rounded up to what is asked', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), fc.bigInt(1n, 10n ** 12n), (part, whole) => {
        const rate = rateOf(part, whole)!
        expect(rate * whole <= part * 10_000n && (rate + 1n) * whole > part * 10_000n).toBe(true)
      }),
    )
    expect(rateOf(1n, 0n)).toBeNull()
  })

  test('nothing is said where nothing is kept, and nothing is divided by nothing', () => {
    const kept = new Map(
      keptFigures({ findings_true: '0', findings_concluded: '0' }).map((each) => [each.code, each]),
    )
    expect(figureText(kept.get('true_rate')!, 'zh')).toBe('—')
    expect(figureText(kept.get('tips_received')!, 'zh')).toBe('本系统尚无此项数据')
    expect(figureText(kept.get('findings_true')!, 'zh')).toBe('0')
    expect(figureText({ code: 'loss_fen', value: '123456789', hasSource: true }, 'zh')).toBe('1,234,567.89元')
    expect(figureText({ code: 'handled_rate', value: '9499', hasSource: true }, 'en')).toBe('94.99%')
  })

  test('every share is of two figures of the list', () => {
    for (const [code, [part, whole]] of Object.entries(rates)) {
      expect([code, part, whole].filter((each) => !figures.has(each))).toEqual([])
    }
  })

  test('cover the region and nothing beside it, the days and nothing after them', async () => {
    const figuresOf = async (region: string, from: string, until: string) => {
      const { rows } = await sql<{ answer: Record<string, string> }>`
        select app.report_figures(${region}, ${from}::date, ${until}::date) as answer
      `.execute(database.db)
      return rows[0]!.answer
    }
    expect((await figuresOf('990100', '2026-01-01', '2026-07-01')).agencies).toBe('3')
    expect((await figuresOf('990102', '2026-01-01', '2026-07-01')).agencies).toBe('1')
    const told = new Set(Object.keys(await figuresOf('990101', '2026-01-01', '2026-07-01')))
    expect([...told].filter((code) => !figures.has(code))).toEqual([])
  })
})
