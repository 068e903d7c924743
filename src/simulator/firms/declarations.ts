import type { Month } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { personsOf } from '#simulator/people/people.ts'
import { drawBelow, randomOf } from '#simulator/random.ts'
import { isPaidIn, payerOf } from './participation.ts'

/** What every employer declares: exactly what its people's contributions add up to, month by month. */
export interface Declaration {
  readonly employer: number
  readonly scheme: '110' | '120' | '410'
  readonly month: Month
  readonly headcount: number
  readonly baseTotal: bigint
  readonly payable: bigint
  readonly paid: bigint
}

/** Sums in fen stay far below 2^53, so a county of millions fits into three flat lists. */
interface Sums {
  readonly months: number
  readonly headcounts: Int32Array
  readonly bases: Float64Array
  readonly payables: Float64Array
  readonly schemes: Int32Array
}

const kept = new WeakMap<County, Sums>()

function sumsOf(county: County): Sums {
  const known = kept.get(county)
  if (known !== undefined) return known
  const months = county.lastMonth - county.firstMonth + 1
  const size = (county.employerCount + county.firms.firms.length) * months
  const sums: Sums = {
    months,
    headcounts: new Int32Array(size),
    bases: new Float64Array(size),
    payables: new Float64Array(size),
    schemes: new Int32Array(county.employerCount + county.firms.firms.length),
  }
  for (const person of personsOf(county, isEmployable(county))) addPerson(county, sums, person)
  kept.set(county, sums)
  return sums
}

function isEmployable(county: County): Parameters<typeof personsOf>[1] {
  return ({ scheme, starts }) =>
    (scheme === '110' || scheme === '120') && (starts === null || starts > county.firstMonth)
}

function addPerson(county: County, sums: Sums, person: Parameters<typeof payerOf>[1]): void {
  const payer = payerOf(county, person)
  if (payer === null || payer.employer === null) return
  sums.schemes[payer.employer] = Number(person.scheme)
  for (let month = payer.first; month <= payer.last; month += 1) {
    if (!isPaidIn(payer, month)) continue
    const place = payer.employer * sums.months + month - county.firstMonth
    const base = payer.baseAt(month)
    const amount = (base * payer.employerRate) / 1000n + (base * payer.personRate) / 1000n
    sums.headcounts[place]! += 1
    sums.bases[place]! += Number(base)
    sums.payables[place]! += Number(amount)
  }
}

/** In one case of forty an employer owes part of a month, never of more than two. */
function unpaidOf(county: County, employer: number, month: Month, payable: bigint): bigint {
  const firm = county.firms.firms[employer - county.employerCount]
  if (firm !== undefined) return firm.part.unpaid?.(firm, month, payable) ?? 0n
  const random = randomOf(county.seed, 'employer', employer + 8_000_000)
  if (drawBelow(random, 40) > 0) return 0n
  const span = county.lastMonth - county.firstMonth + 1
  const isShort = [drawBelow(random, span), drawBelow(random, span)].includes(month - county.firstMonth)
  return isShort ? payable / 3n : 0n
}

/** Fifteen ten-thousandths of what the project costs, at once. */
function* projectDeclarations(county: County): Generator<Declaration> {
  for (const { part, number, firstMonth } of county.firms.firms) {
    if (part.project === undefined) continue
    const payable = (part.project * 15n) / 10_000n
    const about = { employer: number, month: firstMonth, headcount: part.members } as const
    yield { ...about, scheme: '410', baseTotal: part.project, payable, paid: payable }
  }
}

export function* declarationsOf(county: County): Generator<Declaration> {
  yield* projectDeclarations(county)
  const { months, headcounts, bases, payables, schemes } = sumsOf(county)
  for (let employer = 0; employer < schemes.length; employer += 1) {
    for (let month = county.firstMonth; month <= county.lastMonth; month += 1) {
      const place = employer * months + month - county.firstMonth
      if (headcounts[place] === 0) continue
      const payable = BigInt(payables[place]!)
      yield {
        employer,
        scheme: schemes[employer] === 120 ? '120' : '110',
        month,
        headcount: headcounts[place]!,
        baseTotal: BigInt(bases[place]!),
        payable,
        paid: payable - unpaidOf(county, employer, month, payable),
      }
    }
  }
}
