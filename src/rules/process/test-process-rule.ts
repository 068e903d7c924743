import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { dayOf, parseDay } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import { assert } from '#base/refusal.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { loadRows } from '#register/load-rows.ts'
import type { RegisterClient } from '#register/read-rows.ts'
import { registerColumns } from '#register/register-column.ts'
import { writeFeed } from '#register/register-feed.ts'
import { registerRow, type WrittenRow } from '#register/register-row.ts'
import type { RuleStatus } from '#screening/finding.ts'
import { type ProcessRule, workReferences } from '#screening/on-records/process-rule.ts'
import type { References } from '#screening/on-records/reference-step.ts'
import { runOnRecords, type WorkOutcome } from '#screening/on-records/run-on-records.ts'
import { getShownTable, isRecordView } from '#standard/record-views.ts'
import { getTable, type TableName } from '#standard/tables.ts'

export interface ExpectedWork {
  readonly subjectId: string
  readonly amount?: string
  /** Keys of the rows, sorted. */
  readonly evidence?: readonly string[]
  /** A part of the sentence. */
  readonly says?: string
}

export interface WorkSituation {
  readonly name: string
  readonly asOf: string
  readonly parameters?: Readonly<Record<string, string>>
  /** Rows of views as the database has them (fen), rows of the standard's tables as a delivery writes them. */
  readonly given: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>
  readonly references?: References
  readonly found: readonly ExpectedWork[]
  /** Where it matters whether nothing found is a pass. */
  readonly status?: RuleStatus
}

/** Monday to Friday of some years, but for the days named. */
export function weekdays(
  exceptions: Readonly<Record<string, boolean>> = {},
): NonNullable<References['work_calendar']> {
  let working_number = 0
  const rows: { day: number; is_working: boolean; working_number: number }[] = []
  const named = new Map(Object.entries(exceptions).map(([day, is]) => [parseDay(day), is]))
  for (let day = dayOf(2022, 1, 1); day <= dayOf(2026, 12, 31); day += 1) {
    const is_working = named.get(day) ?? (day + 3) % 7 < 5
    if (is_working) working_number += 1
    rows.push({ day, is_working, working_number })
  }
  return rows
}

function comparable({ findings }: WorkOutcome, expected: ExpectedWork): ExpectedWork {
  const found = findings.find(({ finding }) => finding.subjectId === expected.subjectId)
  assert(found !== undefined, `${expected.subjectId} was found above`)
  const { finding, rows } = found
  const whole: Required<ExpectedWork> = {
    subjectId: finding.subjectId,
    amount: formatYuan(finding.amountFen),
    evidence: rows.map(({ key }) => key).sort(),
    says: finding.explanation.includes(expected.says ?? '') ? (expected.says ?? '') : finding.explanation,
  }
  const asked = Object.keys(expected) as (keyof ExpectedWork)[]
  return Object.fromEntries(asked.map((name) => [name, whole[name]])) as unknown as ExpectedWork
}

/**
 * Each situation runs the real SQL on PostgreSQL through the runner. What the views make of records has tests of its own
 * (process-rules/record-views.test.ts): here tables of the same columns stand in their place, in this database only.
 */
export function testProcessRule(rule: ProcessRule, situations: readonly WorkSituation[]): void {
  const views = rule.reads.filter((name) => isRecordView(name))
  const tables = rule.reads.filter((name) => !isRecordView(name) && !(name in workReferences)) as TableName[]
  const opened = testDatabase()

  beforeAll(async () => {
    const { owner, appRole } = await opened
    for (const name of views) {
      const columns = registerColumns(getShownTable(name)).filter(({ generated }) => generated === undefined)
      const types = columns.map((column) => {
        const type = column.plainType === 'timestamp(0)' ? 'timestamptz' : column.plainType
        return `${column.name} ${type}`
      })
      await sql.raw(`drop view if exists app.${name} cascade`).execute(owner)
      await sql.raw(`create table app.${name} (${types.join(', ')})`).execute(owner)
      await sql.raw(`grant select on app.${name} to ${appRole}`).execute(owner)
    }
  })

  beforeEach(async () => {
    const { owner, pool } = await opened
    for (const name of views) await sql.raw(`delete from app.${name}`).execute(owner)
    for (const table of tables) {
      await sql.raw(`delete from register.${table}`).execute(owner)
      await writeFeed(pool as RegisterClient, {
        ...{ table, kind: 'LIVE', deliveryId: null, deliveredAt: null, rows: 0, rowsRejected: 0 },
        ...{ columns: [], lastDate: null },
      })
    }
  })

  test.for(situations)('$name', async (situation) => {
    const { owner, pool } = await opened
    for (const [name, rows] of Object.entries(situation.given)) {
      assert(rule.reads.includes(name as TableName), `${rule.code} does not read ${name}`)
      if (isRecordView(name)) {
        await sql`
          insert into ${sql.raw(`app.${name}`)}
          select * from jsonb_populate_recordset(null::${sql.raw(`app.${name}`)}, ${JSON.stringify(rows)}::jsonb)
        `.execute(owner)
        continue
      }
      const table = name as TableName
      const stored = rows.map((row) => registerRow(getTable(table), row as WrittenRow))
      await loadRows(pool as RegisterClient, { table, deliveryId: 'D1' }, stored)
    }
    const settings = new Map(
      Object.entries(situation.parameters ?? {}).map(([name, value]) => [`${rule.code}.${name}`, value]),
    )
    const asOf = parseDay(situation.asOf)
    assert(asOf !== null, 'a day')
    const references = { work_calendar: weekdays(), ...situation.references }
    const [outcome] = await runOnRecords(pool, { rules: [rule], asOf, settings, references })
    assert(outcome !== undefined, 'one rule, one outcome')
    expect(outcome.cause).toBeUndefined()
    expect(outcome.findings.map(({ finding }) => finding.subjectId).sort()).toEqual(
      situation.found.map(({ subjectId }) => subjectId).sort(),
    )
    if (situation.status !== undefined) expect(outcome.status).toBe(situation.status)
    for (const each of situation.found) expect(comparable(outcome, each)).toEqual(each)
    for (const { finding } of outcome.findings) {
      expect(finding.explanation).toMatch(/。$/)
      expect(finding.explanation).not.toMatch(/undefined|null|NaN/)
    }
  })

  test('has a situation that fires and one that does not', () => {
    expect(situations.some(({ found }) => found.length > 0)).toBe(true)
    expect(situations.some(({ found }) => found.length === 0)).toBe(true)
  })
}
