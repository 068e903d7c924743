import { formatDay, formatMonth, lastDayOfMonth, type Month } from '#base/calendar-math.ts'
import type { Simulation } from '#simulator/simulate.ts'
import type { TableName } from '#standard/tables.ts'

/** A delivery as it would have been at the end of an earlier month: without what happened or became known later. */
export type Rows = ReadonlyMap<TableName, readonly Row[]>
export type Row = Readonly<Record<string, string>>

interface Then {
  /** The last day and the month, as text: texts of the standard's dates are in the order of time. */
  readonly day: string
  readonly month: string
  /** By person, the day on which the agency learnt of the death. */
  readonly deathsKnown: ReadonlyMap<string, string>
  readonly sentBatches: ReadonlySet<string>
  /** By entitlement, the changes of its status known then, in the order of time, and whether there are any at all. */
  readonly statusChanges: ReadonlyMap<string, readonly Row[]>
}

export function rowsOf(simulation: Simulation): Rows {
  return new Map(
    simulation.tables.map(({ table, columns, rows }) => [
      table,
      [...rows()].map((cells) => Object.fromEntries(columns.map((column, place) => [column, cells[place]!]))),
    ]),
  )
}

/** An event is known from the day in this column on. */
const events: Partial<Record<TableName, string>> = {
  person_change: 'recorded_at',
  contribution: 'recorded_at',
  contribution_declaration: 'declared_on',
  account_adjustment: 'recorded_at',
  retirement: 'decided_at',
  entitlement_change: 'recorded_at',
  payee_account_change: 'recorded_at',
  payment_batch: 'sent_at',
  payment_return: 'returned_on',
  certification: 'certified_at',
  operation: 'recorded_at',
  business_order: 'applied_at',
  business_step: 'decided_at',
  overtime: 'started_at',
  death: 'reported_on',
  imprisonment: 'started_on',
  tax_collection: 'treasury_on',
  bank_transaction: 'occurred_at',
}

const isLater = (cell: string, then: Then): boolean => cell.slice(0, 10) > then.day

/** Blanks what lies in the future, and with it says what else is put back. */
function before(row: Row, column: string, then: Then, rest: Row): Row {
  return row[column] !== '' && isLater(row[column]!, then) ? { ...row, [column]: '', ...rest } : row
}

function isDeathKnown(row: Row, then: Then): boolean {
  return (then.deathsKnown.get(row.person_id!) ?? '') <= then.day
}

/** How a row of a state was then; null: it was not there. */
const states: Partial<Record<TableName, (row: Row, then: Then) => Row | null>> = {
  person: (row, then) => {
    const retired = before(row, 'retire_date', then, {})
    return isDeathKnown(row, then) ? retired : { ...retired, life_status: 'ALIVE', death_date: '' }
  },
  enrolment: (row, then) =>
    isLater(row.started_on!, then)
      ? null
      : before(row, 'ended_on', then, { status: 'ACTIVE', end_reason: '' }),
  entitlement: (row, then) => (row.starts! > then.month ? null : entitlementOf(row, then)),
  payee_account: (row, then) => (isLater(row.valid_from!, then) ? null : before(row, 'valid_to', then, {})),
  payment: (row, then) => (then.sentBatches.has(row.batch_id!) ? row : null),
  social_card: (row, then) => {
    if (isLater(row.made_on!, then)) return null
    const recalled = before(row, 'recalled_on', then, { status: 'ACTIVE' })
    const handed = before(before(recalled, 'issued_on', then, {}), 'activated_on', then, {})
    return row.status === 'CANCELLED' && !isDeathKnown(row, then) ? { ...handed, status: 'ACTIVE' } : handed
  },
  staff: (row, then) => before(row, 'left_on', then, { status: 'ON_POST' }),
  user_account: (row, then) =>
    isLater(row.created_at!, then) ? null : before(row, 'disabled_at', then, { status: 'ENABLED' }),
  role_grant: (row, then) => (isLater(row.granted_at!, then) ? null : before(row, 'revoked_at', then, {})),
  post_assignment: (row, then) => (isLater(row.started_on!, then) ? null : before(row, 'ended_on', then, {})),
  other_region_benefit: (row, then) =>
    row.starts! > then.month ? null : row.ended! > then.month ? { ...row, ended: '' } : row,
  taxed_wage: (row, then) => (row.period! > then.month ? null : row),
  reconciliation: (row, then) =>
    isLater(row.period_to!, then) ? null : isLater(row.completed_on!, then) ? null : row,
}

const statusOfChange: Record<string, string> = { END: 'ENDED', SUSPEND: 'SUSPENDED', RESUME: 'ACTIVE' }

function entitlementOf(row: Row, then: Then): Row {
  const changes = then.statusChanges.get(row.entitlement_id!) ?? []
  const known = changes.filter((each) => !isLater(each.recorded_at!, then))
  const isAsNow = changes.length === 0 ? row.ended! <= then.month : known.length === changes.length
  if (isAsNow) return row
  const status = statusOfChange[known.at(-1)?.kind ?? 'RESUME']!
  const reason = status === 'ACTIVE' ? '' : known.at(-1)!.reason!
  return { ...row, status, status_reason: reason, ended: status === 'ENDED' ? row.ended! : '' }
}

/** A death is known by the stop of the pension, else by the first report, else since ever. */
function deathsKnown(all: Rows): Map<string, string> {
  const known = new Map<string, string>()
  const ids = new Map(all.get('person')!.map((row) => [row.id_number!, row.person_id!]))
  const learn = (person: string | undefined, day: string): void => {
    if (person === undefined) return
    const first = known.get(person)
    if (first === undefined || day < first) known.set(person, day)
  }
  for (const row of all.get('entitlement_change')!) {
    if (row.reason === 'DEATH') learn(row.person_id, row.recorded_at!.slice(0, 10))
  }
  const stopped = new Set(known.keys())
  for (const row of all.get('death')!) {
    const person = ids.get(row.id_number!)
    if (person !== undefined && !stopped.has(person)) learn(person, row.reported_on!)
  }
  return known
}

export function rewind(all: Rows, month: Month): Rows {
  const day = formatDay(lastDayOfMonth(month))
  const statusChanges = new Map<string, Row[]>()
  for (const row of all.get('entitlement_change')!) {
    if (!(row.kind! in statusOfChange)) continue
    const known = statusChanges.get(row.entitlement_id!) ?? []
    statusChanges.set(row.entitlement_id!, known)
    known.push(row)
  }
  for (const each of statusChanges.values())
    each.sort((one, other) => (one.recorded_at! < other.recorded_at! ? -1 : 1))
  const sent = all.get('payment_batch')!.filter((row) => row.sent_at!.slice(0, 10) <= day)
  const then: Then = {
    day,
    month: formatMonth(month),
    deathsKnown: deathsKnown(all),
    sentBatches: new Set(sent.map((row) => row.batch_id!)),
    statusChanges,
  }
  return new Map(
    [...all].map(([table, rows]) => {
      const column = events[table]
      const state = states[table]
      if (column !== undefined) return [table, rows.filter((row) => !isLater(row[column]!, then))]
      if (state === undefined) return [table, rows]
      return [table, rows.map((row) => state(row, then)).filter((row) => row !== null)]
    }),
  )
}
