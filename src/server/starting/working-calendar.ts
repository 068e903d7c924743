import type pg from 'pg'
import { readAnnouncedYears, withAnnouncedYears } from '#orders/system-functions/calendar-store.ts'
import { readCalendar } from '#platform/policy.ts'
import type { Database } from '#platform/postgres/database.ts'
import { recountDeadlines } from '#records/deadlines/recount-deadlines.ts'
import { shanghaiDay, type WorkingDays, workingDaysOf } from '#records/deadlines/working-days.ts'

/** policy/ and the years that two people imported since (platform.md 17), as this process knows them. */
export interface WorkingCalendar {
  readonly current: () => WorkingDays
  /** Reads them again; deadlines that were provisional are counted anew where a year has come. */
  readonly refresh: (db: Database, now: Date) => Promise<void>
}

type YearPool = Pick<pg.Pool, 'query'>

export async function openWorkingCalendar(pool: YearPool): Promise<WorkingCalendar> {
  const policy = await readCalendar()
  const read = async (): Promise<{ days: WorkingDays; text: string }> => {
    const years = await readAnnouncedYears(pool)
    return { days: workingDaysOf([...withAnnouncedYears(policy, years)]), text: JSON.stringify(years) }
  }
  let known = await read()
  return {
    current: () => known.days,
    refresh: async (db, now) => {
      const found = await read()
      if (found.text === known.text) return
      known = found
      await db.transaction().execute((tx) => recountDeadlines(tx, found.days, shanghaiDay(now)))
    },
  }
}
