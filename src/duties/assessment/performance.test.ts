import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { addPost, dayFromNow, doStep, setUpDuties, stored, trainingInput } from '../test-duties.ts'
import type { AssessmentData } from './assessment-data.ts'
import { isReached, keptFigures } from './kept-figures.ts'
import { performanceFigures } from './performance-figures.ts'

const database = await setUpDuties()
const { owner } = database
const year = 2025
const inside = '2025-06-10'
const outside = '2024-12-31'
const at = (day: string): Date => new Date(`${day}T04:00:00.000Z`)

async function addRecord(given: {
  readonly kind: string
  readonly status?: string
  readonly data?: object
  readonly agency?: string
  readonly by?: string
  readonly on?: string
}): Promise<string> {
  const recordId = randomUUID()
  const { kind, status = 'DONE', data = {}, agency = 'A990101', by = 'clerk1', on = inside } = given
  await sql`
    insert into app.record (
      record_id, kind, status, version, regions, agency_id, concerned, data, is_open,
      entered_by, entered_at, changed_by, changed_at
    )
    values (
      ${recordId}, ${kind}, ${status}, 1, ${[agency.slice(1)]}, ${agency}, '{}', ${JSON.stringify(data)}::jsonb, false,
      ${by}, ${at(on)}, ${by}, ${at(on)}
    )
  `.execute(owner)
  return recordId
}

async function addAction(recordId: string, version: number, action: string, on = inside): Promise<void> {
  await sql`
    insert into app.record_action (
      record_id, version, action, actor_id, at, status_before, status_after, input, entry_id, entry_hash
    )
    values (${recordId}, ${version}, ${action}, 'head1', ${at(on)}, 'X', 'Y', '{}', ${randomUUID()}, '\\x00')
  `.execute(owner)
}

async function addFinding(given: {
  readonly level: number
  readonly subject: readonly [kind: string, id: string]
  readonly opened: string
  readonly concluded?: readonly [conclusion: string, on: string]
  readonly agency?: string
}): Promise<string> {
  const id = randomUUID().replaceAll('-', '').slice(0, 16)
  const { level, subject, opened, concluded, agency = 'A990101' } = given
  const status = concluded === undefined ? 'OPEN' : 'CONCLUDED'
  await sql`
    insert into app.finding (
      finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name,
      period_from, period_to, amount_fen, evidence_count, explanation, regions, owner_region, agency_id, sources,
      episode, status, open_amount_fen, first_found_at, last_found_at, last_as_of
    )
    values (
      ${id}, 1, 'SYS-03', 1, ${level}, ${subject[0]}, ${subject[1]}, '', '', '', 0, 0, '', ${[agency.slice(1)]},
      ${agency.slice(1)}, ${agency}, '{RUN}', 1, ${status}, 0, ${at(opened)}, ${at(opened)}, ${opened}
    )
  `.execute(owner)
  await sql`
    insert into app.finding_episode (
      finding_id, episode, opened_at, rule_version, state, conclusion, concluded_at, amount_fen, evidence_count
    )
    values (
      ${id}, 1, ${at(opened)}, 1, ${status}, ${concluded?.[0] ?? null},
      ${concluded === undefined ? null : at(concluded[1])}, 0, 0
    )
  `.execute(owner)
  return id
}

async function counts(staffId: string | null, agency = 'A990101'): Promise<Record<string, number>> {
  const { rows } = await sql<{ counts: Record<string, number> }>`
    select app.performance_counts(${agency}, ${staffId}, '2025-01-01', '2026-01-01') as counts
  `.execute(database.db)
  return rows[0]!.counts
}

async function addToDo(given: { due: string; closed?: string; to?: string; by?: string }): Promise<void> {
  const recordId = await addRecord({ kind: 'OTHER', on: outside })
  await sql`
    insert into app.to_do (
      to_do_id, record_id, kind, duty, agency_id, title, not_for, due_day, created_at, assigned_to, closed_at, closed_by
    )
    values (
      ${randomUUID()}, ${recordId}, 'OTHER', 'ENTRY', 'A990101', '{"zh":"办理","en":"do"}', '{}', ${given.due}::date,
      ${at(outside)}, ${given.to ?? null}, ${given.closed === undefined ? null : at(given.closed)}, ${given.by ?? null}
    )
  `.execute(owner)
}

let violation = ''
beforeAll(async () => {
  const point = (changes: object, inForceOn = inside) => ({
    in_force_on: inForceOn,
    point: {
      ...{
        likelihood: 4,
        impact: 4,
        residual_likelihood: 1,
        residual_impact: 1,
        measures: [],
        rule_codes: [],
      },
      ...{
        risk: '伪造死亡',
        direct_staff_id: 'clerk1',
        department_head_id: 'deputy1',
        unit_head_id: 'head1',
      },
      ...changes,
    },
  })
  await addRecord({ kind: 'RISK_POINT', status: 'IN_FORCE', data: point({}) })
  await addRecord({
    kind: 'RISK_POINT',
    status: 'IN_FORCE',
    data: point({ impact: 2, direct_staff_id: 'auditor1' }),
  })
  await addRecord({ kind: 'RISK_POINT', status: 'RETIRED', data: point({}) })
  await addRecord({ kind: 'RISK_POINT', status: 'IN_FORCE', data: point({}, '2026-01-01') })

  violation = await addFinding({
    ...{ level: 1, subject: ['staff', 'clerk1'], opened: inside, concluded: ['TRUE', '2025-06-20'] },
  })
  await addFinding({ level: 1, subject: ['person', 'P1'], opened: inside, concluded: ['FALSE', inside] })
  await addFinding({
    level: 2,
    subject: ['staff', 'auditor1'],
    opened: outside,
    concluded: ['PARTIAL', inside],
  })
  await addFinding({ level: 3, subject: ['person', 'P2'], opened: inside })
  await addFinding({ level: 1, subject: ['person', 'P3'], opened: inside, agency: 'A990102' })

  const twice = await addRecord({ kind: 'ORDER_ACCOUNT_CHANGE' })
  await addAction(twice, 1, 'return')
  await addAction(twice, 2, 'send_back')
  const declined = await addRecord({ kind: 'ORDER_BACK_PAY', by: 'auditor1' })
  await addAction(declined, 1, 'disapprove')
  await addRecord({ kind: 'ORDER_BACK_PAY', on: outside })
  await addRecord({ kind: 'TRAVEL' })
  await sql`
    insert into app.order_hit (hit_id, kind, action, actor_id, at, asked_on, is_refused, finding_ids, hits)
    values ('h1', 'ORDER_BACK_PAY', 'enter', 'clerk1', ${at(inside)}, ${inside}, true, '{a}', '[]'),
      ('h2', 'ORDER_BACK_PAY', 'enter', 'clerk1', ${at(inside)}, ${inside}, false, '{a}', '[]')
  `.execute(owner)

  const item = (staffId: string) => ({
    ...{ audited_agency_id: 'A990101', function: 'BACK_PAY', answer: { at: `${inside}T04:00:00Z` } },
    first: { people: [{ step: 'ENTRY', staff_id: staffId, at: inside }] },
  })
  await addRecord({
    kind: 'SAMPLE_ITEM',
    status: 'WRONG',
    data: { ...item('clerk1'), plan_id: 'a', stratum: 's', place: 1 },
  })
  await addRecord({
    kind: 'SAMPLE_ITEM',
    status: 'RIGHT',
    data: { ...item('deputy1'), plan_id: 'a', stratum: 's', place: 2 },
  })

  await addToDo({ due: inside, closed: inside, to: 'clerk1', by: 'clerk1' })
  await addToDo({ due: inside, closed: '2025-06-11', by: 'clerk1' })
  await addToDo({ due: inside })
  // Open, of the last day of the period: late today.
  await addToDo({ due: '2025-12-31' })
  await addToDo({ due: outside, to: 'clerk1' })
  await addPost(owner, 'clerk1', { startedOn: '2020-01-01', isKey: true })
})

describe('what is counted of a unit and a period', () => {
  test('is what lies in it', async () => {
    expect(await counts(null)).toEqual({
      ...{ points_1: 1, points_2: 1, raised_1: 2, raised_3: 1, confirmed_1: 1, confirmed_2: 1 },
      // Of level 3 sixty working days: still open long after them.
      leads_late_3: 1,
      ...{ orders_entered: 2, orders_returned: 1, orders_declined: 1, orders_stopped: 1 },
      ...{ samples_checked: 2, samples_wrong: 1, to_dos_in_time: 1, to_dos_late: 3, posts_over_term: 1 },
    })
  })

  test('is of the unit alone', async () => {
    expect(await counts(null, 'A990102')).toEqual({ raised_1: 1, leads_late_1: 1 })
    expect(await counts(null, 'A990100')).toEqual({})
  })

  test('of a person is what he did or is responsible for', async () => {
    expect(await counts('clerk1')).toEqual({
      ...{
        points_1: 1,
        raised_1: 1,
        confirmed_1: 1,
        orders_entered: 1,
        orders_returned: 1,
        orders_stopped: 1,
      },
      ...{ samples_checked: 1, samples_wrong: 1, to_dos_in_time: 1, to_dos_late: 1, posts_over_term: 1 },
    })
    expect(await counts('head1')).toEqual({ points_1: 1, points_2: 1 })
    expect(await counts('nobody')).toEqual({})
  })

  test('counts a case by the day of its conclusion against the working days of its level', async () => {
    const before = (await counts(null)).leads_in_time_1 ?? 0
    const concluded = (on: string) => ({
      ...{ level: 1, findings: [], papers: [], remarks: [], merged_from: [], split_off: [], origin: null },
      conclusion: { approved: { by: 'head1', at: `${on}T04:00:00Z`, opinion: '' } },
    })
    // 2025-06-10 and twenty working days: 07-08 (Monday to Friday, where no notice says otherwise).
    const { rows } = await sql<{ due: string }>`
      select app.working_day_after('2025-06-10', 20)::text as due
    `.execute(owner)
    const { due } = rows[0]!
    const dayAfter = new Date(Date.parse(`${due}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
    await addRecord({ kind: 'CASE', status: 'CLOSED', data: concluded(due) })
    expect((await counts(null)).leads_in_time_1).toBe(before + 1)
    await addRecord({ kind: 'CASE', status: 'CLOSED', data: concluded(dayAfter) })
    const after = await counts(null)
    expect([after.leads_in_time_1, after.leads_late_1]).toEqual([before + 1, 1])
  })

  test('has trainings and exams of those who came, once confirmed', async () => {
    const training = trainingInput({ planned_on: dayFromNow(0) })
    const on = { by: 'supervise2', kind: 'TRAINING' } as const
    const recordId = await doStep(database, { ...on, action: 'plan', input: training })
    const held = { held_on: dayFromNow(0), present: ['clerk1', 'auditor1'], note: '讲授' }
    await doStep(database, { ...on, recordId, action: 'hold', input: held })
    const scores = [
      { staff_id: 'clerk1', score: 60 },
      { staff_id: 'auditor1', score: 59 },
    ]
    await doStep(database, {
      ...on,
      recordId,
      action: 'examine',
      input: { examined_on: dayFromNow(0), scores },
    })
    const thisYear = dayFromNow(0).slice(0, 4)
    const figures = async () => {
      const { rows } = await sql<{ figure: string; n: number }>`
        select figure, count(*)::integer as n
        from app.performance_rows('A990101', ${`${thisYear}-01-01`}, ${`${Number(thisYear) + 1}-01-01`})
        where record_kind = 'TRAINING' and figure not like 'to_dos%'
        group by figure
        order by figure
      `.execute(database.db)
      return Object.fromEntries(rows.map(({ figure, n }) => [figure, n]))
    }
    expect(await figures()).toEqual({})
    await doStep(database, { by: 'head1', kind: 'TRAINING', recordId, action: 'confirm' })
    expect(await figures()).toEqual({ exams_passed: 1, exams_taken: 2, trainings_attended: 2 })
  })
})

describe('an assessment', () => {
  test('keeps the figures of the person, and confirmed findings about him with their basis', async () => {
    const input = { staff_id: 'clerk1', year, result: 'BARELY', comment: '有一件查实' }
    const recordId = await doStep(database, { by: 'auditor1', kind: 'ASSESSMENT', action: 'draft', input })
    const { data } = await stored<AssessmentData>(database, recordId)
    const value = (code: string) => data.figures.find((each) => each.code === code)?.value
    expect([value('orders_returned'), value('orders_rate'), value('samples_rate')]).toEqual([
      1, 10_000, 10_000,
    ])
    expect(value('handled_rate')).toBeUndefined()
    expect(data.violations).toMatchObject([
      {
        finding_id: violation,
        rule_code: 'SYS-03',
        level: 1,
        conclusion: 'TRUE',
        concluded_on: '2025-06-20',
      },
    ])
  })

  test('reads nothing of a person but the work', async () => {
    const { rows } = await sql<{ body: string }>`
      select pg_get_functiondef('app.performance_rows'::regproc) as body
    `.execute(owner)
    expect(rows[0]!.body).toContain('staff_ids')
    expect(rows[0]!.body).not.toMatch(/sex|gender|nation|ethnic|birth|age_|address|village|neighbo/i)
  })
})

describe('figures', () => {
  test('that are shares are rounded down, and empty where there is nothing to divide by', () => {
    const rateOf = (found: number, handled: number) =>
      keptFigures({ problems_found: found, problems_handled: handled }, 'UNIT').find(
        ({ code }) => code === 'handled_rate',
      )!
    expect(rateOf(100_000, 94_999)).toEqual({ code: 'handled_rate', value: 9_499 })
    expect(isReached(rateOf(100_000, 94_999))).toBe(false)
    expect(isReached(rateOf(100, 95))).toBe(true)
    expect(rateOf(0, 0).value).toBeNull()
    expect(isReached(rateOf(0, 0))).toBeNull()
  })

  test('divide what is counted', () => {
    const codes = new Set(performanceFigures.keys())
    const parts = [...performanceFigures.values()].flatMap((each) =>
      each.unit === 'rate' ? [...each.parts, ...each.of] : [],
    )
    expect(parts.filter((code) => !codes.has(code))).toEqual([])
  })
})
