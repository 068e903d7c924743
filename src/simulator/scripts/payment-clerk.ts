import type { Month } from '#base/calendar-math.ts'
import type { Part, Stage } from '#simulator/casting.ts'
import { addChange, addOrder, endForDeath, type OrderHandling } from '#simulator/lives/episodes.ts'
import type { Line } from '#simulator/lives/life.ts'
import { orderIdOf } from '#simulator/lives/orders.ts'
import { accountOf, personOf } from '#simulator/people/person.ts'
import { drawBelow } from '#simulator/random.ts'
import { clerkedGroups, clerkPlaces } from '#simulator/staff/guest-parts.ts'
import { spouseIndexOf } from '#simulator/staff/staff-ranks.ts'
import {
  employeeSchemes,
  expectPerson,
  expectSubject,
  fraud,
  isPaid,
  paidTo,
  registerHidden,
} from '#simulator/stage.ts'
import { dayInMonth, nextWorkingDay } from '#simulator/working-time.ts'

/**
 * S-02: a payment clerk lets the pensions of dead people rise again for a few weeks, moves them to the card of a
 * relative a few days before the file goes out, pays 30,000 to 100,000 yuan in two goes, moves the account back and
 * stops the pension again; alone, in the evening.
 */
const groupSize = 5

function clerkOf(stage: Stage): number {
  return stage.county.staffCount + clerkPlaces['S-02'] + stage.group
}

/** Every order that the clerk handled alone is one. */
function expectOrders(stage: Stage): void {
  const { life } = stage
  life.orders.forEach(({ by, amount }, place) => {
    if (by === undefined) return
    const order = { kind: 'order', id: orderIdOf(life, place) } as const
    expectSubject(stage, 'SYS-01', order, () => amount ?? 0n)
  })
}

interface Theft {
  readonly month: Month
  readonly account: string
  readonly handling: OrderHandling
}

function moveAccount(stage: Stage, { month, account, handling }: Theft): void {
  const { life } = stage
  const own = accountOf(life.person, 0)
  // Two working days before the second payment file of the month; back again after that of the next.
  const days = [
    [own, account, nextWorkingDay(dayInMonth(month, 11))],
    [account, own, nextWorkingDay(dayInMonth(month + 1, 21))],
  ] as const
  for (const [oldAccount, newAccount, day] of days) {
    const order = addOrder(life, { functionCode: 'ACCOUNT_CHANGE', day, amount: null }, handling)
    life.accountChanges.push({ oldAccount, newAccount, plannedBatch: '', day, order })
  }
}

function steal(stage: Stage, { month, account, handling }: Theft): void {
  const { life, random } = stage
  for (const payMonth of [month, month + 1]) {
    const after = BigInt(3_000_000 + drawBelow(random, 5_740_000))
    const day = nextWorkingDay(dayInMonth(payMonth, 9))
    const how = { functionCode: 'BACK_PAY', handling, day, after }
    addChange(life, { kind: 'BACK_PAY', reason: 'OTHER', effective: payMonth, ...how })
    const line = { pension: 0, payMonth, from: month - 2, to: month, kind: 'BACK_PAY' } as const
    life.extras.push({ ...line, amount: after, account })
  }
}

function play(stage: Stage): void {
  const { county, life, member, members } = stage
  const month = county.lastMonth - 3 - member * 2
  const died = month - 4
  const day = dayInMonth(died, 8)
  life.began = county.lastMonth - 3 - (groupSize - 1) * 2
  life.deaths.push({ source: 'HEALTH', diedOn: day, reportedOn: day + 6, isRevoked: false })
  endForDeath(life, { day, month: died }, day + 6)
  const account = accountOf(members[0]!, 8)
  const clerk = clerkOf(stage)
  const handling: OrderHandling = { course: 'all-by-one', by: clerk, isLate: true }
  if (member === 0) {
    registerHidden(stage, { account, holder: personOf(county, spouseIndexOf(county, clerk)!) })
    expectSubject(stage, 'ACC-05', { kind: 'account', id: account }, paidTo(stage, account))
  }
  addChange(life, {
    kind: 'RESUME',
    reason: 'TO_VERIFY',
    effective: month,
    day: nextWorkingDay(dayInMonth(month, 8)),
    functionCode: 'DEATH_RESUME',
    handling,
  })
  moveAccount(stage, { month, account, handling })
  steal(stage, { month, account, handling })
  addChange(life, {
    kind: 'END',
    reason: 'OTHER',
    effective: month + 2,
    day: nextWorkingDay(dayInMonth(month + 1, 23)),
  })
  const isStolen = (line: Line): boolean => isPaid(line) && line.kind === 'BACK_PAY'
  for (const rule of [
    'DTH-01',
    'DTH-02',
    'DTH-03',
    'AMT-01',
    'AMT-02',
    'AMT-04',
    'ACC-04',
    'ACC-08',
  ] as const) {
    expectPerson(stage, rule, isStolen)
  }
  expectOrders(stage)
}

export const paymentClerk: Part = fraud('S-02', {
  schemes: employeeSchemes,
  groupSize,
  groupsMax: clerkedGroups,
  needsStaff: true,
  monthsMin: 24,
  play,
})
