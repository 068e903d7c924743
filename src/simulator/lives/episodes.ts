import type { Day, Month } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { accountOf, type Person, personOf } from '#simulator/people/person.ts'
import { rankOf } from '#simulator/people/population.ts'
import { drawBelow, drawBetween, drawChance, type Random, randomOf } from '#simulator/random.ts'
import { isStaffOrRelative } from '#simulator/staff/staff-ranks.ts'
import {
  dayInMonth,
  firstDayOfMonth,
  isWorkingDay,
  lastWorkingDay,
  nextWorkingDay,
} from '#simulator/working-time.ts'
import { type Change, type Life, type Order, ownPayee, type Pension } from './life.ts'
import { amountAt, firstPaidMonth } from './lines.ts'

/** What befalls people of a clean county: everything is noticed in time and handled by the book. */

export interface Death {
  readonly day: Day
  readonly month: Month
}

/** Per million and year, by age: doubles about every eight years. */
function yearlyDeaths(age: number): number {
  return Math.min(300_000, Math.round(900 * 2 ** Math.max(0, (age - 40) / 8)))
}

/** When a person of the register died, if within the county's months or the half year before them. */
export function deathOf(
  county: County,
  person: Pick<Person, 'index' | 'birthYear' | 'slot' | 'staffNumber' | 'firm'>,
): Death | null {
  if (person.slot !== null || person.staffNumber !== null || person.firm !== null) return null
  const random = randomOf(county.seed, 'life', person.index * 8 + 7)
  const age = Math.floor(county.lastMonth / 12) - person.birthYear
  const months = county.lastMonth - county.firstMonth + 7
  const dies = drawChance(random, Math.min(900_000, Math.round((yearlyDeaths(age) * months) / 12)))
  if (!dies) return null
  const month = county.firstMonth - 6 + drawBelow(random, months)
  return { month, day: firstDayOfMonth(month) + drawBelow(random, 28) }
}

/** When the first office reports it, within ten days: the stop is always in time for the next payment. */
export function reportedDayOf(death: Death): Day {
  return death.day + 1 + (death.day % 10)
}

/** The day on which something of this month is handled: a working day of the month, from the 18th on. */
export function handlingDay(month: Month, key: number): Day {
  const day = dayInMonth(month, 18 + (key % 9))
  return isWorkingDay(day) ? day : lastWorkingDay(day)
}

/** How an order is handled where that is not as usual. */
export type OrderHandling = Partial<Pick<Order, 'course' | 'by' | 'isLate'>>

/** A working day in the first half of the month; not everybody on the same one, or the clerks would work in bursts. */
export function earlyDay(month: Month, key: number): Day {
  return nextWorkingDay(firstDayOfMonth(month) + (key % 14))
}

export function addOrder(
  life: Life,
  order: Pick<Order, 'functionCode' | 'day' | 'amount'>,
  handling: OrderHandling = {},
): number {
  life.orders.push({ ...order, course: 'usual', ...handling })
  return life.orders.length - 1
}

/** A change of the first pension, with its order if the function is a controlled one. */
export function addChange(
  life: Life,
  change: Pick<Change, 'kind' | 'reason' | 'effective' | 'day'> & {
    readonly pension?: Pension
    readonly functionCode?: string
    readonly before?: bigint
    readonly after?: bigint
    readonly policyBatch?: string
    readonly method?: 'MANUAL'
    readonly handling?: OrderHandling
  },
): void {
  const pension = change.pension ?? life.pensions[0]!
  const day = nextWorkingDay(change.day)
  const amount = change.after ?? null
  life.changes.push({
    entitlementId: pension.entitlementId,
    kind: change.kind,
    reason: change.reason,
    effective: change.effective,
    before: change.before ?? null,
    after: amount,
    policyBatch: change.policyBatch ?? '',
    day,
    order:
      change.functionCode === undefined
        ? null
        : addOrder(life, { functionCode: change.functionCode, day, amount }, change.handling),
    ...(change.method === undefined ? {} : { method: change.method }),
  })
}

/** Stopped from the month after: no line is left, and the register knows. */
export function endForDeath(life: Life, death: Death, reportedOn: Day): void {
  const pension = life.pensions[0]!
  pension.paidThrough = Math.min(pension.paidThrough, death.month)
  const stoppedOn = nextWorkingDay(reportedOn + 1)
  if (stoppedOn > life.county.asOfDay) return
  pension.status = 'ENDED'
  pension.statusReason = 'DEATH'
  pension.ended = death.month
  life.registeredDeath = death.day
  addChange(life, { kind: 'END', reason: 'DEATH', effective: death.month + 1, day: stoppedOn })
}

const funeralGrants = { '110': 903_000n, '120': 903_000n, '170': 120_000n } as const

export function payFuneral(life: Life, payMonth: Month, deathMonth: Month): void {
  const amount = funeralGrants[life.pensions[0]!.scheme]
  life.extras.push({
    pension: 0,
    payMonth,
    from: deathMonth,
    to: deathMonth,
    kind: 'ONE_OFF',
    benefit: 'FUNERAL',
    amount,
  })
  addOrder(life, { functionCode: 'FUNERAL', day: earlyDay(payMonth, life.person.number), amount })
}

export function reportDeath(life: Life, random: Random, death: Death): void {
  const first = reportedDayOf(death)
  const sources = ['HEALTH', 'POLICE', 'CIVIL_AFFAIRS', 'VILLAGE'] as const
  sources.forEach((source, place) => {
    const reportedOn = place === 0 ? first : first + drawBetween(random, 1, 45)
    if (place > 0 && drawBelow(random, 100) >= 60 - place * 15) return
    if (reportedOn > life.county.asOfDay) return
    life.deaths.push({ source, diedOn: death.day, reportedOn, isRevoked: false })
  })
}

function die(life: Life, random: Random, death: Death): void {
  const { county } = life
  reportDeath(life, random, death)
  const first = reportedDayOf(death)
  if (first > county.asOfDay) {
    life.pensions[0]!.paidThrough = Math.min(county.lastMonth, death.month)
    return
  }
  endForDeath(life, death, first)
  const payMonth = death.month + 2
  if (payMonth >= county.firstMonth && payMonth <= county.lastMonth && drawBelow(random, 10) < 8) {
    payFuneral(life, payMonth, death.month)
  }
}

/** From this sum on a single back-payment is looked into (AMT-04). */
const largeBackPay = 1_000_000n

/** Without a certification the pension rests for one or two months, and is paid after it. */
export function suspendForCertification(life: Life, from: Month, wanted: 1 | 2): void {
  const pension = life.pensions[0]!
  const amount = amountAt(life, pension, from - 1)
  const months = amount * BigInt(wanted) < largeBackPay ? wanted : 1
  const back = from + months
  pension.gaps.push({ from, to: back - 1 })
  addChange(life, {
    kind: 'SUSPEND',
    reason: 'NO_CERTIFICATION',
    effective: from,
    day: handlingDay(from - 1, life.person.number),
  })
  const day = earlyDay(back, life.person.number)
  addChange(life, {
    kind: 'RESUME',
    reason: 'NO_CERTIFICATION',
    effective: back,
    day,
    functionCode: 'STATUS_CHANGE',
    after: amount,
  })
  const total = amount * BigInt(months)
  addChange(life, {
    kind: 'BACK_PAY',
    reason: 'OTHER',
    effective: back,
    day,
    functionCode: 'BACK_PAY',
    after: total,
  })
  life.extras.push({ pension: 0, payMonth: back, from, to: back - 1, kind: 'BACK_PAY', amount: total })
}

/** The bank sends a line back; it goes out again a month later. */
export function returnAndResend(life: Life, month: Month): void {
  const amount = amountAt(life, life.pensions[0]!, month)
  life.edits.set(month, { status: 'RETURNED' })
  life.extras.push({
    pension: 0,
    payMonth: month + 1,
    from: month,
    to: month,
    kind: 'RESEND',
    amount,
    resendOf: month,
  })
  addOrder(life, { functionCode: 'RESEND', day: earlyDay(month + 1, life.person.number), amount })
}

/** A new bank card, registered after that month's payment: used from the month after. */
export function changeAccount(
  life: Life,
  month: Month,
  options: { readonly day?: Day; readonly plannedBatch?: string } = {},
): void {
  const { person } = life
  const day = options.day ?? handlingDay(month, person.number)
  const [oldAccount, newAccount] = [accountOf(person, 0), accountOf(person, 1)]
  life.payees[0] = { ...life.payees[0]!, validTo: day }
  life.payees.push(ownPayee(person, 1, day + 1))
  life.accountUses.push({ from: month + 1, account: newAccount, holderName: person.name })
  const isPlanned = options.plannedBatch !== undefined
  life.accountChanges.push({
    oldAccount,
    newAccount,
    plannedBatch: options.plannedBatch ?? '',
    day,
    order: isPlanned ? null : addOrder(life, { functionCode: 'ACCOUNT_CHANGE', day, amount: null }),
  })
}

/** In prison from start to end: no pension from the month after the start to the month before the end. */
export function imprison(life: Life, start: Month, end: Month): void {
  const pension = life.pensions[0]!
  const { lastMonth } = life.county
  life.imprisonments.push({
    kind: 'IMPRISONED',
    startedOn: dayInMonth(start, 12),
    endedOn: dayInMonth(end, 20),
  })
  pension.gaps.push({ from: start + 1, to: end })
  addChange(life, {
    kind: 'SUSPEND',
    reason: 'PRISON',
    effective: start + 1,
    day: nextWorkingDay(dayInMonth(start, 14)),
  })
  if (end >= lastMonth) {
    pension.status = 'SUSPENDED'
    pension.statusReason = 'PRISON'
    return
  }
  addChange(life, {
    kind: 'RESUME',
    reason: 'PRISON',
    effective: end + 1,
    day: nextWorkingDay(dayInMonth(end, 22)),
    functionCode: 'STATUS_CHANGE',
  })
}

/** The pension goes to an account of the one who cares for the person, registered as such. */
export function payToGuardian(
  life: Life,
  guardian: { readonly name: string; readonly idNumber: string; readonly account: string },
  kind: 'GUARDIAN' | 'INSTITUTION',
): void {
  life.payees[0] = {
    account: guardian.account,
    holderName: guardian.name,
    holderIdNumber: guardian.idNumber,
    holderKind: kind,
    kind: kind === 'GUARDIAN' ? 'BANK_CARD' : 'CORPORATE',
    validFrom: null,
    validTo: null,
  }
  life.accountUses[0] = { from: 0, account: guardian.account, holderName: guardian.name }
}

/** The person with the index after it: a neighbour who serves as guardian, unless that is staff or family of staff. */
export function neighbourOf(county: County, person: Person): Person {
  let index = (person.index + 1) % county.persons
  while (isStaffOrRelative(county, rankOf(county.population, index))) index = (index + 1) % county.persons
  return personOf(county, index)
}

/** One episode at most, and none that death cuts short. */
export function liveOn(life: Life, random: Random, death: Death | null): void {
  const { county, person } = life
  const pension = life.pensions[0]!
  const first = firstPaidMonth(life, pension) + 1
  const last = Math.min(county.lastMonth - 4, death === null ? county.lastMonth : death.month - 5)
  const lastEnd = death === null ? county.lastMonth : death.month - 2
  const lot = drawBelow(random, 1000)
  if (last >= first) {
    const month = drawBetween(random, first, last)
    // Two months at once and a funeral grant within the year would be two high months (AMT-02).
    if (lot < 30) suspendForCertification(life, month, lot % 2 === 1 && death === null ? 2 : 1)
    else if (lot < 60) returnAndResend(life, month)
    else if (lot < 110) changeAccount(life, month)
    else if (lot < 112) imprison(life, month, Math.min(lastEnd, month + 2 + (person.number % 9)))
  }
  if (lot >= 120 && lot < 126 && death === null) changeAccount(life, county.lastMonth)
  if (lot >= 130 && lot < 136) {
    const guardian = neighbourOf(county, person)
    payToGuardian(life, { ...guardian, account: accountOf(guardian, 5) }, 'GUARDIAN')
  }
  if (death !== null) die(life, random, death)
}

/** The determination of the pension, and the yearly adjustments that everybody gets. */
export function addBookkeeping(life: Life): void {
  const { county } = life
  for (const pension of life.pensions) {
    const isRecent = pension.starts > county.firstMonth
    addChange(life, {
      pension,
      kind: 'GRANT',
      reason: 'OTHER',
      effective: pension.starts,
      day: firstDayOfMonth(pension.starts - 1) + 9,
      after: pension.amount,
      ...(isRecent ? { functionCode: 'DETERMINATION' } : {}),
    })
  }
}
