import type { DuckDBConnection } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { dayOf, lastDayOfMonth, monthOfDay, parseDay, parseMonth } from '#base/calendar-math.ts'
import { fenOfYuan, formatYuan } from '#base/money.ts'
import { normaliseName } from '#base/names.ts'
import { assert } from '#base/refusal.ts'
import { openDuck, runSql, selectRows, sqlText } from '#platform/duckdb.ts'
import { type CalendarDay, readRetirementAge } from '#platform/policy.ts'
import { derivedColumns, snapshotColumns, storedColumns } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'
import { findTable, getColumn, getTable, type TableName } from '#standard/tables.ts'
import { createDialect } from './dialect.ts'
import type { Finding } from './finding.ts'
import { createLaw } from './law-tables.ts'
import { formatParameter } from './parameter.ts'
import { buildViews, createEmptyTable, tablesReadBy } from './prepare-tables.ts'
import { findingReader, rankFindings } from './read-findings.ts'
import type { Rule, RunContext } from './rule.ts'
import { collectFindings, findingColumns, nameSubjects, runRuleSql } from './run-rule.ts'
import { bindParameters } from './settings.ts'

/** Rows as a delivery would write them, in canonical form: '310.00', '2024-03', '2024-03-15', 'true'; absent: null. */
export type GivenRow = Readonly<Record<string, string>>

export interface ExpectedFinding {
  readonly subjectId: string
  readonly amount?: string
  readonly level?: number
  readonly periodFrom?: string
  readonly periodTo?: string
  readonly evidenceCount?: number
  /** Keys of the counted rows, in the order of the report. */
  readonly evidence?: readonly string[]
  readonly context?: readonly string[]
  /** A part of the sentence. */
  readonly says?: string
}

export interface Situation {
  readonly name: string
  /** Written form, as with --set. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Default: the last day of the latest pay_month given, else 2024-12-31. */
  readonly asOf?: string
  readonly given: Readonly<Partial<Record<TableName, readonly GivenRow[]>>>
  readonly found: readonly ExpectedFinding[]
}

/** The real law: situations of retirement are about it. */
const retirementAge = readRetirementAge()

/** Working days of the situations: Monday to Friday of 2024, but for the days named. */
export function situationCalendar(exceptions: Readonly<Record<string, boolean>> = {}): CalendarDay[] {
  const days: CalendarDay[] = []
  let workingNumber = 0
  for (let day = dayOf(2024, 1, 1); day <= dayOf(2024, 12, 31); day += 1) {
    const written = Object.keys(exceptions).find((each) => parseDay(each) === day)
    // 1970-01-01 was a Thursday: (day + 3) % 7 is 0 on Mondays.
    const isWorking = written === undefined ? (day + 3) % 7 < 5 : exceptions[written]!
    if (isWorking) workingNumber += 1
    days.push({ day, isWorking, workingNumber })
  }
  return days
}

function literal(table: Table, source: string, stored: string, row: GivenRow): string {
  const text = row[source]
  if (text === undefined || text === '') return 'null'
  if (stored.endsWith('_normalised')) return sqlText(normaliseName(text))
  const column = getColumn(table, source)
  if (column.type === 'money') {
    const fen = fenOfYuan(text)
    assert(fen !== null, `${source}: ${text} is no plain amount`)
    return fen.toString()
  }
  if (column.type === 'rate') {
    const match = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/.exec(text)
    assert(match !== null, `${source}: ${text} is no decimal of at most six places`)
    return `${match[1]}${BigInt(match[2]! + (match[3] ?? '').padEnd(6, '0'))}`
  }
  if (column.type === 'month') {
    const month = parseMonth(text)
    assert(month !== null, `${source}: ${text} is no month YYYY-MM`)
    return String(month)
  }
  if (column.type === 'code') assert(column.codes?.[text] !== undefined, `${source}: no code ${text}`)
  return sqlText(text)
}

async function insertGiven(
  connection: DuckDBConnection,
  name: TableName,
  rows: readonly GivenRow[],
): Promise<void> {
  const table = getTable(name)
  const stored = storedColumns(table)
  for (const row of rows) {
    for (const column of Object.keys(row)) getColumn(table, column)
    const values = stored.map(
      (column) => `${literal(table, column.source!, column.name, row)}::${column.sqlType} as ${column.name}`,
    )
    const derived = derivedColumns(table).map((column) => `${column.expression} as ${column.name}`)
    const columns = snapshotColumns(table).map((column) => column.name)
    await runSql(
      connection,
      `insert into ${name} (${columns.join(', ')})
      select ${columns.join(', ')} from (select ${['*', ...derived].join(', ')} from (select ${values.join(', ')}))`,
    )
  }
}

async function contextOf(connection: DuckDBConnection, rule: Rule, asOf?: string): Promise<RunContext> {
  let asOfDay = asOf === undefined ? null : parseDay(asOf)
  let latestMonth: number | null = null
  if (tablesReadBy(rule).includes('payment')) {
    const [any] = await selectRows(connection, 'select max(pay_month) as latest from payment')
    if (asOfDay === null && any?.latest !== null) asOfDay = lastDayOfMonth(Number(any?.latest))
    const month = asOfDay === null ? 0 : monthOfDay(asOfDay)
    const [paid] = await selectRows(
      connection,
      `select max(pay_month) as latest from payment where status = 'PAID' and pay_month <= ${month}`,
    )
    latestMonth = paid?.latest === null ? null : Number(paid?.latest)
  }
  asOfDay ??= dayOf(2024, 12, 31)
  return { asOfDay, asOfMonth: monthOfDay(asOfDay), latestMonth }
}

interface Found {
  readonly finding: Finding
  readonly evidence: string[]
  readonly context: string[]
}

async function findIn(rule: Rule, situation: Situation, calendar: readonly CalendarDay[]): Promise<Found[]> {
  const database = await openDuck({ threads: 1 })
  const { connection } = database
  const read = new Set(tablesReadBy(rule))
  const looked: TableName[] = ['person', 'staff', 'employer', 'payment']
  for (const name of new Set([...read, ...looked, ...(Object.keys(rule.evidence) as TableName[])])) {
    await createEmptyTable(connection, name)
  }
  for (const [name, rows] of Object.entries(situation.given)) {
    assert(findTable(name) !== undefined && rows !== undefined, `no table ${name}`)
    await insertGiven(connection, name as TableName, rows)
  }
  await createDialect(connection)
  await createLaw(connection, { calendar, retirementAge: await retirementAge })
  await runSql(connection, `create table finding (${findingColumns})`)
  await buildViews(connection, [rule])
  const settings = new Map(
    Object.entries(situation.parameters ?? {}).map(([name, value]) => [`${rule.code}.${name}`, value]),
  )
  const parameters = bindParameters(rule, settings)
  await runRuleSql(connection, rule, parameters, await contextOf(connection, rule, situation.asOf))
  await collectFindings(connection, rule)
  await nameSubjects(connection, rule)
  await rankFindings(connection)
  const written = Object.fromEntries(
    Object.entries(rule.parameters).map(([name, each]) => [name, formatParameter(each, parameters[name]!)]),
  )
  const reader = findingReader({
    connect: database.connect,
    rules: [{ rule, parameters: written }],
    isUnmasked: false,
  })
  const found: Found[] = []
  for await (const part of reader.read()) {
    if (part.isFirst) found.push({ finding: part.finding, evidence: [], context: [] })
    const { evidence, context } = found.at(-1)!
    for (const row of part.rows) (row.isContext ? context : evidence).push(row.key)
  }
  database.close()
  return found
}

function comparable(found: Found, expected: ExpectedFinding): ExpectedFinding {
  const { finding } = found
  const whole: Required<ExpectedFinding> = {
    subjectId: finding.subjectId,
    amount: formatYuan(finding.amountFen),
    level: finding.level,
    periodFrom: finding.periodFrom,
    periodTo: finding.periodTo,
    evidenceCount: finding.evidenceCount,
    evidence: found.evidence,
    context: found.context,
    says: finding.explanation.includes(expected.says ?? '') ? (expected.says ?? '') : finding.explanation,
  }
  const asked = Object.keys(expected) as (keyof ExpectedFinding)[]
  return Object.fromEntries(asked.map((name) => [name, whole[name]])) as unknown as ExpectedFinding
}

/**
 * Each situation runs the real SQL on an in-memory DuckDB that holds the tables the rule reads (and the few that
 * name subjects), made by the same functions as a snapshot, through the same runner and reader as a run.
 */
export function testRule(
  rule: Rule,
  situations: readonly Situation[],
  calendar: readonly CalendarDay[] = situationCalendar(),
): void {
  test.for(situations)('$name', async (situation) => {
    const found = await findIn(rule, situation, calendar)
    const expected = situation.found
    expect(found.map((each) => each.finding.subjectId).sort()).toEqual(
      expected.map((each) => each.subjectId).sort(),
    )
    for (const each of expected) {
      const match = found.find(({ finding }) => finding.subjectId === each.subjectId)
      assert(match !== undefined, `${each.subjectId} was found above`)
      expect(comparable(match, each)).toEqual(each)
      expect(match.finding.evidenceCount).toBe(match.evidence.length)
      expect(match.finding.explanation).toMatch(/。$/)
      expect(match.finding.explanation).not.toMatch(/undefined|null|NaN/)
    }
  })

  test('has a situation that fires and one that does not', () => {
    expect(situations.some(({ found }) => found.length > 0)).toBe(true)
    expect(situations.some(({ found }) => found.length === 0)).toBe(true)
  })
}
