import type { Day, Month } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { employerIdOf } from '#simulator/firms/employers.ts'
import type { Firm } from '#simulator/firms/firm-casting.ts'
import { isPaidIn, isResting, participationOf, payerOf } from '#simulator/firms/participation.ts'
import { lifeOf } from '#simulator/lives/life-of.ts'
import { personsOf } from '#simulator/people/people.ts'
import type { Person, Standing } from '#simulator/people/person.ts'
import { drawBelow, drawChance, randomOf } from '#simulator/random.ts'
import { staffIdOf, staffWithRole } from '#simulator/staff/staffing.ts'
import { dayText, monthText, secondText, yuanText } from '#simulator/texts.ts'
import { atTime, dayInMonth, firstDayOfMonth, nextWorkingDay } from '#simulator/working-time.ts'
import type { Row } from './party-rows.ts'

export function* enrolmentRows(county: County): Generator<Row> {
  for (const person of personsOf(county)) {
    const participation = participationOf(county, person)
    if (participation === null) continue
    const { employer, starts, ends, reason } = participation
    if (starts > county.lastMonth) continue
    const startedOn = nextWorkingDay(firstDayOfMonth(starts))
    yield [
      `CB${person.personId}`,
      person.personId,
      employer === null ? '' : employerIdOf(employer),
      person.scheme!,
      person.region,
      ends !== null ? 'ENDED' : isResting(person, county.lastMonth) ? 'PAUSED' : 'ACTIVE',
      dayText(firstDayOfMonth(starts)),
      ends === null ? '' : dayText(firstDayOfMonth(ends + 1) - 1),
      reason,
      secondText(atTime(startedOn, 10 * 3600 + (person.number % 9000))),
    ]
    if (person.slot !== null) yield* otherEnrolments(county, person)
    if (person.firm?.firm.part.project !== undefined) yield injuryEnrolment(person, person.firm.firm)
  }
}

/** By the project, from its first month on. */
function injuryEnrolment(person: Person, { number, firstMonth }: Firm): Row {
  const day = firstDayOfMonth(firstMonth)
  const recordedAt = secondText(atTime(nextWorkingDay(day), 11 * 3600))
  const about = [person.region, 'ACTIVE', dayText(day), '', '', recordedAt] as const
  return [`CB${person.personId}2`, person.personId, employerIdOf(number), '410', ...about]
}

function* otherEnrolments(county: County, person: Person): Generator<Row> {
  for (const [place, each] of (lifeOf(county, person)?.enrolments ?? []).entries()) {
    yield [
      `CB${person.personId}${place + 2}`,
      person.personId,
      '',
      each.scheme,
      person.region,
      each.status,
      dayText(each.startedOn),
      dayText(each.endedOn),
      each.endReason,
      secondText(atTime(nextWorkingDay(each.startedOn), 10 * 3600 + (person.number % 9000))),
    ]
  }
}

const rateTexts: Readonly<Record<string, string>> = { 0: '0', 80: '0.08', 160: '0.16', 200: '0.2', 1000: '1' }

/** The self-employed and residents pay once a year or month themselves; nobody pays before being enrolled. */
function* contributionsOf(county: County, person: Person): Generator<Row> {
  const payer = payerOf(county, person)
  if (payer === null) return
  const { employer, employerRate, personRate } = payer
  const employerId = employer === null ? '' : employerIdOf(employer)
  const rates = [rateTexts[String(employerRate)]!, rateTexts[String(personRate)]!] as const
  let [fen, amounts] = [-1n, ['', '', ''] as readonly [string, string, string]]
  for (let month = payer.first; month <= payer.last; month += 1) {
    if (!isPaidIn(payer, month)) continue
    const base = payer.baseAt(month)
    // Bases stay the same for a year: their texts are made once.
    if (base !== fen) {
      fen = base
      amounts = [
        yuanText(base),
        yuanText((base * employerRate) / 1000n),
        yuanText((base * personRate) / 1000n),
      ]
    }
    const text = monthText(month)
    const digits = text.replace('-', '')
    const paidOn = dayText(dayInMonth(month, 12))
    yield [
      `JF${person.personId}${digits}`,
      person.personId,
      employerId,
      person.scheme!,
      text,
      amounts[0],
      ...rates,
      amounts[1],
      amounts[2],
      'NORMAL',
      paidOn,
      voucherOf(person, employer, digits),
      '',
      '',
      `${paidOn} 20:00:00`,
    ]
  }
}

/** Of the tax office: one a month for an employer, or for whoever pays for themselves. */
export function voucherOf(person: Person, employer: number | null, month: string): string {
  return `SP${month}${employer === null ? person.number + 10_000_000 : employer}`
}

/** Whoever drew a pension before the county's months pays no more. */
export function isPayer(county: County): (standing: Standing) => boolean {
  return ({ scheme, starts }) => scheme !== null && (starts === null || starts > county.firstMonth)
}

export function* contributionRows(county: County): Generator<Row> {
  for (const person of personsOf(county, isPayer(county))) yield* contributionsOf(county, person)
  for (const paid of lumpsOf(county)) yield lumpRow(county, paid)
}

/** A month of what somebody paid at once for years past. */
export interface LumpMonth {
  readonly person: Person
  readonly month: Month
  readonly base: bigint
  readonly amount: bigint
  readonly paidOn: Day
  readonly voucher: string
}

export function* lumpsOf(county: County): Generator<LumpMonth> {
  for (const person of personsOf(county, ({ slot }) => slot !== null)) {
    for (const { from, to, base, paidOn } of lifeOf(county, person)?.lumps ?? []) {
      const voucher = `SPBJ${person.personId}`
      const paid = { person, base, amount: (base * 200n) / 1000n, paidOn, voucher }
      for (let month = from; month <= to; month += 1) yield { ...paid, month }
    }
  }
}

function lumpRow(county: County, { person, month, base, amount, paidOn, voucher }: LumpMonth): Row {
  const text = monthText(month)
  return [
    `JFBJ${person.personId}${text.replace('-', '')}`,
    person.personId,
    '',
    person.scheme!,
    text,
    yuanText(base),
    '0',
    '0.2',
    yuanText(0n),
    yuanText(amount),
    'BACK_PAYMENT',
    dayText(paidOn),
    voucher,
    staffIdOf(staffWithRole(county, 'ENTRY', person.number)),
    staffIdOf(staffWithRole(county, 'REVIEW', person.number)),
    `${dayText(paidOn)} 20:00:00`,
  ]
}

const adjustmentColumns = { BACK_FILL: 'BT', BACK_RECORD: 'BL', ADJUST: 'TZ' } as const

/** One in three hundred who still pay had some months of earlier years filled in, with voucher and review. */
function* lawfulAdjustment(county: County, person: Person): Generator<Row> {
  const random = randomOf(county.seed, 'work', person.index + 8_000_000)
  const months = 1 + drawBelow(random, 11)
  const to = county.firstMonth - 1 - drawBelow(random, 24)
  const kind = drawBelow(random, 3) === 0 ? 'BACK_RECORD' : 'BACK_FILL'
  const handled = county.lastMonth - drawBelow(random, county.lastMonth - county.firstMonth + 1)
  const day = nextWorkingDay(dayInMonth(handled, 2 + drawBelow(random, 18)))
  yield [
    `${adjustmentColumns[kind]}${person.personId}1`,
    person.personId,
    person.scheme!,
    monthText(to - months + 1),
    monthText(to),
    String(months),
    yuanText(BigInt(months) * 96_000n),
    kind,
    `YJ${person.personId}`,
    `SPBT${person.number}`,
    staffIdOf(staffWithRole(county, 'ENTRY', person.number)),
    staffIdOf(staffWithRole(county, 'REVIEW', person.number)),
    secondText(atTime(day, 9 * 3600 + drawBelow(random, 25_000))),
  ]
}

function* playedAdjustments(county: County, person: Person): Generator<Row> {
  for (const [place, each] of (lifeOf(county, person)?.adjustments ?? []).entries()) {
    const operator = staffIdOf(staffWithRole(county, 'ENTRY', person.number))
    const reviewer = staffIdOf(staffWithRole(county, 'REVIEW', person.number))
    const id = `${adjustmentColumns[each.kind]}${person.personId}${place + 1}`
    yield [
      id,
      person.personId,
      person.scheme!,
      monthText(each.from),
      monthText(each.to),
      String(each.to - each.from + 1),
      yuanText(each.amount),
      each.kind,
      `YJ${id}`,
      each.hasVoucher ? `SP${id}` : '',
      operator,
      { usual: reviewer, none: '', operator }[each.review],
      secondText(atTime(each.day, 9 * 3600 + (person.number % 25_000))),
    ]
  }
}

export function* accountAdjustmentRows(county: County): Generator<Row> {
  const isAdjusted = ({ index, scheme, starts }: Standing): boolean =>
    scheme !== null && starts === null && drawChance(randomOf(county.seed, 'work', index + 9_000_000), 3_300)
  for (const person of personsOf(county, (each) => each.slot !== null || isAdjusted(each))) {
    yield* person.slot === null ? lawfulAdjustment(county, person) : playedAdjustments(county, person)
  }
}
