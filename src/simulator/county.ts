import { type Day, lastDayOfMonth, type Month, monthOf } from '#base/calendar-math.ts'
import type { Casting } from './casting.ts'
import type { FirmCasting } from './firms/firm-casting.ts'
import { type Population, populationOf } from './people/population.ts'

/** What every part of the simulator knows: who lives here, the months that are told, who plays which scenario. */
export interface County {
  readonly seed: number
  readonly persons: number
  readonly firstMonth: Month
  readonly lastMonth: Month
  /** The last day of the last month: the day of the run. */
  readonly asOfDay: Day
  readonly population: Population
  readonly casting: Casting
  /** The employers that play a scenario: their numbers follow those of the others. */
  readonly firms: FirmCasting
  readonly staffCount: number
  /** Members of staff who play a scenario: their numbers follow those of the others. */
  readonly guestCount: number
  readonly employerCount: number
}

export interface CountyOptions {
  readonly persons: number
  readonly months: number
  readonly seed: number
  readonly lastMonth: Month
  readonly guestCount: number
}

export const defaultLastMonth = monthOf(2025, 12)

export function countyFrame(options: CountyOptions): Omit<County, 'casting' | 'firms'> {
  const { persons, months, seed, lastMonth, guestCount } = options
  return {
    seed,
    persons,
    firstMonth: lastMonth - months + 1,
    lastMonth,
    asOfDay: lastDayOfMonth(lastMonth),
    population: populationOf(persons, seed, Math.floor(lastMonth / 12)),
    // 120 staff and 8,000 employers for 300,000 persons (domain 6.4), and enough people for every role in a small county.
    guestCount,
    staffCount: Math.max(30, Math.floor(persons / 2500)),
    employerCount: Math.max(3, Math.floor(persons / 37)),
  }
}
