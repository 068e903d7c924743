import { type Month, monthOf } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { deathOf } from '#simulator/lives/episodes.ts'
import type { Person } from '#simulator/people/person.ts'
import { drawBelow, randomOf } from '#simulator/random.ts'
import { institutionsOf } from './employers.ts'
import { baseBoundsOf } from './policy-values.ts'

/** How a person stands to their pension scheme as a payer. */
export interface Participation {
  readonly employer: number | null
  readonly starts: Month
  readonly ends: Month | null
  readonly reason: 'RETIRED' | 'DEATH' | ''
}

function employerOfPerson(county: County, person: Person, lot: (bound: number) => number): number | null {
  const institutions = institutionsOf(county)
  if (person.firm !== null) {
    const { number, part } = person.firm.firm
    return part.project === undefined ? number : null
  }
  if (person.staffNumber !== null) return 0
  if (person.scheme === '120') return 1 + lot(institutions - 1)
  return person.scheme === '110' && person.category !== 'FLEXIBLE'
    ? institutions + lot(Math.max(1, county.employerCount - institutions))
    : null
}

export function participationOf(county: County, person: Person): Participation | null {
  if (person.scheme === null || person.category === null) return null
  const random = randomOf(county.seed, 'work', person.index + 3_000_000)
  const adult = monthOf(person.birthYear, 1) + (18 + drawBelow(random, 6)) * 12
  const starts = Math.max(adult, monthOf(person.scheme === '170' ? 2010 : 1993, 1))
  const employer = employerOfPerson(county, person, (bound) => drawBelow(random, bound))
  const death = deathOf(county, person)
  if (person.starts !== null && (death === null || death.month >= person.starts)) {
    return { employer, starts, ends: Math.max(starts, person.starts - 1), reason: 'RETIRED' }
  }
  if (death !== null) return { employer, starts, ends: Math.max(starts, death.month), reason: 'DEATH' }
  return { employer, starts, ends: null, reason: '' }
}

/** The months of the county in which a person pays, what they pay on and how much of it. */
export interface Payer {
  readonly person: Person
  readonly employer: number | null
  readonly first: Month
  readonly last: Month
  /** In thousandths of the base. */
  readonly employerRate: bigint
  readonly personRate: bigint
  baseAt(month: Month): bigint
}

/** In thousandths of the base. */
function ratesOf(person: Person, employer: number | null): readonly [employer: bigint, person: bigint] {
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
  const random = randomOf(county.seed, 'work', person.index + 4_000_000)
  return 55 + Math.floor((drawBelow(random, 130) + drawBelow(random, 130)) / 2)
}

export function payerOf(county: County, person: Person): Payer | null {
  const participation = participationOf(county, person)
  if (participation === null) return null
  const { employer } = participation
  const [employerRate, personRate] = ratesOf(person, employer)
  const share = baseShareOf(county, person)
  const { firm } = person
  let [year, base] = [0, 0n]
  return {
    person,
    employer,
    first: Math.max(county.firstMonth, participation.starts),
    last: Math.min(county.lastMonth, participation.ends ?? county.lastMonth),
    employerRate,
    personRate,
    baseAt: (month) => {
      if (firm !== null) return firm.firm.part.base(firm.firm, firm.member, month)
      // The base is one all year: worked out once for twelve months.
      if (Math.floor(month / 12) !== year) {
        year = Math.floor(month / 12)
        base = baseOf(person, year, share)
      }
      return base
    },
  }
}

export function isResting({ firm }: Person, month: Month): boolean {
  return firm?.firm.part.rests?.(month) === true
}

/** Residents pay once a year, the others every month. */
export function isPaidIn(payer: Payer, month: Month): boolean {
  if (isResting(payer.person, month)) return false
  return payer.person.scheme !== '170' || month % 12 === 8
}

/** Who pays the wages: not always who pays into the pension scheme. */
export function wagesFrom(person: Person, { employer }: Participation): number | null {
  return person.firm === null ? employer : person.firm.firm.number
}

/** What the tax office knows of each month's wage: a little below the base that it becomes a year later. */
export function taxedWagesOf(county: County, person: Person): (month: Month) => bigint | null {
  const { firm } = person
  if (firm !== null) return (month) => firm.firm.part.wage(firm.firm, firm.member, month)
  const share = baseShareOf(county, person)
  let [year, wage] = [0, 0n]
  return (month) => {
    if (Math.floor(month / 12) !== year) {
      year = Math.floor(month / 12)
      wage = (baseOf(person, year + 1, share) * 97n) / 100n
    }
    return wage
  }
}
