import {
  type Day,
  dayLessMonths,
  lastDayOfMonth,
  type Month,
  monthOfDay,
  parseDay,
  parseMonth,
} from '#base/calendar-math.ts'
import { fenOfYuan } from '#base/money.ts'
import { roleConflicts } from '#standard/role-conflicts.ts'
import type { DatedFinding } from './score-csv.ts'

/**
 * The earliest month at whose end a screening would have made the finding, from its own evidence: the month in which
 * the first row that counts was in the data, and not before what else the rule has to know was known there – a death
 * that was reported later, the second of two payments, a second role, a waiting time that had to pass. Thresholds are
 * those of the standard. tests/score/ screens a county month by month and compares.
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
  'declared_on',
  'granted_at',
  'applied_at',
] as const

function dayOfCell(cell: unknown): Day | null {
  return typeof cell === 'string' ? parseDay(cell.slice(0, 10)) : null
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

interface Shown {
  readonly finding: DatedFinding
  readonly rows: readonly Cells[]
  readonly counted: readonly Cells[]
  readonly context: readonly Cells[]
}

function shownOf(finding: DatedFinding): Shown {
  const rows = evidenceOf(finding)
  return {
    finding,
    rows,
    counted: rows.filter((row) => row.context !== true),
    context: rows.filter((row) => row.context === true),
  }
}

function evidenceOf({ evidence }: DatedFinding): readonly Cells[] {
  try {
    const rows: unknown = JSON.parse(evidence)
    return Array.isArray(rows)
      ? rows.filter((row): row is Cells => typeof row === 'object' && row !== null)
      : []
  } catch {
    return []
  }
}

const ofTable = (rows: readonly Cells[], table: string): readonly Cells[] =>
  rows.filter((row) => row.table === table)

function least(months: readonly (Month | null)[]): Month | null {
  const known = months.filter((month) => month !== null)
  return known.length === 0 ? null : Math.min(...known)
}

function latest(...months: (Month | null)[]): Month | null {
  const known = months.filter((month) => month !== null)
  return known.length === 0 ? null : Math.max(...known)
}

/** The period of these says what a payment is for, not when it was made. */
const datedByPeriod = new Set([
  'DTH-01',
  'DTH-04',
  'PRS-01',
  'DUP-01',
  'DUP-03',
  'DUP-08',
  'RET-01',
  'CER-05',
])

/** The first row that counts; the period, too, where it says so and the evidence that is shown is not all. */
function firstCounted({ finding, counted }: Shown): Month | null {
  const shown = sortedMonths(counted)[0] ?? null
  const period = monthOfCell(finding.periodFrom)
  return datedByPeriod.has(finding.ruleCode) ? (shown ?? period) : least([shown, period])
}

/** A death is known from the first report on; the register alone does not say when. */
function deathKnown({ rows }: Shown): Month | null {
  return least(ofTable(rows, 'death').map((row) => monthOfCell(row.reported_on)))
}

/** In which so many days have passed since the earliest day of that column. */
function afterDays({ rows }: Shown, column: string, days: number): Month | null {
  const known = rows.map((row) => dayOfCell(row[column])).filter((day) => day !== null)
  return known.length === 0 ? null : monthOfDay(Math.min(...known) + days)
}

/** At whose end more than so many months have passed since the earliest day of that column. */
function afterMonths({ counted }: Shown, column: string, months: number): Month | null {
  const known = counted.map((row) => dayOfCell(row[column])).filter((day) => day !== null)
  if (known.length === 0) return null
  const since = Math.min(...known)
  let month = monthOfDay(since) + months - 1
  while (dayLessMonths(lastDayOfMonth(month), months) <= since) month += 1
  return month
}

/** The month of the second, third … that is not the month of one before. */
function nthMonth({ counted }: Shown, n: number): Month | null {
  return [...new Set(sortedMonths(counted))][n - 1] ?? null
}

/** AMT-04: a large or long one at once, else the second of two less than twelve months apart. */
function backPaySeen({ counted }: Shown): Month | null {
  const months = sortedMonths(counted)
  const repeated = months.find((month, place) => place > 0 && month - months[place - 1]! < 12) ?? null
  const alone = counted.filter((row) => {
    const [from, to] = [monthOfCell(row.period_from), monthOfCell(row.period_to)]
    const fen = typeof row.amount === 'string' ? fenOfYuan(row.amount) : null
    return (fen !== null && fen >= 1_000_000n) || (from !== null && to !== null && to - from + 1 > 12)
  })
  return least([repeated, ...alone.map(monthOfRow)])
}

/** DUP-08: the second payment of one period. */
function secondOfPeriod({ counted }: Shown): Month | null {
  const groups = new Map<string, Cells[]>()
  for (const row of counted) {
    const key = [row.scheme, row.benefit, row.period_from, row.period_to].join('|')
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return least([...groups.values()].map((rows) => sortedMonths(rows)[1] ?? null))
}

/** SYS-02 and SYS-07: when the second of two roles that must not meet was granted. */
function rolesMet({ finding, counted }: Shown): Month | null {
  const text = (cell: unknown): string => (typeof cell === 'string' ? cell : '')
  const isTogether = (one: Cells, other: Cells): boolean =>
    text(one.granted_at) < (text(other.revoked_at) || '9999') &&
    text(other.granted_at) < (text(one.revoked_at) || '9999')
  const pairs = roleConflicts.filter(({ code }) => code === finding.ruleCode)
  const met = pairs.flatMap(({ roleA, roleB }) =>
    counted
      .filter((row) => row.role === roleA)
      .flatMap((one) =>
        counted
          .filter((other) => other.role === roleB && isTogether(one, other))
          .map((other) => latest(monthOfRow(one), monthOfRow(other))),
      ),
  )
  return least(met)
}

/** CTR-21: what is wrong in itself is seen at once, what is only close to retirement once that is decided. */
function backFillSeen({ counted, context }: Shown): Month | null {
  const decided = least(ofTable(context, 'retirement').map(monthOfRow))
  const isEmpty = (cell: unknown): boolean => cell === null || cell === undefined || cell === ''
  return least(
    counted.map((row) => {
      const isWrong =
        isEmpty(row.reviewer_id) ||
        row.reviewer_id === row.operator_id ||
        isEmpty(row.voucher_number) ||
        Number(row.months) >= 12
      return isWrong ? monthOfRow(row) : latest(monthOfRow(row), decided)
    }),
  )
}

/** An account that stays open two days after leaving, else the first operation with it. */
function leaverSeen(shown: Shown): Month | null {
  const isOpen = ofTable(shown.counted, 'user_account').length > 0
  return isOpen ? afterDays(shown, 'left_on', 2) : (sortedMonths(shown.counted)[0] ?? null)
}

/** What a rule has to know beside the first row that counts. */
const seenBy: Readonly<Record<string, (shown: Shown) => Month | null>> = {
  'DTH-01': (shown) => latest(firstCounted(shown), deathKnown(shown)),
  'DTH-06': (shown) => latest(deathKnown(shown), afterDays(shown, 'reported_on', 31)),
  'CER-05': (shown) =>
    latest(sortedMonths(ofTable(shown.rows, 'certification'))[0] ?? null, deathKnown(shown)),
  'CRD-01': (shown) => afterMonths(shown, 'made_on', 6),
  'CRD-02': (shown) => latest(afterDays(shown, 'died_on', 61), deathKnown(shown)),
  'DUP-08': secondOfPeriod,
  'ACC-08': (shown) =>
    latest(firstCounted(shown), sortedMonths(ofTable(shown.context, 'payee_account_change')).at(-1) ?? null),
  'AMT-02': (shown) => nthMonth(shown, 2),
  'AMT-04': backPaySeen,
  'RET-01': (shown) => least(ofTable(shown.rows, 'retirement').map(monthOfRow)),
  'CTR-03': (shown) => nthMonth(shown, 3),
  'CTR-21': backFillSeen,
  'SYS-02': rolesMet,
  'SYS-06': leaverSeen,
  'SYS-07': rolesMet,
  'SYS-14': (shown) => afterMonths(shown, 'started_on', 36),
}

/** null where nothing in the evidence has a date. */
export function firstSeenMonth(finding: DatedFinding): Month | null {
  const shown = shownOf(finding)
  return seenBy[finding.ruleCode]?.(shown) ?? firstCounted(shown)
}
