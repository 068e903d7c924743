import { type Day, type Month, monthOfDay, parseDay, parseMonth } from '#base/calendar-math.ts'
import type { DatedFinding } from './score-csv.ts'

/**
 * The earliest month at whose end a screening would have made the finding, from its own evidence: the month in which
 * the first row that counts was in the data, and not before what else the rule has to know was known there – a death
 * that was reported later, the second of two high months, the change back of an account, a waiting time that had to
 * pass. Thresholds that several rows reach together only count where a rule needs two of them (AMT-02).
 */
type Cells = Readonly<Record<string, unknown>>

/** What dates a row of a table: when it was recorded, paid or declared, not the period it is about. */
const datedBy = [
  'pay_month',
  'recorded_at',
  'certified_at',
  'decided_at',
  'occurred_at',
  'completed_on',
  'sent_at',
  'granted_at',
  'applied_at',
] as const

/** Days that must have passed since a day of the evidence. */
const waits: Readonly<Record<string, { readonly column: string; readonly days: number }>> = {
  'DTH-06': { column: 'reported_on', days: 31 },
  'CRD-02': { column: 'died_on', days: 61 },
  'SYS-06': { column: 'left_on', days: 2 },
}

/** The rows of context that a rule cannot do without, and whether the first or the last of them decides. */
const decides: Readonly<Record<string, readonly { readonly table: string; readonly isLast: boolean }[]>> = {
  'ACC-08': [{ table: 'payee_account_change', isLast: true }],
  'CER-05': [{ table: 'certification', isLast: false }],
}

function dayOfCell(cell: unknown): Day | null {
  if (typeof cell !== 'string') return null
  return parseDay(cell.slice(0, 10))
}

function monthOfCell(cell: unknown): Month | null {
  if (typeof cell !== 'string') return null
  const day = dayOfCell(cell)
  return day === null ? parseMonth(cell) : monthOfDay(day)
}

function monthOfRow(row: Cells): Month | null {
  for (const column of datedBy) {
    const month = monthOfCell(row[column])
    if (month !== null) return month
  }
  return null
}

function sortedMonths(rows: readonly Cells[]): Month[] {
  return rows
    .map(monthOfRow)
    .filter((month) => month !== null)
    .sort((one, other) => one - other)
}

function evidenceOf(finding: DatedFinding): readonly Cells[] {
  try {
    const rows: unknown = JSON.parse(finding.evidence)
    return Array.isArray(rows)
      ? rows.filter((row): row is Cells => typeof row === 'object' && row !== null)
      : []
  } catch {
    return []
  }
}

/** A death is known from the first report on; the register alone does not say when. */
function knownMonths(finding: DatedFinding, context: readonly Cells[]): Month[] {
  const reports = context.filter((row) => row.table === 'death').map((row) => monthOfCell(row.reported_on))
  const known = reports.filter((month) => month !== null)
  const months = known.length === 0 ? [] : [Math.min(...known)]
  for (const { table, isLast } of decides[finding.ruleCode] ?? []) {
    const dated = sortedMonths(context.filter((row) => row.table === table))
    const month = isLast ? dated.at(-1) : dated[0]
    if (month !== undefined) months.push(month)
  }
  return months
}

function waitedMonths(finding: DatedFinding, rows: readonly Cells[]): Month[] {
  const wait = waits[finding.ruleCode]
  if (wait === undefined) return []
  const days = rows.map((row) => dayOfCell(row[wait.column])).filter((day) => day !== null)
  return days.length === 0 ? [] : [monthOfDay(Math.min(...days) + wait.days)]
}

/** Found as soon as the time has passed, before anything is paid or done: an open account, a card, a register entry. */
function isFoundByWaiting({ ruleCode }: DatedFinding, rows: readonly Cells[]): boolean {
  if (ruleCode !== 'SYS-06') return ruleCode in waits
  return rows.some((row) => row.context !== true && row.table === 'user_account')
}

/** null where nothing in the evidence has a date. */
export function firstSeenMonth(finding: DatedFinding): Month | null {
  const rows = evidenceOf(finding)
  const context = rows.filter((row) => row.context === true)
  const counted = sortedMonths(rows.filter((row) => row.context !== true))
  const needed = finding.ruleCode === 'AMT-02' ? [...new Set(counted)][1] : counted[0]
  const first = needed ?? monthOfCell(finding.periodFrom)
  const months = [...knownMonths(finding, context), ...waitedMonths(finding, rows)]
  if (first !== null && !isFoundByWaiting(finding, rows)) months.push(first)
  return months.length === 0 ? null : Math.max(...months)
}
