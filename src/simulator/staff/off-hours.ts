import type { Second } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { personIdOf } from '#simulator/people/person.ts'
import { numberOf } from '#simulator/people/population.ts'
import {
  atTime,
  dayInMonth,
  isAnnounced,
  isWorkingDay,
  lastWorkingDay,
  workedWeekendsBetween,
} from '#simulator/working-time.ts'
import { firstHandler, staffIdOf } from './staffing.ts'

/** SYS-03: who works at night, and who only seems to. */
export interface OffHoursOperation {
  readonly staffNumber: number
  /** Empty: the log has only the account. */
  readonly staffId: string
  readonly at: Second
  readonly functionCode: string
  readonly action: 'VIEW' | 'CREATE' | 'UPDATE' | 'APPROVE' | 'IMPORT' | 'EXPORT'
  readonly personId: string
}

export interface OffHoursCase {
  readonly staffNumber: number
  readonly scenario: string
  readonly isFraud: boolean
  readonly level: 1 | 2
  readonly operations: readonly OffHoursOperation[]
  readonly overtime: readonly { readonly from: Second; readonly to: Second }[]
}

interface Desk {
  readonly county: County
  readonly staffNumber: number
  /** An ordinary working day some weeks before the end. */
  readonly day: number
}

type Play = (desk: Desk) => Pick<OffHoursCase, 'operations' | 'overtime' | 'level'>

const hour = 3600

function operate(
  desk: Desk,
  what: Pick<OffHoursOperation, 'at' | 'functionCode' | 'action'> & { readonly person: number },
): OffHoursOperation {
  const { county, staffNumber } = desk
  const { person, ...rest } = what
  const index = (staffNumber * 7919 + person * 104_729) % county.persons
  const personId = personIdOf(numberOf(county.population, index))
  return { ...rest, staffNumber, staffId: staffIdOf(staffNumber), personId }
}

function several(desk: Desk, people: number, at: Second): OffHoursOperation[] {
  return Array.from({ length: people }, (_, person) =>
    operate(desk, { at: at + person * 700, functionCode: 'ACCOUNT_CHANGE', action: 'UPDATE', person }),
  )
}

const frauds: readonly (readonly [string, Play])[] = [
  [
    'changes_accounts_at_night',
    (desk) => ({ level: 1, operations: several(desk, 5, atTime(desk.day, 20 * hour)), overtime: [] }),
  ],
  [
    'works_on_national_day',
    (desk) => {
      const october = atTime(dayInMonth(lastOctober(desk.county), 1), 10 * hour)
      const people = Math.min(4, desk.county.persons)
      return { level: 2, operations: several(desk, people, october), overtime: [] }
    },
  ],
  [
    'first_second_after_hours',
    (desk) => ({
      level: 2,
      operations: [
        operate(desk, {
          at: atTime(desk.day, 18.5 * hour),
          functionCode: 'BACK_PAY',
          action: 'CREATE',
          person: 1,
        }),
        operate(desk, {
          at: atTime(desk.day, 8 * hour - 1),
          functionCode: 'BACK_PAY',
          action: 'APPROVE',
          person: 1,
        }),
        // The account's member of staff counts where the log has none.
        {
          ...operate(desk, {
            at: atTime(desk.day, 5 * hour),
            functionCode: 'RESEND',
            action: 'IMPORT',
            person: 2,
          }),
          staffId: '',
        },
      ],
      overtime: [{ from: atTime(desk.day, 18.5 * hour + 1), to: atTime(desk.day, 21 * hour) }],
    }),
  ],
]

const lookalikes: readonly (readonly [string, Play])[] = [
  [
    'overtime_at_month_end',
    (desk) => {
      const from = atTime(desk.day, 18.5 * hour)
      const operations = several(desk, 6, from)
      return { level: 1, operations, overtime: [{ from, to: operations.at(-1)!.at }] }
    },
  ],
  [
    'works_on_made_up_weekend',
    (desk) => {
      const days = workedWeekendsBetween(desk.county.asOfDay - 340, desk.county.asOfDay)
      const day = days[desk.staffNumber % Math.max(1, days.length)] ?? desk.day
      return { level: 2, operations: several(desk, 3, atTime(day, 10 * hour)), overtime: [] }
    },
  ],
  [
    'looks_up_at_night',
    (desk) => ({
      level: 2,
      operations: [
        operate(desk, {
          at: atTime(desk.day, 22 * hour),
          functionCode: 'BACK_PAY',
          action: 'VIEW',
          person: 1,
        }),
        operate(desk, {
          at: atTime(desk.day, 23 * hour),
          functionCode: 'ORDINARY',
          action: 'CREATE',
          person: 2,
        }),
        operate(desk, {
          at: atTime(desk.day, 23.5 * hour),
          functionCode: 'PAYMENT_FILE',
          action: 'EXPORT',
          person: 3,
        }),
      ],
      overtime: [],
    }),
  ],
  [
    'first_and_last_second_of_hours',
    (desk) => ({
      level: 2,
      operations: [
        operate(desk, {
          at: atTime(desk.day, 8 * hour),
          functionCode: 'BACK_PAY',
          action: 'CREATE',
          person: 1,
        }),
        operate(desk, {
          at: atTime(desk.day, 18.5 * hour - 1),
          functionCode: 'REFUND',
          action: 'UPDATE',
          person: 1,
        }),
      ],
      overtime: [],
    }),
  ],
]

function lastOctober(county: County): number {
  const month = county.lastMonth - ((((county.lastMonth - 9) % 12) + 12) % 12)
  return month
}

/** About one in forty of the staff, at least three; look-alikes for five times as many, as far as there are people. */
export function offHoursCases(county: County, isClean: boolean): readonly OffHoursCase[] {
  // A year without a notice is not decided by the rule.
  const isDecided = isAnnounced(county.asOfDay) && isAnnounced(county.asOfDay - 365)
  if (isClean || county.casting.slots === 0 || !isDecided) return []
  const handlers = county.staffCount - firstHandler
  const wanted = Math.max(3, Math.floor(county.staffCount / 40))
  const cases: OffHoursCase[] = []
  for (let place = 0; place < Math.min(handlers, wanted * 6); place += 1) {
    const isFraud = place < wanted
    const plays = isFraud ? frauds : lookalikes
    const [scenario, play] = plays[(isFraud ? place : place - wanted) % plays.length]!
    const staffNumber = firstHandler + place
    const planned = dayInMonth(county.lastMonth - 1 - (place % 3), 27)
    const day = isWorkingDay(planned) ? planned : lastWorkingDay(planned)
    cases.push({ staffNumber, scenario, isFraud, ...play({ county, staffNumber, day }) })
  }
  return cases
}
