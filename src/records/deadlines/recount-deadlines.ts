import { sql } from 'kysely'
import { type Day, formatDay, parseDay } from '#base/calendar-math.ts'
import { assert } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { addWorkingDays, type WorkingDays } from './working-days.ts'

export interface RecountedDeadline {
  readonly recordId: string
  /** `YYYY-MM-DD` */
  readonly before: string
  readonly after: string
  readonly isProvisional: boolean
}

interface ProvisionalRow {
  readonly record_id: string
  readonly due_day: string
  readonly due_counted_from: string
  readonly due_working_days: number
}

/**
 * When a year's calendar has been imported: provisional deadlines are counted again, once, and never end before today
 * because of it (platform.md 17). The caller writes what changed into the trail of the import.
 */
export async function recountDeadlines(
  tx: Tx,
  calendar: WorkingDays,
  today: Day,
): Promise<readonly RecountedDeadline[]> {
  const { rows } = await sql<ProvisionalRow>`
    select record_id, due_day, due_counted_from, due_working_days
    from app.record
    where is_open and due_is_provisional and due_working_days is not null
    order by record_id
    for no key update
  `.execute(tx)
  const recounted = rows.map((row) => recount(row, calendar, today))
  for (const { recordId, after, isProvisional } of recounted) {
    await sql`
      update app.record
      set due_day = ${after}::date, remind_on = ${after}::date, due_is_provisional = ${isProvisional}
      where record_id = ${recordId}
    `.execute(tx)
    await sql`
      update app.to_do
      set due_day = ${after}::date
      where record_id = ${recordId} and closed_at is null and due_day is not null
    `.execute(tx)
  }
  return recounted.filter(({ before, after }) => before !== after)
}

function recount(row: ProvisionalRow, calendar: WorkingDays, today: Day): RecountedDeadline {
  const from = parseDay(row.due_counted_from)
  const before = parseDay(row.due_day)
  assert(from !== null && before !== null, 'dates of the store are dates')
  const { day, isProvisional } = addWorkingDays(calendar, from, row.due_working_days)
  // A deadline that had passed stays passed; one that had not does not pass by being counted again.
  const after = day < today && before >= today ? today : day
  return { recordId: row.record_id, before: row.due_day, after: formatDay(after), isProvisional }
}
