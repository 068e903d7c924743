import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { addPost, doStep, setUpDuties, trainingInput } from '#duties/test-duties.ts'
import { insertFindings } from '#overview/test-totals.ts'
import { figuresOf, pick } from './test-figures.ts'

/** A city 990100 with the counties 990101 and 990102; the first half of 2026. */
const database = await setUpDuties()
const { db, owner } = database
const half = (region: string, ...codes: readonly string[]) => pick(figuresOf(db, region), ...codes)

describe('findings', () => {
  const codes = ['findings_new', 'findings_scheme_110', 'findings_scheme_170', 'findings_no_scheme'] as const
  const system = ['findings_system', 'findings_conflicts', 'findings_off_hours', 'findings_leavers'] as const

  test('count by scheme, in both where rows are of two, and by what is wrong with an account', async () => {
    const found = (rule: string, at: string, schemes: readonly string[], region = '990101') => ({
      ...{ rule, at, schemes, regions: [region], level: 2, fen: 100 },
    })
    await insertFindings(owner, [
      found('DTH-01', '2025-12-31T16:00:00Z', ['110']),
      found('DTH-01', '2026-06-30T15:59:59Z', ['110', '170']),
      // Before and after the half year in Beijing.
      found('DTH-01', '2025-12-31T15:59:59Z', ['110']),
      found('DTH-01', '2026-06-30T16:00:00Z', ['170']),
      found('DTH-01', '2026-03-01T00:00:00Z', ['170'], '990102'),
      ...['SYS-02', 'SYS-07', 'SYS-03', 'SYS-06', 'SYS-14'].map((rule) =>
        found(rule, '2026-03-01T00:00:00Z', []),
      ),
    ])
    expect(await half('990101', ...codes)).toEqual(['7', '2', '1', '5'])
    expect(await half('990101', ...system)).toEqual(['5', '2', '1', '1'])
    expect(await half('990102', ...codes)).toEqual(['1', '0', '1', '0'])
    expect(await half('990100', ...codes)).toEqual(['8', '2', '2', '5'])
  })
})

interface Run {
  readonly region?: string
  readonly snapshot?: string
  readonly finished: string
  readonly tables?: Readonly<Record<string, string | null>>
  readonly isTrial?: boolean
  readonly isOfRecords?: boolean
}
async function screened(run: Run): Promise<void> {
  const { region = '990101', snapshot = randomUUID(), finished, tables = {}, isTrial = false } = run
  const result = {
    tables: Object.entries(tables).map(([table, last_date]) => ({ table, rows: 5, last_date })),
  }
  await sql`
    insert into app.screening_run (
      run_id, snapshot_id, agency_id, region, state, asked_at, finished_at, result, is_trial, is_of_records
    )
    values (
      ${randomUUID()}, ${snapshot}, ${`A${region}`}, ${region}, 'DONE', ${finished}::timestamptz,
      ${finished}::timestamptz, ${JSON.stringify(result)}::jsonb, ${isTrial}, ${run.isOfRecords ?? false}
    )
  `.execute(owner)
}

describe('feeds', () => {
  const codes = ['deliveries_came', 'feeds_known', 'feeds_came', 'feeds_on_time', 'runs_done'] as const

  test('nothing is said where none ever came', async () => {
    expect(await half('990102', ...codes)).toEqual(['0', null, null, null, '0'])
  })

  test('count once when they came first, and are too old as R-WF-15 has it', async () => {
    const before = randomUUID()
    await screened({
      snapshot: before,
      finished: '2025-12-31T23:00+08',
      tables: { imprisonment: '2025-06-29' },
    })
    // The same delivery once more brings nothing new.
    await screened({ snapshot: before, finished: '2026-02-01', tables: { imprisonment: '2025-06-29' } })
    const first = { death: '2026-05-30', payment: '2026-05', person: null }
    await screened({ finished: '2026-06-30T23:59+08', tables: first })
    await screened({ finished: '2026-07-01T00:00+08', tables: { imprisonment: '2026-06-30' } })
    await screened({ finished: '2026-03-01', tables: { death: '2026-06-30' }, isTrial: true })
    await screened({ finished: '2026-03-01', isOfRecords: true })
    // 31 days from 30 May to 30 June; 366 of a year are one too many; a table without dates is not judged.
    expect(await half('990101', ...codes)).toEqual(['1', '3', '2', '2', '2'])
    // What covers the county came to the city.
    await screened({ region: '990100', finished: '2026-04-01', tables: { death: '2026-05-29' } })
    expect(await half('990101', ...codes)).toEqual(['2', '4', '3', '2', '3'])
    expect(await half('990102', ...codes)).toEqual(['1', '1', '1', '0', '1'])
    await sql`
      insert into register.feed (table_name, kind, delivery_id, delivered_at, days_max)
      values ('death', 'DELIVERED', 'D-12345678', '2026-04-01', 30), ('imprisonment', 'DELIVERED', 'D-12345678', '2026-04-01', 400)
    `.execute(owner)
    // Agreed: 30 days for deaths; nothing agreed goes beyond a year.
    expect(await half('990101', ...codes)).toEqual(['2', '4', '3', '1', '3'])
  })
})

describe('reconciliations', () => {
  const codes = ['reconciliations_due', 'reconciliations_in_time', 'reconciliations_late'] as const
  const reconciled = (kind: string, day: string, completed: string | null, account = 'F1') =>
    sql`
      insert into register.reconciliation (
        reconciliation_id, fund_account_id, kind, period_from, period_to, completed_on, source_delivery
      )
      values (${randomUUID()}, ${account}, ${kind}, ${day}::date, ${day}::date, ${completed}::date, 'D-12345678')
    `.execute(owner)

  test('are due by the next working day as far as the data reach, where the register lies', async () => {
    expect(await half('990100', ...codes)).toEqual([null, null, null])
    await screened({ region: '990100', snapshot: 'D-12345678', finished: '2027-01-05' })
    await sql`
      insert into register.fund_account (fund_account_id, kind, opened_on, closed_on, source_delivery)
      values ('F1', 'EXPENDITURE', '2026-06-18', null, 'D-12345678'), ('F2', 'INCOME', '2020-01-01', '2026-01-01', 'D-12345678')
    `.execute(owner)
    // Thursday in time, Friday on Tuesday, Monday 22 never; Tuesday is due on Wednesday, to which nothing reaches.
    await reconciled('DAILY', '2026-06-18', '2026-06-19')
    await reconciled('DAILY', '2026-06-19', '2026-06-23')
    await reconciled('DAILY', '2026-06-23', null)
    expect(await half('990100', ...codes)).toEqual(['3', '1', '2'])
    expect(await half('990101', ...codes)).toEqual([null, null, null])
    expect(await half('990000', ...codes)).toEqual(['3', '1', '2'])
    // Of June, reconciled by 10 July; days after the half year are of the next.
    await reconciled('MONTHLY', '2026-06-30', '2026-07-10')
    await reconciled('DAILY', '2026-07-13', null)
    const [due, inTime, late] = await half('990100', ...codes)
    // Working days from 18 to 30 June: 9; and the month.
    expect([due, inTime, late]).toEqual(['10', '2', '8'])
  })
})

describe('authority', () => {
  const grant = (staffId: string, role: string, from: string, to: string | null) =>
    sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, valid_to, origin)
      values (${randomUUID()}, ${staffId}, ${role}, '{990101}', ${from}::timestamptz, ${to}::timestamptz, 'INIT')
    `.execute(owner)
  const newStaff = (staffId: string, agency: string, leftOn: string | null) =>
    sql`
      insert into app.staff_member (staff_id, name, agency_id, status, left_on)
      values (${staffId}, ${staffId}, ${agency}, ${leftOn === null ? 'ON_POST' : 'LEFT'}, ${leftOn}::date)
    `.execute(owner)

  test('people who held two roles that exclude each other at the same time, within the half year', async () => {
    expect(await half('990101', 'staff_in_conflict')).toEqual([null])
    await sql`
      insert into register.role_conflict (code, role_a, role_b) values ('SYS-02', 'ENTRY', 'REVIEW')
    `.execute(owner)
    for (const [name, agency] of [
      ...[
        ['both', 'A990101'],
        ['after', 'A990101'],
        ['long', 'A990101'],
        ['next', 'A990101'],
      ],
      ['other', 'A990102'],
    ] as [string, string][]) {
      await newStaff(`held-${name}`, agency, null)
    }
    await grant('held-both', 'REVIEW', '2026-01-01', null)
    await grant('held-both', 'ENTRY', '2026-06-30T23:00+08', null)
    // One after the other; both, but before the half year; both from the day after it.
    await grant('held-after', 'ENTRY', '2026-01-01', '2026-03-01')
    await grant('held-after', 'REVIEW', '2026-03-01', null)
    await grant('held-long', 'ENTRY', '2025-01-01', '2026-01-01T00:00+08')
    await grant('held-long', 'REVIEW', '2025-06-01', null)
    await grant('held-next', 'ENTRY', '2026-07-01T00:00+08', null)
    await grant('held-next', 'REVIEW', '2026-01-01', null)
    await grant('held-other', 'ENTRY', '2026-01-01', null)
    await grant('held-other', 'REVIEW', '2026-01-01', null)
    // Beside “both” and “outsider” of the kernel's people.
    expect(await half('990101', 'staff_in_conflict')).toEqual(['2'])
    expect(await half('990102', 'staff_in_conflict')).toEqual(['2'])
    expect(await half('990100', 'staff_in_conflict')).toEqual(['4'])
  })

  test('leavers, and whose grants and posts had ended by the end of that day', async () => {
    const codes = ['leavers', 'leavers_closed'] as const
    await newStaff('left-well', 'A990101', '2026-01-01')
    await grant('left-well', 'ENTRY', '2025-01-01', '2026-01-02T00:00+08')
    await newStaff('left-late', 'A990101', '2026-06-30')
    await grant('left-late', 'ENTRY', '2025-01-01', '2026-07-01T00:01+08')
    await newStaff('left-open', 'A990101', '2026-03-01')
    await sql`
      insert into app.post (post_id, agency_id, title, title_in_english, is_key, roles, properties)
      values ('P-left', 'A990101', '岗', 'post', false, '{}', '{}')
    `.execute(owner)
    await sql`
      insert into app.post_assignment (staff_id, post_id, started_on) values ('left-open', 'P-left', '2025-01-01')
    `.execute(owner)
    for (const [index, day] of ['2025-12-31', '2026-07-01'].entries()) {
      await newStaff(`left-${index}`, 'A990101', day)
    }
    await newStaff('left-beside', 'A990102', '2026-03-01')
    expect(await half('990101', ...codes)).toEqual(['3', '1'])
    expect(await half('990102', ...codes)).toEqual(['1', '1'])
    expect(await half('990100', ...codes)).toEqual(['4', '2'])
  })
})

describe('training and rotation', () => {
  const codes = ['trainings_held', 'warnings_held', 'staff_trained', 'staff_warned'] as const
  const exams = ['exams_held', 'exam_scores', 'exam_passed'] as const
  const kind = 'TRAINING' as const

  async function heldOn(
    day: string,
    changes: object,
    present: readonly string[],
    confirm = true,
  ): Promise<void> {
    const { by = 'supervise2', head = 'head1', ...plan } = changes as { by?: string; head?: string }
    const input = trainingInput({ invited: present, ...plan })
    const recordId = await doStep(database, { by, kind, action: 'plan', input })
    const taken = { held_on: day, present, note: '已举办' }
    await doStep(database, { by, kind, recordId, action: 'hold', input: taken })
    const scores = present.map((staff_id, index) => ({ staff_id, score: 60 - index }))
    await doStep(database, { by, kind, recordId, action: 'examine', input: { examined_on: day, scores } })
    if (confirm) await doStep(database, { by: head, kind, recordId, action: 'confirm' })
  }

  test('confirmed trainings of the half year, whom they reached, and who passed', async () => {
    await heldOn('2026-01-01', { kind: 'WARNING' }, ['clerk1', 'auditor1'])
    await heldOn('2026-06-30', {}, ['clerk1'])
    await heldOn('2025-12-31', {}, ['deputy1'])
    await heldOn('2026-07-01', {}, ['deputy1'])
    await heldOn('2026-03-01', {}, ['head1'], false)
    // Held by the city: its training, but people of the county who came were reached.
    await heldOn('2026-04-01', { by: 'supervise1', head: 'headCity' }, ['supervise2', 'supervise3'])
    expect(await half('990101', ...codes)).toEqual(['2', '1', '3', '2'])
    expect(await half('990100', ...codes)).toEqual(['3', '1', '4', '2'])
    expect(await half('990102', ...codes)).toEqual(['0', '0', '1', '0'])
    expect(await half('990101', ...exams)).toEqual(['2', '3', '2'])
    expect(await half('990102', ...exams)).toEqual(['0', '0', '0'])
  })

  test('moves planned for the half year, and done by its end', async () => {
    const posts = await Promise.all(
      (['clerk1', 'auditor1', 'deputy1'] as const).map((name) =>
        addPost(owner, name, { startedOn: '2024-01-01', isKey: true }),
      ),
    )
    const line = (staff_id: string, post_id: string, planned_on: string) => ({
      ...{ staff_id, post_id, planned_on, to: '资格认证岗', handover: '一周内交接' },
    })
    const lines = [
      line('clerk1', posts[0]!, '2026-01-01'),
      line('auditor1', posts[1]!, '2026-06-30'),
      line('deputy1', posts[2]!, '2026-07-01'),
    ]
    const proposal = { by: 'supervise2', kind: 'ROTATION_PLAN', action: 'propose' } as const
    const recordId = await doStep(database, { ...proposal, input: { year: 2026, lines, note: '按期轮岗' } })
    const codesOf = ['rotations_planned', 'rotations_done'] as const
    expect(await half('990101', ...codesOf)).toEqual(['0', '0'])
    await doStep(database, { by: 'head1', kind: 'ROTATION_PLAN', recordId, action: 'approve' })
    await sql`
      update app.post_assignment set ended_on = '2026-06-30' where post_id = ${posts[0]!}
    `.execute(owner)
    await sql`
      update app.post_assignment set ended_on = '2026-07-01' where post_id = ${posts[1]!}
    `.execute(owner)
    expect(await half('990101', ...codesOf)).toEqual(['2', '1'])
    expect(await half('990102', ...codesOf)).toEqual(['0', '0'])
    expect(await pick(figuresOf(db, '990101', 'H2'), ...codesOf)).toEqual(['1', '0'])
  })
})
