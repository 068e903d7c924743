import { sql } from 'kysely'
import { dayOf, formatDay, parseDay } from '#base/calendar-math.ts'
import type { Kernel } from '#records/act-context.ts'
import { type WorkingDays, workingDayBefore } from '#records/deadlines/working-days.ts'
import { filingDay } from './filing/filing-data.ts'
import { takeStep } from './server-step.ts'

/**
 * For a job: from the first of November every unit is called to file; whoever is near a deadline is reminded once, and
 * past it the heads and the superior are told once. Deadlines are dates, reminders fall on working days (platform.md 17).
 */

export interface FollowedLedger {
  readonly called: number
  readonly reminded: number
  readonly refused: readonly string[]
}

const stepsMax = 500
/** Working days before the day: ours, no text has a number. */
const remindWorkingDays = 5

/** The day that is so many working days before another: a reminder sooner than that would be forgotten. */
export function remindFrom(calendar: WorkingDays, due: string): string {
  let day = parseDay(due)!
  for (let count = 0; count < remindWorkingDays; count += 1) day = workingDayBefore(calendar, day).day
  return formatDay(day)
}

interface Waiting {
  readonly record_id: string
  readonly kind: string
  readonly version: number
  readonly due_day: string
  readonly reminded: 'BEFORE' | 'AFTER' | null
}

/** Whoever is near a deadline and has not been told; `horizon` is farther than any five working days. */
async function listWaiting({ db }: Kernel, today: string): Promise<readonly Waiting[]> {
  const { rows } = await sql<Waiting>`
    select record_id, kind, version, due_day, data ->> 'reminded' as reminded
    from app.record
    where
      is_open
      and due_day <= ${today}::date + 31
      and (
        (kind = 'RISK_POINT' and status = 'IN_FORCE')
        or (kind = 'LEDGER_FILING' and status in ('CALLED', 'PREPARED', 'RETURNED'))
      )
      and coalesce(data ->> 'reminded', '') <> 'AFTER'
      and (due_day < ${today}::date or data ->> 'reminded' is null)
    order by due_day, record_id
    limit ${stepsMax}
  `.execute(db)
  return rows
}

/** Units with people on post and somebody above them who accepts, and no filing of the year yet. */
async function listUncalled({ db }: Kernel, year: number): Promise<readonly string[]> {
  const { rows } = await sql<{ agency_id: string }>`
    select agency.agency_id
    from app.agency
    where
      app.ledger_receiver(agency.agency_id) is not null
      and exists (
        select
        from app.staff_member
        where staff_member.agency_id = agency.agency_id and staff_member.status = 'ON_POST'
      )
      and not exists (
        select
        from app.record
        where
          record.kind = 'LEDGER_FILING'
          and record.agency_id = agency.agency_id
          and record.data ->> 'year' = ${String(year)}
      )
    order by agency.agency_id
    limit ${stepsMax}
  `.execute(db)
  return rows.map(({ agency_id }) => agency_id)
}

async function readToday({ db }: Kernel): Promise<string> {
  const { rows } = await sql<{ today: string }>`
    select (clock_timestamp() at time zone 'Asia/Shanghai')::date::text as today
  `.execute(db)
  return rows[0]!.today
}

/** @param given YYYY-MM-DD; absent: the database's day in China */
export async function followLedger(kernel: Kernel, given?: string): Promise<FollowedLedger> {
  const today = given ?? (await readToday(kernel))
  const year = Number(today.slice(0, 4))
  const refused: string[] = []
  const note = (refusal: string | null): number => {
    if (refusal !== null) refused.push(refusal)
    return refusal === null ? 1 : 0
  }
  let called = 0
  const isCalling = parseDay(today)! >= dayOf(year, 11, 1) && today <= filingDay(year)
  for (const agencyId of isCalling ? await listUncalled(kernel, year) : []) {
    const step = { kind: 'LEDGER_FILING', recordId: null, action: 'call' }
    const input = { agency_id: agencyId, year }
    called += note(await takeStep(kernel, { ...step, input, key: `call:${agencyId}:${year}:${today}` }))
  }
  let reminded = 0
  for (const waiting of await listWaiting(kernel, today)) {
    const { record_id: recordId, kind, version, due_day: due } = waiting
    const when = due < today ? 'AFTER' : 'BEFORE'
    if (when === 'BEFORE' && today < remindFrom(kernel.workingDays, due)) continue
    const key = `remind:${recordId}:${version}:${when}`
    reminded += note(await takeStep(kernel, { kind, recordId, action: 'remind', input: { when }, key }))
  }
  return { called, reminded, refused }
}
