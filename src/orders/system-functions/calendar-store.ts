import { dayOf, isWeekday, parseDay } from '#base/calendar-math.ts'
import type { CalendarDay } from '#platform/policy.ts'
import type { FactPool } from '../storing/order-facts.ts'
import type { CalendarRow } from './calendar-import.ts'

/** Of the register's calendar: from the December before the year on, and the last day before that. */
export async function readCalendarRows(pool: FactPool, year: number): Promise<readonly CalendarRow[]> {
  const { rows } = await pool.query<{ day: number; is_working: boolean; working_number: number }>({
    text: `
      select day, is_working, working_number
      from register.calendar
      where day >= $1 or day = (select max(earlier.day) from register.calendar as earlier where earlier.day < $1)
      order by day`,
    values: [dayOf(year - 1, 12, 1)],
  })
  return rows.map(({ day, is_working, working_number }) => ({
    day,
    isWorking: is_working,
    workingNumber: working_number,
  }))
}

export interface AnnouncedYear {
  readonly year: number
  readonly off: readonly string[]
  readonly worked: readonly string[]
}

/**
 * The years that two people imported, oldest first: what the kernel's deadlines and a reload of the register need beside
 * the years in policy/. The order itself is where they are kept.
 */
export async function readAnnouncedYears(pool: FactPool): Promise<readonly AnnouncedYear[]> {
  const { rows } = await pool.query<AnnouncedYear>({
    text: `
      select
        (record.data -> 'asked' ->> 'year')::integer as year,
        record.data -> 'asked' -> 'off' as off,
        record.data -> 'asked' -> 'worked' as worked
      from app.record
      where
        record.kind = 'ORDER_PARAMETER_CHANGE'
        and record.status = 'DONE'
        and record.data -> 'asked' ->> 'what' = 'CALENDAR'
      order by 1`,
  })
  return rows
}

/** The calendar of policy/ with the years that were imported since; a year that policy/ has by now is policy's. */
export function withAnnouncedYears(
  calendar: readonly CalendarDay[],
  years: readonly AnnouncedYear[],
): readonly CalendarDay[] {
  const isOff = new Map(calendar.map(({ day, isWorking }) => [day, !isWorking]))
  const lastKnown = calendar.at(-1)?.day ?? Number.NEGATIVE_INFINITY
  const added = years.filter(({ year }) => dayOf(year, 1, 1) > lastKnown)
  for (const { year, off, worked } of added) {
    for (let day = dayOf(year, 1, 1); day <= dayOf(year, 12, 31); day += 1) isOff.set(day, !isWeekday(day))
    for (const day of off) if (isOff.has(parseDay(day)!)) isOff.set(parseDay(day)!, true)
    for (const day of worked) if (isOff.has(parseDay(day)!)) isOff.set(parseDay(day)!, false)
  }
  let workingNumber = 0
  return [...isOff]
    .sort(([one], [other]) => one - other)
    .map(([day, off]) => {
      if (!off) workingNumber += 1
      return { day, isWorking: !off, workingNumber }
    })
}
