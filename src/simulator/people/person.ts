import { type Day, formatDay, type Month, monthOf, monthOfDay } from '#base/calendar-math.ts'
import { type Cast, castOf, firstRankOf, indexOfSlot } from '#simulator/casting.ts'
import type { County } from '#simulator/county.ts'
import { type FirmMember, firmMemberOf } from '#simulator/firms/firm-casting.ts'
import { drawBelow, type Random, randomOf } from '#simulator/random.ts'
import { staffNumberOf } from '#simulator/staff/staff-ranks.ts'
import { drawName, drawOtherName } from './names.ts'
import { drawTownship, regionOf } from './places.ts'
import {
  accountNumberOf,
  type Birth,
  birthOfRank,
  idNumberOf,
  numberOf,
  rankOf,
  twinBirth,
} from './population.ts'

export type PensionScheme = '110' | '120' | '170'
export type Category = 'CADRE' | 'WORKER' | 'RESIDENT' | 'FLEXIBLE'

export interface Person {
  readonly index: number
  /** Of the one whose address and telephone are theirs, too; their own index but for twins. */
  readonly homeIndex: number
  /** 1 … persons: what ids are made of. */
  readonly number: number
  readonly personId: string
  readonly idNumber: string
  readonly name: string
  readonly isMale: boolean
  readonly birthDay: Day
  readonly birthYear: number
  readonly township: number
  readonly region: string
  /** The pension scheme they pay into or draw from; null: none. */
  readonly scheme: PensionScheme | null
  readonly category: Category | null
  readonly lawfulMonth: Month
  /** The lawful one, or, since the reform, one that was chosen within the law. */
  readonly retireMonth: Month
  /** The first month of the pension, if it begins within the county's months. */
  readonly starts: Month | null
  readonly staffNumber: number | null
  /** The place in the scenarios (casting.ts), or null for the plain life. */
  readonly slot: number | null
  /** The employer that plays a scenario, and their place in it (firms.ts). */
  readonly firm: FirmMember | null
}

export function personIdOf(number: number): string {
  return `9901${String(number).padStart(8, '0')}`
}

const reform = monthOf(2025, 1)

export interface RetirementMonths {
  /** In which the age from before the reform is reached. */
  readonly original: Month
  readonly lawful: Month
}

/**
 * domain 4.6: the lawful retirement month; scheme 170: 60 for all, no delay. The law's own copy is in policy/, which
 * pure code does not read; a test compares the two.
 */
export function retirementMonthsOf(
  birthMonth: Month,
  who: { readonly isMale: boolean; readonly category: Category; readonly scheme: PensionScheme },
): RetirementMonths {
  if (who.scheme === '170') return { original: birthMonth + 720, lawful: birthMonth + 720 }
  const [age, step, cap] = who.isMale ? [60, 4, 36] : who.category === 'CADRE' ? [55, 4, 36] : [50, 2, 60]
  const original = birthMonth + age * 12
  const delay = original < reform ? 0 : Math.min(cap, Math.floor((original - reform) / step) + 1)
  return { original, lawful: original + delay }
}

/** Since the reform one in eight goes before the lawful month, not before the original age; one in twenty after it. */
function chosenMonth(county: County, index: number, { original, lawful }: RetirementMonths): Month {
  if (lawful === original) return lawful
  const random = randomOf(county.seed, 'work', index + 7_000_000)
  const lot = drawBelow(random, 40)
  if (lot < 5) return Math.max(original, lawful - 1 - drawBelow(random, 36))
  return lot < 7 ? lawful + 1 + drawBelow(random, 12) : lawful
}

/** Of 1,000: 400 employees and the self-employed, 75 in institutions, 470 residents, the rest in no pension scheme. */
function drawScheme(random: Random): PensionScheme | null {
  const slot = drawBelow(random, 1000)
  if (slot < 400) return '110'
  if (slot < 475) return '120'
  return slot < 945 ? '170' : null
}

function drawCategory(random: Random, scheme: PensionScheme): Category {
  if (scheme === '170') return 'RESIDENT'
  const slot = drawBelow(random, 100)
  if (scheme === '120') return slot < 80 ? 'CADRE' : 'WORKER'
  if (slot < 12) return 'CADRE'
  return slot < 75 ? 'WORKER' : 'FLEXIBLE'
}

/** What decides whether a table tells of a person at all; the rest of the person is made only then. */
export interface Standing
  extends Pick<
    Person,
    | 'index'
    | 'birthYear'
    | 'scheme'
    | 'category'
    | 'lawfulMonth'
    | 'retireMonth'
    | 'starts'
    | 'staffNumber'
    | 'slot'
    | 'firm'
  > {
  readonly birth: Birth
  readonly cast: Cast | null
  /** Goes on to draw the rest. */
  readonly random: Random
}

function birthOf(county: County, rank: number, cast: Cast | null): Birth {
  if (cast?.scenario.birth !== undefined) return cast.scenario.birth(county, cast)
  const isSecondTwin = cast?.scenario.isTwins === true && cast.member > 0
  if (isSecondTwin) return { ...twinBirth(county.population, firstRankOf(county.casting, cast)), rank }
  return birthOfRank(county.population, rank)
}

export function standingOf(county: County, index: number): Standing {
  const rank = rankOf(county.population, index)
  const random = randomOf(county.seed, 'person', index + 1)
  const cast = castOf(county, rank)
  const birth = birthOf(county, rank, cast)
  const staffNumber = staffNumberOf(county, rank)
  const firm = firmMemberOf(county.firms, rank)
  const drawn = drawScheme(random)
  const scheme = cast?.scheme ?? (firm === null ? (staffNumber === null ? drawn : '120') : '110')
  const drawnCategory = scheme === null ? null : drawCategory(random, scheme)
  const category = staffNumber === null && firm === null ? drawnCategory : 'CADRE'
  const months =
    scheme === null || category === null
      ? { original: 0, lawful: 0 }
      : retirementMonthsOf(monthOfDay(birth.day), { isMale: birth.isMale, category, scheme })
  const retireMonth =
    cast === null
      ? chosenMonth(county, index, months)
      : (cast.scenario.retires?.(months, cast.group) ?? months.lawful)
  return {
    index,
    birth,
    birthYear: birth.year,
    cast,
    random,
    scheme,
    category,
    lawfulMonth: months.lawful,
    retireMonth,
    starts: scheme !== null && retireMonth + 1 <= county.lastMonth ? retireMonth + 1 : null,
    staffNumber,
    slot: cast?.slot ?? null,
    firm,
  }
}

function firstTwinOf(county: County, { cast }: Standing): Person | null {
  if (cast?.scenario.isTwins !== true || cast.member === 0) return null
  return personOf(county, indexOfSlot(county, cast.slot - cast.member))
}

export function personOfStanding(county: County, standing: Standing): Person {
  const { birth, random, index } = standing
  const ownTownship = drawTownship(random)
  const number = numberOf(county.population, index)
  const ownName = drawName(random, {
    isMale: birth.isMale,
    birthYear: birth.year,
    hasDot: standing.cast?.scenario.hasDottedName === true,
  })
  const twin = firstTwinOf(county, standing)
  const township = twin?.township ?? ownTownship
  return {
    index,
    homeIndex: twin?.index ?? index,
    number,
    personId: personIdOf(number),
    idNumber: idNumberOf(formatDay(birth.day).replaceAll('-', ''), birth.sequence),
    name: twin === null ? ownName : drawOtherName(random, twin.name, true),
    isMale: birth.isMale,
    birthDay: birth.day,
    birthYear: birth.year,
    township,
    region: regionOf(township),
    scheme: standing.scheme,
    category: standing.category,
    lawfulMonth: standing.lawfulMonth,
    retireMonth: standing.retireMonth,
    starts: standing.starts,
    staffNumber: standing.staffNumber,
    slot: standing.slot,
    firm: standing.firm,
  }
}

export function personOf(county: County, index: number): Person {
  return personOfStanding(county, standingOf(county, index))
}

/** Where only the month of birth was known, its first day was written down. */
export function recordedBirth(person: Person): string {
  return `${formatDay(person.birthDay).slice(0, 8)}01`
}

/** The bank account of that ordinal: 0 is the social-security card, later ones follow changes. */
export function accountOf(person: Person, ordinal: number): string {
  return accountNumberOf(ordinal, person.number)
}
