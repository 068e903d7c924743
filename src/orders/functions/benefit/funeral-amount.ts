import { parseMonth } from '#base/calendar-math.ts'
import { roundDivision } from '#base/round-division.ts'

/**
 * 企业职工基本养老保险遗属待遇暂行办法 (人社部发〔2021〕18号, from 2021-09-01; ../shared/domain/4-formulas.md 4.10), for the
 * dead of scheme 110: funeral grant 2 × U, survivors' lump m × U, U the province's monthly urban disposable income of
 * the year before. Both years are counted to the month, so m is in twelfths.
 */
export const funeralLawMonth = parseMonth('2021-09')!

export interface LifeOfContributions {
  /** Of contributions, deemed ones included; of somebody retired, at retirement. */
  readonly months: number
  /** Since retirement; null who had not retired. */
  readonly receivedMonths: number | null
}

/** Below it the survivors get no more than was contributed in person (article 5). */
export const fullGrantMonths = 60

export function funeralFen(incomeFen: bigint): bigint {
  return 2n * incomeFen
}

/** Twelfths of a month of U: 3, 6 or 9 months up to 15 years, then one more a year to at most 24; less what was received. */
export function survivorTwelfths({ months, receivedMonths }: LifeOfContributions): number {
  const earned = earnedTwelfths(months)
  return receivedMonths === null ? earned : Math.max(9 * 12, earned - receivedMonths)
}

function earnedTwelfths(months: number): number {
  if (months < 60) return 3 * 12
  if (months < 120) return 6 * 12
  return 9 * 12 + Math.min(Math.max(months - 180, 0), 15 * 12)
}

export function survivorFen(incomeFen: bigint, life: LifeOfContributions): bigint {
  return roundDivision(incomeFen * BigInt(survivorTwelfths(life)), 12n)
}
