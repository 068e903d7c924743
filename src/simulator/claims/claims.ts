import type { Month } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import type { Firm } from '#simulator/firms/firm-casting.ts'
import { rankOfFirmMember } from '#simulator/firms/firm-casting.ts'
import { type Person, personOf } from '#simulator/people/person.ts'
import { indexOfRank } from '#simulator/people/population.ts'
import { staffIndexOf } from '#simulator/staff/staff-ranks.ts'

/** Benefits of people who draw no pension: between two seasons of work, and after the birth of a child. */
export interface Claim {
  readonly person: Person
  readonly entitlementId: string
  readonly scheme: '210' | '510'
  readonly benefit: 'UNEMPLOYMENT' | 'MATERNITY'
  readonly starts: Month
  readonly ends: Month
  readonly payments: readonly ClaimPayment[]
}

export interface ClaimPayment {
  readonly paymentId: string
  readonly payMonth: Month
  readonly from: Month
  readonly to: Month
  readonly kind: 'REGULAR' | 'ONE_OFF'
  readonly amount: bigint
}

/** Nine tenths of a minimum wage, in fen a month. */
const unemploymentBenefit = 162_000n

/** The first month without work is waited for; then one payment a month until the season begins. */
function* unemploymentClaims(county: County, firm: Firm, member: number): Generator<Claim> {
  const rests = firm.part.rests!
  const person = personOf(
    county,
    indexOfRank(county.population, rankOfFirmMember(county.firms, firm, member)),
  )
  let spell: Month[] = []
  let ordinal = 0
  for (let month = county.firstMonth + 1; month <= county.lastMonth + 1; month += 1) {
    if (month <= county.lastMonth && rests(month) && rests(month - 1)) {
      spell.push(month)
      continue
    }
    if (spell.length === 0) continue
    ordinal += 1
    yield {
      person,
      entitlementId: `DYSY${person.personId}${ordinal}`,
      scheme: '210',
      benefit: 'UNEMPLOYMENT',
      starts: spell[0]!,
      ends: spell.at(-1)!,
      payments: spell.map((each) => ({
        paymentId: `${person.personId}S${each}`,
        payMonth: each,
        from: each,
        to: each,
        kind: 'REGULAR',
        amount: unemploymentBenefit,
      })),
    }
    spell = []
  }
}

/** Months of leave, and the age up to which the county's mothers are counted. */
const leave = 5
const mothersAgeMax = 40

/** A member of staff with a new child: the allowance comes at once, to her own account. */
function maternityClaim(county: County, staffNumber: number): Claim | null {
  const index = staffIndexOf(county, staffNumber)
  if (index === null) return null
  const person = personOf(county, index)
  const age = Math.floor(county.lastMonth / 12) - person.birthYear
  const starts = county.firstMonth + ((staffNumber * 7) % (county.lastMonth - county.firstMonth + 1))
  const payMonth = starts + 2
  if (person.isMale || age > mothersAgeMax || payMonth > county.lastMonth) return null
  const ends = starts + leave - 1
  const amount = 3_100_000n + BigInt(staffNumber % 10) * 45_000n
  const payment = { payMonth, from: starts, to: ends, kind: 'ONE_OFF', amount } as const
  return {
    person,
    entitlementId: `DYSHY${person.personId}`,
    scheme: '510',
    benefit: 'MATERNITY',
    starts,
    ends,
    payments: [{ paymentId: `${person.personId}M1`, ...payment }],
  }
}

export function* maternityClaims(county: County): Generator<Claim> {
  for (let staffNumber = 0; staffNumber < county.staffCount; staffNumber += 1) {
    const claim = maternityClaim(county, staffNumber)
    if (claim !== null) yield claim
  }
}

export function* claimsOf(county: County): Generator<Claim> {
  yield* maternityClaims(county)
  for (const firm of county.firms.firms) {
    if (firm.part.rests === undefined) continue
    for (let member = 0; member < firm.part.members; member += 1) {
      yield* unemploymentClaims(county, firm, member)
    }
  }
}
