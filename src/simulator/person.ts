import { type Day, formatDay, type Month, monthOf, monthOfDay } from '#base/calendar-math.ts'
import { type Cast, castOf } from './casting.ts'
import type { County } from './county.ts'
import { drawName } from './names.ts'
import { drawTownship, regionOf } from './places.ts'
import {
  accountNumberOf,
  type Birth,
  birthOfRank,
  idNumberOf,
  indexOfRank,
  numberOf,
  rankOf,
  ranksOfAges,
} from './population.ts'
import { drawBelow, type Random, randomOf } from './random.ts'

export type PensionScheme = '110' | '120' | '170'
export type Category = 'CADRE' | 'WORKER' | 'RESIDENT' | 'FLEXIBLE'

export interface Person {
  readonly index: number
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
  /** The first month of the pension, if it begins within the county's months. */
  readonly starts: Month | null
  readonly staffNumber: number | null
  /** The place in the scenarios (casting.ts), or null for the plain life. */
  readonly slot: number | null
}

export function personIdOf(number: number): string {
  return `9901${String(number).padStart(8, '0')}`
}

/** Staff are people of the county too: evenly spread over the ranks of 28 to 49 years. */
export function staffNumberOf(county: Omit<County, 'casting'>, rank: number): number | null {
  const [first, end] = ranksOfAges(county.population, 28, 49)
  const stride = Math.floor((end - first) / county.staffCount)
  if (stride === 0 || rank < first || rank >= end || (rank - first) % stride !== 0) return null
  const number = (rank - first) / stride
  return number < county.staffCount ? number : null
}

/** The index of the person who is that member of staff; null in a county too small for its staff. */
export function staffIndexOf(county: County, staffNumber: number): number | null {
  const [first, end] = ranksOfAges(county.population, 28, 49)
  const stride = Math.floor((end - first) / county.staffCount)
  return stride === 0 ? null : indexOfRank(county.population, first + staffNumber * stride)
}

const reform = monthOf(2025, 1)

/** domain 4.6: the lawful retirement month; scheme 170: 60 for all, no delay. */
export function lawfulMonthOf(
  birthMonth: Month,
  who: { readonly isMale: boolean; readonly category: Category; readonly scheme: PensionScheme },
): Month {
  if (who.scheme === '170') return birthMonth + 720
  const [age, step, cap] = who.isMale ? [60, 4, 36] : who.category === 'CADRE' ? [55, 4, 36] : [50, 2, 60]
  const original = birthMonth + age * 12
  return original < reform ? original : original + Math.min(cap, Math.floor((original - reform) / step) + 1)
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
    'index' | 'birthYear' | 'scheme' | 'category' | 'lawfulMonth' | 'starts' | 'staffNumber' | 'slot'
  > {
  readonly birth: Birth
  readonly cast: Cast | null
  /** Goes on to draw the rest. */
  readonly random: Random
}

export function standingOf(county: County, index: number): Standing {
  const { population } = county
  const birth = birthOfRank(population, rankOf(population, index))
  const random = randomOf(county.seed, 'person', index + 1)
  const cast = castOf(county, birth.rank)
  const staffNumber = staffNumberOf(county, birth.rank)
  const drawn = drawScheme(random)
  const scheme = cast?.scheme ?? (staffNumber === null ? drawn : '120')
  const category = scheme === null ? null : staffNumber === null ? drawCategory(random, scheme) : 'CADRE'
  const lawfulMonth =
    scheme === null || category === null
      ? 0
      : lawfulMonthOf(monthOfDay(birth.day), { isMale: birth.isMale, category, scheme })
  return {
    index,
    birth,
    birthYear: birth.year,
    cast,
    random,
    scheme,
    category,
    lawfulMonth,
    starts: scheme !== null && lawfulMonth + 1 <= county.lastMonth ? lawfulMonth + 1 : null,
    staffNumber,
    slot: cast?.slot ?? null,
  }
}

export function personOfStanding(county: County, standing: Standing): Person {
  const { birth, random, index } = standing
  const township = drawTownship(random)
  const number = numberOf(county.population, index)
  return {
    index,
    number,
    personId: personIdOf(number),
    idNumber: idNumberOf(formatDay(birth.day).replaceAll('-', ''), birth.sequence),
    name: drawName(random, {
      isMale: birth.isMale,
      birthYear: birth.year,
      hasDot: standing.cast?.scenario.hasDottedName === true,
    }),
    isMale: birth.isMale,
    birthDay: birth.day,
    birthYear: birth.year,
    township,
    region: regionOf(township),
    scheme: standing.scheme,
    category: standing.category,
    lawfulMonth: standing.lawfulMonth,
    starts: standing.starts,
    staffNumber: standing.staffNumber,
    slot: standing.slot,
  }
}

export function personOf(county: County, index: number): Person {
  return personOfStanding(county, standingOf(county, index))
}

/** The bank account of that ordinal: 0 is the social-security card, later ones follow changes. */
export function accountOf(person: Person, ordinal: number): string {
  return accountNumberOf(ordinal, person.number)
}
