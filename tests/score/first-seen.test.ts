import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { formatDay, formatMonth, lastDayOfMonth, type Month, monthOf } from '#base/calendar-math.ts'
import { csvLine } from '#base/csv.ts'
import { type DatedFinding, readFindings } from '#screening/score-csv.ts'
import { firstSeenMonth } from '#screening/score-seen.ts'
import { simulate } from '#simulator/simulate.ts'
import { runProgram } from '../cli/program.ts'
import { rewind, rowsOf } from './rewound-delivery.ts'

/**
 * When score says that a fraud could first be seen, it is told by the evidence of one run. Here the county is delivered
 * as it was at the end of earlier months, and each delivery is screened: a finding is there from that month on, and not
 * before. The nightly depth screens every month of a year.
 */
const isDeep = process.env.FANGXIAN_DEPTH === 'deep'
const last = monthOf(2025, 12)
const monthsBack = isDeep ? [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1] : [9, 4]

const folder = mkdtempSync(path.join(tmpdir(), 'seen-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const simulation = simulate({ persons: 1000, months: 26, seed: 3, lastMonth: last })
const columns = new Map(simulation.tables.map((each) => [each.table, each.columns]))
const all = rowsOf(simulation)

const keyOf = (each: DatedFinding): string => `${each.ruleCode} ${each.subjectId}`

/** The findings of a screening at the end of that month. */
async function screenedIn(month: Month): Promise<Map<string, DatedFinding>> {
  const [delivery, out] = [path.join(folder, `delivery-${month}`), path.join(folder, `run-${month}`)]
  mkdirSync(delivery)
  for (const [table, rows] of rewind(all, month)) {
    const cells = rows.map((row) => columns.get(table)!.map((column) => row[column]!))
    const text = [columns.get(table)!, ...cells].map(csvLine).join('')
    writeFileSync(path.join(delivery, `${table}.csv`), text)
  }
  const asOf = formatDay(lastDayOfMonth(month))
  const { status, told } = await runProgram(['screen', delivery, '--as-of', asOf, '--out', out])
  expect(status, told).toBe(0)
  const text = readFileSync(path.join(out, 'findings.csv'), 'utf8')
  return new Map(readFindings({ file: 'findings.csv', text }).map((each) => [keyOf(each), each]))
}

test('a fraud is found from the month on in which score says that it could first be seen', {
  timeout: 1_800_000,
}, async () => {
  const frauds = simulation.labels().filter((label) => label.is_fraud === 'true')
  const found = await screenedIn(last)
  const seen = new Map<string, Month>()
  for (const { rule_code: rule, subject_id: subject } of frauds) {
    const finding = found.get(`${rule} ${subject}`)
    expect(finding, `${rule} ${subject}`).toBeDefined()
    seen.set(`${rule} ${subject}`, firstSeenMonth(finding!)!)
  }
  expect(new Set([...seen.values()]).size).toBeGreaterThan(10)
  const wrong: string[] = []
  for (const back of monthsBack) {
    const month = last - back
    const then = await screenedIn(month)
    for (const [key, first] of seen) {
      if (then.has(key) === first <= month) continue
      const truth = then.has(key) ? 'found' : 'not found'
      wrong.push(`${key}: ${truth} in ${formatMonth(month)}, told ${formatMonth(first)}`)
    }
  }
  expect(wrong).toEqual([])
})
