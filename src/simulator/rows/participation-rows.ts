import { type Month, monthOf } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { creditCodeOf, employerIdOf, institutionsOf } from '#simulator/employers.ts'
import { deathOf } from '#simulator/episodes.ts'
import { personsOf } from '#simulator/people.ts'
import type { Person, Standing } from '#simulator/person.ts'
import { drawBelow, type Random, randomOf } from '#simulator/random.ts'
import { dayText, monthText, secondText, yuanText } from '#simulator/texts.ts'
import { atTime, dayInMonth, firstDayOfMonth, nextWorkingDay } from '#simulator/working-time.ts'
import type { Row } from './party-rows.ts'

/** How a person stands to their pension scheme as a payer. */
interface Participation {
  readonly employer: number | null
  readonly starts: Month
  readonly ends: Month | null
  readonly reason: 'RETIRED' | 'DEATH' | ''
}

/** The average wage of 2023 in fen a month, and its yearly growth in thousandths: bases are shares of it. */
const averageWage = 640_000
const growth = 45

export function baseBoundsOf(year: number): readonly [min: bigint, max: bigint] {
  const average = Math.round(averageWage * (1 + ((year - 2023) * growth) / 1000))
  return [BigInt(Math.round((average * 6) / 1000)) * 100n, BigInt(Math.round((average * 30) / 1000)) * 100n]
}

function participationOf(county: County, person: Person): Participation | null {
  if (person.scheme === null || person.category === null) return null
  const random = randomOf(county.seed, 'work', person.index + 3_000_000)
  const adult = monthOf(person.birthYear, 1) + (18 + drawBelow(random, 6)) * 12
  const starts = Math.max(adult, monthOf(person.scheme === '170' ? 2010 : 1993, 1))
  const institutions = institutionsOf(county)
  const employer =
    person.staffNumber !== null
      ? 0
      : person.scheme === '120'
        ? 1 + drawBelow(random, institutions - 1)
        : person.scheme === '110' && person.category !== 'FLEXIBLE'
          ? institutions + drawBelow(random, Math.max(1, county.employerCount - institutions))
          : null
  const death = deathOf(county, person)
  if (person.starts !== null && (death === null || death.month >= person.starts)) {
    return { employer, starts, ends: Math.max(starts, person.starts - 1), reason: 'RETIRED' }
  }
  if (death !== null) return { employer, starts, ends: Math.max(starts, death.month), reason: 'DEATH' }
  return { employer, starts, ends: null, reason: '' }
}

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
      ends === null ? 'ACTIVE' : 'ENDED',
      dayText(firstDayOfMonth(starts)),
      ends === null ? '' : dayText(firstDayOfMonth(ends + 1) - 1),
      reason,
      secondText(atTime(startedOn, 10 * 3600 + (person.number % 9000))),
    ]
  }
}

/** `employer, person` in thousandths of the base. */
function ratesOf(person: Person, employer: number | null): readonly [bigint, bigint] {
  if (person.scheme === '170') return [0n, 1000n]
  return employer === null ? [0n, 200n] : [160n, 80n]
}

function baseOf(person: Person, year: number, share: number): bigint {
  if (person.scheme === '170') return BigInt(200 + (share % 10) * 100) * 100n
  const [min, max] = baseBoundsOf(year)
  const wanted = (max * BigInt(share)) / 300n
  const base = (wanted < min ? min : wanted) / 100n
  return base * 100n
}

/** The base in hundredths of the average wage, the same every year. */
function baseShareOf(county: County, person: Person): number {
  const random: Random = randomOf(county.seed, 'work', person.index + 4_000_000)
  return 55 + Math.floor((drawBelow(random, 130) + drawBelow(random, 130)) / 2)
}

const rateTexts: Readonly<Record<string, string>> = { 0: '0', 80: '0.08', 160: '0.16', 200: '0.2', 1000: '1' }

/** The self-employed and residents pay once a year or month themselves; nobody pays before being enrolled. */
function* contributionsOf(county: County, person: Person): Generator<Row> {
  const participation = participationOf(county, person)
  if (participation === null) return
  const { employer } = participation
  const share = baseShareOf(county, person)
  const [employerRate, personRate] = ratesOf(person, employer)
  const last = Math.min(county.lastMonth, participation.ends ?? county.lastMonth)
  for (let month = Math.max(county.firstMonth, participation.starts); month <= last; month += 1) {
    if (person.scheme === '170' && month % 12 !== 8) continue
    const base = baseOf(person, Math.floor(month / 12), share)
    const text = monthText(month)
    const paidOn = dayInMonth(month, 12)
    yield [
      `JF${person.personId}${text.replace('-', '')}`,
      person.personId,
      employer === null ? '' : employerIdOf(employer),
      person.scheme!,
      text,
      yuanText(base),
      rateTexts[String(employerRate)]!,
      rateTexts[String(personRate)]!,
      yuanText((base * employerRate) / 1000n),
      yuanText((base * personRate) / 1000n),
      'NORMAL',
      dayText(paidOn),
      `SP${text.replace('-', '')}${employer === null ? person.number + 10_000_000 : employer}`,
      '',
      '',
      secondText(atTime(paidOn, 20 * 3600)),
    ]
  }
}

export function* contributionRows(county: County): Generator<Row> {
  // Whoever drew a pension before the county's months pays no more.
  const isTold = (standing: Standing): boolean =>
    standing.scheme !== null && (standing.starts === null || standing.starts > county.firstMonth)
  for (const person of personsOf(county, isTold)) yield* contributionsOf(county, person)
}

export function* policyParameterRows(county: County): Generator<Row> {
  const from = Math.floor(county.firstMonth / 12)
  for (let year = from; year <= Math.floor(county.lastMonth / 12); year += 1) {
    const [min, max] = baseBoundsOf(year)
    const span = [`${year}-01`, `${year}-12`, `云人社发〔${year}〕12号`]
    for (const scheme of ['110', '120']) {
      yield ['BASE_MIN', '*', scheme, yuanText(min), ...span]
      yield ['BASE_MAX', '*', scheme, yuanText(max), ...span]
      yield ['EMPLOYER_RATE', '*', scheme, '0.16', ...span]
      yield ['PERSON_RATE', '*', scheme, '0.08', ...span]
    }
  }
}

/** The wages of the last full year before the last month: a little below the base that they became a year later. */
export function* taxedWageRows(county: County): Generator<Row> {
  const year = Math.floor(county.lastMonth / 12) - 1
  const isTold = (standing: Standing): boolean => standing.scheme === '110' || standing.scheme === '120'
  for (const person of personsOf(county, isTold)) {
    const participation = participationOf(county, person)
    if (participation === null || participation.employer === null) continue
    const creditCode = creditCodeOf(participation.employer)
    const wage = (baseOf(person, year + 1, baseShareOf(county, person)) * 97n) / 100n
    const last = Math.min(monthOf(year, 12), participation.ends ?? monthOf(year, 12))
    for (let month = Math.max(monthOf(year, 1), participation.starts); month <= last; month += 1) {
      yield [person.idNumber, creditCode, monthText(month), yuanText(wage)]
    }
  }
}
