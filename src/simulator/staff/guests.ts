import { type Day, dayLessMonths, type Month, type Second } from '#base/calendar-math.ts'
import { groupsCast } from '#simulator/casting.ts'
import type { County } from '#simulator/county.ts'
import { personIdOf } from '#simulator/people/person.ts'
import { numberOf } from '#simulator/people/population.ts'
import type { RuleCode } from '#simulator/rule-levels.ts'
import { atTime, dayInMonth, isAnnounced, isWorkingDay, lastWorkingDay } from '#simulator/working-time.ts'
import { accountIdOf, type Role, staffIdOf } from './staffing.ts'

/**
 * Members of staff who play a scenario, beside those who only work. Their accounts, roles, posts and operations are
 * theirs alone; what they do in people's lives is told there (Order.by).
 */
export interface Guest {
  readonly staffNumber: number
  readonly scenario: string
  readonly isFraud: boolean
  readonly leftOn: Day | null
  readonly accounts: readonly GuestAccount[]
  readonly posts: readonly GuestPost[]
  readonly operations: readonly GuestOperation[]
  readonly labels: readonly GuestLabel[]
}

export interface GuestAccount {
  readonly accountId: string
  readonly disabledOn: Day | null
  readonly grants: readonly { readonly role: Role; readonly from: Second; readonly to: Second | null }[]
}

export interface GuestPost {
  readonly post: string
  readonly isKey: boolean
  readonly from: Day
  readonly to: Day | null
  readonly isSubstitute: boolean
}

export interface GuestOperation {
  readonly account: string
  readonly at: Second
  readonly functionCode: string
  readonly action: 'CREATE' | 'UPDATE' | 'IMPORT'
  readonly personId: string
}

export interface GuestLabel {
  readonly rule: RuleCode
  readonly kind: 'staff' | 'user_account'
  readonly subject: string
  readonly level?: 1 | 2
  readonly began?: Month
}

export interface GuestDesk {
  readonly county: County
  readonly staffNumber: number
  readonly staffId: string
  readonly accountId: string
  /** A working day some weeks before the end, at 10 o'clock. */
  readonly morning: Second
  /** Since when people with nothing to hide are here. */
  readonly since: Second
}

export interface GuestPart {
  readonly name: string
  readonly isFraud: boolean
  readonly play: (desk: GuestDesk) => Partial<Omit<Guest, 'staffNumber' | 'scenario' | 'isFraud'>>
}

export function deskOf(county: County, staffNumber: number): GuestDesk {
  const planned = dayInMonth(county.lastMonth - (staffNumber % 3), 12)
  const day = isWorkingDay(planned) ? planned : lastWorkingDay(planned)
  return {
    county,
    staffNumber,
    staffId: staffIdOf(staffNumber),
    accountId: accountIdOf(staffNumber),
    morning: atTime(day, 10 * 3600),
    since: atTime(county.asOfDay - 500 - (staffNumber % 90), 9 * 3600),
  }
}

export function grantedSince(desk: GuestDesk, ...roles: Role[]): GuestAccount[] {
  const grants = roles.map((role) => ({ role, from: desk.since, to: null }))
  return [{ accountId: desk.accountId, disabledOn: null, grants }]
}

/** A second account of the same person. */
export function secondAccount(desk: GuestDesk, role: Role, from: Second, to: Second | null): GuestAccount {
  return { accountId: `${desk.accountId}B`, disabledOn: null, grants: [{ role, from, to }] }
}

export function personIdFor(desk: GuestDesk, place: number): string {
  const { county, staffNumber } = desk
  const index = (staffNumber * 6007 + place * 99_991) % county.persons
  return personIdOf(numberOf(county.population, index))
}

/** One operation every so many seconds. */
export function operationsAt(
  desk: GuestDesk,
  many: { readonly from: Second; readonly count: number; readonly every: number },
  what: Pick<GuestOperation, 'functionCode' | 'action'>,
): GuestOperation[] {
  return Array.from({ length: many.count }, (_, place) => ({
    ...what,
    account: desk.accountId,
    at: many.from + place * many.every,
    personId: personIdFor(desk, place),
  }))
}

export function aboutStaff(desk: GuestDesk, ...rules: RuleCode[]): GuestLabel[] {
  return rules.map((rule) => ({ rule, kind: 'staff', subject: desk.staffId }))
}

export function onKeyPost(from: Day, rest: Partial<GuestPost> = {}): GuestPost[] {
  return [{ post: '待遇支付科岗', isKey: true, from, to: null, isSubstitute: false, ...rest }]
}

/** A year without a notice is not decided by SYS-03: nobody is labelled for working at night then. */
export function isNightDecided(county: County): boolean {
  return isAnnounced(county.asOfDay) && isAnnounced(dayLessMonths(county.asOfDay, 12))
}

/** The clerk of that group of a script, told by the staff number; the first guests are theirs (guest-parts.ts). */
export function isScriptPlayed(county: County, name: string, group: number): boolean {
  return group < groupsCast(county.casting, name)
}

export function guestsOf(county: County, parts: readonly GuestPart[]): readonly Guest[] {
  return parts.slice(0, county.guestCount).map((part, place) => {
    const staffNumber = county.staffCount + place
    const desk = deskOf(county, staffNumber)
    return {
      staffNumber,
      scenario: part.name,
      isFraud: part.isFraud,
      leftOn: null,
      accounts: grantedSince(desk, 'ENTRY'),
      posts: onKeyPost(Math.floor(desk.since / 86_400), { isKey: false }),
      operations: [],
      labels: [],
      ...part.play(desk),
    }
  })
}
